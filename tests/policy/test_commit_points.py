"""Free acts and commit points, by what an action hits."""

import pytest

from desktop_agent.core.actions import (
    Action,
    Click,
    Drag,
    Finish,
    HoldButton,
    HoldKey,
    Invoke,
    Look,
    Move,
    Navigate,
    Press,
    ReleaseButton,
    ReleaseKey,
    Scroll,
    Type,
    Wait,
)
from desktop_agent.core.decision import Case, Pasted, PointedObject, Target
from desktop_agent.policy.commit_points import commits
from tests.fakes.cases import AT, CHROMIUM, VIEWPORT, target_of, window

APP = window("/opt/app/app", "Orders")
_NOWHERE = target_of(APP)
PAGE = target_of(CHROMIUM.window, site="https://example.org")


def at(role: str, name: str = "", **more: object) -> Target:
    return target_of(APP, name, role, "accessibility", **more)  # type: ignore[arg-type]  # a table of fields


def focus(role: str, name: str = "") -> Target:
    return target_of(APP, focus=name, focus_role=role)


def on(action: Action, target: Target = _NOWHERE, **more: object) -> str:
    return commits(Case(action, VIEWPORT, target, **more))  # type: ignore[arg-type]  # as above


@pytest.mark.parametrize(
    "action", [Look(), Wait(1), Finish("success"), Move(AT), Move(AT, ("shift",)), ReleaseKey(("a",)), Invoke("f")]
)
def test_looking_and_moving_are_free(action: Action) -> None:
    assert on(action) == ""


@pytest.mark.parametrize(
    ("action", "target"),
    [
        *((Click(AT), at(role)) for role in ("entry", "text", "menu", "page tab", "combo box", "table cell", "icon")),
        (Click(AT, count=2), at("text")),
        (Click(AT, keys=("shift",)), at("text")),
        *((Click(AT, "right"), at(role)) for role in ("text", "entry", "icon", "directory pane", "table cell")),
        (Click(AT), at("directory pane")),
        (Press(("down",)), focus("directory pane")),
        (HoldButton(AT), at("scroll bar")),
        (ReleaseButton(AT), at("text")),
        (Drag((AT, AT)), at("text", "Body", also=at("text", "Body"))),
        (Drag((AT, AT)), at("scroll bar")),
        (Scroll(AT, dy=100), target_of(APP, objects=(PointedObject("app", "/1", "scroll pane"),))),
        (Scroll(AT, dy=100), at("text")),
        (Type("words", AT), at("entry")),
        (Type("words"), focus("text")),
        (Type("two\nlines", entry="whole"), focus("text")),
        (Press(("ctrl", "v")), focus("text")),
        (Press(("down",)), focus("table cell")),
        (Press(("shift", "end")), focus("text")),
        (Press(("a",)), focus("entry")),
        (Press(("shift", "a")), focus("entry")),
        (Press(("space",)), focus("text")),
        (Press(("backspace",)), focus("entry")),
        (Press(("ctrl", "c")), focus("table cell")),
        (Press(("ctrl", "x")), focus("text")),
        (Press(("ctrl", "z")), focus("text")),
        (Press(("tab",)), focus("push button")),
        (Press(("escape",)), focus("frame")),
        (Press(("numlock",)), target_of(APP)),
        (Press(("shift",)), target_of(APP)),
        (Scroll(AT, dy=100), target_of(CHROMIUM.window)),
        (Scroll(AT, dy=100), target_of(window("/usr/bin/xterm"))),
        (HoldKey(("shift",)), target_of(APP)),
    ],
    ids=repr,
)
def test_what_sets_nothing_off_is_free(action: Action, target: Target) -> None:
    assert on(action, target) == ""


