"""One walk through a program's windows, outside in, within a budget: it delivers what is seen there, placed.

An object that doesn't show, has no size, or lies outside of the pane that scrolls it isn't seen, and neither is what is
in it. At a point, of objects that lie above each other only the last one is: programs draw in this order. Names take
one more question each, and are asked of what is meant alone.
"""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from desktop_agent.core.address import document_at
from desktop_agent.core.controls.role import Role
from desktop_agent.core.pictures import Rect, ScreenPoint
from desktop_agent.platforms.atspi.places import PLACED, Displacement, WindowScale, displacement_of
from desktop_agent.platforms.atspi.queries import Reference
from desktop_agent.platforms.atspi.tree import Tree
from desktop_agent.screen.controls.accessible_nodes import (
    EDITABLE,
    IS_DEFAULT,
    PAGES,
    SELECTED,
    SHOWING,
    VISIBLE,
    Node,
    has_name,
    is_big,
    is_open,
    is_placed,
    may_lead_to_menu,
    scrolls,
)

# pages nest deeper than programs do
_DEEPEST = 24
_HIGHEST = 60
_MOST = 2_000
_WITHIN_S = 3.0
_MENUS = frozenset({Role.MENU, Role.POPUP_MENU})
_SECTIONS = frozenset({Role.FORM, Role.UNKNOWN})  # landmarks have no role of their own here
_NOWHERE = Rect(0, 0, 0, 0)
# GTK 4 calls what has no name by its class.
_CLASS = re.compile(r"|(Gtk|Adw)[A-Z]\w*")
_CLASS_OF_TEXT = re.compile(r"|([A-Z][a-z]+){2,}")


@dataclass(frozen=True, slots=True)
class PlacedNode:
    """An object and how its children are placed."""

    node: Node
    counted: Rect  # the object in its program's coordinates, corrected
    displaced: Displacement
    scale: WindowScale | None
    seen: Rect | None  # the part of the screen where its children show; None if anywhere


