"""Queries to a Linux desktop's D-Bus: its services, the answer of one, and the switch of its accessibility.

Programs look at the property `IsEnabled` of the bus `org.a11y.Bus`. What that says is forgotten when the person logs
out, unless the desktop's own settings (GSettings) say the same.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from desktop_agent.core.decisions.question_words import NAMES_ARE_ON, NAMES_ARE_ON_FOR_NOW, NAMES_STAY_OFF
from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.core.texts.message import Message, sentences
from desktop_agent.lib.child_process import finish
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
        return asyncio.run(asyncio.wait_for(_call_bus(address, target, member, signature, body), within_s))
    except Exception:  # noqa: BLE001 - a bus that is missing, full or foreign fails in a hundred ways
        return BusAnswer()


async def _call_bus(address: str, target: Target, member: str, signature: str, body: Sequence[object]) -> BusAnswer:
    async with connected(address) as connection:
        try:
            values = await call(connection, target, member, signature, body)
        except BusError as error:
            return BusAnswer(error=error.name.rpartition(".")[2])
    return BusAnswer(values[0] if values else None)


_BUS = ("org.a11y.Bus", "/org/a11y/bus", "org.a11y.Status", "IsEnabled")
_SETTING = ("org.gnome.desktop.interface", "toolkit-accessibility")
_WITHIN_S = 5.0
_GTK2_LACKS = Message("GTK 2 programs need an additional package to report names.")
GTK2_MEND = Message("On Debian, run sudo apt-get install libatk-adaptor, then log in again.")
_GTK2_LIBRARY = "libgtk-x11-2.0.so.0"
_GTK2_MODULE = "gtk-2.0/modules/libatk-bridge.so"


def accessibility_is_on() -> bool | None:
    """Return whether the desktop's accessibility is on; None where no service answers."""
    value = property_of("session", *_BUS)
    return value if isinstance(value, bool) else None


def turn_accessibility_on() -> Message:
    """Turn accessibility on, for later sessions too where the desktop stores settings.

    Return for how long, with a note on programs that need more; DesktopAgentError if it stays off.
    """
    set_property("session", *_BUS, value=True)
    if accessibility_is_on() is not True:
        raise DesktopAgentError(NAMES_STAY_OFF)
    if gsettings("get", *_SETTING) == "false":  # the bus has not written it there by itself
        gsettings("set", *_SETTING, "true")
    # Asked again: where nothing is kept on disk, that has changed nothing.
    names_are_on = NAMES_ARE_ON if gsettings("get", *_SETTING) == "true" else NAMES_ARE_ON_FOR_NOW
    return sentences(names_are_on, *((_GTK2_LACKS, GTK2_MEND) if gtk2_is_silent() else ()))


def command_for_accessibility() -> str:
    """Return the command that turns accessibility on, with an installed program."""
    service, path, interface, name = _BUS
    if shutil.which("busctl"):
        return Message(
            "busctl --user set-property {service} {path} {interface} {name} b true",
            service=service,
            path=path,
            interface=interface,
            name=name,
        )
    words = f"string:{interface} string:{name} variant:boolean:true"
    setter = "org.freedesktop.DBus.Properties.Set"
    return f"dbus-send --session --print-reply --dest={service} {path} {setter} {words}"


def gsettings(*words: str) -> str:
    """Return the answer of the desktop's settings; empty where there are none, or not this one."""
    program = shutil.which("gsettings")
    if program is None:
        return ""
    try:
        done = finish((program, *words), within_s=_WITHIN_S)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.decode(errors="replace").strip() if done.returncode == 0 else ""


def gtk2_is_silent(root: Path = Path("/usr")) -> bool:
    """Return whether GTK 2 is installed without the module by which its programs name their controls."""
    return _has(root, _GTK2_LIBRARY) and not _has(root, _GTK2_MODULE)


def _has(root: Path, name: str) -> bool:
    return any(path for pattern in (f"lib*/{name}", f"lib/*/{name}") for path in root.glob(pattern))
