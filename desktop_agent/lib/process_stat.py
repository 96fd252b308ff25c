"""Reads the kernel's line on a process, its threads, children and environment, and what it holds open, on Linux."""

from __future__ import annotations

import os
import sys
import time
from contextlib import suppress

STATE = 0  # places in that line
PARENT = 1
_STOPPED = frozenset({"T", "t"})
LOOKS_EVERY_S = 0.15


def stat_of(pid: int) -> list[str]:
    """Return the fields of a process from its state on; empty where there are none (source: proc(5))."""
    try:
        # A desk's keeper uses this, which loads no pathlib.
        with open(f"/proc/{pid}/stat", encoding="utf-8", errors="replace") as file:  # noqa: PTH123
            line = file.read()
    except OSError:
        return []
    # The name of the program, in brackets, may hold spaces and brackets of its own.
    return line.rpartition(")")[2].split()


def state_of(pid: int) -> str:
    """Return the kernel's letter for what a process does; empty where that is not known."""
    fields = stat_of(pid)
    return fields[STATE] if fields else ""


def is_stopped(pid: int) -> bool:
    """Return whether a process does nothing until somebody lets it go on; no where that is not known."""
    return state_of(pid) in _STOPPED


class SuspensionWatch:
    """Looks now and then whether a process has been suspended (Ctrl+Z, SIGSTOP), of which the system tells nobody.

    It looks once after each `expect`, and then only while the process holds something down or is suspended: one that
    does nothing costs nothing.
    """

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._is_suspended = False
        self._next: float | None = None  # in monotonic seconds

    def expect(self) -> None:
        """Look after a while: the process has just done something."""
        self._next = time.monotonic() + LOOKS_EVERY_S

    def wait_s(self) -> float | None:
        """Return for how long to wait for anything else; None: forever."""
        if self._next is None or sys.platform != "linux":
            return None
        return max(0.0, self._next - time.monotonic())

    def has_begun(self, *, holds: bool) -> bool:
        """Look if it is time to; tell whether the process has been suspended since the last look."""
        if self._next is None or time.monotonic() < self._next:
            return False
        before = self._is_suspended
        self._is_suspended = is_stopped(self._pid)
        self._next = time.monotonic() + LOOKS_EVERY_S if holds or self._is_suspended else None
        return self._is_suspended and not before


def family_of(pid: int) -> set[int]:
    """Return a process and all that it has started."""
    family, more = set[int](), [pid]
    while more:
        family.add(number := more.pop())
        more += _children(number)
    return family


def threads_of(pid: int) -> list[int]:
    """Return the numbers of a process's threads; none of one that has ended."""
    try:
        return [*map(int, os.listdir(f"/proc/{pid}/task"))]  # noqa: PTH208 - as above
    except OSError:
        return []


def held_by(pid: int | None) -> list[str]:
    """Return where the open files of a process lead: paths, “socket:[NUMBER]”, “pipe:[NUMBER]” (source: proc(5)).

    What is closed meanwhile is left out, and nothing else; none of a process that has ended or may not be read.
    """
    found = list[str]()
    with suppress(OSError):
        for name in os.listdir(folder := f"/proc/{pid}/fd"):  # noqa: PTH208 - as above
            with suppress(OSError):
                found.append(os.readlink(f"{folder}/{name}"))  # noqa: PTH115 - as above
    return found


def sockets_of(pid: int) -> set[int]:
    """Return the numbers of the sockets that a process holds."""
    return {int(one[8:-1]) for one in held_by(pid) if one.startswith("socket:[")}


def _children(pid: int) -> list[int]:
    """Return what the threads of a process have started, as the kernel lists it (source: proc(5), Linux 4.2)."""
    found = list[int]()
    for thread in threads_of(pid):
        with suppress(OSError), open(f"/proc/{pid}/task/{thread}/children", encoding="ascii") as file:  # noqa: PTH123
            found += map(int, file.read().split())
    return found


def environment_of(pid: int | None) -> dict[str, str] | None:
    """Return the environment that a process was started with; None when it is gone or cannot be read. Linux only."""
    try:
        with open(f"/proc/{pid}/environ", encoding="utf-8", errors="replace", newline="") as file:  # noqa: PTH123 - as above
            words = file.read().split("\0")
    except OSError:
        return None
    return dict(word.split("=", 1) for word in words if "=" in word)


def end_files(parent: int) -> tuple[int, ...]:
    """Return a file that becomes ready when a process ends; none where the system has no such thing."""
    with suppress(AttributeError, OSError):
        return (os.pidfd_open(parent),)
    return ()
