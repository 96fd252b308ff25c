"""Stops the run that is under way for this user, from outside of it: as the tray's *Stop* does, else by a signal.

The tray program is asked first: it stops its own run, or one from a terminal that it follows. Without it the process is
meant that holds the screen for its run (`one_run.py`), where it has said that it takes the signal for a stop.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from desktop_agent.app.one_run import holders
from desktop_agent.app.paths import places
from desktop_agent.app.tray_link import STOP, STOPPED, ask_tray

_STATUS = "/proc/{}/status"
_CAUGHT = "SigCgt:"


def stop_run(environment: Mapping[str, str] = os.environ) -> bool:
    """Tell every run to stop; False where none is under way."""
    if ask_tray(environment, STOP) == STOPPED:
        return True
    stopped = [_signalled(process) for process in holders(places(environment).cache) if _takes_it(process)]
    return any(stopped)


def _signalled(process: int) -> bool:
    with suppress(ProcessLookupError, PermissionError):
        os.kill(process, signal.SIGTERM)
        return True
    return False


def _takes_it(process: int) -> bool:
    """Tell whether a process catches the signal; one that does not would be killed by it, keys held down."""
    try:
        caught = int(next(_words(process)), 16)
    except (OSError, ValueError, StopIteration):
        return False
    return bool(caught >> (signal.SIGTERM - 1) & 1)


def _words(process: int) -> Iterator[str]:
    lines = Path(_STATUS.format(process)).read_text(encoding="ascii", errors="replace").splitlines()
    return (line.split()[-1] for line in lines if line.startswith(_CAUGHT))
