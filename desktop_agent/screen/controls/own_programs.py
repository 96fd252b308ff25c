"""Our own windows: this program's, and those of the terminal in which the person answers."""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from desktop_agent.core.pictures import Window
from desktop_agent.lib.programs import PARENT, program_of, stat_of
from desktop_agent.screen.controls.window import WindowSource

# Set by terminals that let a program know in which of their windows it runs: xterm, konsole, alacritty, xfce4-terminal.
SHOWN_IN = "WINDOWID"
# As `programs.named` spells this program; its demo application is another one.
_THIS_PROGRAM = re.compile(r"(?:.*[/\\])?(?:desktop-agent(?:\.exe)?|Desktop Agent)|.* -m desktop_agent")
_further_processes: set[int] = set()  # process ids of this program, beside our own
_terminals: set[int] = set()  # and of what shows the terminal that such a one hangs on


@dataclass(frozen=True, slots=True)
class OwnWindows:
    """Recognizes our windows; `shown_in` is the window that we run in, as the terminal reports it."""

    windows: WindowSource
    programs: frozenset[int]
    shown_in: int | None = None

    def __call__(self, window: Window) -> bool:
        """Return whether keys and clicks there would go to this program, or to the terminal in which it asks.

        Of a terminal with all its windows in one process, only one window is ours, with its menus and dialogs, if the
        terminal has reported which one; else all are.
        """
        if _THIS_PROGRAM.fullmatch(window.program):
            return True  # the tray beside a run from a terminal: settings and answers are given there
        if window.pid is None or window.pid not in self.programs:
            return False
        if window.pid == os.getpid() or window.pid in _further_processes or self.shown_in is None:
            return True
        return self.windows.is_part_of(window.id, self.shown_in)


def own_windows(windows: WindowSource, environment: Mapping[str, str] = os.environ) -> OwnWindows:
    """Return the test for our windows; the caller still has to close `windows`."""
    programs = own_programs()
    window_id = environment.get(SHOWN_IN, "")
    shown_in = int(window_id) if window_id.isascii() and window_id.isdigit() else None
    # An inherited word, from a terminal that started another terminal, names a window of a program that is not ours.
    is_terminals = shown_in is not None and windows.describe(shown_in).pid in programs
    return OwnWindows(windows, programs, shown_in if is_terminals else None)


def own_programs() -> frozenset[int]:
    """Return the process ids; the terminal is known on Linux only, and only where this program hangs on one.

    A terminal program starts the shell as the leader of a session, and the leader's parent is what shows it.
    """
    pids = {os.getpid(), *_further_processes, *_terminals}
    with contextlib.suppress(OSError, AttributeError, IndexError):
        os.close(os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY))
        pids.add(int(stat_of(os.getsid(0))[PARENT]))
    return frozenset(pids)


def is_this_program(pid: int) -> bool:
    """Return whether a process is one of this program, in whichever run."""
    return pid in {os.getpid(), *_further_processes} or bool(_THIS_PROGRAM.fullmatch(program_of(pid)))


def add_own_process(program: int, programs: Iterable[int]) -> None:
    """Add another process of this program, which has its run done in this one, and the processes it counts as ours."""
    _further_processes.add(program)
    _terminals.update(set(programs) - _further_processes)
