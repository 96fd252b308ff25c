"""A desktop's notification service: `python -m tests.fakes.desktops.notification_service`.

It writes a JSON line for each notification it shows or closes; a line “click” on stdin is a person's click on the last.
"""

from __future__ import annotations

import asyncio
import json
import sys

from dbus_fast import Message, MessageType
from dbus_fast.aio import MessageBus

from tests.fakes.desktops.private_bus import tell

_PATH = "/org/freedesktop/Notifications"
_NAME = "org.freedesktop.Notifications"
_FIRST = 7


async def main() -> None:
    bus = await MessageBus().connect()
    last = _FIRST - 1

    def answer(asked: Message) -> Message | bool:
        nonlocal last
        if asked.message_type != MessageType.METHOD_CALL or asked.interface != _NAME:
            return False
        if asked.member == "CloseNotification":
            tell(json.dumps(["close", *asked.body]))
            return Message.new_method_return(asked)
        _, replaced, icon, title, text, actions, hints, stays_ms = asked.body
        last = replaced or last + 1
        tell(
            json.dumps(
                ["show", last, title, text, actions[::2], stays_ms, icon, hints["urgency"].value if hints else 1]
            )
        )
        return Message.new_method_return(asked, "u", [last])

    bus.add_message_handler(answer)
    await bus.request_name(_NAME)
    tell("ready")
    while await asyncio.to_thread(sys.stdin.readline):
        await bus.send(Message.new_signal(_PATH, _NAME, "ActionInvoked", "us", [last + 1, "default"]))
        await bus.send(Message.new_signal(_PATH, _NAME, "ActionInvoked", "us", [last, "default"]))
        await bus.send(Message.new_signal(_PATH, _NAME, "NotificationClosed", "uu", [last, 2]))


if __name__ == "__main__":
    asyncio.run(main())
