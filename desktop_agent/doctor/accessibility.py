"""Whether the desktop's accessibility is on: while it is off, Qt's programs and browsers name no control."""

from __future__ import annotations

import asyncio
import shutil

from desktop_agent.doctor.buses import WITHIN_S

_BUS, _PATH, _STATUS, _ON = "org.a11y.Bus", "/org/a11y/bus", "org.a11y.Status", "IsEnabled"
_PROPERTIES = "org.freedesktop.DBus.Properties"


def is_on() -> bool | None:
    """Return what the desktop says; None where nobody answers."""
    try:
        return asyncio.run(asyncio.wait_for(_ask("Get", "ss", _STATUS, _ON), WITHIN_S))
    except Exception:  # noqa: BLE001 - a bus that is missing, full or foreign fails in a hundred ways
        return None


def turn_on() -> None:
    """Switch it on, as an assistive program does; nothing happens where nobody answers."""
    from dbus_fast import Variant

    try:
        asyncio.run(asyncio.wait_for(_ask("Set", "ssv", _STATUS, _ON, Variant("b", True)), WITHIN_S))  # noqa: FBT003
    except Exception:  # noqa: BLE001 - as above; whoever looks again sees that it is off
        return


def line_that_turns_on() -> str:
    """Return the command that switches it on, by a program that is there."""
    if shutil.which("busctl"):
        return f"busctl --user set-property {_BUS} {_PATH} {_STATUS} {_ON} b true"
    words = f"string:{_STATUS} string:{_ON} variant:boolean:true"
    return f"dbus-send --session --print-reply --dest={_BUS} {_PATH} {_PROPERTIES}.Set {words}"


async def _ask(member: str, signature: str, *words: object) -> bool | None:
    from dbus_fast import BusType, Message, Variant
    from dbus_fast.aio import MessageBus

    session = await MessageBus(bus_type=BusType.SESSION).connect()
    try:
        question = Message(_BUS, _PATH, _PROPERTIES, member=member, signature=signature, body=list(words))
        answer = await session.call(question)
    finally:
        session.disconnect()
    told = answer.body[0] if answer and answer.body else None
    return told.value is True if isinstance(told, Variant) else None
