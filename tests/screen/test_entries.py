"""Entries of folders and lists that their programs do not name."""

from desktop_agent.core.geometry import Rect
from desktop_agent.platforms.atspi.entries import in_folder, list_of, nameless_icon
from desktop_agent.screen.accessible_nodes import SHOWING, Node
from desktop_agent.screen.window import Control, KeyboardFocus

PANE, HERE, AWAY = Rect(0, 0, 400, 300), Rect(10, 10, 80, 60), Rect(410, 10, 80, 60)


def node(role: str, depth: int, box: Rect = HERE, *, name: str = "", root: int = 0, in_page: bool = False) -> Node:
    return Node(name, role, 1 << SHOWING, box, depth, root, in_page)


ICONS, ICON = node("layered pane", 5, PANE), node("icon", 6)


def test_a_nameless_icon_is_found_by_its_place() -> None:
    other = node("icon", 6, AWAY)

    assert nameless_icon((ICONS, other, ICON), Control("", "icon", HERE)) is ICON
    assert nameless_icon((ICONS, other), Control("", "icon", HERE)) is None
    assert nameless_icon((ICON,), Control("note.txt", "icon", HERE)) is None
    assert nameless_icon((node("panel", 6),), Control("", "panel", HERE)) is None


def test_what_holds_an_entry_is_the_innermost_list_around_it() -> None:
    table = node("table", 4, PANE)

    assert list_of((table, ICONS, ICON), ICON) is ICONS
    assert list_of((table, node("layered pane", 5, PANE, root=1), ICON), ICON) is table
    assert list_of((node("list", 7, PANE), node("list", 5, AWAY), ICON), ICON) is None
    assert list_of((ICONS,), node("text", 6)) is None
    assert list_of((ICONS,), node("icon", 6, in_page=True)) is None
    assert list_of((ICONS,), None) is None


def test_a_nameless_panel_in_a_pane_that_lists_a_folder_is_that_pane() -> None:
    pane, panel = node("directory pane", 5, PANE, name="Icon view"), node("panel", 6)
    focus = KeyboardFocus(Control("", "panel", HERE))

    assert in_folder(focus, (pane, panel), panel).focus == Control("", "directory pane")
    assert in_folder(focus, (node("directory pane", 5, AWAY), panel), panel) is focus
    assert in_folder(focus, (node("panel", 5, PANE), panel), panel) is focus
    assert in_folder(focus, (pane,), None) is focus
    for known in (Control("Find", "panel", HERE), Control("", "entry", HERE)):
        assert in_folder(KeyboardFocus(known), (pane, panel), panel).focus == known
