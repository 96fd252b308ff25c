"""A login service or a screen saver that only notes who wants what: `python -m tests.fakes.desktops.inhibitors KIND`.

It writes a JSON line for each that is held, and for each that is let go: by the file that it gave, or by who left the
bus.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Callable

from dbus_fast import Message, MessageType
from dbus_fast.aio import MessageBus

from tests.fakes.desktops.private_bus import tell

NAMES = {
    "login": "org.freedesktop.login1",
    "saver": "org.freedesktop.ScreenSaver",
}


async def main(kind: str) -> None:
    bus = await MessageBus(negotiate_unix_fd=True).connect()
    holders = set[str]()
    loop = asyncio.get_running_loop()

    def answer(asked: Message) -> Message | bool | None:
        if asked.message_type == MessageType.SIGNAL and asked.member == "NameOwnerChanged":
            name, _, new = asked.body
            if name in holders and not new:
                holders.discard(name)
                tell(json.dumps(["let go", kind]))
            return None
        if asked.message_type != MessageType.METHOD_CALL or asked.member != "Inhibit":
            return False
        reported = [one for one in asked.body if isinstance(one, str | int)]
        tell(json.dumps(["held", kind, *reported]))
        if kind == "login":
            return _file_for(asked, loop.add_reader, loop.remove_reader)
        holders.add(str(asked.sender))
        return Message.new_method_return(asked, "u", [7])

    bus.add_message_handler(answer)
    rule = "type='signal',sender='org.freedesktop.DBus',member='NameOwnerChanged'"
    daemon = ("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus")
    await bus.call(Message(*daemon, member="AddMatch", signature="s", body=[rule]))
    await bus.request_name(NAMES[kind])
    tell("ready")
    await asyncio.to_thread(sys.stdin.read)


def _file_for(
    asked: Message, watch: Callable[[int, Callable[[], None]], object], unwatch: Callable[[int], object]
) -> Message:
    ours, theirs = os.pipe()

    def gone() -> None:
        unwatch(ours)
        os.close(ours)
        tell(json.dumps(["let go", "login"]))

    watch(ours, gone)
    reply = Message.new_method_return(asked, "h", [0], [theirs])
    asyncio.get_running_loop().call_later(0.5, os.close, theirs)  # it has been sent by then
    return reply


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
