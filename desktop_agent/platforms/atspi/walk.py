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

from desktop_agent.core.geometry import Rect, ScreenPoint
from desktop_agent.core.role import Role
from desktop_agent.platforms.atspi.look import Reference
from desktop_agent.platforms.atspi.places import PLACED, Displacement, WindowScale, displacement_of
from desktop_agent.platforms.atspi.tree import Tree
from desktop_agent.screen.accessible_nodes import (
    EDITABLE,
    PAGES,
    SELECTED,
    SHOWING,
    VISIBLE,
    Node,
    has_name,
    is_big,
    is_open,
    may_lead_to_menu,
    scrolls,
    site_of,
)

_DEEPEST, _HIGHEST = 24, 60  # pages nest deeper than programs do
_MOST, _WITHIN_S = 2_000, 3.0
_MENUS = frozenset({Role.MENU, Role.POPUP_MENU})
_SECTIONS = frozenset({Role.FORM, Role.UNKNOWN})  # landmarks have no role of their own here
_NOWHERE = Rect(0, 0, 0, 0)
# GTK 4 calls what has no name by its class.
_CLASS, _CLASS_OF_TEXT = re.compile(r"|(Gtk|Adw)[A-Z]\w*"), re.compile(r"|([A-Z][a-z]+){2,}")


@dataclass(frozen=True, slots=True)
class Inside:
    """How what is inside of an object is placed."""

    node: Node
    counted: Rect  # the object as its program counts, set right
    displaced: Displacement
    scale: WindowScale | None
    seen: Rect | None  # the part of the screen where what is inside shows; None where it may be anywhere


