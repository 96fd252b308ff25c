"""All voices together: the rows, what a person may change, a desk, the modes, and programs that are slow to tell."""

from dataclasses import replace

import pytest

from desktop_agent.core.actions.action import Action, Click, Finish, Look, Navigate, Press, Type, Wait
from desktop_agent.core.decisions.decision import Allow, Ask, Case, Decision, Reason, Refuse, Target
from desktop_agent.core.decisions.mode import MODES, Mode
from desktop_agent.core.decisions.rule_id import OwnRuleId
from desktop_agent.core.pictures import ImagePoint
from desktop_agent.core.programs import BROWSERS, is_one_of
from desktop_agent.core.runs.turn import SafetyCheck
from desktop_agent.core.texts.secret_text import SecretUse
from desktop_agent.policy.judge import Policy, may_be_slow, strictest
from desktop_agent.policy.own_rules import Rule
from desktop_agent.policy.table import (
    ASKED_ON_A_DESK,
    CHANGEABLE,
    FIXED,
    MAY_LEAVE_A_DESK,
    NEVER_BY_MODE,
    ROWS,
    RuleVerdict,
)
from tests.fakes.runs.cases import AT, VIEWPORT, changed, target_of
from tests.policy.test_table import (
    APP,
    BROWSER,
    BUTTON,
    CLICK,
    PAGE_BUTTON,
    PASSWORD,
    QUESTION,
    RETURN,
    ROW,
    TERMINAL,
    TEXT,
    UNKNOWN,
    file,
)

# One action for each row that it alone would decide.
CASES: dict[str, Case] = {
    name: Case(action, VIEWPORT, target, **more)  # type: ignore[arg-type]  # a table of fields
    for name, (action, target, more) in {
        "outside-viewport": (Click(ImagePoint(500, 5)), TEXT, {}),
        "own-window": (CLICK, changed(BUTTON, ours=True), {}),
        "address": (Navigate("file:///x"), Target(), {}),
        "secret-place": (Type("{{secret:bank}}"), PASSWORD, {"secrets": (SecretUse("bank"),)}),
        "shell": (Type("ls"), TERMINAL, {}),
        "shortcut": (Press(("alt", "f2")), TEXT, {"is_taken": True}),
        "out": (CLICK, changed(PAGE_BUTTON, in_form=True), {}),
        "for-good": (Press(("delete",)), ROW, {}),
        "runs": (Click(AT, count=2), changed(ROW, file=file("/srv/ada/run", "program")), {}),
        "secret": (Type("x"), PASSWORD, {}),
        "question": (CLICK, QUESTION, {}),
        "words": (CLICK, changed(BUTTON, control="Send"), {}),
        "session": (Press(("ctrl", "alt", "f1")), TEXT, {}),
        "scope": (CLICK, BUTTON, {"reach": None}),
    }.items()
}
KINDS_OF_ANSWER = {"allow": Allow, "ask": Ask, "deny": Refuse}
CHECKED = (SafetyCheck("sc", "", "It asks."),)


def rules_of(decision: Decision) -> list[str]:
    return [] if isinstance(decision, Allow) else [reason.rule for reason in decision.reasons]


@pytest.mark.parametrize("name", ROWS)
def test_the_decision_for_each_row_is_that_of_the_table(name: str) -> None:
    decision = Policy("guard")(CASES[name])

    assert set(CASES) == set(ROWS)
    assert isinstance(decision, KINDS_OF_ANSWER[ROWS[name].verdict])  # type: ignore[index]  # it is a name of one
    assert rules_of(decision) == [name]


@pytest.mark.parametrize("verdict", KINDS_OF_ANSWER)
@pytest.mark.parametrize("name", CHANGEABLE)
def test_a_person_changes_a_row_by_naming_it_and_no_other(name: str, verdict: RuleVerdict) -> None:
    others: dict[str, RuleVerdict] = {other: "allow" for other in CHANGEABLE if other != name}

    assert isinstance(Policy("guard", (), {name: verdict})(CASES[name]), KINDS_OF_ANSWER[verdict])
    assert rules_of(Policy("guard", (), others)(CASES[name])) == [name]


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("name", [name for name in FIXED if name != "scope"])
def test_a_fixed_refusal_holds_in_every_mode_and_setting(name: str, mode: Mode) -> None:
    decision = Policy(mode, (Rule("all", "allow"),), {name: "allow"})(replace(CASES[name], remembered=True))

    assert isinstance(decision, Refuse)
    assert rules_of(decision) == [name]


@pytest.mark.parametrize("name", ROWS)
def test_mode_auto_answers_all_but_fixed_refusals_shells_and_safety_checks(name: str) -> None:
    decision = Policy("auto")(CASES[name])
    given = Policy("guard")(CASES[name])

    assert decision == given if name in NEVER_BY_MODE else isinstance(decision, Allow) and decision.by == "mode"
    assert not isinstance(Policy("auto")(replace(CASES[name], checks=CHECKED)), Allow)


@pytest.mark.parametrize("name", ROWS)
def test_mode_ask_adds_questions_and_keeps_fixed_refusals(name: str) -> None:
    decision = Policy("ask")(CASES[name])
    given = Policy("guard")(CASES[name])

    assert type(decision) is type(given)
    assert rules_of(decision) == ([name] if isinstance(given, Refuse) else ["mode-ask", name])


@pytest.mark.parametrize("action", [Look(), Wait(1), Finish("success")])
@pytest.mark.parametrize("mode", MODES)
def test_looking_is_allowed_in_every_mode_and_scope(mode: Mode, action: Action) -> None:
    assert Policy(mode)(Case(action, VIEWPORT, TEXT, reach="nothing")) == Allow()


