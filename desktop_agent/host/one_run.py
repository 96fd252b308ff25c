"""One run at a time on a screen: two would take the pointer from each other's hands."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from desktop_agent.core.display_text import visible
from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.core.message import Message
from desktop_agent.host.stop_signal import heard_stops, takes_stop
from desktop_agent.host.tray_link import screen_name
from desktop_agent.lib.paths import places
from desktop_agent.record.lock import is_locked, lock_file

_LONGEST, _LONG = 60, 256  # letters that are shown, bytes that are kept
_STOPPABLE = "stoppable"


@contextmanager
def only_run(task: str, environment: Mapping[str, str]) -> Iterator[None]:
    """Have this screen for the run; DesktopAgentError where another run has it, with that one's task.

    Its file tells who has it: the process in its first line, and whether it takes a stop, and then the task.
    """
    cache = places(environment).cache
    screen = "".join(char for char in screen_name(environment) if char.isalnum())
    try:
        cache.mkdir(mode=0o700, parents=True, exist_ok=True)
        fd = os.open(cache / f"run{screen}.lock", os.O_RDWR | os.O_CREAT, 0o600)
    except OSError:
        yield  # a cache that cannot be written keeps nobody from working
        return
    try:
        if is_locked(fd):
            os.lseek(fd, 0, os.SEEK_SET)
            _, _, task_there = os.read(fd, _LONG).decode(errors="ignore").partition("\n")
            other = visible(task_there, _LONGEST)
            message = Message("Another task is running on this screen: “{other}”", other=other)
            raise DesktopAgentError(message, Message("Wait for its end, or stop it first."))
        lock_file(fd)
        with suppress(OSError):
            os.lseek(fd, 0, os.SEEK_SET)
            holder = f"{os.getpid()} {_STOPPABLE if takes_stop() else ''}"
            os.truncate(fd, os.write(fd, f"{holder}\n{task}".encode()[:_LONG]))
        with heard_stops():
            yield
    finally:
        os.close(fd)


def stoppable_holders(cache: Path) -> Iterator[int]:
    """Yield the processes that have a screen for a run now, and take a stop: the signal would kill another."""
    for file in sorted(cache.glob("run*.lock")):
        with suppress(OSError, ValueError), file.open("rb") as kept:
            if is_locked(kept.fileno()):
                kept.seek(0)
                process, _, says = kept.readline().decode().strip().partition(" ")
                if says == _STOPPABLE:
                    yield int(process)
