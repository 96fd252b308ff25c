"""Finds the entries of a folder or a list among the nodes of a program's tree, where the program does not name them.

Icons of GTK 2 report their words as a text. What draws the entries of a folder itself says no more than that it is a
panel in a pane that lists a folder.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from desktop_agent.core.controls.role import Role
from desktop_agent.core.pictures import Rect, ScreenPoint
from desktop_agent.screen.controls.accessible_nodes import SHOWING, Node
from desktop_agent.screen.controls.window import Control, KeyboardFocus

_ICON = Role.ICON
_PANEL = Role.PANEL
_FOLDER = Role.DIRECTORY_PANE
_ENTRIES = frozenset({Role.ICON, Role.TABLE_CELL, Role.TABLE_ROW, Role.TREE_ITEM, Role.LIST_ITEM})
_LISTS = frozenset({Role.LIST, Role.LIST_BOX, Role.TABLE, Role.TREE, Role.TREE_TABLE, Role.LAYERED_PANE})
_CHOOSER = Role.FILE_CHOOSER
_CHECKED = 4


def nameless_icon(nodes: Iterable[Node], control: Control) -> Node | None:
    """Return the icon that a control is, where it has no name."""
    if control.role != _ICON or control.name:
        return None
    return next((node for node in nodes if (node.role, node.box) == (_ICON, control.box)), None)


def name_of(control: Control) -> str:
    """Return a control's name; a pane that lists a folder has none, as its own is not that of the entry at a point."""
    return "" if control.role == _FOLDER else control.name


def list_of(nodes: Iterable[Node], entry: Node | None) -> Node | None:
    """Return what holds an entry: a list, a table, a folder's icons; None where it is no entry."""
    if entry is None or entry.in_page or entry.role not in _ENTRIES:
        return None
    holding = (node for node in nodes if node.role in _LISTS and _is_around(node, entry))
    return max(holding, key=lambda node: node.depth, default=None)


def in_folder(keyboard: KeyboardFocus, nodes: Sequence[Node], node: Node | None) -> KeyboardFocus:
    """Return the focus with the pane that lists a folder as its role, where a panel of that pane has it."""
    focus = keyboard.focus
    if node is None or focus.name or focus.role != _PANEL:
        return keyboard
    is_inside = any(one.role == _FOLDER and one.has(SHOWING) and _is_around(one, node) for one in nodes)
    return replace(keyboard, focus=replace(focus, role=_FOLDER)) if is_inside else keyboard


def called(keyboard: KeyboardFocus, name: str) -> KeyboardFocus:
    """Return the focus under another name: that of the entry that Return would open."""
    return replace(keyboard, focus=replace(keyboard.focus, name=name))


def _is_around(outer: Node, inner: Node) -> bool:
    box: Rect = inner.box
    at = ScreenPoint(box.x + box.width // 2, box.y + box.height // 2)
    return outer.root == inner.root and outer.depth < inner.depth and outer.box.contains(at)


def chooser_of(nodes: Sequence[Node], roots: Sequence[int]) -> Node | None:
    """Return the file dialog that a window is."""
    return next((node for node in nodes if node.depth == 0 and node.root in roots and node.role == _CHOOSER), None)


def folder_of(buttons: Sequence[Node]) -> str:
    """Return the folder that a file dialog shows, from its row of path buttons, innermost first; its own is checked.

    The buttons after it are those of the folders around it, and the last is the root under any name.
    """
    chain = [node.name for node in buttons[next((n for n, one in enumerate(buttons) if one.has(_CHECKED)), 0) :]]
    if not any(one.has(_CHECKED) for one in buttons):
        return ""
    paths = ("/" + "/".join(reversed(chain[:count])) for count in range(len(chain), 0, -1))
    return next((path for path in paths if Path(path).is_dir()), "")
