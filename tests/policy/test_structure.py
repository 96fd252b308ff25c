"""What the structure around a press says: questions, forms, prices, files for the net, programs that build programs."""

from dataclasses import replace

import pytest

from desktop_agent.core.actions import Action, Click, Drag, Press, Scroll, Type
from desktop_agent.core.commands import EDITING
from desktop_agent.core.decision import File, Pasted, PointedObject, Target
from tests.fakes.cases import AT, CHROMIUM, FILES, MOUSEPAD, THUNDERBIRD, changed, on, target_of, window

CLICK, RETURN = Click(AT), Press(("enter",))
APP = window("/usr/bin/app", "Orders")
PAGE = CHROMIUM.window
STRUCTURE = {"question", "form", "price", "file-out", "shell-line", "credential"}


def says(action: Action, target: Target) -> set[str]:
    return on(action, target) & STRUCTURE


@pytest.mark.parametrize("label", ["Weiter", "次へ", "Far away", ""])
@pytest.mark.parametrize("action", [CLICK, RETURN, Press(("space",)), Type("\n")])
def test_a_question_is_asked_about_in_every_language(label: str, action: Action) -> None:
    assert {"question"} == says(action, target_of(APP, label, "push button", question=True))


@pytest.mark.parametrize("action", [Press(("d",)), Press(("shift", "d")), Type("d")])
@pytest.mark.parametrize("role", ["push button", "", "frame"])
def test_a_letter_that_goes_to_no_field_answers_it_too(action: Action, role: str) -> None:
    assert {"question"} == says(action, target_of(APP, focus_role=role, question=True))


@pytest.mark.parametrize("keys", [("tab",), ("escape",), ("ctrl", "c")])
def test_keys_that_enter_no_letter_are_none(keys: tuple[str, ...]) -> None:
    assert set() == says(Press(keys), target_of(APP, focus_role="push button", question=True))


@pytest.mark.parametrize(
    ("action", "target", "asked"),
    [
        (CLICK, target_of(PAGE, "Go", "push button", in_page=True, in_form=True), True),
        (CLICK, target_of(PAGE, "Logo", "image", in_page=True, in_form=True), True),
        (CLICK, target_of(PAGE, "News", "check box", in_page=True, in_form=True), False),
        (CLICK, target_of(PAGE, "Go", "push button", in_page=True), False),
        (RETURN, target_of(PAGE, focus="Words", focus_role="entry", in_page=True, in_form=True), True),
        *(
            (action, target_of(PAGE, "Go", role, focus="Words", focus_role="entry", searches=True, in_form=True), asked)
            for action, role, asked in (
                (RETURN, "entry", False),
                (Type("a\n"), "entry", False),
                (CLICK, "button", True),
            )
        ),
        (RETURN, target_of(PAGE, focus="News", focus_role="check box", in_page=True, in_form=True), True),
        (Type("Ada\n"), target_of(PAGE, focus="Words", focus_role="entry", in_page=True, in_form=True), True),
        (Type("Ada"), target_of(PAGE, focus="Words", focus_role="entry", in_page=True, in_form=True), False),
        (RETURN, target_of(PAGE, focus="Letter", focus_role="text", in_page=True, in_form=True), False),
    ],
)
def test_what_sends_a_form_is_asked_about(action: Action, target: Target, asked: bool) -> None:
    assert asked == ("form" in on(action, target))


BUTTON = target_of(PAGE, "Więcej", "push button", "accessibility", site="https://example.org", in_page=True)
HEADER = PointedObject("app", "/1", "table column header")


@pytest.mark.parametrize("action", [CLICK, RETURN, Press(("space",)), Type("\n"), Press(("alt", "w"))])
def test_a_button_of_a_page_is_asked_about_whatever_it_is_called(action: Action) -> None:
    assert on(action, BUTTON) == {"page-button"}
    assert on(action, changed(BUTTON, in_page=False)) == set()


