"""The accessibility tree of the programs on a private display, as a screen reader gets it: names, roles and places."""

import asyncio
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from dbus_fast import Message, MessageType, Variant
from dbus_fast.aio import MessageBus

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.desktops.display import Reachable
from tests.fakes.waiting import wait_until

_ACCESSIBLE = "org.a11y.atspi.Accessible"
_FOCUSED = 12
_SHOWING = 25
_STATUS = ("dbus-send", "--session", "--print-reply", "--dest=org.a11y.Bus", "/org/a11y/bus")
_GET, _SET = (f"org.freedesktop.DBus.Properties.{member}" for member in ("Get", "Set"))
_IS_ON = ("string:org.a11y.Status", "string:IsEnabled")


@dataclass(frozen=True, slots=True)
class Control:
    role: str
    name: str
    left: int
    top: int
    width: int
    height: int
    showing: bool
    focused: bool

    @property
    def centre(self) -> tuple[int, int]:
        return self.left + self.width // 2, self.top + self.height // 2


def controls(display: Reachable, application: str) -> tuple[Control, ...]:
    return asyncio.run(_controls(display.environment()["DBUS_SESSION_BUS_ADDRESS"], application))


def find(display: Reachable, application: str, role: str, name: str) -> Control:
    def seen() -> Control | None:
        return next((c for c in controls(display, application) if (c.role, c.name) == (role, name) and c.showing), None)

    found = wait_until(seen, f"the {role} “{name}”")
    assert found is not None
    return found


@contextmanager
def ordinary_desktop() -> Iterator[tuple[PrivateDisplay, dict[str, str]]]:
    """Give a display whose session has accessibility off, as it usually is, and the environment for programs there."""
    with PrivateDisplay(1280, 800) as display:
        environment = {
            name: value for name, value in display.environment().items() if name != "QT_LINUX_ACCESSIBILITY_ALWAYS_ON"
        }
        environment["GSETTINGS_BACKEND"] = "memory"  # what is set there does not go into settings of whoever tests
        subprocess.run([*_STATUS, _SET, *_IS_ON, "variant:boolean:false"], env=environment, check=True)
        yield display, environment


def is_on(environment: dict[str, str]) -> bool:
    completed = subprocess.run([*_STATUS, _GET, *_IS_ON], env=environment, check=True, capture_output=True, text=True)
    return "boolean true" in completed.stdout


async def _controls(session: str, application: str) -> tuple[Control, ...]:
    first = await MessageBus(bus_address=session).connect()
    (address,) = await _call(first, "org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus", "GetAddress")
    first.disconnect()
    bus = await MessageBus(bus_address=str(address)).connect()
    try:
        (programs,) = await _call(bus, "org.a11y.atspi.Registry", "/org/a11y/atspi/accessible/root", _ACCESSIBLE,
                                  "GetChildren")  # fmt: skip
        mine = [place for place in programs if await _name(bus, *place) == application]
        return tuple([control for place in mine for control in await _below(bus, *place)])
    finally:
        bus.disconnect()


async def _below(bus: MessageBus, owner: str, path: str) -> list[Control]:
    (role,) = await _call(bus, owner, path, _ACCESSIBLE, "GetRoleName") or ("",)
    (state,) = await _call(bus, owner, path, _ACCESSIBLE, "GetState") or ([0],)
    ((left, top, width, height),) = await _call(bus, owner, path, "org.a11y.atspi.Component", "GetExtents", "u", 0) or (
        (0, 0, 0, 0),
    )
    (children,) = await _call(bus, owner, path, _ACCESSIBLE, "GetChildren") or ((),)
    showing, focused = (bool(state[0] >> bit & 1) for bit in (_SHOWING, _FOCUSED))
    found = [Control(role, await _name(bus, owner, path), left, top, width, height, showing, focused)]
    for child in children:
        found += await _below(bus, *child)
    return found


async def _name(bus: MessageBus, owner: str, path: str) -> str:
    found = await _call(bus, owner, path, "org.freedesktop.DBus.Properties", "Get", "ss", _ACCESSIBLE, "Name")
    return str(found[0].value) if found and isinstance(found[0], Variant) else ""


async def _call(bus: MessageBus, owner: str, path: str, interface: str, member: str, *rest: object) -> list[Any]:
    signature, words = (str(rest[0]), list(rest[1:])) if rest else ("", [])
    reply = await bus.call(Message(owner, path, interface, member, signature=signature, body=words))
    # A control that went away while the tree was read answers with an error: it is then left out.
    return [] if reply.message_type == MessageType.ERROR else list(reply.body)
