"""Where objects really are that their program tells at a place beside it.

LibreOffice draws its toolbars and its document itself, in a part of a GTK window, and counts as if that part began
where the window does: under the menu bar all of it is told too high by the height of the bar, and a click on the cell
A3 seems to be one on A4. What shows it is an object that fills its holder, is as large as it, and is told to be
elsewhere. GTK's own fields inside of what LibreOffice draws are told right again, and fill their holder the same way.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from desktop_agent.core.geometry import Rect, ScreenPoint
from desktop_agent.screen.accessible import Node

_WHOLE_CONTENTS, _MENU_BAR = "root pane", "menu bar"
_FARTHEST_PX = 200  # a menu bar on a large screen
_ROUNDED_PX = 2


@dataclass(frozen=True, slots=True)
class Displacement:
    """By how much an object and what is in it lie beside where they are told to be."""

    right: int = 0
    down: int = 0

    def told(self, at: ScreenPoint) -> ScreenPoint:
        """Return a point of the screen as the program counts it."""
        return ScreenPoint(at.x - self.right, at.y - self.down)

    def on_screen(self, node: Node) -> Node:
        """Return the object where it is."""
        if self == PLACED or not (node.box.width and node.box.height):
            return node
        box = Rect(node.box.x + self.right, node.box.y + self.down, node.box.width, node.box.height)
        return replace(node, box=box)


PLACED = Displacement()


@dataclass(frozen=True, slots=True)
class PlacedBox:
    """Where an object is, in the units of its program, and by how much that is beside where it is told to be."""

    box: Rect
    displaced: Displacement


def displacement_of(node: Node, holder: Rect, of_holder: Displacement) -> Displacement:
    """Return the displacement of an object as its program tells it, inside of a holder that is at this place."""
    if max(abs(node.box.width - holder.width), abs(node.box.height - holder.height)) > _ROUNDED_PX:
        return of_holder
    right, down = holder.x - node.box.x, holder.y - node.box.y
    if of_holder != PLACED:
        return PLACED if (right, down) == (0, 0) else of_holder
    is_far = max(abs(right), abs(down)) > _FARTHEST_PX
    return PLACED if is_far or node.role != _WHOLE_CONTENTS else Displacement(right, down)


def is_folded(node: Node) -> bool:
    """Tell whether an object is a menu bar without any height: its menus are told to show, and are another bar's."""
    return node.role == _MENU_BAR and node.box.width > 0 and node.box.height == 0
