"""Questions to a Linux desktop's D-Bus: which services are there, and what does one answer?"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

WITHIN_S = 2.0
Bus = Literal["session", "system"]
_BUS = ("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus")
_PROPERTIES = "org.freedesktop.DBus.Properties"


@dataclass(frozen=True, slots=True)
class BusAnswer:
    """The first value that a service answers, or the name of its error; both are empty where nobody answers."""

    value: object = None
    error: str = ""


def names_on(bus: Bus) -> frozenset[str]:
    """Return the services that run or that the bus could start; none where there is no such bus."""
    if sys.platform != "linux" or (bus == "session" and not os.environ.get("DBUS_SESSION_BUS_ADDRESS")):
        return frozenset()
    lists = (ask_bus(bus, _BUS, member).value for member in ("ListNames", "ListActivatableNames"))
    return frozenset(str(name) for names in lists if isinstance(names, list) for name in names)


def property_of(bus: Bus, service: str, path: str, interface: str, name: str) -> object:
    """Return a property of a service; None where it does not tell."""
    answer = ask_bus(bus, (service, path, _PROPERTIES), "Get", "ss", (interface, name))
    return getattr(answer.value, "value", None)


def set_property(bus: Bus, service: str, path: str, interface: str, name: str, value: bool) -> None:  # noqa: FBT001
    """Set a property of a service, if it lets us."""
    from dbus_fast import Variant

    ask_bus(bus, (service, path, _PROPERTIES), "Set", "ssv", (interface, name, Variant("b", value)))


def ask_bus(
    bus: Bus,
    target: tuple[str, str, str],
    member: str,
    signature: str = "",
    body: Sequence[object] = (),
    *,
    within_s: float = WITHIN_S,
) -> BusAnswer:
    """Call a service (its name, object and interface), and return what came of it; nothing raises."""
    try:
        return asyncio.run(asyncio.wait_for(_answer(bus, target, member, signature, body), within_s))
    except Exception:  # noqa: BLE001 - a bus that is missing, full or foreign fails in a hundred ways
        return BusAnswer()


async def _answer(
    bus: Bus, target: tuple[str, str, str], member: str, signature: str, body: Sequence[object]
) -> BusAnswer:
    from dbus_fast import BusType, Message, MessageType
    from dbus_fast.aio import MessageBus

    connection = await MessageBus(bus_type=BusType[bus.upper()]).connect()
    try:
        answer = await connection.call(Message(*target, member=member, signature=signature, body=list(body)))
    finally:
        connection.disconnect()
        await connection.wait_for_disconnect()  # its socket is closed only when the loop has seen the end
    if answer.message_type is MessageType.ERROR:
        return BusAnswer(error=str(answer.error_name).rpartition(".")[2])
    return BusAnswer(answer.body[0] if answer.body else None)
