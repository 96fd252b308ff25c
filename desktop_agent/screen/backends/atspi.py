"""Names of controls by AT-SPI, the accessibility bus of Linux desktops, spoken with dbus-fast.

Programs answer from their main loop, and some never do: whatever is not known after `WITHIN_S` is not known at all.
Only the very first question may take longer, while the bus is looked up and perhaps started.
"""

from __future__ import annotations

import asyncio
import os
import sys
from typing import TYPE_CHECKING, Any

from desktop_agent.core.frame import Window
from desktop_agent.core.geometry import Rect, ScreenPoint
from desktop_agent.screen.accessible import (
    Node,
    control_at,
    is_big,
    may_have_focus,
    pressed_by_key,
    windows_like,
    worth_opening,
)
from desktop_agent.screen.window import Control

if TYPE_CHECKING:
    from collections.abc import Callable

    from dbus_fast.aio import MessageBus

WITHIN_S = 0.15
CONNECT_WITHIN_S = 1.0
_ACCESSIBLE, _COMPONENT = "org.a11y.atspi.Accessible", "org.a11y.atspi.Component"
_ROOT, _NOTHING = "/org/a11y/atspi/accessible/root", "/org/a11y/atspi/null"
_DEEPEST, _MOST_CHILDREN = 24, 200
_AT_ONCE = 16
_ON_SCREEN = 0  # coordinates of the whole screen

Reference = tuple[str, str]  # bus name and path of an object


def why_not() -> str:
    """Return why this cannot be used here; empty when it can."""
    if sys.platform != "linux":
        return "There is no AT-SPI on this system."
    if os.environ.get("DBUS_SESSION_BUS_ADDRESS", "disabled:").startswith("disabled:"):
        return "There is no D-Bus session, so no program can tell the names of its controls."
    try:
        import dbus_fast  # noqa: F401 - to see that it loads
    except Exception as error:
        return f"The dbus-fast library does not load: {error}."
    return ""


def create() -> AtspiControls:
    """Return the backend; it connects when it is first asked."""
    return AtspiControls()


class AtspiControls:
    """Asks programs for the names of their controls, each time anew; for one event loop."""

    def __init__(self) -> None:
        self._bus: asyncio.Task[MessageBus] | None = None

    async def name_at(self, at: ScreenPoint, window: Window, box: Rect) -> Control:
        """Return the innermost control under a point."""
        nodes = await self._nodes_within(window, lambda node: worth_opening(node, at), at)
        return control_at(nodes, at, windows_like(nodes, window.title, box))

    async def pressed_by_key(self, window: Window, *, by_return: bool) -> Control:
        """Return what Return, or else the space bar, would press in the window's program."""
        return pressed_by_key(await self._nodes_within(window, may_have_focus, None), by_return=by_return)

    async def close(self) -> None:
        """Let the bus go."""
        bus, self._bus = self._bus, None
        if bus is None:
            return
        bus.cancel()
        if bus.done() and not bus.cancelled() and bus.exception() is None:
            bus.result().disconnect()

    async def _nodes_within(
        self, window: Window, opens: Callable[[Node], bool], at: ScreenPoint | None
    ) -> tuple[Node, ...]:
        """Return the part of the program's tree that is of interest; empty when it does not answer in time."""
        try:
            async with asyncio.timeout(CONNECT_WITHIN_S if self._bus is None else WITHIN_S):
                bus = await self._connected()
            async with asyncio.timeout(WITHIN_S):
                return await _nodes(_Tree(bus), window, opens, at)
        except Exception:
            # A bus that is missing, full or foreign fails in a hundred ways; each means that nothing is known.
            return ()

    async def _connected(self) -> MessageBus:
        """Return the bus; connecting goes on in the background when it takes longer than one question may."""
        if self._bus is None or (self._bus.done() and _is_lost(self._bus)):
            self._bus = asyncio.create_task(_connect())
        return await asyncio.shield(self._bus)


class _Tree:
    """Questions to one accessibility bus; an object that went away in between is empty."""

    def __init__(self, bus: MessageBus) -> None:
        self._bus = bus
        # More at once than the socket takes, and dbus-fast fails instead of waiting.
        self._turns = asyncio.Semaphore(_AT_ONCE)

    async def windows_of(self, pid: int | None) -> list[Reference]:
        """Return the windows of all programs with this process id."""
        (programs,) = await self._ask(("org.a11y.atspi.Registry", _ROOT), _ACCESSIBLE, "GetChildren") or ([],)
        pids = await asyncio.gather(*(self._pid(name) for name, _ in programs))
        mine = [(name, path) for (name, path), one in zip(programs, pids, strict=True) if one == pid]
        listed = await asyncio.gather(*(self.inside(program, None) for program in mine))
        return [window for some in listed for window in some]

    async def node(self, of: Reference, depth: int, root: int) -> Node:
        """Return one object."""
        name, role, states, box = await asyncio.gather(
            self._ask(of, "org.freedesktop.DBus.Properties", "Get", "ss", _ACCESSIBLE, "Name"),
            self._ask(of, _ACCESSIBLE, "GetRoleName"),
            self._ask(of, _ACCESSIBLE, "GetState"),
            self._ask(of, _COMPONENT, "GetExtents", "u", _ON_SCREEN),
        )
        bits = sum(int(word) << 32 * n for n, word in enumerate(states[0])) if states else 0
        place = Rect(*map(int, box[0])) if box else Rect(0, 0, 0, 0)
        return Node(str(name[0].value) if name else "", str(role[0]) if role else "", bits, place, depth, root)

    async def inside(self, of: Reference, at: ScreenPoint | None) -> list[Reference]:
        """Return an object's children: all, or only the one at a point where asked by point."""
        if at is not None:
            told = await self._ask(of, _COMPONENT, "GetAccessibleAtPoint", "iiu", at.x, at.y, _ON_SCREEN)
            found = (str(told[0][0]), str(told[0][1])) if told else of
            return [] if found == of or found[1] == _NOTHING else [found]
        told = await self._ask(of, _ACCESSIBLE, "GetChildren")
        return [(str(name), str(path)) for name, path in told[0][:_MOST_CHILDREN]] if told else []

    async def _pid(self, name: str) -> int | None:
        bus = ("org.freedesktop.DBus", "/org/freedesktop/DBus")
        told = await self._ask(bus, bus[0], "GetConnectionUnixProcessID", "s", name)
        return int(told[0]) if told else None

    async def _ask(self, of: Reference, interface: str, member: str, signature: str = "", *words: object) -> list[Any]:
        from dbus_fast import Message, MessageType

        question = Message(of[0], of[1], interface, member, signature=signature, body=list(words))
        async with self._turns:
            answer = await self._bus.call(question)
        return list(answer.body) if answer and answer.message_type is MessageType.METHOD_RETURN else []


async def _nodes(
    tree: _Tree, window: Window, opens: Callable[[Node], bool], at: ScreenPoint | None
) -> tuple[Node, ...]:
    found: list[Node] = []
    level = [(one, 0, number) for number, one in enumerate(await tree.windows_of(window.pid))]
    for _ in range(_DEEPEST):
        nodes = await asyncio.gather(*(tree.node(*one) for one in level))
        found += nodes
        open_ones = [(one[0], node) for one, node in zip(level, nodes, strict=True) if opens(node)]
        inside = await asyncio.gather(*(tree.inside(one, at if is_big(node) else None) for one, node in open_ones))
        level = [
            (child, node.depth + 1, node.root)
            for (_, node), children in zip(open_ones, inside, strict=True)
            for child in children
        ]
        if not level:
            break
    return tuple(found)


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
