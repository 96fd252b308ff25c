"""Presses of unknown effect: which of them ask, and which pass."""

from dataclasses import replace

import pytest

from desktop_agent.core.actions import Action, Click, Drag, Press, Scroll, Type
from desktop_agent.core.decision import Target
from tests.fakes.cases import AT, CHROMIUM, MOUSEPAD, changed, on, target_of, window

APP = window("/usr/bin/app", "Your order")
RETURNS: tuple[Action, ...] = (Press(("enter",)), Press(("shift", "enter")), Type("Ada\n"), Type("\n"))
ASKED = {"unknown-effect"}
SEND = target_of(APP, around=("Subject", "Send"))


def test_return_and_a_space_are_asked_about_where_they_may_press_what_reads_grave() -> None:
    for action in (*RETURNS, Press(("space",)), Type("to be")):
        assert on(action, SEND) == ASKED
        assert on(action, target_of(APP, around=("Subject", "Bold"), focus="Page", focus_role="panel")) == set()
        assert on(action, target_of(APP, around=("Subject", "Send"), focus="Body", focus_role="text")) == set()
    assert on(Type("to be", AT), SEND) == set()
    assert on(Type("Ada\n", AT), SEND) == ASKED


def test_return_in_a_field_of_one_line_may_do_what_the_window_is_for() -> None:
    name = changed(SEND, control="Name", role="entry", focus="Name", focus_role="entry")

    for action in (*RETURNS, Type("Ada\n", AT)):
        assert on(action, name) == ASKED
        assert on(action, changed(name, around=("Subject", "Bold"))) == set()
        assert on(action, changed(name, control="Find", role="push button")) == set()
        assert on(action, changed(name, in_page=True)) == set()
    for harmless in (Type("Ada Lovelace"), Press(("space",)), Click(AT)):
        assert on(harmless, name) == set()
    bar = target_of(CHROMIUM.window, focus="Address and search bar", focus_role="entry", around=("Send",))
    assert on(Press(("enter",)), bar, typed_before="example.org") == set()


def test_return_in_a_tool_bar_of_a_document_looks_up_what_was_typed_whatever_is_beside_it() -> None:
    field = target_of(APP, around=("Delete",), focus="", focus_role="entry")

    assert on(Press(("enter",)), field) == ASKED
    assert on(Press(("enter",)), changed(field, command="Tool Bar")) == set()


@pytest.mark.parametrize("role", ["push button", "check box", "link"])
@pytest.mark.parametrize("action", [Type("word"), Type("two words"), Type("Anna\n")], ids=repr)
def test_words_for_a_button_are_asked_about(action: Action, role: str) -> None:
    assert on(action, target_of(APP, "Bold", role, focus="Bold", focus_role=role, around=("Bold",))) == ASKED


@pytest.mark.parametrize("program", ["/usr/bin/xterm", "/usr/bin/foot", "/usr/bin/rofi"])
def test_where_what_is_entered_may_run_no_words_of_the_window_change_what_is_said(program: str) -> None:
    silent = target_of(window(program, "Delete everything?"))
    read = changed(silent, around=("Yes", "Send", "Delete", "Pay 5 €"))

    for action in (*RETURNS, Press(("space",)), Press(("alt", "y")), Type("a"), Type("if a:\n\treturn 'b'\n")):
        assert on(action, read) == on(action, silent)


def test_what_is_dragged_out_of_a_menu_is_let_go_on_an_item_that_is_not_shown_yet() -> None:
    for role in ("menu", "menu bar", "menu item"):
        assert on(Drag((AT, AT)), target_of(APP, "Message", role)) == ASKED
    assert on(Drag((AT, AT)), target_of(APP, "Body", "text")) == set()


def test_keys_are_asked_about_in_a_menu_where_an_item_is_grave() -> None:
    def menu(*around: str) -> Target:
        return target_of(APP, focus_role="popup menu", around=around)

    for action in (Press(("s",)), Type("s"), Press(("enter",)), Type("\n")):
        assert on(action, menu("Bold", "Send")) == ASKED
        assert on(action, menu("Bold", "Italic")) == set()
    assert on(Press(("down",)), menu("Send")) == set()
    assert on(Press(("ctrl", "v")), menu("Send")) == set()


