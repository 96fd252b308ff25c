"""GNOME Shell as far as its extension of ours goes: one object with one call, which answers nothing else.

`python -m` this module owns the shell's name on the bus in the environment; each line on stdin is what the call tells
from then on: a JSON list of windows, whether the shell has the keyboard, and the answer's signature if it is another.
A null in place of the list turns the extension off.
"""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from dbus_fast import Message, MessageType
from dbus_fast.aio import MessageBus

from desktop_agent.platforms.gnome.windows import INTERFACE, PATH, SHELL, SIGNATURE
from tests.fakes.desktops.private_bus import heard, tell
from tests.fakes.programs.apps import end
from tests.fakes.source import ROOT


@contextmanager
def shell_on(bus: Mapping[str, str], folder: Path, name: str = "gnome-shell") -> Iterator[subprocess.Popen[str]]:
    """Run it as a program of that name: a copy of Python's own file."""
    program = folder / name
    shutil.copy(Path(sys.executable).resolve(), program)
    paths = os.pathsep.join((str(ROOT), *filter(None, sys.path)))
    process = subprocess.Popen(
        [program, "-m", "tests.fakes.desktops.gnome_shell"],
        env={**bus, "PYTHONHOME": sys.base_prefix, "PYTHONPATH": paths},
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert heard(process) == "ready"
        yield process
    finally:
        end(process)
        process.communicate()


async def main() -> None:
    bus = await MessageBus().connect()
    signature: str = SIGNATURE
    body: list[Any] = [[], False]

    def hear(message: Message) -> Message | None:
        if message.message_type is not MessageType.METHOD_CALL or message.destination not in {SHELL, bus.unique_name}:
            return None
        if body[0] is None or (message.path, message.interface, message.member, message.signature) != (
            PATH,
            INTERFACE,
            "List",
            "",
        ):
            return Message.new_error(message, "org.freedesktop.DBus.Error.UnknownMethod", str(message.member))
        return Message.new_method_return(message, signature, body)

    bus.add_message_handler(hear)
    await bus.request_name(SHELL)
    tell("ready")
    loop = asyncio.get_running_loop()
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        windows, is_taken, *other = json.loads(line)
        signature, body = (other[0], [windows]) if other else (SIGNATURE, [windows, is_taken])
        tell("told")


if __name__ == "__main__":
    asyncio.run(main())
