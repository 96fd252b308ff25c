"""Whether the window of the terminal that the person answers in stands on the screen that is worked."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from desktop_agent.core.errors import ScreenError


def is_on_screen() -> bool:
    """Tell whether a visible window of the worked display belongs to a process that this one descends from.

    Not known over a network, in a multiplexer, and outside Linux: that is False.
    """
    from desktop_agent.screen.choose import choose_windows
    from desktop_agent.screen.own_programs import own_programs

    around = (own_programs() | set(ancestors(os.getpid()))) - {os.getpid()}
    try:
        windows = choose_windows()
        try:
            return any(windows.describe(one.id).pid in around for one in windows.scene().windows)
        finally:
            windows.close()
    except ScreenError:
        return False


def ancestors(pid: int) -> Iterator[int]:
    """Yield the process ids that a process descends from, nearest first; none where the system does not tell."""
    with contextlib.suppress(OSError, ValueError, IndexError):
        while True:
            # The name of the program, in brackets, may hold spaces and brackets of its own.
            pid = int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
            if pid <= 1:
                return
            yield pid
