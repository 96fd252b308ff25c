"""Facts about a process on Linux: its state, threads, children, environment and open files."""

from __future__ import annotations

import os
import sys
import time
from contextlib import suppress

STATE = 0  # positions in the fields of `stat_of`
PARENT = 1
GROUP = 2
TERMINAL = 4
FOREGROUND = 5  # the group in the foreground of the terminal
NO_TERMINAL = "0"
_STOPPED = frozenset({"T", "t"})
LOOKS_EVERY_S = 0.15


def stat_of(pid: int) -> list[str]:
    """Return the fields of /proc/PID/stat from the state on; empty for no such process (source: proc(5))."""
    try:
        # A desk's keeper uses this, which loads no pathlib.
        with open(f"/proc/{pid}/stat", encoding="utf-8", errors="replace") as file:  # noqa: PTH123
            line = file.read()
    except OSError:
        return []
    # The name of the program, in brackets, may hold spaces and brackets of its own.
    return line.rpartition(")")[2].split()


def state_of(pid: int) -> str:
    """Return the kernel's letter for the state of a process; empty if unknown."""
    fields = stat_of(pid)
    return fields[STATE] if fields else ""


def is_stopped(pid: int) -> bool:
    """Return whether a process is suspended; False if unknown."""
    return state_of(pid) in _STOPPED


class SuspensionWatch:
    """Polls whether a process has been suspended (Ctrl+Z, SIGSTOP), which the system doesn't report.

    It polls once after each `expect`, and then only while the process holds a key or button down or is suspended, so
    that an idle process costs nothing.
    """

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._is_suspended = False
        self._next: float | None = None  # in monotonic seconds

    def expect(self) -> None:
        """Schedule a poll, as the process has just done something."""
        self._next = time.monotonic() + LOOKS_EVERY_S

    def wait_s(self) -> float | None:
        """Return the seconds until the next poll; None: none is due."""
        if self._next is None or sys.platform != "linux":
            return None
        return max(0.0, self._next - time.monotonic())

    def poll(self, *, holds: bool) -> bool:
        """Poll if it is due; return whether the process has been suspended since the last poll."""
        if self._next is None or time.monotonic() < self._next:
            return False
        before = self._is_suspended
        self._is_suspended = is_stopped(self._pid)
        self._next = time.monotonic() + LOOKS_EVERY_S if holds or self._is_suspended else None
        return self._is_suspended and not before


def family_of(pid: int) -> set[int]:
    """Return the ids of a process and all its descendants."""
    family = set[int]()
    pending = [pid]
    while pending:
        number = pending.pop()
        family.add(number)
        pending += _children(number)
    return family


def threads_of(pid: int) -> list[int]:
    """Return the ids of a process's threads; empty if it has ended."""
    try:
        return [*map(int, os.listdir(f"/proc/{pid}/task"))]  # noqa: PTH208 - as above
    except OSError:
        return []


def held_by(pid: int | None) -> list[str]:
    """Return the targets of a process's open files: paths, “socket:[NUMBER]”, “pipe:[NUMBER]” (source: proc(5)).

    Only files closed meanwhile are left out. Empty if the process has ended or may not be read.
    """
    targets = list[str]()
    folder = f"/proc/{pid}/fd"
    with suppress(OSError):
        for name in os.listdir(folder):  # noqa: PTH208 - as above
            with suppress(OSError):
                targets.append(os.readlink(f"{folder}/{name}"))  # noqa: PTH115 - as above
    return targets


def sockets_of(pid: int) -> set[int]:
    """Return the numbers of the sockets that a process holds."""
    return {int(target[8:-1]) for target in held_by(pid) if target.startswith("socket:[")}


def _children(pid: int) -> list[int]:
    """Return the ids of the children of a process's threads, as listed by the kernel (source: proc(5), Linux 4.2)."""
    children = list[int]()
    for thread in threads_of(pid):
        with suppress(OSError), open(f"/proc/{pid}/task/{thread}/children", encoding="ascii") as file:  # noqa: PTH123
            children += map(int, file.read().split())
    return children


def environment_of(pid: int | None) -> dict[str, str] | None:
    """Return the initial environment of a process; None if it has ended or cannot be read. Linux only."""
    try:
        with open(f"/proc/{pid}/environ", encoding="utf-8", errors="replace", newline="") as file:  # noqa: PTH123 - as above
            words = file.read().split("\0")
    except OSError:
        return None
    return dict(word.split("=", 1) for word in words if "=" in word)


def end_files(parent: int) -> tuple[int, ...]:
    """Return a descriptor that becomes readable when a process ends; empty if the system has none."""
    with suppress(AttributeError, OSError):
        return (os.pidfd_open(parent),)
    return ()
