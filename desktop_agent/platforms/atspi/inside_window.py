"""Walks through a program that counts places from its window's corner and never says what shows, as GTK 4 does.

Its objects are given as every other program tells them: placed on the screen, with the roles' usual names, and showing
where they are visible. Where the corner is, follows from the sizes of the window and of its frame. Pages that are
hidden are visible to it, too, so what is at a point is what the program itself finds there or beside it. It finds only
what has been listed before.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from desktop_agent.core.geometry import Rect, ScreenPoint
from desktop_agent.platforms.atspi.look import Reference
from desktop_agent.platforms.atspi.tree import Tree
from desktop_agent.screen.accessible import EDITABLE, FOCUSED, SHOWING, VISIBLE, Node, may_have_focus

_WIDEST_FRAME = 80
_DEEPEST, _HIGHEST = 24, 60
_PADDING = 2  # of every control, in pixels: there is nothing of what is inside
# The names of the roles 0 to 91 of AT-SPI (source: atspi-constants.h); GTK 4 has names of its own for the same numbers.
_ROLES = (
    "invalid,accelerator label,alert,animation,arrow,calendar,canvas,check box,check menu item,color chooser,"
    "column header,combo box,date editor,desktop icon,desktop frame,dial,dialog,directory pane,drawing area,"
    "file chooser,filler,focus traversable,font chooser,frame,glass pane,html container,icon,image,internal frame,"
    "label,layered pane,list,list item,menu,menu bar,menu item,option pane,page tab,page tab list,panel,password text,"
    "popup menu,progress bar,push button,radio button,radio menu item,root pane,row header,scroll bar,scroll pane,"
    "separator,slider,spin button,split pane,status bar,table,table cell,table column header,table row header,"
    "tearoff menu item,terminal,text,toggle button,tool bar,tool tip,tree,tree table,unknown,viewport,window,extended,"
    "header,footer,paragraph,ruler,application,autocomplete,editbar,embedded,entry,chart,caption,document frame,"
    "heading,page,section,redundant object,form,link,input method window,table row,tree item"
).split(",")
_WITHOUT_FOCUS_INSIDE = frozenset({"label", "image", "push button", "scroll bar", "separator", "progress bar"})
# What has no name is called by its class.
_CLASS, _CLASS_OF_TEXT = re.compile(r"(Gtk|Adw)[A-Z]\w*"), re.compile(r"([A-Z][a-z]+){2,}")


@dataclass(frozen=True, slots=True)
class UnplacedWindow:
    """A window of such a program; `root` is its place among the program's windows."""

    of: Reference
    root: int
    corner: ScreenPoint


def unplaced(nodes: Sequence[Node], title: str, box: Rect) -> UnplacedWindow | None:
    """Return the window with this title, if an ordinary walk has found nothing in it that shows but some visible."""
    for window in (node for node in nodes if node.depth == 0 and node.name == title):
        inside = [node for node in nodes if node.depth == 1 and node.root == window.root]
        corner = _corner(window.box, box)
        is_visible = any(node.has(VISIBLE) for node in inside)
        if corner is not None and is_visible and not any(node.has(SHOWING) for node in inside):
            return UnplacedWindow(window.of, window.root, corner)
    return None


