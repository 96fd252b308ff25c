"""Presses of unknown effect: which of them ask, and which pass."""

import pytest

from desktop_agent.core.actions import Action, Click, Drag, HoldButton, Press, ReleaseButton, Scroll, Type
from desktop_agent.core.decision import Ask, Case, Target
from desktop_agent.core.frame import Window
from tests.fakes.cases import AT, CHROMIUM, FILES, MOUSEPAD, VIEWPORT, judge, on, window

APP = window("/usr/bin/app", "Your order")
FIELD = Target(APP, "Name", "entry", focus="Name", focus_role="entry")
NAMELESS = Target(APP)
RETURNS: tuple[Action, ...] = (Press(("enter",)), Press(("shift", "enter")), Type("Ada\n"), Type("\n"))
ASKED = {"unknown-effect"}


@pytest.mark.parametrize("action", RETURNS, ids=repr)
def test_return_in_a_field_of_one_line_is_asked_about(action: Action) -> None:
    assert on(action, FIELD) == ASKED
    assert on(action, Target(APP, "Name", "entry", focus="Name", focus_role="entry", around=("Place order",))) == ASKED


@pytest.mark.parametrize("action", RETURNS, ids=repr)
@pytest.mark.parametrize(
    "target",
    [
        Target(APP, "Notes", "text", focus="Notes", focus_role="text"),
        Target(APP, "Name", "entry", focus="Name", focus_role="entry", around=("Your name", "Help")),
        Target(APP, "Apply", "push button", focus="Name", focus_role="entry"),
        Target(APP, "Search", "entry", focus="Search", focus_role="entry"),
        Target(APP, "Suchbegriff", "entry", focus="Suchbegriff", focus_role="entry"),
        Target(APP, "Rows", "table cell", focus="Rows", focus_role="table cell"),
        Target(FILES.window, "", "entry", focus="", focus_role="entry"),
        Target(),
    ],
    ids=repr,
)
def test_return_passes_where_its_effect_is_known(action: Action, target: Target) -> None:
    assert on(action, target) == set()


def test_return_where_nobody_can_tell_what_has_the_keyboard_is_asked_about() -> None:
    for action in RETURNS:
        assert on(action, NAMELESS) == ASKED
        assert on(action, Target(APP, around=("Subject", "Send"))) == ASKED
        assert on(action, Target(APP, around=("Subject", "Bold"))) == set()


@pytest.mark.parametrize(("action", "around", "text"), [
    (Type("to be"), ("Bold", "Send"),
     "Mousepad does not tell which field has the keyboard; a space could press “Send”."),
    (Press(("enter",)), ("Send",),
     "Mousepad does not tell which field has the keyboard; Return could press “Send”."),
    (Press(("space",)), (), "Mousepad does not tell which field has the keyboard; a space may press anything there."),
])  # fmt: skip
def test_where_no_field_is_told_the_reason_says_which_program_hides_it(
    action: Action, around: tuple[str, ...], text: str
) -> None:
    decision = judge(Case(action, VIEWPORT, Target(MOUSEPAD.window, around=around)), "guard")

    assert isinstance(decision, Ask)
    assert [reason.text for reason in decision.reasons] == [text]


def test_return_after_a_public_address_opens_it() -> None:
    bar = Target(CHROMIUM.window, focus="Address and search bar", focus_role="entry", control="Address", role="entry")

    assert on(Press(("enter",)), bar, typed_before="example.org") == set()
    assert on(Type("example.org\n"), bar) == set()
    assert on(Type("weather\n"), bar) == set()
    assert on(Type("https://example.org\n"), CHROMIUM) == set()
    assert on(Type("weather\n"), CHROMIUM) == ASKED


def test_a_space_is_asked_about_where_it_may_press_a_button() -> None:
    assert on(Press(("space",)), NAMELESS) == ASKED
    assert on(Type(" "), NAMELESS) == ASKED
    assert on(Type("to be"), NAMELESS) == set()
    assert on(Type("to be"), Target(APP, around=("Send",))) == ASKED
    assert on(Type("to be", AT), Target(APP, around=("Send",))) == set()
    assert on(Press(("space",)), MOUSEPAD) == set()


