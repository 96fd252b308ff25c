"""Where a secret may go: nowhere but where it is for, into a field whose place is known, and at a person's word."""

from dataclasses import replace

import pytest

from desktop_agent.core.actions import Action, Click, Type
from desktop_agent.core.decision import Ask, Case, Refuse, Target
from desktop_agent.core.frame import Window
from desktop_agent.core.geometry import ImagePoint, Rect, Size, Viewport
from desktop_agent.core.mode import Mode
from desktop_agent.core.secret_text import SecretUse
from desktop_agent.policy.judge import Policy
from desktop_agent.policy.keyboard_place import may_last
from desktop_agent.policy.remembered_approvals import approval_for
from tests.fakes.cases import changed, target_of

VIEWPORT = Viewport(Rect(0, 0, 100, 100), Size(100, 100))
BOX = Rect(10, 10, 50, 10)
EDITOR = Window(1, "mousepad", "*Untitled", 10, "/usr/bin/mousepad")
CLEAR = target_of(EDITOR, focus="Name", focus_role="entry", focus_box=BOX)
HIDDEN = changed(CLEAR, focus="Password", focus_role="password text")
BANK = SecretUse("bank", "example.org", fits=True)
TYPED = Type("{{secret:bank}}")


def case(target: Target = HIDDEN, *uses: SecretUse, action: Action = TYPED) -> Case:
    return Case(action, VIEWPORT, target, secrets=uses or (BANK,))


def said(given: Case, mode: Mode = "guard") -> list[str]:
    decision = Policy(mode)(given)
    return [reason.text for reason in decision.reasons] if isinstance(decision, Ask | Refuse) else []


@pytest.mark.parametrize("mode", ["ask", "guard", "auto"])
@pytest.mark.parametrize(
    ("use", "target", "why"),
    [
        (SecretUse("bank"), HIDDEN, "There is no secret “bank”."),
        (SecretUse("bank", "example.org"), HIDDEN, "Secret “bank” is only for example.org"),
        (SecretUse("bank", "example.org", always=True), HIDDEN, "Secret “bank” is only for example.org"),
        (BANK, changed(CLEAR, focus_box=None), "We can't tell which field"),
        (BANK, Target(), "We can't tell which field"),
    ],
)
def test_it_is_refused_in_every_mode(mode: Mode, use: SecretUse, target: Target, why: str) -> None:
    decision = Policy(mode)(case(target, use))

    assert isinstance(decision, Refuse)
    assert decision.reasons[0].text.startswith(why)


@pytest.mark.parametrize("mode", ["guard", "auto"])
def test_a_person_is_asked_each_time_and_told_where_it_can_be_read(mode: Mode) -> None:
    assert said(case(HIDDEN), mode)[-1] == "Secret “bank” will be typed here."
    assert (
        "The field shows it, but that spot will be hidden in all later screenshots of this run."
        in said(case(CLEAR), mode)[0]
    )
    assert (
        "The secrets “bank” and “pin” will be typed here."
        in said(case(HIDDEN, BANK, replace(BANK, name="pin")), mode)[-1]
    )


@pytest.mark.parametrize("mode", ["guard", "auto"])
def test_always_is_for_password_fields_alone(mode: Mode) -> None:
    always = replace(BANK, always=True)

    assert said(case(HIDDEN, always), mode) == []
    assert len(said(case(CLEAR, always), mode)) == 1
    assert said(case(HIDDEN, always, replace(BANK, name="pin")), mode)


def test_at_a_point_the_field_there_counts() -> None:
    typed = replace(TYPED, at=ImagePoint(20, 12))
    there = target_of(EDITOR, "Password", "password text", "accessibility", box=BOX, focus="Password",
                   focus_role="password text")  # fmt: skip

    assert said(case(there, action=typed))[-1] == "Secret “bank” will be typed here."
    assert said(case(changed(there, box=None), action=typed))[0].startswith("We can't tell which field")


def test_no_yes_to_it_is_remembered() -> None:
    reasons = next(one.reasons for one in [Policy("guard")(case(CLEAR))] if isinstance(one, Ask))

    assert approval_for(case(CLEAR), reasons[0]) is None
    assert not may_last(reasons)


def test_another_action_has_nothing_to_do_with_it() -> None:
    assert not any("secret" in text for text in said(case(CLEAR, action=Click(ImagePoint(1, 1)))))
