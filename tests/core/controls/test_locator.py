"""A control is found again by its name, and not where that is the name of several, or of another one."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_agent.core.controls.locator import (
    Absent,
    Another,
    ControlRequest,
    Fit,
    Found,
    best_fitting,
    called,
    fit_of,
    folded,
    identity,
    is_of_kind,
    is_row,
    kind_name,
    likeness,
    locate,
    locate_in_row,
    may_be_called,
    nearest_names,
    no_control,
    reads_as,
    request_of,
    wildcards,
)
from desktop_agent.core.controls.screen_contents import ShownControl
from desktop_agent.core.decisions.decision import HitControl, Page, Place, PointedObject, Target
from desktop_agent.core.pictures import Rect, ScreenPoint, Window
from desktop_agent.core.runs.events import NamedTarget


def shown(name: str, role: str = "push button", x: int = 0, y: int = 0, *, in_page: bool = False) -> ShownControl:
    return ShownControl(name, role, Rect(x, y, 60, 20), in_page=in_page)


def rows(*names: str) -> list[ShownControl]:
    return [
        control
        for number, name in enumerate(names)
        for control in (shown(name, "label", 0, 40 * number), shown("Delete", x=100, y=40 * number))
    ]


GRID = shown("Grid", "toggle button")
FIELDS = (
    shown("Name", "label"),
    shown("", "entry", x=70),
    shown("Town", "label", y=40),
    shown("", "entry", x=70, y=40),
)
TWO = rows("Ada", "Bob")
LONG = rows("Ada", "B" * 300)
TWICE = rows("Bob", "Bob")
OTHERS = rows("Ada", "Cleo")
AREA = ShownControl("", "text", Rect(0, 0, 400, 300))


@pytest.mark.parametrize(
    ("request_", "listed", "located"),
    [
        (ControlRequest("Delete", "button", "Bob"), TWO, Found(TWO[3])),
        (ControlRequest("Delete", "button", "Ada"), TWO, Found(TWO[1])),
        (ControlRequest("Delete", "button"), rows("Ada"), Found(TWO[1])),
        (ControlRequest("Delete", "button", "B" * 200 + "…"), LONG, Found(LONG[3])),  # as an event has it
        (ControlRequest("Delete", "button", "Bob"), TWICE, Another((TWICE[1], TWICE[3]))),
        (ControlRequest("Delete", "button"), TWICE, Another((TWICE[1], TWICE[3]))),
        (ControlRequest("Delete", "button", "Bob"), OTHERS, Another((OTHERS[1], OTHERS[3]), is_in_row=False)),
        (ControlRequest("Save", "button"), [shown("Saved"), shown("Save", "label")], Absent()),
        (ControlRequest("Save"), [shown("Save", "label")], Found(shown("Save", "label"))),
        (ControlRequest("Grid", "check box"), [GRID], Absent()),  # the box may not be there yet
        (
            ControlRequest("Grid", "check box"),
            [GRID, shown("Grid", "check box", 80)],
            Found(shown("Grid", "check box", 80)),
        ),
        (ControlRequest("Grid", "check box"), [shown("Grid", "push button")], Absent()),
        (ControlRequest("", "check box", "Ada"), [shown("", "toggle button")], Absent()),
        (ControlRequest("Save", "button"), [shown("Save"), shown("Save", x=2)], Found(shown("Save"))),  # one thing
        (ControlRequest("", "field", beside="Town"), FIELDS, Found(FIELDS[3])),
        (ControlRequest("Name", "field"), FIELDS, Found(FIELDS[1])),
        (ControlRequest("", "field"), FIELDS, Another((FIELDS[1], FIELDS[3]))),
        (ControlRequest("", "field", beside="Street"), FIELDS, Absent()),
        (ControlRequest("", "text field"), [AREA], Found(AREA)),
        (ControlRequest("", "field"), [shown("", "entry", in_page=True)], Absent()),
    ],
)
def test_a_control_is_known_by_its_name_kind_and_row_or_by_the_words_beside_it(
    request_: ControlRequest, listed: Sequence[ShownControl], located: object
) -> None:
    assert locate(request_, listed) == located


@pytest.mark.parametrize(
    ("name", "names", "found"),
    [
        ("Save", ["Save…", "Save"], ["Save"]),
        ("Save", ["save:", "Saved"], ["save:"]),
        ("Save", ["Save Ctrl+S", "Save as"], ["Save Ctrl+S"]),
        ("x" * 200 + "…", ["x" * 300], ["x" * 300]),  # as an event has it
        ("", ["", "Save"], []),
        ("…", ["…"], ["…"]),
        ("OK", ["√OK"], []),  # as its program reports it
    ],
)
def test_a_name_is_taken_to_the_letter_first(name: str, names: Sequence[str], found: Sequence[str]) -> None:
    assert [one.name for one in called(name, [shown(each) for each in names])] == found


@pytest.mark.parametrize(
    ("name", "lines", "found"),
    [
        ("OK", ["√OK"], ["√OK"]),
        ("Scripts", ["{} Scripts"], ["{} Scripts"]),
        ("Close", ["Close ×"], ["Close ×"]),
        ("Save As", ["▣ Save As… ▸"], ["▣ Save As… ▸"]),
        ("√OK", ["OK"], ["OK"]),
        ("OK", ["√OK", "OK"], ["OK"]),
        ("C", ["C++", "C#", "(C)"], []),
        ("Scripts", ["3 Scripts", "Scripts x"], []),
        ("√", ["×"], []),
        ("Image", ["!mage", "1mages"], ["!mage"]),
        ("Image", ["!mage", "√Image"], ["√Image"]),
    ],
)
def test_neither_signs_around_a_name_that_was_read_nor_letters_that_look_alike_count(
    name: str, lines: Sequence[str], found: Sequence[str]
) -> None:
    assert [one.name for one in called(name, [shown(each, "") for each in lines])] == found


@pytest.mark.parametrize(
    ("name", "request_"),
    [
        ("text field “Remarks”", ControlRequest("Remarks", "text field")),
        ('text field "Remarks" (120, 48) editable', ControlRequest("Remarks", "text field")),
        ("“Remarks” (text field)", ControlRequest("Remarks", "text field")),
        ("“Fill” (button, disabled)", ControlRequest("Fill", "button")),
        ("Menu Item “Undo”", ControlRequest("Undo", "menu item")),
        ("text “Saved.” (3, 4)", ControlRequest("Saved.", "text")),
        ("“Remarks”", ControlRequest("Remarks")),
        ("“Remarks” (3, 4)", ControlRequest("Remarks")),
        ("Remarks", None),
        ("Remarks (text field)", None),
        ("Call “Remarks”", None),
        ("“”", None),
    ],
)
def test_a_control_is_found_by_the_words_of_the_list(name: str, request_: ControlRequest | None) -> None:
    assert request_of(name) == request_


@pytest.mark.parametrize(
    ("role", "kind", "is_it"),
    [
        ("push button", "", True),
        ("push button", "button", True),
        ("push button", "link", False),
        ("entry", "field", True),
        ("entry", "text field", True),
        ("password text", "field", False),
        ("", "text", True),
        ("", "button", False),
        ("toggle button", "button", True),
        ("toggle button", "check box", False),
        ("toggle button", "switch", False),
        ("toggle button", "radio button", False),
        ("toggle button", "link", False),
        ("check box", "button", False),
        ("check box", "switch", False),
        ("switch", "check box", False),
        ("switch", "button", False),
        ("push button", "check box", False),
        ("check menu item", "check box", False),
    ],
)
def test_a_control_is_of_its_own_kind_and_a_field_of_either_word_for_it(role: str, kind: str, *, is_it: bool) -> None:
    assert is_of_kind(shown("Name", role), kind) == is_it


@pytest.mark.parametrize(
    ("expected", "now", "verdict"),
    [
        (ControlRequest("Save", "button"), NamedTarget("Save…", "push button"), "same"),
        (ControlRequest("Save", "button"), NamedTarget("Save Ctrl+S", "push button"), "alike"),
        (ControlRequest("Save", "button"), NamedTarget("Save As…", "push button"), "other"),
        (ControlRequest("7", "button"), NamedTarget("7 7", "push button"), "alike"),
        (ControlRequest("F2", "button"), NamedTarget("F3", "push button"), "other"),
        (ControlRequest("Save", "button"), NamedTarget("Save", "link"), "other"),
        (ControlRequest("Save", "button"), NamedTarget(None, "push button"), "unknown"),
        (ControlRequest("Name", "field"), NamedTarget(None, "entry", beside="Name:"), "same"),
        (ControlRequest("", "field", beside="Name"), NamedTarget(None, "entry", beside="Town"), "other"),
        (ControlRequest("", "field", beside="Name"), NamedTarget(None, "entry"), "unknown"),
        (ControlRequest(""), NamedTarget("Save", "push button"), "unknown"),
        (ControlRequest("Save"), None, "unknown"),
        (ControlRequest("Edit", row="Bob"), NamedTarget("Edit", row="bob"), "same"),
        (ControlRequest("Edit", row="Bob"), NamedTarget("Edit", row="Ada"), "other"),
        (ControlRequest("Edit", row="Bob"), NamedTarget("Edit"), "same"),
        (ControlRequest("…", "button"), NamedTarget("…", "push button"), "same"),
        (ControlRequest("…", "button"), NamedTarget("*", "push button"), "unknown"),
    ],
)
def test_a_name_with_its_keys_may_be_the_same_one_and_what_is_not_known_is_no_difference(
    expected: ControlRequest, now: NamedTarget | None, verdict: str
) -> None:
    assert identity(expected, now) == verdict


@pytest.mark.parametrize(
    ("expected", "now", "verdict"),
    [
        (ControlRequest("Grid", "check box"), NamedTarget("Grid", "toggle button"), "same"),
        (ControlRequest("Grid", "check box"), NamedTarget("Rulers", "toggle button"), "other"),
        (ControlRequest("Grid", "switch"), NamedTarget("Grid", "toggle button"), "same"),
        (ControlRequest("Grid", "check box"), NamedTarget("Grid", "push button"), "other"),
        (ControlRequest("Grid", "button"), NamedTarget("Grid", "check box"), "other"),
        (ControlRequest("", "check box", "Ada"), NamedTarget(None, "toggle button", row="Ada"), "other"),
    ],
)
def test_a_tool_that_stays_on_is_the_recorded_check_box_only_where_that_was(
    expected: ControlRequest, now: NamedTarget, verdict: str
) -> None:
    assert identity(expected, now, where_it_was=True) == verdict
    assert identity(expected, now) == "other"


@pytest.mark.parametrize(("read", "verdict"), [(True, "same"), (False, "other")])
def test_letters_that_look_alike_are_equal_in_text_read_from_pixels(read: bool, verdict: str) -> None:
    assert identity(ControlRequest("Fill 10"), NamedTarget("FiII lO"), read=read) == verdict
    assert not reads_as("l", "1")


def test_typographic_variants_of_a_sign_are_equal() -> None:
    assert folded("✓ “Don’t”  save — now…") == folded('"Don\'t" save - now')


@pytest.mark.parametrize(
    ("name", "reported", "read", "near"),
    [
        ("Save", ["Save as", "Open", ""], [], ["Save as"]),
        ("Sort Selected Text", ["URI-encode Selected Text", "Sort Selected Text Alphabetically"], [],
         ["Sort Selected Text Alphabetically"]),
        ("Text", ["Text (bold)", "Text", "Selected Text Alphabetically"], [], ["Text", "Text (bold)"]),
        ("Bold", ["Bald"], ["BOD", "Bolt"], ["Bald"]),
        ("Bold", [], ["BOD", "Set Bold"], ["Set Bold"]),
        ("B", ["Plan B"], [], []),
    ],
)  # fmt: skip
def test_the_nearest_names_are_those_that_contain_it_and_else_reported_ones_that_are_like_it(
    name: str, reported: Sequence[str], read: Sequence[str], near: Sequence[str]
) -> None:
    assert nearest_names(name, reported, read) == near


@pytest.mark.parametrize(
    ("row", "listed", "y"),
    [
        ("Ada", [shown("Ada", "label", 0, 100), shown("", "entry", 200, 104)], 112),  # the middle one beside “Ada”
        ("Ada", [shown("Ada", "label", 0, 100), shown("Bob", "label", 0, 140)], 110),
        ("Bob", [shown("Ada", "label", 0, 100), shown("Bob", "label", 0, 140)], 150),
        ("Bob", [shown("Bob", "label", 0, 100), shown("Bob", "label", 0, 180)], "several"),
        ("Bob", [ShownControl("Bob", "label", Rect(0, 100, 60, 20), row=Rect(0, 90, 400, 60))], 120),  # of the row
        ("Cleo", [shown("Ada", "label", 0, 100)], "none"),
    ],
)
def test_a_box_that_no_program_names_is_in_its_column_beside_the_words_of_its_row(
    row: str, listed: Sequence[ShownControl], y: int | str
) -> None:
    located = locate_in_row(ControlRequest("", "check box", row), Rect(300, 0, 20, 20), listed)

    if isinstance(located, Found):
        assert located.control.box.middle == ScreenPoint(310, y if isinstance(y, int) else -1)
    else:
        assert isinstance(located, Another if y == "several" else Absent)


def test_a_cell_that_no_program_names_is_in_its_column_on_the_line_of_its_row() -> None:
    cells = [shown("Ada", "table cell", 0, 100), shown("Bob", "table cell", 0, 140)]

    located = locate_in_row(ControlRequest("", kind_name("table cell"), "Bob"), Rect(300, 0, 60, 20), cells)
    twice = [cells[1], shown("Bob", "table cell", 0, 180)]
    one_of_two = locate_in_row(ControlRequest("", kind_name("table cell"), "Bob"), Rect(300, 0, 60, 20), twice)

    assert isinstance(located, Found)
    assert located.control.box == Rect(300, 140, 60, 20)
    assert isinstance(one_of_two, Another)


@pytest.mark.parametrize("request_", [ControlRequest("", "check box"), ControlRequest("", "field", "Ada")])
def test_what_has_no_row_or_is_no_box_is_not_looked_for_in_a_row(request_: ControlRequest) -> None:
    assert locate_in_row(request_, Rect(300, 0, 20, 20), [shown("Ada", "label", 0, 100)]) is None


@pytest.mark.parametrize(
    ("name", "own", "fit"),
    [
        ("Send", "Send", 0), ("send…", "SEND", 0), ("Undo", "Undo Ctrl+Z", 1), ("Thank you", "Thank you, Ada", 2),
        ("you", "Thank you, Ada", 2), ("Send", "Sender", 3), ("Send", "Resend", 3), ("", "Send", 3), ("Send", "", 3),
    ],
)  # fmt: skip
def test_a_name_fits_its_own_first_then_one_with_an_addition_then_whole_words(name: str, own: str, fit: int) -> None:
    assert fit_of(name, own) == (Fit.SAME, Fit.BARE, Fit.PART, Fit.NONE)[fit]
    assert may_be_called(name, own) == (fit < 3)


@pytest.mark.parametrize(
    ("names", "whole", "also_in_part"),
    [
        (["Send it", "Send", "send…"], {"Send", "send…"}, {"Send", "send…"}),
        (["Send it", "Send (2)"], {"Send (2)"}, {"Send (2)"}),
        (["Send it", "Sender"], set[str](), {"Send it"}),
        (["Sender"], set[str](), set[str]()),
        ([], set[str](), set[str]()),
    ],
)
def test_of_several_names_those_that_fit_best_are_meant(
    names: Sequence[str], whole: set[str], also_in_part: set[str]
) -> None:
    assert best_fitting("Send", names, in_part=False) == whole
    assert best_fitting("Send", names) == also_in_part


def at(
    role: str, *holders: str, in_title_bar: bool = False, in_page: bool = False, takes_press: bool = False
) -> Target:
    objects = tuple(PointedObject("program", f"/{number}", held) for number, held in enumerate((role, *holders)))
    place = Place(Window(1), in_title_bar=in_title_bar)
    hit = HitControl("Save", role, "accessibility", objects=objects, takes_press=takes_press)
    return Target(place, hit, page=Page(inside=in_page))


@pytest.mark.parametrize(
    ("target", "why"),
    [
        (Target(), None),
        (Target(Place(Window(1), in_title_bar=True)), "title"),
        (at("push button", in_title_bar=True), "title"),
        (Target(Place(Window(1)), HitControl("Save", "", "ocr")), None),  # its program reports nothing there
        (Target(Place(Window(1)), HitControl("Save", "canvas", "ocr")), None),
        (at("push button"), None),
        (at("label"), "text"),
        (at("heading"), "text"),
        (at("status bar"), "text"),
        (at("label", "status bar", "frame"), "text"),
        (at("label", "push button", "panel"), None),
        (at("label", "list item", "list"), None),
        (at("label", "table row"), None),
        (at("list item", "list"), None),
        (at("list item", "list", in_page=True), "text"),
        (at("list item", "list", in_page=True, takes_press=True), None),
        (at("table cell", "table", in_page=True), "text"),
        (at("static", "table cell", in_page=True), "text"),
        (at("static", "link", in_page=True), None),
        (at("paragraph", in_page=True, takes_press=True), None),
    ],
)
def test_a_control_to_press_is_neither_a_title_nor_plain_text(target: Target, why: str | None) -> None:
    assert no_control(target) == why


@pytest.mark.parametrize("role", ["text", "document text", "paragraph"])
def test_a_word_in_an_editor_is_no_control_and_a_whole_line_is_where_the_caret_goes(role: str) -> None:
    editor = at(role, takes_press=True)

    assert (no_control(editor), no_control(editor, is_whole=False)) == (None, "text")


@pytest.mark.parametrize(("in_page", "why"), [(False, "text"), (True, None)], ids=["a label", "text of a page"])
def test_a_word_of_a_longer_text_takes_a_press_only_where_a_browser_says_so(in_page: bool, why: str | None) -> None:
    text = at("label", in_page=in_page, takes_press=True)

    assert (no_control(text), no_control(text, is_whole=False)) == (None, why)


@pytest.mark.parametrize(
    ("recorded", "stand_for_others"),
    [("Bob open", ()), ("Bob # open", ("#",)), ("Bob … open #", ("\ufffc", "#")), ("... Bob", ("\ufffc",))],
)
def test_the_words_of_a_row_that_stand_for_others_are_known(recorded: str, stand_for_others: tuple[str, ...]) -> None:
    assert wildcards(recorded) == stand_for_others


@pytest.mark.parametrize(
    ("recorded", "actual", "is_same"),
    [
        ("Bob … open", "Bob on 3 May open", True),
        ("Bob … open", "Bob open", True),
        ("Bob … open", "Eve on 3 May open", False),
        ("Bob #", "Bob 12.50", True),
        ("Bob #", "Bob due 12.50", False),
    ],
)
def test_a_row_may_have_other_words_where_some_were_left_out(recorded: str, actual: str, *, is_same: bool) -> None:
    assert is_row(recorded, actual) == is_same


def _longest_common(first: str, second: str) -> int:
    """Return the length of the longest common subsequence, by the table in every textbook."""
    lengths = [0] * (len(second) + 1)
    for letter in first:
        row = [0]
        for place, other in enumerate(second):
            row.append(lengths[place] + 1 if letter == other else max(row[-1], lengths[place + 1]))
        lengths = row
    return lengths[-1]


@given(st.text("abc é", max_size=20), st.text("abc é", max_size=20))
def test_texts_are_as_alike_as_their_longest_common_subsequence(first: str, second: str) -> None:
    letters = len(first) + len(second)

    assert likeness(first, second) == (200 * _longest_common(first, second) / letters if letters else 100)
    assert (likeness(first, second, least=84) >= 84) == (likeness(first, second) >= 84)
