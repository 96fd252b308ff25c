"""Which of a program's controls is meant: a choice over what its accessibility tree says, without asking anybody.

Roles go by the names and states by the numbers that AT-SPI gives them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from desktop_agent.core.geometry import Rect, ScreenPoint
from desktop_agent.screen.window import Control

SHOWING, FOCUSED, MULTI_LINE, IS_DEFAULT = 25, 12, 17, 39
_MENUS = frozenset(
    {"menu", "menu bar", "menu item", "check menu item", "radio menu item", "tearoff menu item", "popup menu"}
)
_BUTTONS = frozenset({"push button", "button", "toggle button", "push button menu", "link"})
# Their name is a window's title, a group's heading or a file's name, not what a press there does.
_HOLDERS = frozenset(
    {
        "application",
        "dialog",
        "file chooser",
        "filler",
        "frame",
        "grouping",
        "layered pane",
        "list",
        "list box",
        "panel",
    }
    | {"root pane", "scroll pane", "section", "split pane", "status bar", "table", "tree", "tree table", "viewport"}
    | {"window", "page tab list", "tool bar", "internal frame", "glass pane", "unknown", "alert"}
)
# What may hold a menu bar: a menu that is open lies outside of everything that holds it.
_WAYS_TO_MENUS = frozenset({"filler", "frame", "panel", "dialog", "window", "root pane", "html container"})
_BIG_HOLDERS = frozenset({"list", "list box", "table", "tree", "tree table", "document web", "document frame"})
_TEXTS = frozenset(
    {"text", "entry", "password text", "paragraph", "terminal", "document text", "document frame", "document web"}
)
_FAR_FROM_POINT = 5


@dataclass(frozen=True, slots=True)
class Node:
    """One object of the tree; `depth` counts from the program's windows, which are 0."""

    name: str
    role: str
    states: int
    box: Rect
    depth: int
    root: int  # which of the program's windows it belongs to

    def has(self, state: int) -> bool:
        """Tell whether a state is set."""
        return bool(self.states >> state & 1)


def worth_opening(node: Node, at: ScreenPoint) -> bool:
    """Tell whether the control under a point may be inside of this object."""
    if not node.has(SHOWING):
        return node.depth == 0
    if node.box.contains(at) or node.box.width < 1 or node.role in _MENUS:
        return True
    return node.depth < _FAR_FROM_POINT and node.role in _WAYS_TO_MENUS


def is_big(node: Node) -> bool:
    """Tell whether an object may have thousands of children, so that they are better asked for by point."""
    return node.role in _BIG_HOLDERS


def is_text(control: Control) -> bool:
    """Tell whether a control is where text stands that somebody wrote: what is read there is no name of a control."""
    return control.role in _TEXTS


def control_at(nodes: Iterable[Node], at: ScreenPoint, titled: Sequence[int]) -> Control:
    """Return the innermost control under a point.

    `titled` are the roots whose title is that of the window under the point; where there are any, no other counts.
    An open menu wins over what it covers.
    """
    hits = [node for node in nodes if node.has(SHOWING) and node.box.contains(at)]
    hits = [node for node in hits if node.root in titled] or ([] if titled else hits)
    menus = [node for node in hits if node.role in _MENUS]
    inward = sorted(menus or hits, key=lambda node: -node.depth)
    if not inward:
        return Control()
    if inward[0].role in _TEXTS:
        return Control(inward[0].name.strip(), inward[0].role)
    named = next((node for node in inward if node.name.strip() and node.role not in _HOLDERS), None)
    return Control(named.name.strip(), named.role) if named else Control("", inward[0].role)


def pressed_by_return(nodes: Iterable[Node]) -> Control:
    """Return what Return presses: a focused button, else the window's default button, else the focused control."""
    shown = [node for node in nodes if node.has(SHOWING)]
    focused = max((node for node in shown if node.has(FOCUSED)), key=lambda node: node.depth, default=None)
    if focused is None:
        return Control()
    default = next((node for node in shown if node.has(IS_DEFAULT) and node.root == focused.root), None)
    takes_it = focused.role in _BUTTONS or focused.has(MULTI_LINE) or default is None
    chosen = focused if takes_it or default is None else default
    return Control(chosen.name.strip(), chosen.role)
