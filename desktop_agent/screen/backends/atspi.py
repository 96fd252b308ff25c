"""Names of controls by AT-SPI, the accessibility bus of Linux desktops, over dbus-fast.

Programs answer from their main loop, late on a busy machine, and some never do: `ProgramPatience` says how long to
wait. After that, the control stays unknown.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from desktop_agent.core.field_text import FieldSource
from desktop_agent.core.frame import Window
from desktop_agent.core.geometry import Rect, ScreenPoint
from desktop_agent.core.programs import is_browser
from desktop_agent.screen.accessible import (
    Node,
    editors_at,
    focused,
    link_at,
    spot_at,
    windows_like,
    with_keyboard,
)
from desktop_agent.screen.backends.accessibility.field_reader import FieldReader
from desktop_agent.screen.backends.accessibility.inside_window import InsideWindow, unplaced
from desktop_agent.screen.backends.accessibility.scaled import scale_of
from desktop_agent.screen.backends.accessibility.tree import ProgramPatience, Reference, Tree, TreeCache
from desktop_agent.screen.backends.accessibility.walk import Walk
from desktop_agent.screen.choosers import chooser_of
from desktop_agent.screen.questions import (
    asks_one_thing,
    is_in_bubble,
    is_pressed,
    may_ask,
    node_of,
    page_part,
    words_beside,
)
from desktop_agent.screen.window import KeyboardFocus, Spot

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from dbus_fast.aio import MessageBus

CONNECT_WITHIN_S = 2.0
_COMES_WITHIN_S = 1.0
_MOST_RECENT = 6
_ITEM, _MENU = "menu item", "menu"
_NOWHERE = ScreenPoint(0, 0)
T = TypeVar("T")
_FIELDS = frozenset({"entry", "editbar", "autocomplete", "combo box"})  # of one line


def why_not() -> str:
    """Return why this cannot be used here; empty when it can."""
    if sys.platform != "linux":
        return "There is no AT-SPI on this system."
    if os.environ.get("DBUS_SESSION_BUS_ADDRESS", "disabled:").startswith("disabled:"):
        return "There is no D-Bus session, so no program can name its controls."
    try:
        import dbus_fast  # noqa: F401 - to see that it loads
    except Exception as error:
        return f"The dbus-fast library does not load: {error}."
    return ""


def create() -> AtspiControls:
    """Return the backend; it connects when it is first asked."""
    return AtspiControls()


class AtspiControls:
    """Asks programs for the names of their controls, every time again; for one event loop."""

    def __init__(self) -> None:
        self._bus: asyncio.Task[MessageBus] | None = None
        self._memory = TreeCache()
        self._patience = ProgramPatience()
        self._recent = deque[Reference](maxlen=_MOST_RECENT)  # what may have the keyboard soon, the latest last
        self._fields: FieldReader | None = None

    def fields(self) -> FieldSource:
        """Return what tells the text of the fields that were asked for here last."""
        self._fields = self._fields or FieldReader(_connect, lambda: tuple(reversed(self._recent)))
        return self._fields

    async def under(self, at: ScreenPoint, window: Window, box: Rect) -> Spot:
        """Return the innermost control under a point."""
        nodes = await self._nodes(window, box, lambda walk, at: walk.towards(at), at)
        roots = windows_like(nodes, window.title, box)
        self._remember(reversed(editors_at(nodes, at, roots)))
        spot = spot_at(nodes, at, roots)
        # A link may call itself a button.
        button = node_of(nodes, spot.control) if is_pressed(spot.control.role) else None
        link = link_at(nodes, at, roots) or button
        chooser = await self._told(window, chooser_of(nodes, roots), Tree.chooser)
        spot = await self._with_words_beside(spot, window, box, nodes, roots)
        return replace(spot, link=await self._told(window, link, Tree.link) or "", chooser=chooser)

    async def _with_words_beside(
        self, spot: Spot, window: Window, box: Rect, nodes: Sequence[Node], roots: Sequence[int]
    ) -> Spot:
        """Return the spot with what stands beside a button, and whether its window asks one thing."""
        if spot.control.role == _ITEM:
            opens = await self._told(window, node_of(nodes, spot.control), Tree.holds_menu)
            return replace(spot, control=replace(spot.control, role=_MENU)) if opens else spot
        if not is_pressed(spot.control.role):
            return spot
        if spot.control.in_page:
            return replace(spot, around=await self._told(window, page_part(nodes, spot.control), Tree.words) or ())
        if is_browser(window.app) or not may_ask(nodes, roots):
            return replace(spot, question=is_in_bubble(nodes, roots))
        whole = await self._nodes(window, box, lambda walk, _: walk.to_focus(by_return=False))
        # What does not answer in time may be a question.
        asks = not whole or asks_one_thing(whole, roots)
        return replace(spot, around=words_beside(whole, roots), question=asks)

    async def with_keyboard(self, window: Window, box: Rect, *, by_return: bool) -> KeyboardFocus:
        """Return what has the keyboard in the window's program."""
        nodes = await self._nodes(window, box, lambda walk, _: walk.to_focus(by_return=by_return))
        roots = windows_like(nodes, window.title, box)
        keyboard, node = with_keyboard(nodes, roots), focused(nodes, roots)
        shown = roots or ((node.root,) if node else ())
        asks = asks_one_thing(nodes, shown) or is_in_bubble(nodes, shown)
        keyboard = replace(keyboard, question=asks and not keyboard.focus.in_page)
        self._remember(() if node is None else (node,))
        keyboard = replace(keyboard, chooser=await self._told(window, chooser_of(nodes, roots), Tree.chooser))
        if keyboard.focus.role in _FIELDS:
            return replace(keyboard, value=await self._told(window, node, Tree.text))
        is_link = keyboard.focus.role == "link"
        return replace(keyboard, link=await self._told(window, node, Tree.link) or "") if is_link else keyboard

    def may_tell(self, window: Window) -> bool:
        """Tell whether the window's program may yet name its controls; one that starts comes to the bus in a moment."""
        if self._bus is not None and self._bus.done() and _is_lost(self._bus):
            return False
        since = self._memory.absent.get(window.pid)
        return since is None or asyncio.get_running_loop().time() - since < _COMES_WITHIN_S

    async def close(self) -> None:
        """Disconnect."""
        if self._fields is not None:
            self._fields.close()
        bus, self._bus = self._bus, None
        if bus is None:
            return
        bus.cancel()
        if bus.done() and not bus.cancelled() and bus.exception() is None:
            bus.result().disconnect()

    def _remember(self, nodes: Iterable[Node]) -> None:
        for node in nodes:
            if node.of in self._recent:
                self._recent.remove(node.of)
            self._recent.append(node.of)

    async def _told(
        self, window: Window, node: Node | None, asks: Callable[[Tree, Reference], Awaitable[T | None]]
    ) -> T | None:
        """Return a program's answer about one object; None when it does not come in time."""
        if node is None or self._bus is None:
            return None
        try:
            bus = await self._connected()
            async with self._patience.of(window.pid) as answered:
                return await asks(Tree(bus, self._memory, answered), node.of)
        except Exception:
            # As below: after any failure nothing is known.
            return None

    async def _nodes(
        self,
        window: Window,
        box: Rect,
        ask: Callable[[Walk | InsideWindow, ScreenPoint], Awaitable[list[Node]]],
        at: ScreenPoint | None = None,
    ) -> list[Node]:
        """Return the part of the program's tree that is of interest; empty when it does not answer in time."""
        try:
            async with asyncio.timeout(CONNECT_WITHIN_S):
                bus = await self._connected()
            async with self._patience.of(window.pid) as answered:
                tree = Tree(bus, self._memory, answered)
                walk = Walk(tree, await tree.windows_of(window.pid), browser=is_browser(window.app))
                nodes = await ask(walk, at or _NOWHERE)
                if without_place := unplaced(nodes, window.title, box):
                    return await ask(InsideWindow(tree, without_place), at or _NOWHERE)
                scale = scale_of(nodes, window.title, box)
                if scale and at:
                    nodes = await ask(walk, scale.to_units(at))
                return [scale.on_screen(node) for node in nodes] if scale else nodes
        except Exception:
            # A bus that is missing, full or foreign fails in many ways; each means that nothing is known.
            return []

    async def _connected(self) -> MessageBus:
        """Return the bus; connecting goes on in the background when it takes longer than one question may."""
        if self._fields is not None:
            self._fields.start()
        if self._bus is None or (self._bus.done() and _is_lost(self._bus)):
            self._bus = asyncio.create_task(_connect())
        return await asyncio.shield(self._bus)


async def _connect() -> MessageBus:
    from dbus_fast import BusType, Message
    from dbus_fast.aio import MessageBus

    session = await MessageBus(bus_type=BusType.SESSION).connect()
    try:
        where = await session.call(Message("org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus", "GetAddress"))
    finally:
        session.disconnect()
    return await MessageBus(bus_address=str(where.body[0]) if where else "").connect()


def _is_lost(bus: asyncio.Task[MessageBus]) -> bool:
    return bus.cancelled() or bus.exception() is not None or not bus.result().connected
