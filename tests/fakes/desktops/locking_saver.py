"""A screen saver that has locked the screen: `python -m tests.fakes.desktops.locking_saver`, on the session bus."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from contextlib import contextmanager

from dbus_fast import Message
from dbus_fast.aio import MessageBus

from tests.fakes.desktops.private_bus import SESSION, spoken_with, tell


@contextmanager
def saver_that_locks(bus: str) -> Iterator[None]:
    with spoken_with("tests.fakes.desktops.locking_saver", environment={**os.environ, SESSION: bus}):
        yield


async def main() -> None:
    bus = await MessageBus().connect()

    def answer(asked: Message) -> Message | None:
        return Message.new_method_return(asked, "b", [True]) if asked.member == "GetActive" else None

    bus.add_message_handler(answer)
    await bus.request_name("org.mate.ScreenSaver")
    tell("ready")
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
