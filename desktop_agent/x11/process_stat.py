"""What the kernel tells of a process in a line, on Linux."""

from __future__ import annotations

from pathlib import Path

STATE, PARENT = 0, 1  # places in that line


def stat_of(pid: int) -> list[str]:
    """Return what the kernel tells of a process, from its state on; empty where it does not (source: proc(5))."""
    try:
        line = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return []
    # The name of the program, in brackets, may hold spaces and brackets of its own.
    return line.rpartition(")")[2].split()