def _corner(inner: Rect, frame: Rect) -> ScreenPoint | None:
    """Return where the contents begin in a frame, which is as wide below as on the sides."""
    sides, ends = frame.width - inner.width, frame.height - inner.height
    if not (0 <= sides <= _WIDEST_FRAME and sides // 2 <= ends <= _WIDEST_FRAME and inner.height):
        return None
    return ScreenPoint(frame.x + sides // 2, frame.bottom - sides // 2 - inner.height)


class InsideWindow:
    """One question to such a program, about one of its windows."""

    def __init__(self, tree: Tree, window: UnplacedWindow) -> None:
        self._tree, self._window = tree, window

    async def towards(self, at: ScreenPoint) -> list[Node]:
        """Return the nodes that hold a point, from the window inwards; none where the program finds nothing there."""
        inmost = await self._found(at) or await self._around(at)
        if inmost is None:
            return []
        way = [inmost]
        while way[-1] != self._window.of and len(way) < _HIGHEST:
            holder = await self._tree.holder(way[-1])
            if holder is None:
                return []
            way.append(holder)
        nodes = await asyncio.gather(*(self._node(one, depth) for depth, one in enumerate(reversed(way))))
        # The padding is left out of the boxes, and is a part of the control all the same.
        held = [replace(node, box=Rect.union(node.box, Rect(at.x, at.y, 1, 1))) for node in nodes[1:]]
        # The words on a button or a switch are an object of their own.
        is_caption = len(held) > 1 and held[-1].role == "label" and held[-1].name == held[-2].name
        return [nodes[0], *(held[:-1] if is_caption else held)]

    async def to_focus(self, *, by_return: bool) -> list[Node]:
        """Return the nodes that may have the keyboard; such a program does not tell what Return presses."""
        del by_return
        found, level = list[Node](), [self._window.of]
        for depth in range(_DEEPEST):
            nodes = await asyncio.gather(*(self._node(one, depth, placed=depth == 0) for one in level))
            found += nodes
            opened = [node.of for node in nodes if may_have_focus(node) and node.role not in _WITHOUT_FOCUS_INSIDE]
            inside = await asyncio.gather(*(self._tree.inside(one, None) for one in opened))
            level = [child for children in inside for child in children]
            if not level:
                break
        return found

    async def _found(self, at: ScreenPoint) -> Reference | None:
        """Return what the program finds at a point; nothing in a part without an object of its own, such as an icon."""
        corner = self._window.corner
        found = await self._tree.inside(self._window.of, ScreenPoint(at.x - corner.x, at.y - corner.y))
        return found[0] if found else None

    async def _around(self, at: ScreenPoint) -> Reference | None:
        """List what is around a point and ask again; else the innermost box there that is found close to its contents.

        None where the boxes of two pages lie above each other.
        """
        level, way = [await self._node(self._window.of, 0, named=False)], list[Node]()
        for depth in range(1, _DEEPEST):
            way += level if len(level) == 1 else []
            inside = await asyncio.gather(*(self._tree.inside(node.of, None) for node in level))
            listed = [child for children in inside for child in children]
            nodes = await asyncio.gather(*(self._node(one, depth, named=False) for one in listed))
            level = [node for node in nodes if node.has(SHOWING) and node.box.contains(at)]
            if not level:
                break
        again = InsideWindow(self._tree.anew(), self._window)
        found = await again._found(at)
        if found is not None or len(way) < depth:
            return found
        found_beside = await asyncio.gather(*(again._found(one) for one in _beside(way[-1].box)))
        return next((node.of for node in reversed(way[1:]) if node.of in found_beside), None)

    async def _node(self, of: Reference, depth: int, *, named: bool = True, placed: bool = True) -> Node:
        states = await self._tree.states(of)
        if not states >> VISIBLE & 1:
            return Node("", "", 0, Rect(0, 0, 0, 0), depth, self._window.root, of=of)
        role = await self._role(of)
        name = await self._name(of, role, states) if named else ""
        box = await self._tree.box(of) if placed or states >> FOCUSED & 1 else Rect(0, 0, 0, 0)
        place = Rect(box.x + self._window.corner.x, box.y + self._window.corner.y, box.width, box.height)
        return Node(name, role, states | 1 << SHOWING, place, depth, self._window.root, of=of)

    async def _role(self, of: Reference) -> str:
        number = await self._tree.number_of_role(of)
        return _ROLES[number] if 0 <= number < len(_ROLES) else await self._tree.role(of)

    async def _name(self, of: Reference, role: str, states: int) -> str:
        name = await self._tree.name(of)
        pattern = _CLASS_OF_TEXT if states >> EDITABLE & 1 else _CLASS
        return name if name and not pattern.fullmatch(name) else await self._tree.description(of)


def _beside(box: Rect) -> list[ScreenPoint]:
    middle = ScreenPoint(box.x + box.width // 2, box.y + box.height // 2)
    return [
        ScreenPoint(box.x - _PADDING, middle.y),
        ScreenPoint(box.right + _PADDING, middle.y),
        ScreenPoint(middle.x, box.y - _PADDING),
        ScreenPoint(middle.x, box.bottom + _PADDING),
    ]
