"""A desktop's settings portal: `python -m tests.ui.settings_portal SCHEME [old]`; each line is another scheme.

Schemes are the portal's own numbers: 0 no preference, 1 dark, 2 light. `old` knows the older call alone, which wraps
its answer twice.
"""

from __future__ import annotations

import asyncio
import sys

from dbus_fast import Message, MessageType, Variant
from dbus_fast.aio import MessageBus

from tests.fakes.private_bus import tell

_PATH, _NAME = "/org/freedesktop/portal/desktop", "org.freedesktop.portal.Settings"
_KEY = ["org.freedesktop.appearance", "color-scheme"]


async def main(scheme: int, *, old: bool) -> None:
    """Answer until stdin ends."""
    bus = await MessageBus().connect()

    def answer(asked: Message) -> Message | bool:
        if asked.message_type != MessageType.METHOD_CALL or asked.interface != _NAME or asked.body != _KEY:
            return False
        value = Variant("u", scheme)
        if asked.member == "ReadOne" and not old:
            return Message.new_method_return(asked, "v", [value])
        return Message.new_method_return(asked, "v", [Variant("v", value)]) if asked.member == "Read" else False

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
    asyncio.run(main(int(sys.argv[1]), old="old" in sys.argv))
