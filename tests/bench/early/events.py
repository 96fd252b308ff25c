"""What a program itself says of its controls while it is acted on: the events that a screen reader gets."""

from __future__ import annotations

import asyncio
import os
import threading
import time
from typing import Self

from dbus_fast import BusType, Message, MessageType
from dbus_fast.aio import MessageBus

_REGISTRY = ("org.a11y.atspi.Registry", "/org/a11y/atspi/registry", "org.a11y.atspi.Registry")
_OBJECT, _WINDOW, _DOCUMENT = (f"org.a11y.atspi.Event.{kind}" for kind in ("Object", "Window", "Document"))
_WORDS = {_OBJECT: "object:", _WINDOW: "window:", _DOCUMENT: "document:"}
# What comes and goes beside a control that is the same: how it is drawn, where the pointer and the caret are.
_SAME = frozenset({"focusable", "active", "busy", "animated", "transient", "opaque", "armed", "has-tooltip"})
_NOTHING = frozenset({"TextCaretMoved", "VisibleDataChanged", "ActiveDescendantChanged", "Announcement"})


class ControlEvents:
    """Hears the accessibility bus of this display, and keeps when a control has come, gone or changed."""

    def __init__(self) -> None:
        self._said: list[tuple[float, str]] = []  # by the monotonic clock
        self._ends = threading.Event()
        self._begun = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._hear()), daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        self._begun.wait()
        return self

    def __exit__(self, *_: object) -> None:
        self._ends.set()
        self._thread.join()

    @property
    def tells(self) -> bool:
        """Tell whether any program has said anything of its controls."""
        return bool(self._said)

    def between(self, after: float, before: float) -> list[str]:
        """Return what was said of controls in this time."""
        return [what for at, what in [*self._said] if after <= at <= before]

    async def _hear(self) -> None:
        session = await MessageBus(os.environ["DBUS_SESSION_BUS_ADDRESS"], bus_type=BusType.SESSION).connect()
        found = await session.call(
            Message("org.a11y.Bus", "/org/a11y/bus", interface="org.a11y.Bus", member="GetAddress")
        )
        assert found is not None
        bus = await MessageBus(found.body[0]).connect()
        bus.add_message_handler(self._note)
        for kind, word in _WORDS.items():
            rule = f"type='signal',interface='{kind}'"
            await bus.call(
                Message("org.freedesktop.DBus", "/org/freedesktop/DBus", interface="org.freedesktop.DBus",
                        member="AddMatch", signature="s", body=[rule])
            )  # fmt: skip
            name, path, interface = _REGISTRY
            await bus.call(Message(name, path, interface, "RegisterEvent", signature="sass", body=[word, [], ""]))
        self._begun.set()
        await asyncio.to_thread(self._ends.wait)
        bus.disconnect()
        session.disconnect()

    def _note(self, message: Message) -> None:
        if message.message_type is not MessageType.SIGNAL or message.interface not in _WORDS:
            return
        detail = str(message.body[0]) if message.body else ""
        if message.member in _NOTHING or detail in _SAME:
            return
        self._said.append((time.monotonic(), f"{message.member} {detail}".strip()))
