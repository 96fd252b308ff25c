"""The desktop's own dialogs, answered by the accessibility bus as a person does who lets the program in."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from dbus_fast.aio import MessageBus

from desktop_agent.lib.dbus import PROPERTIES, BusError, Target, answer_to, call_of, connected
from tests.sessions.wayland.session import WaylandSession

_ACCESSIBLE = "org.a11y.atspi.Accessible"
_ACTION = "org.a11y.atspi.Action"
_REGISTRY = ("org.a11y.atspi.Registry", "/org/a11y/atspi/accessible/root")
_OWNERS = ("portal-gnome", "portal-kde", "global-shortcuts-provider")
_YES = ("Share", "Add", "Approve", "Allow")
_BUTTONS = {"button", "push button"}
_CHECKED = 4
_PRESSED = 20
_SENSITIVE = 24
_LOOKS_EVERY_S = 0.5
Object = tuple[str, str]
Part = tuple[str, str, Object]  # its role, its name, and where it is


@contextmanager
def letting_in(session: WaylandSession) -> Iterator[list[str]]:
    """Answer each dialog that comes; give the names of the buttons that were pressed, as they are pressed."""
    pressed = list[str]()
    ended = threading.Event()

    def answer() -> None:
        while not ended.wait(_LOOKS_EVERY_S):
            # A dialog that changes while it is read is read again; without a desktop there is none.
            with suppress(BusError, OSError, EOFError, TimeoutError, AssertionError):
                if name := asyncio.run(asyncio.wait_for(_answered(session.bus), 20)):
                    pressed.append(name)

    thread = threading.Thread(target=answer)
    thread.start()
    try:
        yield pressed
    finally:
        ended.set()
        thread.join()


async def _answered(session_bus: str) -> str:
    async with connected(session_bus) as bus:
        (address,) = await _call(bus, ("org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus"), "GetAddress")
    async with connected(str(address)) as bus:
        for program in await _children(bus, _REGISTRY):
            name = await _name(bus, program)
            if any(owner in name for owner in _OWNERS):
                parts = list[Part]()
                await _gather(bus, program, parts)
                if pressed := await _let_in(bus, parts):
                    return pressed
    return ""


async def _let_in(bus: MessageBus, parts: list[Part]) -> str:
    """Choose all monitors and let input in, then press the button; return its name once that is done."""
    yes = next((part for part in parts if part[0] in _BUTTONS and part[1] in _YES), None)
    if yes is None:
        return ""
    # A switch is in a row that is called a switch, too, and does nothing; a monitor is a button that stays down.
    switches = [one for role, name, one in parts if role == "switch" and name.lower() == "allow remote interaction"]
    if switches and not await _is(bus, switches[-1], _CHECKED):
        await _call(bus, (*switches[-1], _ACTION), "DoAction", "i", 0)
        return ""  # and look whether it is on
    monitors = [one for role, _, one in parts if role == "toggle button"]
    for one in monitors:
        if not await _is(bus, one, _PRESSED):
            await _call(bus, (*one, _ACTION), "DoAction", "i", 0)
    if not await _is(bus, yes[2], _SENSITIVE):
        return ""
    await _call(bus, (*yes[2], _ACTION), "DoAction", "i", 0)
    return yes[1]


async def _is(bus: MessageBus, one: Object, state: int) -> bool:
    (states,) = await _call(bus, (*one, _ACCESSIBLE), "GetState")
    return bool(states[0] >> state & 1)


async def _gather(bus: MessageBus, one: Object, parts: list[Part]) -> None:
    (role,) = await _call(bus, (*one, _ACCESSIBLE), "GetRoleName")
    parts.append((str(role), await _name(bus, one), one))
    for child in await _children(bus, one):
        await _gather(bus, child, parts)


async def _children(bus: MessageBus, one: Object) -> list[Object]:
    (children,) = await _call(bus, (*one, _ACCESSIBLE), "GetChildren")
    return [(owner, path) for owner, path in children]


async def _name(bus: MessageBus, one: Object) -> str:
    (value,) = await _call(bus, (*one, PROPERTIES), "Get", "ss", _ACCESSIBLE, "Name")
    return str(value.value)


async def _call(bus: MessageBus, target: Target, member: str, signature: str = "", *body: object) -> list[Any]:
    return (await asyncio.wait_for(answer_to(bus, call_of(target, member, signature, body)), 10)).body
