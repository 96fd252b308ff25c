"""Who can be reached on the buses of a Linux desktop, asked without starting anything."""

from __future__ import annotations

import asyncio
import os
import sys
from typing import Literal

WITHIN_S = 2.0


def names_on(bus: Literal["session", "system"]) -> frozenset[str]:
    """Return the names that are there or that the bus would start; none where there is no such bus."""
    if sys.platform != "linux" or (bus == "session" and not os.environ.get("DBUS_SESSION_BUS_ADDRESS")):
        return frozenset()
    try:
        return asyncio.run(asyncio.wait_for(_names(bus), WITHIN_S))
    except Exception:  # noqa: BLE001 - other people's buses
        # A bus that is missing, full or foreign fails in a hundred ways; each means that nobody is there.
        return frozenset()


async def _names(bus: str) -> frozenset[str]:
    from dbus_fast import BusType, Message
    from dbus_fast.aio import MessageBus

    connected = await MessageBus(bus_type=BusType[bus.upper()]).connect()
    try:
        found: set[str] = set()
        for member in ("ListNames", "ListActivatableNames"):
            question = Message("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", member=member)
            answer = await connected.call(question)
            found.update(map(str, answer.body[0]) if answer.body else ())
        return frozenset(found)
    finally:
        connected.disconnect()
