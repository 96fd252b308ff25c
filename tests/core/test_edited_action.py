"""What a person may change of an action before saying yes to it: the action stays of its kind."""

import pytest

from desktop_agent.core.actions import Action, Click, Drag, Navigate, Press, Scroll, Type, edit_action, is_editable
from desktop_agent.core.geometry import ImagePoint

HERE, THERE = ImagePoint(3, 4), ImagePoint(30, 40)


@pytest.mark.parametrize(("action", "text", "at", "expected"), [
    (Type("a"), "b", None, Type("b")),
    (Type("a", HERE), "b", THERE, Type("b", THERE)),
    (Type("a"), "b", THERE, Type("b")),  # it goes where the keyboard is, and that is not a point
    (Type("a", secret=True), None, None, Type("a", secret=True)),
    (Click(HERE, "right", 2, ("ctrl",)), None, THERE, Click(THERE, "right", 2, ("ctrl",))),
    (Scroll(HERE, 0, 5), None, THERE, Scroll(THERE, 0, 5)),
    (Navigate("https://a.b"), " https://c.d \n", None, Navigate("https://c.d")),
    (Press(("ctrl", "s")), "x", THERE, Press(("ctrl", "s"))),
    (Drag((HERE, THERE)), None, HERE, Drag((HERE, THERE))),
])  # fmt: skip
def test_an_action_stays_of_its_kind(action: Action, text: str | None, at: ImagePoint | None, expected: Action) -> None:
    assert edit_action(action, text, at) == expected


@pytest.mark.parametrize(("action", "expected"), [
    (Click(HERE), True), (Type("a"), True), (Navigate("https://a.b"), True), (Type("a", secret=True), False),
    (Press(("enter",)), False), (Drag((HERE, THERE)), False),
])  # fmt: skip
def test_only_a_text_or_one_point_can_be_changed(action: Action, expected: bool) -> None:
    assert is_editable(action) is expected
