"""Questions to a Linux desktop's D-Bus: which services are there, and is accessibility on?

While accessibility is off, Qt programs and browsers do not name their controls.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import sys
from collections.abc import Sequence
from typing import Literal

WITHIN_S = 2.0
Bus = Literal["session", "system"]
_BUS = ("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus")
_PROPERTIES = ("org.a11y.Bus", "/org/a11y/bus", "org.freedesktop.DBus.Properties")
_STATUS, _ON = "org.a11y.Status", "IsEnabled"


def names_on(bus: Bus) -> frozenset[str]:
    """Return the services that run or that the bus could start; none where there is no such bus."""
    if sys.platform != "linux" or (bus == "session" and not os.environ.get("DBUS_SESSION_BUS_ADDRESS")):
        return frozenset()
    lists = (call_bus(bus, _BUS, member) for member in ("ListNames", "ListActivatableNames"))
    return frozenset(str(name) for names in lists if isinstance(names, list) for name in names)


def accessibility_is_on() -> bool | None:
    """Return whether the desktop's accessibility is on; None where nobody answers."""
    value = getattr(call_bus("session", _PROPERTIES, "Get", "ss", (_STATUS, _ON)), "value", None)
    return value if isinstance(value, bool) else None


def turn_accessibility_on() -> bool:
    """Turn it on, as an assistive program does, and tell whether it is on now; it is not where nobody answers."""
    from dbus_fast import Variant

    call_bus("session", _PROPERTIES, "Set", "ssv", (_STATUS, _ON, Variant("b", True)))  # noqa: FBT003
    return accessibility_is_on() is True


def command_for_accessibility() -> str:
    """Return the command that turns it on, with a program that is installed."""
    destination, path, interface = _PROPERTIES
    if shutil.which("busctl"):
        return f"busctl --user set-property {destination} {path} {_STATUS} {_ON} b true"
    words = f"string:{_STATUS} string:{_ON} variant:boolean:true"
    return f"dbus-send --session --print-reply --dest={destination} {path} {interface}.Set {words}"


def call_bus(
    bus: Bus,
    target: tuple[str, str, str],
    member: str,
    signature: str = "",
    body: Sequence[object] = (),
    *,
    within_s: float = WITHIN_S,
) -> object:
    """Call a service (its name, object and interface), and return the first value of its answer; None without one."""
    try:
        return asyncio.run(asyncio.wait_for(_answer(bus, target, member, signature, body), within_s))
    except Exception:  # noqa: BLE001 - a bus that is missing, full or foreign fails in a hundred ways
        return None


async def _answer(
    bus: Bus, target: tuple[str, str, str], member: str, signature: str, body: Sequence[object]
) -> object:
    from dbus_fast import BusType, Message
    from dbus_fast.aio import MessageBus

    connection = await MessageBus(bus_type=BusType[bus.upper()]).connect()
    try:
        answer = await connection.call(Message(*target, member=member, signature=signature, body=list(body)))
    finally:
        connection.disconnect()
    return answer.body[0] if answer and answer.body else None
