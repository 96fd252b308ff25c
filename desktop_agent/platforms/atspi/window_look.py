"""What one look at a window tells: the control under a point, or what has the keyboard, and what stands around it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager, nullcontext, suppress
from dataclasses import replace
from typing import TypeVar

from desktop_agent.core.frame import Window
from desktop_agent.core.geometry import Rect, ScreenPoint
from desktop_agent.core.programs import is_browser
from desktop_agent.platforms.atspi.inside_window import InsideWindow, unplaced
from desktop_agent.platforms.atspi.look import ProgramLook, Reference
from desktop_agent.platforms.atspi.origins import DESKTOP_CORNER
from desktop_agent.platforms.atspi.scaled import scale_of
from desktop_agent.platforms.atspi.tree import Tree, TreeCache
from desktop_agent.platforms.atspi.walk import Walk
from desktop_agent.screen.accessible import (
    PAGES,
    SELECTED,
    Node,
    editors_at,
    focused,
    inmost_at,
    link_at,
    spot_at,
    windows_like,
    with_keyboard,
)
from desktop_agent.screen.choosers import chooser_of
from desktop_agent.screen.entries import called, in_folder, list_of, name_of, nameless_icon
from desktop_agent.screen.questions import (
    BUTTONS,
    asks_one_thing,
    is_in_bubble,
    is_pressed,
    may_ask,
    node_of,
    page_part,
    words_beside,
)
from desktop_agent.screen.window import KeyboardFocus, Spot

_ITEM, _MENU = "menu item", "menu"
_NOWHERE = ScreenPoint(0, 0)
_FIELDS = frozenset({"entry", "editbar", "autocomplete", "combo box"})  # of one line
# What holds nothing in a page that could be pressed by itself.
_INNERMOST = BUTTONS | _FIELDS | {"text", "password text", "link", "static", "image", "check box", "radio button"}
_PAUSES_S = (0.0, 0.02, 0.05, 0.1, 0.2, 0.4)
T = TypeVar("T")


async def looked(
    look: ProgramLook,
    memory: TreeCache,
    waits: Callable[[], AbstractAsyncContextManager[object]],
    in_window: tuple[Window, Rect],
    ask: Callable[[WindowLook], Awaitable[T]],
    *,
    origin: ScreenPoint = DESKTOP_CORNER,
) -> T:
    """Return what a look at a window brings, after its rehearsal; `origin` is where its program begins to count."""
    try:
        # What was told last may make no sense any more.
        with suppress(Exception):
            await ask(WindowLook(Tree(look.rehearsal(), memory.rehearsed(), origin), nullcontext, *in_window))
        return await ask(WindowLook(Tree(look, memory, origin), waits, *in_window))
    finally:
        look.close()


class WindowLook:
    """One look; `waits` bounds how long the program is waited for, each time that something is asked of it."""

    def __init__(
        self, tree: Tree, waits: Callable[[], AbstractAsyncContextManager[object]], window: Window, box: Rect
    ) -> None:
        self._tree, self._waits, self._window, self._box = tree, waits, window, box

    async def spot(self, at: ScreenPoint) -> tuple[Spot, list[Node]]:
        """Return the innermost control under a point, and what takes text there, innermost first.

        Chromium answers by what was hit last, where that holds the point, and only then finds out what is there: so it
        is asked again about whatever may hold more, and a few times where something in it lies at the point.
        """
        spot, editors, inmost = await self._seen(at)
        for pause_s in _PAUSES_S:
            if not _may_hold_more(spot):
                break
            if pause_s and (self._tree.memory.rehearses or not await self._is_above(inmost, at)):
                break
            await asyncio.sleep(pause_s)
            self._tree = self._tree.anew()
            spot, editors, inmost = await self._seen(at)
        return spot, editors

    async def _is_above(self, node: Node | None, at: ScreenPoint) -> bool:
        """Tell whether something lies at a point in what was told to be there."""
        told = await self._told(node, lambda tree, of: tree.holds_at(of, node.box if node else self._box, at))
        return told or False

    async def _seen(self, at: ScreenPoint) -> tuple[Spot, list[Node], Node | None]:
        nodes = await self._nodes(lambda walk, at: walk.towards(at), at)
        roots = windows_like(nodes, self._window.title, self._box)
        spot = spot_at(nodes, at, roots)
        words = await self._told(nameless_icon(nodes, spot.control), Tree.text) or ""
        spot = replace(spot, control=replace(spot.control, name=words.strip() or name_of(spot.control)))
        # A link may call itself a button.
        button = node_of(nodes, spot.control) if is_pressed(spot.control.role) else None
        link = link_at(nodes, at, roots) or button
        chooser = await self._told(chooser_of(nodes, roots), Tree.chooser)
        spot = await self._with_words_beside(spot, nodes, roots)
        spot = replace(spot, link=await self._told(link, Tree.link) or "", chooser=chooser)
        if spot.control.role in PAGES and spot.site:
            page, place = node_of(nodes, spot.control), spot.control.box or self._box
            bare = await self._told(page, lambda tree, of: tree.is_bare(of, place, at))
            spot = replace(spot, bare=bare or False)
        return spot, editors_at(nodes, at, roots), inmost_at(nodes, at, roots)

    async def keyboard(self, *, by_return: bool) -> tuple[KeyboardFocus, Node | None]:
        """Return what has the keyboard in the window's program, and the object that it is."""
        nodes = await self._nodes(lambda walk, _: walk.to_focus(by_return=by_return))
        roots = windows_like(nodes, self._window.title, self._box)
        node = focused(nodes, roots)
        keyboard = await self._with_entry(in_folder(with_keyboard(nodes, roots), nodes, node), nodes, node)
        shown = roots or ((node.root,) if node else ())
        asks = asks_one_thing(nodes, shown) or is_in_bubble(nodes, shown)
        keyboard = replace(keyboard, question=asks and not keyboard.focus.in_page)
        keyboard = replace(keyboard, chooser=await self._told(chooser_of(nodes, roots), Tree.chooser))
        if keyboard.focus.role in _FIELDS:
            keyboard = replace(keyboard, value=await self._told(node, Tree.text))
        elif keyboard.focus.role == "link":
            keyboard = replace(keyboard, link=await self._told(node, Tree.link) or "")
        return keyboard, node

    async def _with_entry(self, keyboard: KeyboardFocus, nodes: Sequence[Node], node: Node | None) -> KeyboardFocus:
        """Return the focus with the name of the entry that Return would open; without one where others are selected."""
        holder = list_of(nodes, node) if keyboard.focus.role == (node and node.role) else None
        chosen = await self._told(holder, Tree.count_of_selected)
        if node is None or holder is None or chosen is None:
            return keyboard
        if chosen > 1 or (chosen and not node.has(SELECTED)):
            return called(keyboard, "")
        words = await self._told(nameless_icon(nodes, keyboard.focus), Tree.text) or ""
        return called(keyboard, words.strip()) if words.strip() else keyboard

    async def _with_words_beside(self, spot: Spot, nodes: Sequence[Node], roots: Sequence[int]) -> Spot:
        """Return the spot with what stands beside a button, and whether its window asks one thing."""
        if spot.control.role == _ITEM:
            opens = await self._told(node_of(nodes, spot.control), Tree.holds_menu)
            return replace(spot, control=replace(spot.control, role=_MENU)) if opens else spot
        if not is_pressed(spot.control.role):
            return spot
        if spot.control.in_page:
            return replace(spot, around=await self._told(page_part(nodes, spot.control), Tree.words) or ())
        if is_browser(self._window.app) or not may_ask(nodes, roots):
            return replace(spot, question=is_in_bubble(nodes, roots))
        whole = await self._nodes(lambda walk, _: walk.to_focus(by_return=False))
        # What does not answer in time may be a question.
        asks = not whole or asks_one_thing(whole, roots)
        return replace(spot, around=words_beside(whole, roots), question=asks)

    async def _told(self, node: Node | None, asks: Callable[[Tree, Reference], Awaitable[T | None]]) -> T | None:
        """Return a program's answer about one object; None when it does not come in time."""
        if node is None:
            return None
        try:
            async with self._waits():
                return await asks(self._tree, node.of)
        except Exception:
            # As below: after any failure nothing is known.
            return None

    async def _nodes(
        self, ask: Callable[[Walk | InsideWindow, ScreenPoint], Awaitable[list[Node]]], at: ScreenPoint | None = None
    ) -> list[Node]:
        """Return the part of the program's tree that is of interest; empty when it does not answer in time."""
        window, tree = self._window, self._tree
        try:
            async with self._waits():
                windows, browser = await tree.windows_of(window.pid), is_browser(window.app)
                walk = Walk(tree, windows, browser=browser)
                if scale := scale_of(await walk.windows(), window.title, self._box):
                    return await ask(Walk(tree, windows, scale, browser=browser), at or _NOWHERE)
                nodes = await ask(walk, at or _NOWHERE)
                if without_place := unplaced(nodes, window.title, self._box):
                    return await ask(InsideWindow(tree.as_told(), without_place), at or _NOWHERE)
                return nodes
        except Exception:
            # A bus that is full or foreign fails in many ways; each means that nothing is known.
            return []


def _may_hold_more(spot: Spot) -> bool:
    """Tell whether something else in a page may lie at the point than what was told: not on its bare ground."""
    return spot.control.in_page and not spot.bare and spot.control.role not in _INNERMOST