@pytest.mark.parametrize("role", ["toggle button", "page tab", "link", "check box", "column header", "combo box"])
def test_what_switches_and_what_sorts_on_a_page_is_not(role: str) -> None:
    assert "page-button" not in on(CLICK, changed(BUTTON, role=role))
    assert "page-button" not in on(CLICK, changed(BUTTON, objects=(HEADER,)))
    assert "page-button" not in on(CLICK, changed(BUTTON, in_form=True))
    assert on(Scroll(AT, 0, 9), BUTTON) == on(CLICK, BUTTON, remembered=True) == set()


@pytest.mark.parametrize(
    "words",
    ["Total: 49.90 €", "$1,200.00",
     "£35", "129,00 EUR", "¥12,800", "250,00 zł", "₹ 4,500", "Summa 1 299 kr", "8 000 Ft",
     "1.200 TL", "3 500 ₽", "990 грн.", "12,800円", "12.000 ₫"],
)  # fmt: skip
def test_a_button_beside_a_price_is_asked_about(words: str) -> None:
    assert {"price"} == says(CLICK, target_of(APP, "On", "push button", around=("Shop", words)))
    assert {"price"} == says(CLICK, target_of(PAGE, "On", "link", in_page=True, around=("Shop", words)))


@pytest.mark.parametrize(
    ("kind", "control", "asked"), [("document", "Open", True), ("program", "Open", True), ("document", "Cancel", True),
                                   ("folder", "Open", False), ("", "Save", False)]
)  # fmt: skip
def test_a_file_for_a_page_is_asked_about(kind: str, control: str, asked: bool) -> None:
    file = File("/srv/ada/paper.txt", "/srv/ada", kind)  # type: ignore[arg-type]  # a table of kinds
    target = target_of(PAGE, control, "push button", chooser=True, file=file)

    assert asked == ("file-out" in on(CLICK, target))
    assert "file-out" not in on(CLICK, target_of(APP, control, "push button", chooser=True, file=file))
    assert "file-out" not in on(CLICK, target_of(PAGE, control, "push button", chooser=True))
    assert "file-out" not in on(CLICK, replace(target, command="Cancel"))


@pytest.mark.parametrize("receiver", [CHROMIUM, THUNDERBIRD], ids=["page", "message"])
@pytest.mark.parametrize(
    ("action", "asked"),
    [
        (CLICK, True),
        (Click(AT, count=2), True),
        (Press(("enter",)), True),
        (Press(("space",)), True),
        (Press(("alt", "o")), True),
        (Type("/srv/ada/paper.txt"), False),
        (Press(("escape",)), False),
        (Press(("tab",)), False),
        (Scroll(AT, 0, 9), False),
    ],
)
def test_a_browsers_dialog_that_tells_nothing_of_itself_may_send_a_file(
    receiver: Target, action: Action, asked: bool
) -> None:
    assert receiver.window is not None
    dialog = target_of(replace(receiver.window, dialog=True, title="Open File"), "", "")

    assert asked == ("file-out" in on(action, dialog))
    assert "file-out" not in on(action, target_of(replace(receiver.window, dialog=False), "", ""))
    assert "file-out" not in on(action, target_of(replace(MOUSEPAD.window, dialog=True), "", ""))  # type: ignore[type-var]


@pytest.mark.parametrize("receiver", [CHROMIUM, THUNDERBIRD], ids=["page", "message"])
def test_files_that_are_pasted_or_dropped_leave_as_well(receiver: Target) -> None:
    files = Pasted("/srv/ada/paper.txt", program="/usr/bin/thunar")
    paste, item = Press(("ctrl", "v")), changed(receiver, control="Paste", role="menu item", command="Paste")

    assert "file-out" in on(paste, receiver, pasted=Pasted("", program="/usr/bin/thunar"))
    for pasted in (files, Pasted("file:///srv/ada/a\nfile:///srv/ada/b")):  # refused where it may be an address
        for action, target in ((paste, receiver), (CLICK, item)):
            assert {"address", "file-out"} & on(action, target, pasted=pasted)
    for other in (Pasted("words", program="/usr/bin/mousepad"), Pasted(""), None):
        assert "file-out" not in on(paste, receiver, pasted=other) | on(CLICK, item, pasted=other)
    assert "file-out" not in on(paste, MOUSEPAD, pasted=files)
    drop = Drag((AT, AT))
    row = changed(FILES, control="paper.txt", role="table cell", file=File("/srv/ada/paper.txt", "/srv/ada"))
    assert "file-out" in on(drop, changed(row, also=receiver))
    assert "file-out" not in on(drop, changed(row, also=row)) | on(drop, changed(receiver, also=receiver))


