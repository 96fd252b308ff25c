"""Walks through a program's accessibility tree, level by level, only where the object in question may be."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from desktop_agent.core.geometry import ScreenPoint
from desktop_agent.platforms.atspi.look import Reference
from desktop_agent.platforms.atspi.misplaced import PLACED, PlacedBox, displacement_of, is_folded
from desktop_agent.platforms.atspi.scaled import WindowScale
from desktop_agent.platforms.atspi.tree import Tree
from desktop_agent.screen.accessible import (
    FOCUSED,
    IS_DEFAULT,
    PAGES,
    SHOWING,
    Node,
    is_big,
    is_page,
    leads_to_page,
    may_have_focus,
    site_of,
    worth_opening,
)

_DEEPEST = 24
_HIGHEST = 60  # pages nest deeper than programs do
_MOST_DEFAULTS = 3
_FORM = "form"


@dataclass(frozen=True, slots=True)
class _TreePosition:
    of: Reference
    depth: int
    root: int
    in_page: bool = False
    site: str = ""
    in_form: bool = False
    holder: PlacedBox | None = None  # on the way down from its window


class Walk:
    """One question to one program, by its windows; `browser` says whether its pages have sites worth knowing.

    Points and the nodes' boxes are those of the screen, in a window that is scaled too.
    """

    def __init__(
        self, tree: Tree, windows: Sequence[Reference], scale: WindowScale | None = None, *, browser: bool
    ) -> None:
        self._tree, self._scale = tree, scale
        self._windows = [_TreePosition(one, 0, number) for number, one in enumerate(windows)]
        self._browser = browser
        self._ways: dict[Reference, PlacedBox] = {}

    async def windows(self) -> list[Node]:
        """Return the program's windows themselves."""
        return list(await asyncio.gather(*(self._node(window) for window in self._windows)))

    async def towards(self, at: ScreenPoint) -> list[Node]:
        """Return the nodes on the way to the control under a point and, in a browser, the page that is shown."""
        found = await self._holders_at(at) if self._browser else []
        return await self._with_page(found or await self._through(lambda node: worth_opening(node, at), at))

    async def to_focus(self, *, by_return: bool) -> list[Node]:
        """Return the nodes that may have the keyboard, on request what Return presses and, in a browser, the page."""
        found = await self._searched(by_return=by_return) if self._browser else None
        return await self._with_page(await self._through(may_have_focus, None) if found is None else found)

    async def _with_page(self, nodes: list[Node]) -> list[Node]:
        if not self._browser or any(node.site for node in nodes):
            return nodes
        pages = await asyncio.gather(*(self._page_of(window) for window in self._windows))
        return nodes + [page for page in pages if page]

    async def _page_of(self, window: _TreePosition) -> Node | None:
        """Return the page that a window shows; tries the last known one first."""
        last_page = self._tree.memory.pages.get(window.of)
        if last_page:
            page = await self._node(_TreePosition(last_page, 1, window.root))
            if is_page(page) and page.has(SHOWING) and page.site:
                return page
        level = [window]
        for _ in range(_DEEPEST):
            nodes = await asyncio.gather(*(self._node(place) for place in level))
            for place, node in zip(level, nodes, strict=True):
                if is_page(node) and node.has(SHOWING) and node.site:
                    self._tree.memory.pages[window.of] = place.of
                    return node
            level = await self._next(level, nodes, leads_to_page, None)
        return None

    async def _holders_at(self, at: ScreenPoint) -> list[Node]:
        """Return what the program itself finds at a point, with its parents; empty when it finds nothing.

        Browsers find by pixels, whatever they tell places in.
        """
        windows = await self.windows()
        under = [place for place, node in zip(self._windows, windows, strict=True) if node.box.contains(at)]
        ways = await asyncio.gather(*(self._way_down(place.of, at) for place in under))
        found = list(windows)
        for place, way in zip(under, ways, strict=True):
            places = await self._way_up(way[-1], place.root) if way else ()
            # The last one is the program, the one before it the window that is there already.
            found += await asyncio.gather(*(self._node(one) for one in places))
        return found if any(ways) else []

    async def _way_down(self, of: Reference, at: ScreenPoint) -> list[Reference]:
        way = list[Reference]()
        while len(way) < _DEEPEST:
            inside = await self._tree.inside(way[-1] if way else of, at)
            if not inside or inside[0] in way:
                break
            way += inside
        return way

    async def _searched(self, *, by_return: bool) -> list[Node] | None:
        """Return what the program itself finds in its windows; None when it cannot search."""
        windows = self._windows
        focused = await asyncio.gather(*(self._tree.searched(window.of, FOCUSED, 1) for window in windows))
        if all(found is None for found in focused):
            return None
        default = [
            await self._tree.searched(one.of, IS_DEFAULT, _MOST_DEFAULTS) if by_return else () for one in windows
        ]
        places = list(windows)
        for window, *found in zip(windows, focused, default, strict=True):
            for one in dict.fromkeys(hit for some in found for hit in some or ()):
                places += (await self._way_up(one, window.root))[:1]
        return list(await asyncio.gather(*(self._node(place) for place in places)))

    async def _way_up(self, of: Reference, root: int) -> list[_TreePosition]:
        """Return an object and its parents below its window, innermost first."""
        way = await self._holders(of)
        roles = await asyncio.gather(*(self._tree.role(one) for one in way))
        places, in_page, in_form, site = list[_TreePosition](), False, False, ""
        for depth, (one, role) in enumerate(zip(reversed(way), reversed(roles), strict=True)):
            # The outermost is the program; its windows are at depth 0.
            places.append(_TreePosition(one, depth - 1, root, in_page, site, in_form))
            in_form = in_form or role == _FORM
            if role in PAGES:
                in_page, site = True, site_of(await self._tree.address(one), site)
        return places[:1:-1] or places[-1:]

    async def _through(self, opens: Callable[[Node], bool], at: ScreenPoint | None) -> list[Node]:
        found, level = list[Node](), self._windows
        for _ in range(_DEEPEST):
            nodes = await asyncio.gather(*(self._node(place) for place in level))
            found += nodes
            level = await self._next(level, nodes, opens, at)
            if not level:
                break
        return found

    async def _next(
        self,
        level: Sequence[_TreePosition],
        nodes: Sequence[Node],
        opens: Callable[[Node], bool],
        at: ScreenPoint | None,
    ) -> list[_TreePosition]:
        """Return the children of the objects that are worth opening."""
        opened = [
            (place, node) for place, node in zip(level, nodes, strict=True) if opens(node) and not is_folded(node)
        ]
        inside = await asyncio.gather(*(self._inside(place.of, node, at, opens) for place, node in opened))
        return [
            _TreePosition(
                child, node.depth + 1, node.root, node.in_page, node.site, node.in_form or node.role == _FORM,
                self._ways.get(place.of),
            )
            for (place, node), children in zip(opened, inside, strict=True)
            for child in children
        ]  # fmt: skip

    async def _inside(
        self, of: Reference, node: Node, at: ScreenPoint | None, opens: Callable[[Node], bool]
    ) -> list[Reference]:
        if opens is may_have_focus and is_page(node):
            searched = await self._tree.searched(of, FOCUSED, 1)
            if searched is not None:
                return searched
        if is_big(node) and at is None:
            return await self._tree.inside_big(of)
        if not is_big(node) or at is None:
            return await self._tree.inside(of, None)
        scale = None if self._browser else await self._scale_at(node)
        counted = scale.to_units(at) if scale else at
        return await self._tree.inside(of, self._ways[of].displaced.told(counted))

    async def _node(self, place: _TreePosition) -> Node:
        ask = self._tree.node if place.in_page else self._tree.shown
        node = self._placed(await ask(place.of, place.depth, place.root), place)
        if is_page(node):
            address = await self._tree.address(place.of) if self._browser else ""
            node = replace(node, in_page=True, site=site_of(address, place.site))
        else:
            node = replace(node, in_page=place.in_page, site=place.site, in_form=place.in_form)
        scale = await self._scale_at(node)
        return scale.on_screen(node) if scale else node

    async def _scale_at(self, node: Node) -> WindowScale | None:
        """Return the scale that an object's place is told in; None where that is in pixels."""
        scale = self._scale if self._scale and self._scale.root == node.root else None
        if scale is None or not node.in_page:
            return scale
        way = await self._holders(node.of)
        roles = await asyncio.gather(*(self._tree.role(one) for one in way))
        outermost = max((at for at, role in enumerate(roles) if role in PAGES), default=0)
        page, *holders = await asyncio.gather(*(self._tree.box(one) for one in way[outermost:]))
        holder = next((box for box in holders if box.width > 0), scale.units)
        return None if scale.is_in_pixels(page, holder) else scale

    async def _holders(self, of: Reference) -> list[Reference]:
        """Return an object and all that hold it, innermost first."""
        way, holder = [of], await self._tree.holder(of)
        while holder is not None and len(way) < _HIGHEST:
            way.append(holder)
            holder = await self._tree.holder(holder)
        return way

    def _placed(self, told: Node, place: _TreePosition) -> Node:
        """Return an object of the way down where it is, in the program's units."""
        holder = place.holder
        displaced = displacement_of(told, holder.box, holder.displaced) if holder else PLACED
        placed = displaced.on_screen(told)
        self._ways[place.of] = PlacedBox(placed.box, displaced)
        return placed
