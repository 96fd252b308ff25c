"""Queries to a Linux desktop's D-Bus: the available services, and the answer of one."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from desktop_agent.lib.dbus import (
    DAEMON,
    PROPERTIES,
    BusError,
    Target,
    call,
    connected,
    session_address,
    system_address,
)

WITHIN_S = 2.0
_TRAYS = ("org.kde.StatusNotifierWatcher", "org.freedesktop.StatusNotifierWatcher")  # names of their interfaces, too
_HOST = "IsStatusNotifierHostRegistered"
Bus = Literal["session", "system"]


@dataclass(frozen=True, slots=True)
class BusAnswer:
    """The first value of a service's answer, or the name of its error; both are empty without an answer."""

    value: object = None
    error: str = ""


def names_on(bus: Bus) -> frozenset[str]:
    """Return the services that run or that the bus could start; none where there is no such bus."""
    if sys.platform != "linux" or (bus == "session" and not session_address(os.environ)):
        return frozenset()
    lists = (ask_bus(bus, DAEMON, member).value for member in ("ListNames", "ListActivatableNames"))
    return frozenset(str(name) for names in lists if isinstance(names, list) for name in names)


def property_of(bus: Bus, service: str, path: str, interface: str, name: str) -> object:
    """Return a property of a service; None where it is unknown."""
    answer = ask_bus(bus, (service, path, PROPERTIES), "Get", "ss", (interface, name))
    return getattr(answer.value, "value", None)


def shows_icons() -> bool | None:
    """Return whether a panel shows the icons of the session's tray service; None without that service."""
    there = names_on("session")
    tray = next((name for name in _TRAYS if name in there), "")
    return property_of("session", tray, "/StatusNotifierWatcher", tray, _HOST) is True if tray else None


def set_property(bus: Bus, service: str, path: str, interface: str, name: str, value: bool) -> None:  # noqa: FBT001
    """Set a property of a service, if it lets us."""
    from dbus_fast import Variant

    ask_bus(bus, (service, path, PROPERTIES), "Set", "ssv", (interface, name, Variant("b", value)))


def ask_bus(
    bus: Bus,
    target: Target,
    member: str,
    signature: str = "",
    body: Sequence[object] = (),
    *,
    within_s: float = WITHIN_S,
) -> BusAnswer:
    """Call a service (its name, object and interface), and return its answer; never raises."""
    address = session_address(os.environ) if bus == "session" else system_address(os.environ)
    try:
        return asyncio.run(asyncio.wait_for(_answer(address, target, member, signature, body), within_s))
    except Exception:  # noqa: BLE001 - a bus that is missing, full or foreign fails in a hundred ways
        return BusAnswer()


async def _answer(address: str, target: Target, member: str, signature: str, body: Sequence[object]) -> BusAnswer:
    async with connected(address) as connection:
        try:
            values = await call(connection, target, member, signature, body)
        except BusError as error:
            return BusAnswer(error=error.name.rpartition(".")[2])
    return BusAnswer(values[0] if values else None)