@pytest.mark.parametrize(
    ("action", "target"),
    [
        *((Click(AT), at(role, "Any")) for role in ("push button", "link", "menu item", "check box", "list item")),
        (Click(AT), target_of(APP)),
        *((Press(keys), focus("document web")) for keys in (("down",), ("tab",), ("escape",), ("ctrl", "c"))),
        (Click(AT), target_of(APP, "Cancel", source="ocr")),
        (Click(AT, count=2), at("table cell", "report.sh")),
        *((Click(AT, "right"), at(role, "Any")) for role in ("push button", "link", "menu item", "check box", "label")),
        *(
            (Click(AT, "right"), at(role))
            for role in ("canvas", "terminal", "document web", "desktop icon", "list item")
        ),
        (Click(AT, "right"), at("text", in_page=True)),
        (Click(AT, "right"), at("icon", in_page=True)),
        (Click(AT, "right"), target_of(APP, "note.txt", "table cell", "ocr")),
        (Click(AT, "right"), target_of(APP)),
        (Click(AT, "right", count=2), at("text")),
        (Click(AT, "right", keys=("ctrl",)), at("text")),
        (Click(AT, "middle"), at("push button")),
        (Click(AT, keys=("ctrl",)), at("text")),
        (HoldButton(AT, "right"), at("text")),
        (ReleaseButton(AT), at("push button")),
        (Drag((AT, AT)), at("table cell", "a", also=at("table cell", "Trash"))),
        (Drag((AT, AT)), at("slider")),
        (Scroll(AT, dy=100), at("slider")),
        (Scroll(AT, dy=100), at("canvas")),
        (Scroll(AT, dy=100), at("page tab", "Account")),
        (Scroll(AT, dy=100), target_of(APP)),
        (Press(("escape",)), target_of(APP)),
        (Press(("tab",)), target_of(APP)),
        (Scroll(AT, dy=100, keys=("ctrl",)), at("text")),
        (Type("words", AT), at("push button")),
        (Type("words"), focus("push button")),
        (Type("words"), target_of(APP)),
        (Type("words\n"), focus("entry")),
        (Type("words\n", entry="whole"), focus("text")),
        (Navigate("https://example.org/"), target_of(APP)),
        (Press(("enter",)), focus("text")),
        (Press(("ctrl", "m")), focus("text")),
        (Press(("space",)), focus("push button")),
        (Press(("delete",)), focus("table cell")),
        (Press(("down",)), focus("slider")),
        (Press(("down",)), focus("scroll bar")),
        (Press(("down",)), target_of(APP)),
        (Press(("alt", "s")), focus("text")),
        (Press(("ctrl", "s")), focus("text")),
        (Press(("ctrl", "z")), focus("table cell")),
        (Press(("ctrl", "y")), focus("tree item")),
        (Press(("f5",)), focus("text")),
        (HoldKey(("ctrl", "enter")), focus("text")),
    ],
    ids=repr,
)
def test_everything_else_commits(action: Action, target: Target) -> None:
    assert on(action, target) != ""


@pytest.mark.parametrize(
    "action", [Click(AT), Click(AT, count=2), HoldButton(AT), ReleaseButton(AT), Type("x", AT)], ids=repr
)
def test_text_that_cannot_be_edited_has_no_caret_to_put_and_may_be_a_link(action: Action) -> None:
    for role in ("entry", "document text"):
        assert on(action, at(role, read_only=True)) != ""
        assert on(action, at(role)) == ""


def test_in_a_page_rows_pastes_and_drops_commit_too() -> None:
    row, field = target_of(PAGE.window, "Row", "table cell", "accessibility", site=PAGE.site, in_page=True), "entry"
    assert on(Click(AT), row) == "clicking the cell “Row”"
    pasted = target_of(PAGE.window, focus="To", focus_role=field, site=PAGE.site, in_page=True)
    assert on(Press(("ctrl", "v")), pasted, pasted=Pasted("x")) == "pasting into the field “To”"
    assert (
        on(ReleaseButton(AT), target_of(PAGE.window, "To", field, "accessibility", site=PAGE.site, in_page=True)) != ""
    )


def test_a_key_that_is_held_counts() -> None:
    assert on(Click(AT), at("text"), held=("ctrl",)) == "using the mouse on an unnamed text field while holding ctrl"
    assert on(Press(("enter",)), focus("text"), held=("ctrl",)) == "ctrl+enter on an unnamed text field"
