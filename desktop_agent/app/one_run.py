"""One run at a time on a screen: two would take the pointer from each other's hands."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress

from desktop_agent.app.paths import places
from desktop_agent.core.describe import visible
from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.record.lock import held, hold

_LONGEST = 60


@contextmanager
def only_run(task: str, environment: Mapping[str, str]) -> Iterator[None]:
    """Have this screen for the run; DesktopAgentError where another run has it, with that one's task."""
    cache = places(environment).cache
    screen = "".join(char for char in environment.get("DISPLAY", "") if char.isalnum())
    try:
        cache.mkdir(mode=0o700, parents=True, exist_ok=True)
        fd = os.open(cache / f"run{screen}.lock", os.O_RDWR | os.O_CREAT, 0o600)
    except OSError:
        yield  # a cache that cannot be written keeps nobody from working
        return
    try:
        if held(fd):
            os.lseek(fd, 0, os.SEEK_SET)
            other = visible(os.read(fd, 4 * _LONGEST).decode(errors="ignore"), _LONGEST)
            message = f"Another task is under way on this screen: “{other}”"
            raise DesktopAgentError(message, "Wait for its end, or stop it first.")
        hold(fd)
        with suppress(OSError):
            os.lseek(fd, 0, os.SEEK_SET)
            os.truncate(fd, os.write(fd, task.encode()[: 4 * _LONGEST]))
        yield
    finally:
        os.close(fd)
