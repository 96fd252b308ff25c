"""An assistive program that “presses” every button it finds, by AT-SPI's actions, in one application of a display."""

import asyncio
from collections.abc import Container, Sequence
from typing import Any

from dbus_fast import Message, MessageType
from dbus_fast.aio import MessageBus

from desktop_agent.desk.display.private_display import PrivateDisplay

_ACCESSIBLE = "org.a11y.atspi.Accessible"
_ACTION = "org.a11y.atspi.Action"
_OTHERS_WITHIN_S = 2.0  # once one of the name has answered
_BUTTON_ROLES = {"push button", "button", "toggle button", "radio button", "check box"}


def press_all(display: PrivateDisplay, application: str, leave: Container[str] = ()) -> dict[str, int]:
    return asyncio.run(_press_all(display.environment()["DBUS_SESSION_BUS_ADDRESS"], application, leave))


async def _press_all(session: str, application: str, leave: Container[str]) -> dict[str, int]:
    first = await MessageBus(bus_address=session).connect()
    (address,) = await _call(first, "org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus", "GetAddress")
    first.disconnect()
    bus = await MessageBus(bus_address=str(address)).connect()
    done: dict[str, int] = {}
    try:
        registry = ("org.a11y.atspi.Registry", "/org/a11y/atspi/accessible/root")
        (programs,) = await _call(bus, *registry, _ACCESSIBLE, "GetChildren")
        for owner, path in await _called(bus, programs, application):
            await _press_below(bus, (owner, path), leave, done)
    finally:
        bus.disconnect()
    return done


async def _called(bus: MessageBus, programs: Sequence[tuple[str, str]], name: str) -> Sequence[tuple[str, str]]:
    """Return the programs of a name; one that stands still, as another test has left it, isn't waited for."""
    asked = {asyncio.create_task(_name(bus, *program)): program for program in programs}
    found: list[tuple[str, str]] = []
    waiting = set(asked)
    while waiting:
        answered, waiting = await asyncio.wait(
            waiting, timeout=_OTHERS_WITHIN_S if found else None, return_when=asyncio.FIRST_COMPLETED
        )
        if not answered:
            break
        found += [asked[task] for task in answered if task.result() == name]
    for task in waiting:
        task.cancel()
    return found


async def _press_below(bus: MessageBus, of: tuple[str, str], leave: Container[str], done: dict[str, int]) -> None:
    role = await _told(bus, *of, _ACCESSIBLE, "GetRoleName")
    name = await _name(bus, *of)
    if role in _BUTTON_ROLES and name not in leave:
        actions = await _told(bus, *of, _ACTION, "GetActions")
        for number in range(len(actions or ())):
            await _call(bus, *of, _ACTION, "DoAction", "i", [number])
            done[name] = done.get(name, 0) + 1
    for owner, path in await _told(bus, *of, _ACCESSIBLE, "GetChildren") or ():
        await _press_below(bus, (owner, path), leave, done)


async def _name(bus: MessageBus, owner: str, path: str) -> str:
    reported = await _told(bus, owner, path, "org.freedesktop.DBus.Properties", "Get", "ss", [_ACCESSIBLE, "Name"])
    return str(reported.value) if reported else ""


async def _told(bus: MessageBus, *words: Any) -> Any:  # noqa: ANN401
    return next(iter(await _call(bus, *words)), None)


async def _call(bus: MessageBus, owner: str, path: str, interface: str, member: str, *rest: Any) -> list[Any]:  # noqa: ANN401
    signature, body = rest or ("", [])
    message = Message(owner, path, interface, member, signature=signature, body=body)
    reply = await asyncio.wait_for(bus.call(message), 60)
    assert reply is not None
    return list(reply.body) if reply.message_type == MessageType.METHOD_RETURN else []
