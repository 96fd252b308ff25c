"""Reads the kernel's line on a process, and which threads and children it has, on Linux."""

from __future__ import annotations

import os
from contextlib import suppress

STATE = 0  # places in that line
PARENT = 1
_STOPPED = frozenset({"T", "t"})


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
    """Tell whether a process does nothing until somebody lets it go on; no where that is not known."""
    return state_of(pid) in _STOPPED


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


def _children(pid: int) -> list[int]:
    """Return what the threads of a process have started, as the kernel lists it (source: proc(5), Linux 4.2)."""
    found = list[int]()
    for thread in threads_of(pid):
        with suppress(OSError), open(f"/proc/{pid}/task/{thread}/children", encoding="ascii") as file:  # noqa: PTH123
            found += map(int, file.read().split())
    return found
