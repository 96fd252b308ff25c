"""A desktop's settings portal: `python -m tests.ui.settings_portal SCHEME`; each line is another scheme.

Schemes are the portal's own numbers: 0 no preference, 1 dark, 2 light.
"""

from __future__ import annotations

import asyncio
import sys

from dbus_fast import Message, MessageType, Variant
from dbus_fast.aio import MessageBus

from tests.fakes.private_bus import tell

_PATH, _NAME = "/org/freedesktop/portal/desktop", "org.freedesktop.portal.Settings"
_KEY = ["org.freedesktop.appearance", "color-scheme"]


async def main(scheme: int) -> None:
    """Answer until stdin ends."""
    bus = await MessageBus().connect()

    def answer(asked: Message) -> Message | bool:
        if asked.message_type != MessageType.METHOD_CALL or asked.interface != _NAME or asked.body != _KEY:
            return False
        return asked.member == "ReadOne" and Message.new_method_return(asked, "v", [Variant("u", scheme)])

    bus.add_message_handler(answer)
    await bus.request_name("org.freedesktop.portal.Desktop")
    tell("ready")
    while line := await asyncio.to_thread(sys.stdin.readline):
        scheme = int(line)
        other = Message.new_signal(_PATH, _NAME, "SettingChanged", "ssv", ["org.kde", "x", Variant("s", "y")])
        told = Message.new_signal(_PATH, _NAME, "SettingChanged", "ssv", [*_KEY, Variant("u", scheme)])
        await bus.send(other)
        await bus.send(told)


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