class Walk:
    """Walks through the accessible objects of one program, within limits of time and number.

    `corner` is the origin of a program that doesn't know where its windows are; such a program never reports objects
    as showing.
    """

    def __init__(
        self,
        tree: Tree,
        scale: WindowScale | None = None,
        corner: ScreenPoint | None = None,
        *,
        browser: bool,
        most: int = _MOST,
        unseen: bool = False,
    ) -> None:
        """With `unseen`, what doesn't show is delivered as well, unless its program says that it is hidden."""
        self._tree = tree
        self._scale = scale
        self._corner = corner
        self._browser = browser
        self._most = most
        self._unseen = unseen
        self._ends = time.monotonic() + _WITHIN_S

    def including_hidden(self) -> Walk:
        """Return a walk that delivers what doesn't show as well."""
        return Walk(self._tree, self._scale, self._corner, browser=self._browser, most=self._most, unseen=True)

    def window(self, window: Node) -> PlacedNode:
        """Return a window with the placing of its children."""
        scale = self._scale if self._scale and self._scale.root == window.root else None
        box = scale.on_screen(window).box if scale else window.box
        node = replace(window, box=box)
        if self._corner is not None:
            node = replace(node, box=box.moved(self._corner), states=node.states | 1 << SHOWING)
        return PlacedNode(node, window.box, PLACED, scale, node.box)

    async def towards(self, windows: Iterable[PlacedNode], at: ScreenPoint, *, menus: bool) -> list[Node]:
        """Return the visible objects at a point, windows first; with `menus`, open menus anywhere too."""
        level = [*windows]
        found = list[PlacedNode]()
        while level:
            found += level
            inside = await asyncio.gather(*(self._hits_in(entry, at, menus=menus) for entry in level))
            level = self._within_limits([entry for some in inside for entry in some], found)
        return await self.named([entry.node for entry in found], lambda node: node.box.contains(at) and has_name(node))

    async def all(self, windows: Iterable[PlacedNode], opens: Callable[[Node], bool], *, places: bool) -> list[Node]:
        """Return all visible objects without names, and with their boxes if `places` is set."""
        level = [*windows]
        found = list[PlacedNode]()
        while level:
            found += level
            opened = [entry for entry in level if opens(entry.node)]
            inside = await asyncio.gather(*(self._delivered_children(entry, places=places) for entry in opened))
            level = self._within_limits([entry for some in inside for entry in some], found)
        return [entry.node for entry in found]

    async def upwards(self, of: Reference, window: PlacedNode) -> list[Node]:
        """Return an object and its parents below its window, outermost first."""
        return [entry.node for entry in await self.placed_ancestors(of, window)]

    async def placed_ancestors(self, of: Reference, window: PlacedNode) -> list[PlacedNode]:
        """Return an object and its parents below its window, outermost first, with the placing of their children."""
        way = list[Reference]()
        holder = of
        while holder != window.node.of and len(way) < _HIGHEST:
            way.append(holder)
            outer = await self._tree.holder(holder)
            if outer is None:
                break
            holder = outer
        path = [window]
        for node in reversed(await asyncio.gather(*(self._reported_node(reference, places=True) for reference in way))):
            path.append(await self._place_on_screen(node, path[-1]))
        return path[1:]

    async def beside(self, objects: Sequence[Reference], of: PlacedNode) -> list[Node]:
        """Return the visible ones of these objects, which lie in `of` at any depth."""
        return [entry.node for entry in await self._place_children(objects, of, places=True)]

    async def named(self, nodes: Sequence[Node], needs_name: Callable[[Node], bool]) -> list[Node]:
        """Return the objects; those for which `needs_name` is true get their names."""

        async def name(node: Node) -> Node:
            return replace(node, name=await self._name(node)) if needs_name(node) and not node.name else node

        return [*await asyncio.gather(*map(name, nodes))]

    async def _name(self, node: Node) -> str:
        name = await self._tree.name(node.of)
        pattern = _CLASS_OF_TEXT if node.has(EDITABLE) else _CLASS
        return await self._tree.description(node.of) if self._corner is not None and pattern.fullmatch(name) else name

    def _within_limits(self, level: list[PlacedNode], found: Sequence[PlacedNode]) -> list[PlacedNode]:
        """Return the objects of a level within the limits: nothing once the walk has taken too long."""
        if time.monotonic() > self._ends or (level and level[0].node.depth > _DEEPEST):
            return []
        return level[: max(0, self._most - len(found))]

    async def _hits_in(self, of: PlacedNode, at: ScreenPoint, *, menus: bool) -> list[PlacedNode]:
        """Return an object's topmost child at a point, and the children that lead there although they lie elsewhere."""
        if not _may_contain_point(of.node, at, menus=menus):
            return []
        inside = await self._children(of, at)
        boxes = await asyncio.gather(*map(self._tree.box, inside))
        elsewhere = menus or of.node.role == Role.PAGE_TAB_LIST
        near = [
            entry
            for entry, box in zip(inside, boxes, strict=True)
            if elsewhere or box.width < 1 or self._may_contain(of, box, at)
        ]
        seen = await self._place_children(near, of, places=True)
        at_point = [entry for entry in seen if entry.node.box.contains(at)]
        elsewhere_seen = [entry for entry in seen if not entry.node.box.contains(at)]
        return at_point[-1:] + [
            entry
            for entry in elsewhere_seen
            if (menus or not at_point) and _may_contain_point(entry.node, at, menus=menus)
        ]

    def _may_contain(self, of: PlacedNode, box: Rect, at: ScreenPoint) -> bool:
        """Return whether an object with this box may contain a point; a displacement may begin with it."""
        reported = Node("", Role.ROOT_PANE, 0, box, 1, of.node.root)
        return any(self._on_screen(node, of).contains(at) for node in (reported, replace(reported, role=Role.PANEL)))

    def _on_screen(self, reported: Node, of: PlacedNode) -> Rect:
        placed = displacement_of(reported, of.counted, of.displaced).on_screen(reported)
        return of.scale.on_screen(placed).box if of.scale else self._moved_to_corner(placed.box)

    def _moved_to_corner(self, box: Rect) -> Rect:
        return box if self._corner is None else box.moved(self._corner)

    async def _delivered_children(self, of: PlacedNode, *, places: bool) -> list[PlacedNode]:
        seen = await self._place_children(await self._children(of, None), of, places=places)
        anywhere = not places or of.seen is None or self._unseen
        return [entry for entry in seen if anywhere or (of.seen is not None and _may_show(entry.node, of.seen))]

    async def _children(self, of: PlacedNode, at: ScreenPoint | None) -> list[Reference]:
        """Return an object's children; of a big one only the child at a point, or the selected one.

        Dolphin's list of files names no child at a point: then its children are asked, unless there are too many.
        """
        if not is_big(of.node):
            return await self._tree.inside(of.node.of, None)
        if at is None:
            return await self._tree.children_of_big(of.node.of)
        counted = of.scale.to_units(at) if of.scale else at
        at_point = await self._tree.inside(of.node.of, of.displaced.reported(counted))
        return at_point or await self._tree.children_of_big(of.node.of)

    async def _place_children(self, inside: Sequence[Reference], of: PlacedNode, *, places: bool) -> list[PlacedNode]:
        nodes = await asyncio.gather(*(self._reported_node(entry, places=places) for entry in inside))
        placed = [await self._place_on_screen(entry, of) for entry in nodes if self._is_delivered(entry.states)]
        return [entry for entry in placed if not _is_collapsed_menu_bar(entry.node)]

    async def _reported_node(self, of: Reference, *, places: bool) -> Node:
        """Return an object as reported by its program, without its name."""
        states, role = await asyncio.gather(self._tree.states(of), self._tree.role(of))
        if (self._corner is not None or role == Role.VIEWPORT) and states >> VISIBLE & 1:
            states |= 1 << SHOWING  # GTK 3 says that a viewport doesn't show once its contents are scrolled a page
        box = await self._tree.box(of) if places and self._is_delivered(states) else _NOWHERE
        name = await self._tree.name(of) if role == Role.MENU else ""  # a menu's name says whether it is open
        return Node(name, role, states, box, 0, 0, of=of)

    def _is_delivered(self, states: int) -> bool:
        """Return whether an object in these states is delivered."""
        return bool(states >> SHOWING & 1 or (self._unseen and states >> VISIBLE & 1))

    async def _place_on_screen(self, reported: Node, of: PlacedNode) -> PlacedNode:
        """Return an object placed on the screen, with the facts of the page around it."""
        outer = of.node
        if reported.role == Role.VIEWPORT and not is_placed(reported):
            reported = replace(reported, box=of.counted)  # nor does it say where it is then
        displaced = displacement_of(reported, of.counted, of.displaced)
        counted = displaced.on_screen(reported).box
        scale = of.scale
        is_page = reported.role in PAGES
        if scale and is_page and not outer.in_page:
            holder = of.counted if of.counted.width > 0 else scale.units
            scale = None if scale.is_in_pixels(counted, holder) else scale
        box = (
            scale.on_screen(replace(reported, box=counted, root=outer.root)).box
            if scale
            else self._moved_to_corner(counted)
        )
        node = replace(
            reported,
            box=box if reported.box.width else _NOWHERE,
            depth=outer.depth + 1,
            root=outer.root,
            in_page=is_page or outer.in_page,
            # A form's own button says so, wherever its page has put it.
            in_form=outer.in_form or outer.role == Role.FORM or (outer.in_page and reported.has(IS_DEFAULT)),
            sections=(*outer.sections, outer.of) if outer.in_page and outer.role in _SECTIONS else outer.sections,
            document=document_at(await self._tree.address(reported.of), outer.document)
            if is_page and self._browser
            else outer.document,
        )
        seen = None if node.role in _MENUS else of.seen
        if seen is not None and scrolls(node) and box.width > 0:
            seen = box.intersection(seen) or _NOWHERE
        return PlacedNode(node, counted, displaced, scale, seen)


def _may_contain_point(node: Node, at: ScreenPoint, *, menus: bool) -> bool:
    """Return whether an object may contain what lies at a point; an open menu lies outside its parent."""
    if node.role == Role.MENU:
        return menus and is_open(node)
    if node.depth == 0 or node.box.contains(at) or node.box.width < 1:
        return True
    if node.role == Role.PAGE_TAB:  # in GTK 3 it holds its page, and has the place of its caption alone
        return node.has(SELECTED)
    return menus and may_lead_to_menu(node)


def _may_show(node: Node, seen: Rect) -> bool:
    return node.box.width < 1 or node.role in _MENUS or node.box.intersection(seen) is not None


def _is_collapsed_menu_bar(node: Node) -> bool:
    """Return whether an object is a menu bar without height, whose menus are reported as showing but aren't its own."""
    return node.role == Role.MENU_BAR and node.box.width > 0 and node.box.height == 0
