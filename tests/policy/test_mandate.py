"""A mandate covers exactly what a person approved in a rehearsal, so often and so long, and nothing beside it."""

from dataclasses import replace
from datetime import date, timedelta
from typing import get_args

import pytest

from desktop_agent.core.actions import Action, Click, Drag, Invoke, Press, Scroll
from desktop_agent.core.decision import Question, Reason, Target
from desktop_agent.core.frame import Window
from desktop_agent.core.geometry import ImagePoint
from desktop_agent.core.rule_id import BuiltInRuleId, OtherReasonId, OwnRuleId, RuleId
from desktop_agent.core.turn import SafetyCheck
from desktop_agent.policy.mandate import COVERABLE, Mandate, MandateUse, acts_of, mandate_of
from tests.fakes.cases import changed, target_of
from tests.fakes.thinking import frame

UNTIL = date(2027, 3, 31)
AT = ImagePoint(5, 5)
PRESS = Click(AT)
MAIL = Window(7, "thunderbird", "Write: Report", 70, "/usr/bin/thunderbird")
SEND = target_of(MAIL, "Send", "push button", "accessibility")
RULES: tuple[RuleId, ...] = ("words",)
FRAME = frame()


def question(
    action: Action = PRESS, target: Target = SEND, rules: tuple[RuleId, ...] = RULES, *, outside: bool = False
) -> Question:
    reasons = tuple(Reason(rule, "It may send.", outside) for rule in rules)
    return Question("c1", "Click Send", (action,), target, reasons, (), FRAME)


def mandate(*asked: Question, until: date = UNTIL) -> Mandate:
    return mandate_of([act for one in asked or (question(),) for act in acts_of(one)], until)


def test_what_was_approved_is_covered_as_often_as_that() -> None:
    use = MandateUse(mandate(question(), question()))

    assert [use.why_not(question(), UNTIL) for _ in range(3)] == [
        "", "", "The mandate doesn't cover doing it again in the same run."
    ]  # fmt: skip
    assert MandateUse(mandate()).why_not(question(), UNTIL) == ""


@pytest.mark.parametrize("days", [1, 14])
def test_it_ends_with_its_day(days: int) -> None:
    use = MandateUse(mandate())

    assert use.why_not(question(), UNTIL + timedelta(days=days)) == "The mandate expired on 2027-03-31."
    assert use.why_not(question(), UNTIL - timedelta(days=days)) == ""


@pytest.mark.parametrize(
    "other",
    [
        changed(SEND, window=replace(MAIL, program="/tmp/thunderbird")),
        changed(SEND, control="Send all"),
        changed(SEND, role="link"),
        changed(SEND, window=replace(MAIL, dialog=True)),
        changed(SEND, window=replace(MAIL, menu=True)),
    ],
)
def test_no_other_program_control_kind_or_window_is_covered(other: Target) -> None:
    assert MandateUse(mandate()).why_not(question(target=other), UNTIL)


@pytest.mark.parametrize(
    "action",
    [
        Click(AT, count=2), Click(AT, button="right"), Press(("ctrl", "enter")),
        Scroll(AT, 0, 10), Drag((AT, ImagePoint(9, 9))), Invoke("f", "{}"),
    ],
)  # fmt: skip
def test_another_act_is_not_covered(action: Action) -> None:
    assert MandateUse(mandate()).why_not(question(action), UNTIL)


@pytest.mark.parametrize("rule", [*get_args(BuiltInRuleId), *get_args(OtherReasonId), OwnRuleId("rule:mine")])
def test_what_else_asks_about_it_is_not_covered_and_most_can_never_be(rule: RuleId) -> None:
    asked = question(rules=(*RULES, rule))

    assert bool(MandateUse(mandate()).why_not(asked, UNTIL)) == (rule not in RULES)
    assert bool(acts_of(asked)) == (rule in COVERABLE)
    assert not {"secret", "shell", "runs", "session", "scope", "safety-check", "function"} & COVERABLE


@pytest.mark.parametrize(
    "asked",
    [
        question(outside=True),
        question(rules=()),
        replace(question(), checks=(SafetyCheck("sc", "code", "It asks."),)),
        replace(question(), kind="application"),
        replace(question(), kind="write"),
        replace(question(), actions=(PRESS, PRESS)),
        question(target=target_of(MAIL, "Send", "push button", "ocr")),
        question(target=target_of(MAIL, "Send", "push button", "accessibility", ours=True)),
        question(target=replace(SEND, also=SEND)),
    ],
)
def test_no_mandate_is_made_of_it_and_none_covers_it(asked: Question) -> None:
    assert acts_of(asked) == ()
    assert MandateUse(mandate()).why_not(asked, UNTIL)
    assert mandate(asked).acts == ()


@pytest.mark.parametrize(
    ("site", "fits"),
    [
        ("https://mail.example.org", True), ("http://192.168.1.1", False),
        ("http://[::1]", False),
        ("https://", False), ("http://[", False),
        ("", False),
    ],
)  # fmt: skip
def test_a_page_is_covered_by_its_site_in_the_open_net_alone(site: str, *, fits: bool) -> None:
    browser = replace(MAIL, app="firefox", program="/usr/bin/firefox")
    there = target_of(browser, "Send", "push button", "accessibility", site=site, in_page=True)
    other = target_of(browser, "Send", "push button", "accessibility", site="https://example.net", in_page=True)

    assert bool(acts_of(question(target=there))) == fits
    assert MandateUse(mandate(question(target=there))).why_not(question(target=other), UNTIL)


def test_acts_on_one_card_are_covered_together_or_not_at_all() -> None:
    save = target_of(MAIL, "Save", "push button", "accessibility")
    single = mandate(question(), question(target=save, rules=("out",)))
    both = replace(question(rules=("out", "words")), actions=(PRESS, PRESS), others=(save,))
    twice = replace(both, actions=(PRESS, PRESS, PRESS), others=(save, save))
    use = MandateUse(single)

    assert use.why_not(twice, UNTIL)
    assert use.why_not(both, UNTIL) == ""
    assert use.why_not(question(), UNTIL)
    assert MandateUse(mandate()).why_not(both, UNTIL)
    assert MandateUse(mandate(both)).why_not(question(), UNTIL) == ""


def test_the_files_of_a_mandate_are_named_once() -> None:
    assert mandate_of((), UNTIL, ("/srv/a", "/srv/b", "/srv/a")) == Mandate((), UNTIL, ("/srv/a", "/srv/b"))
