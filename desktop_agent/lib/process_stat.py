"""What the kernel tells of a process in a line, on Linux."""

from __future__ import annotations

STATE, PARENT = 0, 1  # places in that line
_STOPPED = frozenset({"T", "t"})


def stat_of(pid: int) -> list[str]:
    """Return what the kernel tells of a process, from its state on; empty where it does not (source: proc(5))."""
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
    told = stat_of(pid)
    return told[STATE] if told else ""


def is_stopped(pid: int) -> bool:
    """Tell whether a process does nothing until somebody lets it go on; no where that is not known."""
    return state_of(pid) in _STOPPED
