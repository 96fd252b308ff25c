"""A private GNOME Shell, headless, with its own portals, whose dialog is worked as a screen reader works it.

A keeper process (`private_shell_keeper.py`) owns all programs, and ends them when the pipe to it closes.
"""

import asyncio
import os
from collections.abc import Callable, Coroutine, Mapping
from pathlib import Path
from typing import Any, Self

from dbus_fast import Message, MessageType
from dbus_fast.aio import MessageBus

from desktop_agent.desk.display.kept_programs import start_keeper
from tests.fakes.private_mutter import environment_in

_END_WITHIN_S = 10.0
_ACCESSIBLE, _ACTION, _SELECTION = (f"org.a11y.atspi.{one}" for one in ("Accessible", "Action", "Selection"))
_REGISTRY = ("org.a11y.atspi.Registry", "/org/a11y/atspi/accessible/root")
_CHECKED = 4
Object = tuple[str, str]


class PrivateShell:
    """One session with one monitor of 1280x800; a context manager."""

    def __init__(self) -> None:
        """Start it and wait until it is ready; NoScreenError when a program is missing or does not start."""
        self._keeper, self._facts = start_keeper("tests.fakes.private_shell_keeper")
        self.folder, self.bus = Path(self._facts["folder"]), self._facts["bus"]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._keeper.end(_END_WITHIN_S)

    def environment(self, base: Mapping[str, str] = os.environ) -> dict[str, str]:
        """Return the whole environment of a program in this session, made from `base`."""
        return environment_in(self._facts, base)

    def answer_dialog(self, button: str) -> bool:
        """Choose the monitor, let input in, press a button of the portal's dialog; False while that is not done."""
        return asyncio.run(self._on_accessibility(lambda bus: _answer(bus, button)))

    async def _on_accessibility(self, work: Callable[[MessageBus], Coroutine[Any, Any, bool]]) -> bool:
        first = await MessageBus(bus_address=self.bus).connect()
        (address,) = await _call(first, ("org.a11y.Bus", "/org/a11y/bus"), "org.a11y.Bus", "GetAddress")
        first.disconnect()
        bus = await MessageBus(bus_address=str(address)).connect()
        try:
            return await work(bus)
        finally:
            bus.disconnect()


async def _answer(bus: MessageBus, button: str) -> bool:
    parts = dict[str, Object]()
    for one in await _children(bus, _REGISTRY):
        if "portal-gnome" in await _name(bus, one):
            await _gather(bus, one, parts)
    pressed = next((parts[name] for name in parts if name.startswith("button") and name.endswith(button)), None)
    switch, monitors = parts.get("switch Allow remote interaction"), parts.get("list of monitors")
    if pressed is None or switch is None or monitors is None:
        return False
    if not await _is_on(bus, switch):
        await _call(bus, switch, _ACTION, "DoAction", "i", 0)
        return False
    await _call(bus, monitors, _SELECTION, "SelectChild", "i", 0)
    await _call(bus, pressed, _ACTION, "DoAction", "i", 0)
    return True


async def _is_on(bus: MessageBus, switch: Object) -> bool:
    (states,) = await _call(bus, switch, _ACCESSIBLE, "GetState")
    return bool(states[0] >> _CHECKED & 1)


async def _gather(bus: MessageBus, one: Object, parts: dict[str, Object]) -> None:
    """Collect what is in a dialog by role and name; the first list is that of the monitors."""
    (role,) = await _call(bus, one, _ACCESSIBLE, "GetRoleName")
    name = "list of monitors" if role == "list" else f"{role} {await _name(bus, one)}"
    parts.setdefault(name, one)
    for child in await _children(bus, one):
        await _gather(bus, child, parts)


async def _children(bus: MessageBus, one: Object) -> list[Object]:
    (children,) = await _call(bus, one, _ACCESSIBLE, "GetChildren")
    return [(owner, path) for owner, path in children]


async def _name(bus: MessageBus, one: Object) -> str:
    (value,) = await _call(bus, one, "org.freedesktop.DBus.Properties", "Get", "ss", _ACCESSIBLE, "Name")
    return str(value.value)


async def _call(bus: MessageBus, one: Object, interface: str, member: str, form: str = "", *body: object) -> list[Any]:
    owner, path = one
    asked = Message(destination=owner, path=path, interface=interface, member=member, signature=form, body=list(body))
    answer = await asyncio.wait_for(bus.call(asked), 10)
    assert answer is not None
    assert answer.message_type is MessageType.METHOD_RETURN, (member, answer.error_name, answer.body)
    return answer.body