@pytest.mark.parametrize("letter", ["s", "n", "é"])
def test_a_mnemonic_that_no_control_claims_is_asked_about_where_something_is_grave(letter: str) -> None:
    assert on(Press(("alt", letter)), SEND) == on(Press((letter,)), SEND, held=("alt",)) == ASKED
    assert on(Press(("alt", "shift", letter)), SEND) == ASKED
    assert on(Press(("alt", letter)), target_of(APP, around=("Bold", "Save"))) == set()
    assert on(Press(("alt", letter)), target_of(APP, around=("Pay",))) == set()
    assert on(Press(("alt", "f4")), SEND) == set()
    assert on(Press(("alt", letter)), target_of(APP, "Options", "push button", around=("Send",))) == set()


def test_a_chord_is_asked_about_that_a_page_may_have_given_to_a_button() -> None:
    page = changed(CHROMIUM, focus="Name", focus_role="entry", in_page=True)

    assert on(Press(("alt", "p")), page) == on(Press(("alt", "shift", "p")), page) == ASKED
    assert on(Press(("alt", "x")), changed(page, around=("Send",))) == ASKED
    assert on(Press(("alt", "p")), changed(page, around=("Read more",))) == set()
    assert on(Press(("alt", "p")), changed(page, in_page=False)) == set()
    assert on(Press(("alt", "d")), page) == on(Press(("alt", "left")), page) == set()


def test_a_yes_and_a_cross_are_known_as_they_are_read_off_the_picture() -> None:
    unsaved = target_of(window("/usr/bin/app", "*note.txt"), "x", source="ocr")

    assert on(Click(AT), target_of(window("/usr/bin/app", "Confirm"), "O Yes", source="ocr")) == ASKED
    assert on(Click(AT), unsaved) == {"unsaved-close"}
    assert on(Click(AT), target_of(window("/usr/bin/app", "note.txt"), "x", source="ocr")) == set()


RUN = window("/usr/bin/panel", "Run")


@pytest.mark.parametrize(
    ("action", "control", "role", "asked"),
    [
        (Click(AT), "OK", "push button", True),
        (Click(AT), "ОК", "", True),
        (Press(("space",)), "OK", "push button", True),
        (Click(AT), "Run", "", True),
        (Click(AT), "firefox", "list item", True),
        (Click(AT), "Cancel", "push button", True),
        (Click(AT), "In the background", "check box", False),
        (Scroll(AT, 0, 9), "OK", "push button", False),
    ],
)
def test_a_run_dialog_starts_what_stands_in_it(action: Action, control: str, role: str, *, asked: bool) -> None:
    assert ("shell-line" in on(action, target_of(RUN, control, role), typed_before="touch x")) == asked
    left = target_of(RUN, control, role, command="Cancel")
    assert isinstance(action, Press) or "shell-line" not in on(action, left, typed_before="touch x")


@pytest.mark.parametrize(
    "action", [Click(AT, keys=("super",)), Scroll(AT, 0, 9, ("super",)), Drag((AT, AT), ("super",))]
)
def test_super_held_for_a_click_opens_the_launcher_when_it_is_let_go(action: Action) -> None:
    assert on(action, MOUSEPAD) == {"launcher-chord"}


def test_return_is_asked_about_in_a_window_that_tells_nothing_but_where_people_write() -> None:
    silent = target_of(window("/usr/bin/console", "Console"), silent=True)
    writer = replace(window("/usr/bin/pen", "Letter"), kinds=frozenset({"TextEditor"}))

    for action in (Press(("enter",)), Type("exec touch x\n")):
        assert on(action, silent) == {"unknown-effect"}
        assert on(action, changed(silent, window=replace(writer, dialog=True))) == {"unknown-effect"}
        for told in (
            changed(silent, window=writer),
            changed(silent, window=replace(writer, kinds=frozenset({"Calculator"}))),
            changed(silent, command="New Line"),
            changed(silent, focus_role="text"),
        ):
            assert on(action, told) == set()
    assert on(Type("words"), silent) == on(Press(("x",)), silent) == set()