class Walk:
    """One question to one program; `windows` are those that may be meant, as it tells them.

    `corner` is where a program begins to count that doesn't know where its windows are; its objects are never told to
    show.
    """

    def __init__(
        self,
        tree: Tree,
        scale: WindowScale | None = None,
        corner: ScreenPoint | None = None,
        *,
        browser: bool,
        most: int = _MOST,
    ) -> None:
        self._tree, self._scale, self._corner, self._browser, self._most = tree, scale, corner, browser, most
        self._ends = time.monotonic() + _WITHIN_S

    def window(self, window: Node) -> Inside:
        """Return how what is in a window is placed."""
        scale = self._scale if self._scale and self._scale.root == window.root else None
        box = scale.on_screen(window).box if scale else window.box
        node = replace(window, box=box)
        if self._corner is not None:
            node = replace(node, box=box.moved(self._corner), states=node.states | 1 << SHOWING)
        return Inside(node, window.box, PLACED, scale, node.box)

    async def towards(self, windows: Iterable[Inside], at: ScreenPoint, *, menus: bool) -> list[Node]:
        """Return the objects from the windows inwards that are seen at a point; `menus`: a menu is, if any is open."""
        level, found = [*windows], list[Inside]()
        while level:
            found += level
            inside = await asyncio.gather(*(self._at(one, at, menus=menus) for one in level))
            level = self._within([one for some in inside for one in some], found)
        return await self.named([one.node for one in found], lambda node: node.box.contains(at) and has_name(node))

    async def all(self, windows: Iterable[Inside], opens: Callable[[Node], bool], *, places: bool) -> list[Node]:
        """Return the objects that are seen, without names; `places`: and where they are."""
        level, found = [*windows], list[Inside]()
        while level:
            found += level
            opened = [one for one in level if opens(one.node)]
            inside = await asyncio.gather(*(self._seen(one, places=places) for one in opened))
            level = self._within([one for some in inside for one in some], found)
        return [one.node for one in found]

    async def upwards(self, of: Reference, window: Inside) -> list[Node]:
        """Return an object and all that hold it below its window, outermost first."""
        return [one.node for one in await self.insides(of, window)]

    async def insides(self, of: Reference, window: Inside) -> list[Inside]:
        """Return the same, with how what is in each is placed."""
        way, holder = list[Reference](), of
        while holder != window.node.of and len(way) < _HIGHEST:
            way.append(holder)
            outer = await self._tree.holder(holder)
            if outer is None:
                break
            holder = outer
        found = [window]
        for node in reversed(await asyncio.gather(*(self._reported_node(one, places=True) for one in way))):
            found.append(await self._placed(node, found[-1]))
        return found[1:]

    async def beside(self, objects: Sequence[Reference], of: Inside) -> list[Node]:
        """Return objects that are in another one, however deep."""
        return [one.node for one in await self._placed_all(objects, of, places=True)]

    async def named(self, nodes: Sequence[Node], wanted: Callable[[Node], bool]) -> list[Node]:
        """Return the objects, those that are wanted with their names."""

        async def name(node: Node) -> Node:
            return replace(node, name=await self._name(node)) if wanted(node) and not node.name else node

        return [*await asyncio.gather(*map(name, nodes))]

    async def _name(self, node: Node) -> str:
        name = await self._tree.name(node.of)
        pattern = _CLASS_OF_TEXT if node.has(EDITABLE) else _CLASS
        return await self._tree.description(node.of) if self._corner is not None and pattern.fullmatch(name) else name

    def _within(self, level: list[Inside], found: Sequence[Inside]) -> list[Inside]:
        """Return what of a level is looked at: nothing once the walk has taken too long."""
        if time.monotonic() > self._ends or (level and level[0].node.depth > _DEEPEST):
            return []
        return level[: max(0, self._most - len(found))]

    async def _at(self, of: Inside, at: ScreenPoint, *, menus: bool) -> list[Inside]:
        """Return what of an object lies at a point and is on top, and what leads there from elsewhere."""
        if not _leads_to(of.node, at, menus=menus):
            return []
        inside = await self._children(of, at)
        boxes = await asyncio.gather(*map(self._tree.box, inside))
        elsewhere = menus or of.node.role == Role.PAGE_TAB_LIST
        near = [
            one
            for one, box in zip(inside, boxes, strict=True)
            if elsewhere or box.width < 1 or self._may_hold(of, box, at)
        ]
        seen = await self._placed_all(near, of, places=True)
        hit = [one for one in seen if one.node.box.contains(at)]
        beside = [one for one in seen if not one.node.box.contains(at)]
        return hit[-1:] + [one for one in beside if (menus or not hit) and _leads_to(one.node, at, menus=menus)]

    def _may_hold(self, of: Inside, box: Rect, at: ScreenPoint) -> bool:
        """Return whether an object of this place may hold a point; a displacement may begin with it."""
        told = Node("", Role.ROOT_PANE, 0, box, 1, of.node.root)
        return any(self._on_screen(node, of).contains(at) for node in (told, replace(told, role=Role.PANEL)))

    def _on_screen(self, told: Node, of: Inside) -> Rect:
        placed = displacement_of(told, of.counted, of.displaced).on_screen(told)
        return of.scale.on_screen(placed).box if of.scale else self._from_corner(placed.box)

    def _from_corner(self, box: Rect) -> Rect:
        return box if self._corner is None else box.moved(self._corner)

    async def _seen(self, of: Inside, *, places: bool) -> list[Inside]:
        seen = await self._placed_all(await self._children(of, None), of, places=places)
        return [one for one in seen if not places or of.seen is None or _may_show(one.node, of.seen)]

    async def _children(self, of: Inside, at: ScreenPoint | None) -> list[Reference]:
        """Return an object's children; of what may have very many only the one at a point, or the chosen one."""
        if not is_big(of.node):
            return await self._tree.inside(of.node.of, None)
        if at is None:
            return await self._tree.inside_big(of.node.of)
        counted = of.scale.to_units(at) if of.scale else at
        return await self._tree.inside(of.node.of, of.displaced.told(counted))

    async def _placed_all(self, inside: Sequence[Reference], of: Inside, *, places: bool) -> list[Inside]:
        told = await asyncio.gather(*(self._reported_node(one, places=places) for one in inside))
        placed = [await self._placed(one, of) for one in told if one.has(SHOWING)]
        return [one for one in placed if not _is_folded(one.node)]

    async def _reported_node(self, of: Reference, *, places: bool) -> Node:
        """Return an object as its program tells it, without its name."""
        states, role = await asyncio.gather(self._tree.states(of), self._tree.role(of))
        if self._corner is not None and states >> VISIBLE & 1:
            states |= 1 << SHOWING
        box = await self._tree.box(of) if places and states >> SHOWING & 1 else _NOWHERE
        name = await self._tree.name(of) if role == Role.MENU else ""  # it tells whether that is open
        return Node(name, role, states, box, 0, 0, of=of)

    async def _placed(self, told: Node, of: Inside) -> Inside:
        """Return an object where it is, with what is known of the page that it is in."""
        outer = of.node
        displaced = displacement_of(told, of.counted, of.displaced)
        counted, scale = displaced.on_screen(told).box, of.scale
        is_page = told.role in PAGES
        if scale and is_page and not outer.in_page:
            holder = of.counted if of.counted.width > 0 else scale.units
            scale = None if scale.is_in_pixels(counted, holder) else scale
        box = scale.on_screen(replace(told, box=counted, root=outer.root)).box if scale else self._from_corner(counted)
        node = replace(
            told,
            box=box if told.box.width else _NOWHERE,
            depth=outer.depth + 1,
            root=outer.root,
            in_page=is_page or outer.in_page,
            in_form=outer.in_form or outer.role == Role.FORM,
            sections=(*outer.sections, outer.of) if outer.in_page and outer.role in _SECTIONS else outer.sections,
            site=site_of(await self._tree.address(told.of), outer.site) if is_page and self._browser else outer.site,
        )
        seen = None if node.role in _MENUS else of.seen
        if seen is not None and scrolls(node) and box.width > 0:
            seen = box.intersection(seen) or _NOWHERE
        return Inside(node, counted, displaced, scale, seen)


def _leads_to(node: Node, at: ScreenPoint, *, menus: bool) -> bool:
    """Return whether what lies at a point may be inside of an object; an open menu lies outside of what holds it."""
    if node.role == Role.MENU:
        return menus and is_open(node)
    if node.depth == 0 or node.box.contains(at) or node.box.width < 1:
        return True
    if node.role == Role.PAGE_TAB:  # in GTK 3 it holds its page, and has the place of its caption alone
        return node.has(SELECTED)
    return menus and may_lead_to_menu(node)


def _may_show(node: Node, seen: Rect) -> bool:
    return node.box.width < 1 or node.role in _MENUS or node.box.intersection(seen) is not None


def _is_folded(node: Node) -> bool:
    """Return whether an object is a menu bar without any height: its menus are told to show, and are another bar's."""
    return node.role == Role.MENU_BAR and node.box.width > 0 and node.box.height == 0