@pytest.mark.parametrize("name", ROWS)
def test_on_a_desk_only_what_tells_somebody_something_is_asked(name: str) -> None:
    there = Policy("guard", on_desk=True)(CASES[name])
    asks = ROWS[name].verdict == "ask"  # type: ignore[index]
    meant: type[Decision] = Refuse
    if asks:
        meant = Ask if name in ASKED_ON_A_DESK else Allow

    assert isinstance(there, meant)
    assert not isinstance(Policy("guard", on_desk=True)(replace(CASES[name], checks=CHECKED)), Allow)
    assert not isinstance(Policy("guard", (Rule("r", "ask"),), on_desk=True)(CASES[name]), Allow)
    assert not isinstance(Policy("ask", on_desk=True)(CASES[name]), Allow)


@pytest.mark.parametrize("name", [name for name in ROWS if ROWS[name].verdict == "ask"])
@pytest.mark.parametrize("reaches", [False, True])
@pytest.mark.parametrize("in_browser", [False, True])
def test_what_leaves_a_desk_and_what_a_browser_does_there_is_asked_as_everywhere(
    name: str, *, reaches: bool, in_browser: bool
) -> None:
    case = CASES[name]
    if in_browser:
        case = replace(case, target=changed(case.target, window=replace(BROWSER, id=9)))
    policy = Policy("guard", on_desk=True, reaches_hosts=lambda: reaches)
    at_once = is_one_of(case.target.window, BROWSERS)

    leaving = MAY_LEAVE_A_DESK if reaches else frozenset[str]()

    asked = {*rules_of(policy(case))}

    everywhere = {*rules_of(Policy("guard")(case))}
    assert asked == {one for one in everywhere if one in ASKED_ON_A_DESK | leaving or (reaches and at_once)}


@pytest.mark.parametrize("name", ["out", "shell", "runs", "words", "question"])
def test_what_may_send_something_is_asked_on_a_desk_that_reaches_a_host_in_any_program(name: str) -> None:
    assert rules_of(Policy("guard", on_desk=True, reaches_hosts=lambda: True)(CASES[name])) == [name]
    assert isinstance(Policy("guard", on_desk=True)(CASES[name]), Allow)


@pytest.mark.parametrize("name", CHANGEABLE)
def test_a_persons_ask_rule_holds_on_a_desk_too(name: str) -> None:
    assert rules_of(Policy("guard", (), {name: "ask"}, on_desk=True)(CASES[name])) == [name]


def test_the_background_of_a_desk_is_in_scope_and_no_others() -> None:
    press = Case(Press(("tab",)), VIEWPORT, Target(), reach=None)

    assert Policy("guard", on_desk=True)(press) == Allow("scope")
    assert rules_of(Policy("guard")(press)) == ["scope"]


@pytest.mark.parametrize("name", ROWS)
def test_a_yes_for_always_answers_what_may_last_always_and_nothing_else(name: str) -> None:
    decision = Policy("guard")(replace(CASES[name], remembered=True))

    assert (decision == Allow("remembered")) == (name in {"out", "question", "words"})
    assert isinstance(decision, Allow) or rules_of(decision) == [name]
    assert rules_of(Policy("guard")(replace(CASES[name], remembered=True, checks=CHECKED)))


def test_a_persons_own_rule_is_a_scope_and_takes_nothing_from_a_row() -> None:
    policy = Policy("guard", (Rule("mine", "allow", applications=("app",)),))

    assert policy(CASES["scope"]) == Allow(OwnRuleId("rule:mine"))
    assert rules_of(policy(replace(CASES["words"], reach=None))) == ["words"]
    assert isinstance(policy(replace(CASES["scope"], reach="look")), Refuse)


def test_a_safety_check_is_shown_in_the_servers_words() -> None:
    for check, words in (
        (SafetyCheck("1", "code", "words"), "words"),
        (SafetyCheck("1", "code"), "code"),
        (SafetyCheck("1"), "1"),
    ):
        decision = Policy("auto")(Case(Press(("tab",)), VIEWPORT, TEXT, checks=(check,)))

        assert decision == Ask((Reason("safety-check", words, outside=True),))


def test_the_strictest_decision_wins_with_all_its_reasons() -> None:
    ask = Ask((Reason("out", "a"),))
    deny = Refuse((Reason("address", "b"),))

    assert strictest([Allow(), ask, deny, ask]) == deny
    assert strictest([Allow(), ask, ask]) == Ask((*ask.reasons, *ask.reasons))
    assert strictest([Allow("scope"), Allow()]) == Allow("scope")
    assert strictest([]) == Allow()


@pytest.mark.parametrize(
    ("target", "slow"),
    [
        (UNKNOWN, True),
        (changed(UNKNOWN, silent=True), False),
        (BUTTON, False),
        (TEXT, False),
        (target_of(BROWSER, "Go", "push button"), True),
        (PAGE_BUTTON, False),
        (target_of(APP, "Page", "document web"), True),
        (Target(), False),
    ],
)
def test_policy_may_ask_because_a_program_is_slow_to_tell(target: Target, *, slow: bool) -> None:
    case = Case(RETURN, VIEWPORT, target)

    assert may_be_slow(case, Ask((Reason("out", "It asks."),))) is slow
    assert not may_be_slow(case, Allow())
    assert not may_be_slow(case, Refuse((Reason("address", "No."),)))
