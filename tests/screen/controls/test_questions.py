"""Which window asks one thing, and which entry of a list is meant that its program does not name."""

import pytest

from desktop_agent.core.pictures import Rect
from desktop_agent.platforms.atspi.tree import list_of, nameless_icon, with_folder_role
from desktop_agent.screen.controls.accessible_nodes import EDITABLE, MODAL, SHOWING, Node
from desktop_agent.screen.controls.questions import is_single_question
from desktop_agent.screen.controls.window import Control, KeyboardFocus

SMALL = Rect(0, 0, 400, 200)


def node(role: str, name: str = "", depth: int = 2, *, root: int = 0) -> Node:
    return Node(name, role, 1 << SHOWING, SMALL, depth, root)


WORDS = node("label", "Shall it be?")
YES = node("push button", "Yes")
NO = node("push button", "No")
OK = node("push button", "OK")
AGAIN = node("check box", "Don't ask again")
RADIO = node("radio button", "Current selection")
HEADING = node("label", "Selection")
GONE = node("label", "All of it will be gone.")
THIRD, FOURTH, FIFTH = (node("push button", name) for name in ("Help", "More", "Fifth"))
FIELD = Node("", "text", 1 << SHOWING | 1 << EDITABLE, SMALL, 2, 0)
DIALOG = node("dialog", "Question", 0)
MAIL = node("frame", "Mail", 0)
ALERT = node("alert", "Question", 0)
MODAL_DIALOG = Node("Keep?", "dialog", 1 << SHOWING | 1 << MODAL, SMALL, 0, 0)


@pytest.mark.parametrize(
    ("nodes", "by_keys", "expected"),
    [
        ((DIALOG, WORDS, YES, NO), False, True),
        ((DIALOG, node("icon"), WORDS, YES, NO, THIRD, FOURTH), False, True),
        ((DIALOG, WORDS, YES), False, False),
        ((DIALOG, WORDS, YES, NO, THIRD, FOURTH, FIFTH), False, False),
        ((DIALOG, WORDS, YES, NO, FIELD), False, False),
        ((DIALOG, WORDS, YES, NO, node("check box")), False, False),
        ((DIALOG, WORDS, YES, NO, node("table")), False, False),
        # An alert and a modal dialog ask with choices besides, and any number of buttons.
        *(
            row
            for window in (ALERT, MODAL_DIALOG)
            for row in (
                ((window, WORDS, YES, NO, AGAIN, node("radio button")), False, True),
                ((window, GONE, YES, NO, AGAIN), False, True),
                ((window, WORDS, YES, NO, THIRD, FOURTH, FIFTH), False, True),
                ((window, WORDS, YES), False, False),
                ((window, WORDS, YES, NO, FIELD), False, False),
            )
        ),
        # Options are no question, whatever stands above them; an alert is one.
        ((MODAL_DIALOG, OK, NO, RADIO, RADIO, RADIO), False, False),
        ((MODAL_DIALOG, OK, NO, THIRD, RADIO, RADIO), True, False),
        ((MODAL_DIALOG, HEADING, OK, NO, RADIO, RADIO), False, False),
        ((MODAL_DIALOG, GONE, OK, NO, RADIO, RADIO), False, False),
        ((MODAL_DIALOG, HEADING, OK, NO, AGAIN), False, False),
        ((MODAL_DIALOG, OK, NO, AGAIN), False, False),
        ((MODAL_DIALOG, GONE, OK, NO, AGAIN, AGAIN), False, False),
        ((DIALOG, WORDS, OK, NO, AGAIN), False, False),
        ((ALERT, GONE, OK, NO, RADIO, RADIO), False, True),
        # Text that cannot be edited is words.
        ((DIALOG, node("scroll pane"), node("text"), YES, NO), False, True),
        # A window with nothing but words can be answered by keys.
        ((MAIL, WORDS), True, True),
        ((DIALOG, WORDS), False, False),
        ((MAIL, node("panel")), True, False),
        ((MAIL, WORDS, FIELD), True, False),
        # What does not show, or is in another window, does not count.
        ((DIALOG, WORDS, YES, NO, Node("Name", "text", 0, SMALL, 2, 0), node("text", root=1)), False, True),
    ],
)
def test_a_window_asks_one_thing_by_what_shows_in_it(nodes: tuple[Node, ...], *, by_keys: bool, expected: bool) -> None:
    assert is_single_question(nodes, (0,), by_keys=by_keys) is expected


PANE = Rect(0, 0, 400, 300)
HERE = Rect(10, 10, 80, 60)
AWAY = Rect(410, 10, 80, 60)


def entry(role: str, depth: int, box: Rect = HERE, *, name: str = "", root: int = 0, in_page: bool = False) -> Node:
    return Node(name, role, 1 << SHOWING, box, depth, root, in_page)


ICONS = entry("layered pane", 5, PANE)
ICON = entry("icon", 6)


def test_a_nameless_icon_is_found_by_its_place() -> None:
    other = entry("icon", 6, AWAY)

    assert nameless_icon((ICONS, other, ICON), Control("", "icon", HERE)) is ICON
    assert nameless_icon((ICONS, other), Control("", "icon", HERE)) is None
    assert nameless_icon((ICON,), Control("note.txt", "icon", HERE)) is None
    assert nameless_icon((entry("panel", 6),), Control("", "panel", HERE)) is None


def test_what_holds_an_entry_is_the_innermost_list_around_it() -> None:
    table = entry("table", 4, PANE)

    assert list_of((table, ICONS, ICON), ICON) is ICONS
    assert list_of((table, entry("layered pane", 5, PANE, root=1), ICON), ICON) is table
    assert list_of((entry("list", 7, PANE), entry("list", 5, AWAY), ICON), ICON) is None
    assert list_of((ICONS,), entry("text", 6)) is None
    assert list_of((ICONS,), entry("icon", 6, in_page=True)) is None
    assert list_of((ICONS,), None) is None


def test_a_nameless_panel_in_a_pane_that_lists_a_folder_is_that_pane() -> None:
    pane = entry("directory pane", 5, PANE, name="Icon view")
    panel = entry("panel", 6)
    focus = KeyboardFocus(Control("", "panel", HERE))

    assert with_folder_role(focus, (pane, panel), panel).focus == Control("", "directory pane")
    assert with_folder_role(focus, (entry("directory pane", 5, AWAY), panel), panel) is focus
    assert with_folder_role(focus, (entry("panel", 5, PANE), panel), panel) is focus
    assert with_folder_role(focus, (pane,), None) is focus
    for known in (Control("Find", "panel", HERE), Control("", "entry", HERE)):
        assert with_folder_role(KeyboardFocus(known), (pane, panel), panel).focus == known