def test_text_after_a_tab_is_asked_about_where_the_tab_moves_on() -> None:
    assert on(Type("ada\thunter2"), FIELD) == {"text-after-tab"}
    assert on(Type("\t\t "), NAMELESS) == {"text-after-tab"}
    assert on(Type("ada\t"), FIELD) == set()
    assert on(Type("\tindented"), MOUSEPAD) == set()
    assert on(Type("if x:\n\ty", whole=True), Target(APP, around=("Bold",))) == set()
    assert on(Type("if x:\n\ty", whole=True), NAMELESS) == ASKED


@pytest.mark.parametrize("name", ["Yes", "Ja", "Oui", "Да", "はい(Y)", "_Yes", "是", "예"])
def test_a_yes_to_what_nobody_can_read_is_asked_about(name: str) -> None:
    yes = Target(window("/usr/bin/app", "Confirm"), name, "push button")

    for action in (Click(AT), HoldButton(AT), ReleaseButton(AT), Drag((AT, AT)), Press(("enter",)), Press(("space",))):
        assert on(action, yes) == ASKED
    assert on(Click(AT, "right"), yes) == ASKED


def test_a_yes_is_judged_by_the_words_beside_it() -> None:
    def yes(*around: str) -> Target:
        return Target(window("/usr/bin/app", "Confirm"), "Yes", "push button", around=around)

    question = "Do you want to move the file 'report.txt' that you have chosen to the trash can?"
    assert on(Press(("enter",)), yes(question, "No")) == {"consequence-delete"}
    assert on(Press(("enter",)), yes("Show hidden files?", "No")) == set()


def test_letters_are_asked_about_while_a_menu_is_open() -> None:
    menu = Target(APP, focus="Bold", focus_role="menu item")

    for action in (Press(("s",)), Type("s"), Type("send")):
        assert on(action, menu) == ASKED
        assert on(action, Target(APP, focus="Bold", focus_role="menu item", around=("Bold", "Send"))) == ASKED
        assert on(action, Target(APP, focus="Bold", focus_role="menu item", around=("Bold", "Italic"))) == set()
    assert on(Press(("down",)), menu) == set()


def test_a_pages_own_keys_are_asked_about_and_scrolling_is_not() -> None:
    page = Target(CHROMIUM.window, focus="Inbox", focus_role="document web")

    assert on(Press(("#",)), page) == ASKED
    assert on(Type("e"), page) == ASKED
    for action in (Press(("space",)), Press(("pagedown",)), Press(("ctrl", "c")), Scroll(AT, 0, 9)):
        assert on(action, page) == set()


def test_a_press_that_begins_on_a_menu_is_asked_about() -> None:
    assert on(Drag((AT, AT)), Target(APP, "Message", "menu item")) == ASKED
    assert on(Drag((AT, AT)), Target(APP, "Divider", "split pane")) == set()


@pytest.mark.parametrize("name", ["Quit", "Close", "Beenden", "Выход", "終了(Q)", "Close all", "退出"])
def test_quit_in_a_menu_is_asked_about(name: str) -> None:
    assert on(Click(AT), Target(window("/usr/bin/app", "app"), name, "menu item")) == ASKED
    assert on(Click(AT), Target(window("/usr/bin/app", "Notes"), name, "push button")) == set()


def test_what_is_dragged_in_a_file_manager_is_asked_about() -> None:
    for action in (Drag((AT, AT)), HoldButton(AT)):
        assert on(action, FILES) == ASKED
        assert on(action, Target(FILES.window, "notes.txt", "icon")) == ASKED
        assert on(action, Target(FILES.window, "", "scroll bar")) == set()
        assert on(action, MOUSEPAD) == set()
    assert on(HoldButton(AT, "right"), FILES) == set()


