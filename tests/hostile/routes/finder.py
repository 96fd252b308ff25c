"""Finds where a control is by the accessibility tree, as a screen reader would; stops at the first that fits."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from dbus_fast import Message, MessageType, Variant
from dbus_fast.aio import MessageBus

from desktop_agent.desk.display.private_display import PrivateDisplay

_ACCESSIBLE = "org.a11y.atspi.Accessible"
_SHOWING = 25
# A sheet says that it has a thousand million cells.
_MOST_CHILDREN = 400
_MOST = 6000

Place = tuple[str, str]


@dataclass(frozen=True, slots=True)
class _Bus:
    """A connection, and what keeps the questions few: with more at once than the socket takes, dbus-fast fails."""

    bus: MessageBus
    turns: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(16))


def find(display: PrivateDisplay, name: str, role: str = "") -> tuple[int, int] | None:
    """Return the centre of the control that shows and has this name, if given, and this role, if given."""
    return asyncio.run(_find(display.environment()["DBUS_SESSION_BUS_ADDRESS"], name, role))


async def _find(session: str, name: str, role: str) -> tuple[int, int] | None:
    first = _Bus(await MessageBus(bus_address=session).connect())
    (address,) = await _call(first, ("org.a11y.Bus", "/org/a11y/bus"), "org.a11y.Bus", "GetAddress")
    first.bus.disconnect()
    bus = _Bus(await MessageBus(bus_address=str(address)).connect())
    try:
        root = ("org.a11y.atspi.Registry", "/org/a11y/atspi/accessible/root")
        return await _among(bus, await _children(bus, root), name, role)
    finally:
        bus.bus.disconnect()


async def _among(bus: _Bus, level: Sequence[Place], name: str, role: str) -> tuple[int, int] | None:
    """Look at one level after the other, each at once; what came last is looked at first."""
    seen = 0
    while level and seen < _MOST:
        seen += len(level)
        reported = await asyncio.gather(*(_told(bus, place) for place in level))
        for called, kind, shows, box in reversed(reported):
            fits = (not name or _plain(called) == name or called == name) and (not role or kind == role)
            if fits and shows and box[2] > 1 and box[3] > 1 and box[0] > -1:
                return box[0] + box[2] // 2, box[1] + box[3] // 2
        below = await asyncio.gather(*(_children(bus, place) for place in level))
        level = [place for places in below for place in places]
    return None


async def _told(bus: _Bus, place: Place) -> tuple[str, str, bool, tuple[int, int, int, int]]:
    called = await _call(bus, place, "org.freedesktop.DBus.Properties", "Get", "ss", _ACCESSIBLE, "Name")
    role = await _call(bus, place, _ACCESSIBLE, "GetRoleName")
    state = await _call(bus, place, _ACCESSIBLE, "GetState")
    box = await _call(bus, place, "org.a11y.atspi.Component", "GetExtents", "u", 0)
    name = str(called[0].value) if called and isinstance(called[0], Variant) else ""
    shows = bool(state) and bool(state[0][0] >> _SHOWING & 1)
    left, top, width, height = box[0] if box else (0, 0, 0, 0)
    return name, str(role[0]) if role else "", shows, (left, top, width, height)


async def _children(bus: _Bus, place: Place) -> list[Place]:
    count = await _call(bus, place, "org.freedesktop.DBus.Properties", "Get", "ss", _ACCESSIBLE, "ChildCount")
    if count and isinstance(count[0], Variant) and int(count[0].value) > _MOST_CHILDREN:
        return []
    reported = await _call(bus, place, _ACCESSIBLE, "GetChildren")
    return [(str(owner), str(path)) for owner, path in reported[0]] if reported else []


async def _call(bus: _Bus, place: Place, interface: str, member: str, *rest: object) -> list[Any]:
    signature, words = (str(rest[0]), list(rest[1:])) if rest else ("", [])
    message = Message(*place, interface, member, signature=signature, body=words)
    try:
        async with bus.turns:
            reply = await asyncio.wait_for(bus.bus.call(message), 3)
    except TimeoutError:
        return []
    return [] if reply.message_type == MessageType.ERROR else list(reply.body)


def _plain(name: str) -> str:
    return name.replace("_", "").replace("&", "").strip()  # GTK puts spaces where a shortcut stands
