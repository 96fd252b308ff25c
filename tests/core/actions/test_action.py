"""What follows from an action alone, and what a person may change of it: the action stays of its kind."""

import pytest

from desktop_agent.core.actions.action import (
    Action,
    Click,
    Drag,
    Navigate,
    Press,
    Scroll,
    Type,
    edit_action,
    fields_of,
    is_editable,
)
from desktop_agent.core.pictures import ImagePoint

AT = ImagePoint(3, 4)
THERE = ImagePoint(30, 40)


@pytest.mark.parametrize(
    ("action", "pieces"),
    [
        (Type("ada\thunter2", AT, secret=True), (Type("ada\t", AT, secret=True), Type("hunter2", secret=True))),
        (Type("\t\t "), (Type("\t"), Type("\t"), Type(" "))),
        (Type("a\tb\n\tc\t"), (Type("a\t"), Type("b\n\t"), Type("c\t"))),
        (Type("last\t"), (Type("last\t"),)),
        (Type(""), (Type(""),)),
        (Type("cell\t" * 40 + "."), (Type("cell\t" * 40 + "."),)),
        (Type("a\tb", entry="whole"), (Type("a\tb", entry="whole"),)),
        (Press(("tab",)), (Press(("tab",)),)),
    ],
)
def test_text_is_split_behind_its_tabs_unless_it_is_a_table(action: Action, pieces: tuple[Action, ...]) -> None:
    assert pieces == fields_of(action)


@pytest.mark.parametrize(("action", "text", "at", "editable", "expected"), [
    (Type("a"), "b", None, True, Type("b")),
    (Type("a", AT), "b", THERE, True, Type("b", THERE)),
    (Type("a"), "b", THERE, True, Type("b")),  # it goes where the keyboard is, and that is not a point
    (Type("a", secret=True), None, None, False, Type("a", secret=True)),
    (Click(AT, "right", 2, ("ctrl",)), None, THERE, True, Click(THERE, "right", 2, ("ctrl",))),
    (Scroll(AT, 0, 5), None, THERE, True, Scroll(THERE, 0, 5)),
    (Navigate("https://a.b"), " https://c.d \n", None, True, Navigate("https://c.d")),
    (Press(("ctrl", "s")), "x", THERE, False, Press(("ctrl", "s"))),
    (Drag((AT, THERE)), None, AT, False, Drag((AT, THERE))),
])  # fmt: skip
def test_only_a_text_or_one_point_can_be_changed(
    action: Action, text: str | None, at: ImagePoint | None, editable: bool, expected: Action
) -> None:
    assert (is_editable(action), edit_action(action, text, at)) == (editable, expected)