def test_a_letter_is_asked_about_where_a_menu_may_be_open() -> None:
    menu = Target(FILES.window, around=("Cut", "Move to Trash"))

    assert on(Press(("t",)), menu) == on(Type("t"), menu) == ASKED
    assert on(Type("tea"), menu) == set()
    assert on(Press(("t",)), Target(FILES.window, around=("Cut", "Copy"))) == set()


def test_return_renames_a_file() -> None:
    assert on(Press(("enter",)), Target(window("/usr/bin/pcmanfm", "Rename File"), around=("Trash",))) == set()


def test_return_where_files_are_is_asked_about_whatever_is_read_there() -> None:
    assert on(Press(("enter",)), Target(FILES.window, around=("Cut", "Move to Irash"))) == ASKED | {"opens-file"}


def test_a_yes_and_a_cross_are_known_as_they_are_read_off_the_picture() -> None:
    unsaved = Target(window("/usr/bin/app", "*note.txt"), "x", source="ocr")

    assert on(Click(AT), Target(window("/usr/bin/app", "Confirm"), "O Yes", source="ocr")) == ASKED
    assert on(Click(AT), unsaved) == {"unsaved-close"}
    assert on(Click(AT), Target(window("/usr/bin/app", "note.txt"), "x", source="ocr")) == set()


def test_launchers_and_terminals_have_rules_of_their_own() -> None:
    assert "unknown-effect" not in on(Press(("enter",)), Target(window("/usr/bin/rofi")))
    assert "unknown-effect" not in on(Press(("enter",)), Target(Window(1, "xterm", "", 10)))


RUN = window("/usr/bin/panel", "Run")


@pytest.mark.parametrize(
    ("action", "control", "role", "asked"),
    [
        (Click(AT), "OK", "push button", True),
        (Click(AT), "ОК", "", True),
        (Press(("space",)), "OK", "push button", True),
        (Click(AT), "Run", "", True),
        (Click(AT), "firefox", "list item", True),
        (Click(AT), "Cancel", "push button", False),
        (Click(AT), "In the background", "check box", False),
        (Scroll(AT, 0, 9), "OK", "push button", False),
    ],
)
def test_a_run_dialog_starts_what_stands_in_it(action: Action, control: str, role: str, *, asked: bool) -> None:
    assert ("shell-line" in on(action, Target(RUN, control, role), typed_before="touch x")) == asked


@pytest.mark.parametrize(
    "action", [Click(AT, keys=("super",)), Scroll(AT, 0, 9, ("super",)), Drag((AT, AT), ("super",))]
)
def test_super_held_for_a_click_opens_the_launcher_when_it_is_let_go(action: Action) -> None:
    assert on(action, MOUSEPAD) == {"launcher-chord"}


@pytest.mark.parametrize("path", ["/tmp/page.html", "~/page.html", "C:\\x.html", "\\\\server\\share"])
def test_a_path_in_the_address_bar_is_a_file(path: str) -> None:
    bar = Target(CHROMIUM.window, focus="Address and search bar", focus_role="entry")

    assert on(Type(path), bar) == {"address"}
    assert on(Type(path), CHROMIUM) == {"address"}
    assert on(Type("/reply"), CHROMIUM) == set()


def test_mnemonics_pass_where_no_button_beside_has_a_consequence() -> None:
    assert on(Press(("alt", "s")), Target(APP, around=("Bold", "Save"))) == set()
    assert on(Press(("alt", "s")), Target(APP, around=("Bold", "Send"))) == {"mnemonic"}


def test_return_in_a_menu_that_nobody_names_is_asked_about_where_an_item_is_grave() -> None:
    for action in (Press(("enter",)), Type("\n")):
        assert on(action, Target(APP, focus_role="popup menu", around=("Copy", "Move to Trash"))) == ASKED
        assert on(action, Target(APP, focus_role="popup menu")) == ASKED
        assert on(action, Target(APP, focus_role="popup menu", around=("Copy", "Properties"))) == set()