@pytest.mark.parametrize(
    ("action", "target", "asked"),
    [
        (Press(("f5",)), target_of(APP, builds=True, focus_role="text"), True),
        (CLICK, target_of(APP, "Make", "menu item", builds=True), True),
        (CLICK, target_of(APP, "Save", "menu item", builds=True, command="Save"), False),
        (CLICK, target_of(APP, "", "text", builds=True), False),
        (Type("int x;\n"), target_of(APP, builds=True, focus_role="text"), False),
        (Press(("f5",)), target_of(APP, focus_role="text"), False),
        (Press(("ctrl", "enter")), target_of(APP, builds=True, focus_role="text"), True),
        (Type("12\n"), target_of(APP, builds=True, focus_role="spin button"), False),  # to a line
        (Type("12\n"), target_of(APP, "Make", "push button", builds=True, focus_role="spin button"), True),
        *(
            (Press(("ctrl", "d")), target_of(APP, item, "menu item", builds=True, menu=menu, command=command), asked)
            for item, menu, command, asked in (("Build", "Tools", "", True), ("Comment", "Edit", EDITING, False))
        ),
        *((act, target_of(APP, builds=True), True) for act in (Type("x"), RETURN, Press(("alt", "down")), CLICK)),
        *((Press((*held, "down")), target_of(APP, builds=True), False) for held in ((), ("ctrl",), ("ctrl", "shift"))),
    ],
)
def test_a_program_that_builds_programs_may_run_them(action: Action, target: Target, asked: bool) -> None:
    assert asked == ("shell-line" in on(action, target))


def test_a_word_that_somebody_gave_a_program_answers_what_they_asked() -> None:
    row = target_of(APP, "OK", "push button", focus="Always", focus_role="list item", given=True)

    for target in (row, target_of(APP, "Später", "", "ocr", given=True)):
        assert "question" in on(CLICK, target) & on(RETURN, target)
        assert on(Press(("down",)), target) == set()
    assert on(RETURN, changed(row, given=False)) == set()
    assert on(CLICK, target_of(APP, "blue", "table cell", "accessibility", given=True)) == set()
    assert on(Type("Anne Meier"), target_of(APP, focus_role="entry", given=True)) == set()


VIEWER = target_of(window("/usr/bin/feh", "picture.png"), commanded=True, silent=True)


@pytest.mark.parametrize(
    ("action", "target", "asked"),
    [
        *((act, VIEWER, True) for act in (RETURN, Press(("0",)), Press(("escape",)), Type("9"), CLICK)),
        (Press(("right",)), changed(VIEWER, command="Move"), False),
        (Press(("0",)), changed(VIEWER, commanded=False), False),
        (Press(("0",)), changed(VIEWER, window=window("/usr/bin/xterm")), False),
        (Press(("0",)), target_of(), False),
    ],
)
def test_a_program_that_was_started_with_a_command_may_run_it(action: Action, target: Target, asked: bool) -> None:
    assert asked == ("shell-line" in on(action, target))


@pytest.mark.parametrize(
    ("path", "kind", "asked"),
    [
        ("/srv/ada/run.sh", "program", True),
        ("/srv/ada/Makefile", "document", True),
        ("/srv/ada/page.html", "program", False),
        ("/srv/ada/note.txt", "document", False),
    ],
)
def test_what_is_carried_out_later_is_not_saved_unasked(path: str, kind: str, asked: bool) -> None:
    file = File(path, "/srv/ada", kind)  # type: ignore[arg-type]  # a table of kinds
    by_chord = on(Press(("ctrl", "s")), target_of(APP, focus_role="text", file=file))
    by_menu = on(CLICK, target_of(APP, "Save", "menu item", command="Save", file=file))

    assert (asked, asked) == ("file-place" in by_chord, "file-place" in by_menu)
    assert "file-place" not in on(Type("x"), target_of(APP, focus_role="text", file=file))
