"""Which control is meant, by what a program's tree says."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from desktop_agent.core.address import document_at
from desktop_agent.core.controls.role import BrowserPart
from desktop_agent.core.decisions.decision import PointedObject
from desktop_agent.core.pictures import Rect, ScreenPoint
from desktop_agent.screen.controls.accessible_nodes import (
    CHECKABLE,
    CHECKED,
    EDITABLE,
    FOCUSABLE,
    FOCUSED,
    INDETERMINATE,
    IS_DEFAULT,
    MULTI_LINE,
    PRESSED,
    SELECTED,
    SHOWING,
    VISIBLE,
    Node,
    are_listed_in,
    browser_like,
    cell_of_sheet,
    hit_test_at,
    holds_many_lines,
    in_part,
    is_like,
    is_written,
    listed,
    may_be_scrolled_to,
    may_hold_unseen,
    nodes_with_text,
    pane_around,
    pressed_at,
    windows_like,
    with_keyboard,
)
from desktop_agent.screen.controls.window import Control, HitResult, KeyboardFocus

AT = ScreenPoint(50, 50)
HERE = Rect(0, 0, 100, 100)
AWAY = Rect(200, 200, 10, 10)


def node(
    name: str, role: str, *states: int, box: Rect = HERE, depth: int = 3, root: int = 0, site: str | None = None
) -> Node:
    """Return an object that shows; one with a site is in a page."""
    bits = sum(1 << state for state in {SHOWING, *states})
    return Node(name, role, bits, box, depth, root, site is not None, document_at(site or ""))


FRAME = node("Notes", "frame", depth=0)
TEXT = node("", "text")
SEND = node("Send", "push button", depth=4)
TO_FOCUSED = node("To", "entry", FOCUSED)


@pytest.mark.parametrize(
    ("nodes", "roots", "control"),
    [
        pytest.param((FRAME, SEND), (0,), Control("Send", "push button"), id="a button"),
        pytest.param(
            (FRAME, SEND, node("Send", "static", depth=5)), (0,), Control("Send", "push button"), id="its label"
        ),
        pytest.param((FRAME, node("Form", "panel")), (0,), Control("", "panel"), id="a group has no name of a control"),
        pytest.param((FRAME, TEXT), (0,), Control("", "entry"), id="text that has no name"),
        pytest.param(
            (FRAME, node("", "list item", depth=2), node("", "check box"), node("", "filler", depth=4)),
            (0,),
            Control("", "check box"),
            id="a part of a control without a name",
        ),
        pytest.param(
            (FRAME, node("", "scroll pane"), node("", "scroll bar", depth=4)),
            (0,),
            Control("", "scroll bar"),
            id="a scroll bar of what scrolls",
        ),
        pytest.param(
            (FRAME, node("", "section", EDITABLE, MULTI_LINE), node("Dear", "text leaf", depth=4)),
            (0,),
            Control("", "text"),
            id="a part of a page that can be edited",
        ),
        pytest.param((FRAME, TEXT, node("Cut ", "menu item")), (), Control("Cut", "menu item"), id="a menu over text"),
        pytest.param((FRAME, TEXT), (), Control(), id="a pop-up that the tree does not know"),
        pytest.param(
            (node("Parcel", "filler", depth=0), SEND), (), Control(), id="a pop-up over a plain widget that is a window"
        ),
        pytest.param((FRAME, SEND), (1,), Control(), id="another window of the program"),
        pytest.param((FRAME, node("Send", "push button", box=AWAY)), (0,), Control("", "frame"), id="elsewhere"),
    ],
)
def test_the_control_under_a_point_is_the_innermost_with_a_name(
    nodes: tuple[Node, ...], roots: tuple[int, ...], control: Control
) -> None:
    assert HitResult(control) == hit_test_at(nodes, AT, roots)


@pytest.mark.parametrize(
    ("role", "states", "read_only"),
    [("text", (MULTI_LINE,), True), ("text", (MULTI_LINE, EDITABLE), False), ("entry", (), True),
     ("entry", (EDITABLE,), False), ("push button", (), False)],
)  # fmt: skip
def test_text_that_cannot_be_edited_is_told_from_fields(role: str, states: tuple[int, ...], *, read_only: bool) -> None:
    assert hit_test_at((FRAME, node("News", role, *states)), AT, (0,)).control.read_only == read_only


def test_a_window_is_known_by_its_title_and_about_its_place() -> None:
    other = node("Notes", "frame", box=AWAY, depth=0, root=1)
    decorated = Rect(-2, -26, 104, 128)

    assert (0,) == windows_like((FRAME, other, SEND), "Notes", decorated)
    assert () == windows_like((FRAME, other), "Send", HERE)
    assert () == windows_like((FRAME, other), "Notes", Rect(0, 0, 400, 400))


def test_a_question_that_is_named_by_its_kind_is_known_by_its_place_where_it_is_alone_there() -> None:
    alert = node("Question", "alert", box=HERE, depth=0, root=2)

    assert (2,) == windows_like((alert, node("Notes", "frame", box=AWAY, depth=0, root=1)), "Save Changes", HERE)
    assert (0,) == windows_like((FRAME, alert), "Notes", HERE)
    assert () == windows_like((FRAME, alert), "Save Changes", HERE)
    assert (2,) == windows_like((alert,), "", HERE)
    assert () == windows_like((node("Find", "dialog", box=HERE, depth=0),), "", HERE)
    assert () == windows_like((alert,), "Save Changes", Rect(0, 0, 400, 400))


def test_a_browser_is_the_only_frame_at_its_place_whatever_question_has_named_it() -> None:
    says = node("shop.example.com says", "frame", box=HERE, depth=0)
    bubble = node("", "frame", box=HERE, depth=0, root=1)
    other = node("Mail", "frame", box=HERE, depth=0, root=2)

    assert browser_like((says, bubble), HERE) == (0,)
    assert browser_like((says, other), HERE) == ()
    assert browser_like((says,), Rect(0, 0, 400, 400)) == ()
    assert () == windows_like((node("Question", "dialog", box=HERE, depth=0),), "Save Changes", HERE)


@pytest.mark.parametrize(
    ("nodes", "by_return", "control"),
    [
        pytest.param((FRAME, node("OK", "push button", FOCUSED)), True, Control("OK", "push button"), id="a button"),
        pytest.param((FRAME, node("To", "entry", FOCUSED)), True, Control("To", "entry"), id="a field alone"),
        pytest.param(
            (FRAME, node("To", "entry", FOCUSED), node("Send", "push button", IS_DEFAULT)),
            True, Control("Send", "push button"), id="Return in a field goes to the default button",
        ),
        pytest.param(
            (FRAME, node("To", "entry", FOCUSED), node("Send", "push button", IS_DEFAULT)),
            False, Control("To", "entry"), id="the space bar does not",
        ),
        pytest.param(
            (FRAME, node("Body", "text", FOCUSED, EDITABLE, MULTI_LINE), node("Send", "push button", IS_DEFAULT)),
            True, Control("Body", "text"), id="nor does Return in several lines",
        ),
        pytest.param(
            (FRAME, node("Message", "section", FOCUSED, EDITABLE, MULTI_LINE)),
            True, Control("Message", "text"), id="a part of a page that can be edited",
        ),
        pytest.param(
            (FRAME, node("0", "text", FOCUSED, MULTI_LINE)),
            True, Control("0", "document text"), id="a display is no field",
        ),
        pytest.param(
            (TO_FOCUSED, node("File", "menu", SELECTED), node("Quit", "menu item", SELECTED, depth=4)),
            True, Control("Quit", "menu item"), id="an open menu has it first",
        ),
        pytest.param((FRAME, TEXT), True, Control(), id="nothing has the focus"),
    ],
)  # fmt: skip
def test_a_key_presses_what_has_the_keyboard(nodes: tuple[Node, ...], by_return: bool, control: Control) -> None:
    pressed = with_keyboard(nodes, (0,))

    assert control == (pressed.by_return if by_return else pressed.by_space)


SHOP = "https://shop.example"
BANK = "https://bank.example"
ADDRESS_BAR = node("Address", "entry", FOCUSED, depth=7)
IN_PAGE = node("Name", "entry", FOCUSED, depth=12, site=SHOP)
POPUP = node("", "document web", depth=2, site="chrome://omnibox-popup.top-chrome/")
MENU_ITEM = node("New window", "menu item", FOCUSED, depth=5, root=2)


@pytest.mark.parametrize(
    ("nodes", "focus", "site"),
    [
        ((FRAME, IN_PAGE), "Name", SHOP),
        ((FRAME, IN_PAGE, ADDRESS_BAR), "Address", SHOP),
        ((FRAME, IN_PAGE, MENU_ITEM), "New window", SHOP),
        ((FRAME, IN_PAGE, node("Else", "entry", FOCUSED, depth=20, root=1)), "Name", SHOP),
        ((FRAME, node("Pay", "entry", FOCUSED, depth=14, site=BANK), node("", "document web", site=SHOP)), "Pay", BANK),
        ((FRAME, node("Letter", "text", FOCUSED), node("", "filler", FOCUSED, depth=4)), "Letter", ""),
        ((FRAME, node("", "document web", site=SHOP)), "", SHOP),
        ((FRAME, POPUP, IN_PAGE, ADDRESS_BAR), "Address", SHOP),
        ((FRAME, POPUP, ADDRESS_BAR), "Address", "chrome://omnibox-popup.top-chrome"),
        ((FRAME, node("Go", "entry", FOCUSED, site="about:newtab")), "Go", "about:newtab"),
    ],
)
def test_what_has_the_keyboard_and_the_site_come_from_the_right_window(
    nodes: tuple[Node, ...], focus: str, site: str
) -> None:
    keyboard = with_keyboard(nodes, (0,))

    assert (focus, site) == (keyboard.focus.name, keyboard.document.site or keyboard.document.own)


def test_return_in_a_page_of_many_forms_names_all_that_it_may_press() -> None:
    buttons = [node(name, "push button", IS_DEFAULT, site=SHOP) for name in ("Search", "Send", "Search")]
    of_the_window = node("OK", "push button", IS_DEFAULT)

    assert Control("Search / Send", "push button") == with_keyboard((IN_PAGE, *buttons, of_the_window), (0,)).by_return


def test_a_control_in_a_frame_of_a_page_is_of_the_frames_site() -> None:
    nodes = (FRAME, node("", "document web", site=SHOP), node("Pay", "push button", depth=9, site=BANK))

    assert HitResult(Control("Pay", "push button"), document_at(BANK)) == hit_test_at(nodes, AT, (0,))
    assert HitResult(Control("", "document web"), document_at(SHOP)) == hit_test_at(nodes[:2], AT, (0,))


def test_a_list_holds_what_can_be_used_and_no_holder_nothing_hidden_and_nothing_twice() -> None:
    def at(y: int) -> Rect:
        return Rect(10, y, 80, 20)

    hidden = replace(node("Gone", "push button", box=at(0)), states=0)
    nodes = [
        FRAME, node("Tools", "tool bar", box=at(0)), hidden,
        node("Photos", "list item", box=at(60), depth=4), node("Photos", "table cell", box=at(60), depth=5),
        node("Photos", "list item", box=at(90), depth=4),
        node("Save", "push button", box=at(30)), node("Save", "label", box=at(32), depth=5),
        node("Name:", "label", box=at(5)), node("", "entry", EDITABLE, box=Rect(100, 5, 80, 20)),
        node("", "push button", box=at(120)),
    ]  # fmt: skip

    assert [(one.role, one.name) for one in listed(nodes)] == [
        ("label", "Name:"),
        ("entry", ""),
        ("push button", "Save"),
        ("table cell", "Photos"),
        ("list item", "Photos"),
    ]


def test_an_entry_with_a_box_is_listed_as_the_box_that_a_press_finds_and_so_is_the_title_of_a_column() -> None:
    entry = node("Milk", "list item", CHECKABLE)
    title = node("Name", "table column header", box=AWAY)

    assert [(control.name, control.role) for control in listed([FRAME, entry, title])] == [
        ("Milk", "check box"),
        ("Name", "table column header"),
    ]
    assert hit_test_at([FRAME, entry], AT, (0,)).control == Control("Milk", "check box")


def test_what_is_listed_has_the_titles_of_the_groups_around_it_and_of_the_nearest_heading() -> None:
    button = node("Remove", "push button", box=Rect(60, 60, 30, 20), depth=5)
    nodes = [
        node("Members", "frame", depth=0),
        node("All (3)", "panel", box=Rect(0, 0, 100, 200)),
        node("Bob", "grouping", box=Rect(0, 50, 100, 40), depth=4),
        node("Ada", "grouping", box=Rect(0, 5, 100, 40), depth=4),
        node("Team", "heading", box=Rect(0, 0, 100, 10)),
        node("Beside", "heading", box=Rect(0, 40, 50, 10)),
        node("Below", "heading", box=Rect(0, 100, 100, 10)),
        button,
    ]

    titles = {control.name: control.titles for control in listed(nodes)}

    assert titles["Remove"] == ("All", "Bob", "Team", "Beside")


def test_what_an_expander_holds_has_its_name_as_a_title() -> None:
    """GTK calls an expander a toggle button, as large as what it shows."""
    frame = Node("Members", "frame", 1 << SHOWING, Rect(0, 0, 500, 400), 0, 0)
    holder = Node("Bob", "toggle button", 1 << SHOWING, Rect(10, 10, 300, 60), 1, 0)
    bold = Node("Bold", "toggle button", 1 << SHOWING, Rect(10, 200, 60, 30), 1, 0)
    button = Node("Remove", "push button", 1 << SHOWING, Rect(80, 40, 60, 24), 2, 0)

    titles = {control.name: control.titles for control in listed((frame, holder, bold, button))}

    assert titles == {"Bob": (), "Remove": ("Bob",), "Bold": ()}


def test_a_cell_of_a_spreadsheet_has_an_address_and_one_of_a_web_page_has_none() -> None:
    cell = node("B12", "table cell")

    assert cell_of_sheet([TEXT, cell]) == (cell, 11, 1)
    assert cell_of_sheet([TEXT, replace(cell, in_page=True), node("Bob", "table cell")]) is None
    assert cell_of_sheet([node("AB3", "table cell")]) == (node("AB3", "table cell"), 2, 27)


def test_a_window_to_whose_title_its_toolkit_appends_the_program_is_known_by_the_title_alone() -> None:
    frames = [node(name, "frame", box=HERE, depth=0, root=root) for root, name in enumerate(("work", "wor", ""))]

    assert windows_like(frames, "work — Dolphin", HERE) == (0,)
    assert windows_like(frames, "workshop — Dolphin", HERE) == ()


def test_words_are_held_by_what_says_them_once_and_never_by_a_field_for_a_password() -> None:
    heading = node("Orders of today", "heading", box=Rect(0, 0, 90, 20), depth=4)
    inside = node("Orders of today", "static", box=Rect(0, 0, 80, 20), depth=5)
    field = node("Name", "entry", EDITABLE, box=Rect(0, 30, 90, 20))
    note = node("", "text", EDITABLE, MULTI_LINE, box=Rect(0, 60, 90, 30))
    secret = node("Password", "password text", EDITABLE, box=Rect(0, 95, 90, 5))

    held = nodes_with_text([FRAME, secret, note, field, heading, inside])

    assert held == [inside, field, note]
    assert [holds_many_lines(one) for one in held] == [False, False, True]


def test_a_field_lies_in_a_tool_bar_where_it_is_inside_of_its_place() -> None:
    field = node("Name Box", "entry", FOCUSED, EDITABLE)
    bar = node("", "tool bar", depth=2)
    elsewhere = node("", "tool bar", depth=2, box=AWAY)

    assert with_keyboard((FRAME, bar, field), (0,)).focus.in_tool_bar
    for others in ((elsewhere,), (replace(bar, root=1),), ()):
        assert not with_keyboard((FRAME, *others, field), (0,)).focus.in_tool_bar
    assert not with_keyboard((FRAME, bar, replace(field, box=Rect(0, 0, 0, 0))), (0,)).focus.in_tool_bar
    assert not with_keyboard((FRAME, bar, replace(field, in_page=True)), (0,)).focus.in_tool_bar


def test_a_check_box_in_a_tool_bar_is_a_tool_whether_it_takes_the_keyboard_or_not() -> None:
    """Qt reports what is turned on there as a check box, such as the tools of a drawing program.

    Seen in the tree of Qt 6.11: the buttons of actions have no state “focusable”. A QToolButton, a QPushButton and a
    QCheckBox that were added as widgets have it, and no state, action or attribute tells these three apart.
    """
    added = node("Bold", "check box", FOCUSABLE, FOCUSED)
    tool = node("Rectangle", "check box")
    bar = node("Tools", "tool bar", depth=2)
    elsewhere = node("Tools", "tool bar", depth=2, box=AWAY)

    assert [control.role for control in listed([FRAME, bar, tool])] == ["toggle button"]
    assert hit_test_at([FRAME, bar, tool], AT, (0,)).control == Control("Rectangle", "toggle button")
    assert [control.role for control in listed([FRAME, elsewhere, tool])] == ["check box"]
    assert hit_test_at([FRAME, elsewhere, tool], AT, (0,)).control == Control("Rectangle", "check box")
    assert [control.role for control in listed([FRAME, bar, added])] == ["toggle button"]
    assert hit_test_at([FRAME, bar, added], AT, (0,)).control == Control("Bold", "toggle button")
    assert with_keyboard((FRAME, bar, added), (0,)).focus.role == "toggle button"
    assert with_keyboard((FRAME, elsewhere, added), (0,)).focus.role == "check box"


@pytest.mark.parametrize(("role", "states", "checked"), [
    ("check box", (), False), ("check box", (CHECKED,), True), ("toggle button", (CHECKED,), True),
    ("check menu item", (), False), ("table cell", (CHECKABLE,), False), ("push button", (), None),
    ("toggle button", (PRESSED,), True), ("push button", (PRESSED,), None), ("check box", (INDETERMINATE,), None),
    ("radio button", (CHECKABLE, CHECKED), None), ("radio menu item", (CHECKABLE,), None),
])  # fmt: skip
def test_it_is_told_whether_what_a_press_turns_on_and_off_is_on(
    role: str, states: tuple[int, ...], checked: bool | None
) -> None:
    result = hit_test_at((FRAME, node("News", role, *states, depth=4)), AT, (0,))

    assert result.control.checked is checked


@pytest.mark.parametrize(
    ("window", "options", "expected"),
    [
        (Rect(44, 215, 173, 110), [Rect(45, 216, 156, 36), Rect(45, 252, 156, 36), Rect(45, 288, 156, 36)], True),
        (Rect(44, 215, 173, 74), [Rect(45, 216, 156, 36), Rect(45, 252, 156, 36), Rect(45, 288, 156, 36)], True),
        (Rect(44, 215, 173, 74), [Rect(45, 180, 156, 36), Rect(45, 216, 156, 36), Rect(45, 252, 156, 36)], True),
        (Rect(44, 215, 173, 38), [Rect(45, 216, 171, 36)], True),
        (Rect(60, 230, 447, 471), [Rect(45, 216, 156, 36), Rect(45, 252, 156, 36)], False),
        (Rect(4, 343, 300, 50), [Rect(5, 344, 43, 24), Rect(5, 368, 43, 24)], True),
        (Rect(44, 215, 73, 74), [Rect(45, 216, 156, 36), Rect(45, 252, 156, 36)], False),
        (Rect(44, 215, 173, 180), [Rect(45, 216, 156, 36), Rect(45, 252, 156, 36)], False),
        (Rect(44, 215, 173, 74), [Rect(45, 252, 156, 36), Rect(45, 288, 156, 36)], False),
    ],
    ids=["all", "first", "middle", "one", "elsewhere", "short words", "narrower", "taller", "begins above"],
)
def test_options_of_a_page_fill_the_window_that_their_list_is_drawn_in(
    window: Rect, options: list[Rect], *, expected: bool
) -> None:
    assert are_listed_in(window, options) is expected


def one(role: str, name: str = "") -> PointedObject:
    return PointedObject(":1.7", "/1", role, name, HERE)


SHEET = (one("table"), one("document spreadsheet"))


@pytest.mark.parametrize(
    ("role", "objects", "in_page", "written"),
    [
        ("text", (one("table cell", "C33"), *SHEET), False, False),
        ("text", (one("paragraph", "C33"), one("table cell", "C33"), *SHEET), False, True),
        ("text", (one("table cell", "Notes"), one("table")), True, True),
        ("text", (one("text", "Letter"),), False, True),
        ("text", (), False, True),
        ("entry", (one("entry", "Name"),), False, False),
    ],
)
def test_a_cell_is_one_place(role: str, objects: tuple[PointedObject, ...], *, in_page: bool, written: bool) -> None:
    assert is_written(Control("C33", role, HERE, in_page=in_page), objects) == written


def test_a_panel_fills_its_pop_up_but_for_a_border() -> None:
    assert is_like(Rect(253, 105, 415, 222), Rect(252, 105, 417, 222))
    assert not is_like(Rect(253, 105, 415, 222), Rect(253, 105, 415, 300))


def test_the_part_of_a_browser_is_that_of_what_its_keys_press_there() -> None:
    bar = Control("Address", "entry")
    other = Control("Send", "push button")
    keyboard = in_part(KeyboardFocus(bar, by_return=other, by_space=bar), BrowserPart.BAR)

    assert [each.part for each in (keyboard.focus, keyboard.by_return, keyboard.by_space)] == [
        *(BrowserPart.BAR, BrowserPart.UNKNOWN, BrowserPart.BAR)
    ]
    assert in_part(KeyboardFocus(bar, by_return=bar), BrowserPart.BAR).by_return.part is BrowserPart.BAR


WINDOW = Rect(0, 0, 600, 400)
SCROLLED = Rect(10, 50, 500, 300)
BELOW = Rect(20, 900, 80, 20)
ABOVE = Rect(20, -90, 80, 20)
IN_SIGHT = Rect(20, 60, 80, 20)
PARTLY = Rect(20, 340, 80, 20)
UNPLACED = Rect(-(2**31), -(2**31), 80, 20)


def path(*holders: Node, target: Rect, shows: bool = False, site: str | None = None) -> list[Node]:
    seen = (SHOWING, VISIBLE) if shows else (VISIBLE,)
    button = replace(node("Send", "push button", box=target, site=site), states=sum(1 << state for state in seen))
    return [node("Notes", "frame", box=WINDOW, depth=0), *holders, button]


def holder(role: str, box: Rect, *, shows: bool = True, site: str | None = None) -> Node:
    made = node("", role, VISIBLE, box=box, site=site)
    return made if shows else replace(made, states=1 << VISIBLE)


PANE = holder("scroll pane", SCROLLED)
CONTENT = holder("filler", Rect(10, 50, 500, 2_000))
DOCUMENT = holder("document web", SCROLLED, site="https://example.org")
INNER = holder("section", Rect(20, 100, 200, 120), site="https://example.org")
FAR_INNER = holder("section", Rect(20, 1_200, 200, 120), shows=False, site="https://example.org")
LINE = holder("paragraph", Rect(20, 60, 400, 18), site="https://example.org")


@pytest.mark.parametrize(
    ("objects", "around"),
    [
        pytest.param(path(PANE, CONTENT, target=BELOW), (SCROLLED, BELOW), id="below, in a scroll pane"),
        pytest.param(path(PANE, CONTENT, target=ABOVE), (SCROLLED, ABOVE), id="above"),
        pytest.param(path(PANE, CONTENT, target=PARTLY, shows=True), (SCROLLED, PARTLY), id="cut off at its edge"),
        pytest.param(path(PANE, CONTENT, target=IN_SIGHT, shows=True), (SCROLLED, IN_SIGHT), id="in sight"),
        pytest.param(path(DOCUMENT, target=IN_SIGHT, shows=True, site="x"), (SCROLLED, IN_SIGHT), id="in a page"),
        pytest.param(path(target=IN_SIGHT, shows=True), None, id="in sight, and nothing scrolls"),
        pytest.param(path(PANE, CONTENT, target=UNPLACED), (SCROLLED, None), id="nowhere, as GTK 3 says"),
        pytest.param(path(target=UNPLACED), None, id="nowhere, and nothing scrolls"),
        pytest.param(path(target=BELOW), None, id="outside of a window that scrolls nothing"),
        pytest.param(
            path(holder("page tab", Rect(0, 0, 40, 20), shows=False), PANE, target=BELOW), None,
            id="behind another page",
        ),
        pytest.param(path(holder("filler", SCROLLED), CONTENT, target=BELOW), (SCROLLED, BELOW), id="in Qt's own"),
        pytest.param(path(DOCUMENT, target=BELOW, site="x"), (SCROLLED, BELOW), id="below in a page"),
        pytest.param(path(DOCUMENT, LINE, target=BELOW, site="x"), (SCROLLED, BELOW), id="out of a line"),
        pytest.param(
            path(holder("document web", Rect(-1, -1, -1, -1), site="x"), target=BELOW, site="x"), (WINDOW, BELOW),
            id="in a page without a place",
        ),
        pytest.param(
            path(holder("document web", SCROLLED, shows=False, site="x"), target=BELOW, site="x"), None,
            id="in the page of another tab",
        ),
        pytest.param(
            path(DOCUMENT, INNER, target=Rect(30, 700, 80, 20), site="x"),
            (INNER.box, Rect(30, 700, 80, 20)), id="in a part that scrolls by itself",
        ),
        pytest.param(
            path(DOCUMENT, FAR_INNER, target=Rect(30, 1_900, 80, 20), site="x"), (SCROLLED, FAR_INNER.box),
            id="in such a part that is out of sight itself",
        ),
        pytest.param(path(holder("menu", SCROLLED), target=BELOW), None, id="in a menu"),
        pytest.param(path(DOCUMENT, holder("combo box", IN_SIGHT), target=BELOW, site="x"), None, id="a choice"),
    ],
)  # fmt: skip
def test_what_scrolling_would_show_has_a_part_of_its_window_to_show_in(
    objects: Sequence[Node], around: tuple[Rect, Rect | None] | None
) -> None:
    assert pane_around(objects, WINDOW) == around


@pytest.mark.parametrize(
    ("made", "sought", "opened"),
    [
        (node("Send", "push button", VISIBLE), True, True),
        (node("Send", "push button"), False, False),
        (node("Save", "menu item", VISIBLE), False, False),
        (node("", "combo box", VISIBLE), True, False),
        (node("", "panel", VISIBLE), False, True),
        (node("Notes", "frame", depth=0), False, True),
    ],
)
def test_menus_and_choices_are_opened_and_not_scrolled_to(made: Node, *, sought: bool, opened: bool) -> None:
    assert (may_be_scrolled_to(made), may_hold_unseen(made)) == (sought, opened)


@pytest.mark.parametrize(
    ("nodes", "found"),
    [
        ((FRAME, node("", "list item", depth=2), node("", "check box", depth=4)), 2),
        ((FRAME, node("", "check box", box=AWAY)), None),
        ((FRAME, TEXT), None),  # nothing that is pressed
        ((FRAME, SEND, node("", "check box", depth=4)), None),  # one page of several, and nobody knows which shows
        ((FRAME, replace(node("", "switch"), states=0)), None),
    ],
)
def test_where_a_program_finds_nothing_the_one_control_whose_box_is_there_is_meant(
    nodes: Sequence[Node], found: int | None
) -> None:
    assert pressed_at(nodes, AT) == (None if found is None else nodes[found])
