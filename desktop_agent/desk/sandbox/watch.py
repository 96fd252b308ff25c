"""Looks at what a desk takes: the disk under its upper folders, the memory and the number of its processes."""

from __future__ import annotations

import contextlib
import mmap
import os
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from desktop_agent.desk.sandbox.plan import DeskLimits
from desktop_agent.x11.process_stat import PARENT, stat_of

_BLOCK = 512


def reached_limit(limits: DeskLimits, folder: Path, pid: int, seconds: float) -> str:
    """Return what a desk has too much of: "minutes", "disk", "memory" or "processes"; empty while all is well."""
    if seconds > limits.minutes * 60:
        return "minutes"
    pids = list(descendants(pid))
    if len(pids) > limits.processes:
        return "processes"
    if sum(map(_own_kb, pids)) > limits.memory_mb * 1024:
        return "memory"
    return "disk" if used_bytes(folder / "up", limits.disk_mb << 20) > limits.disk_mb << 20 else ""


def descendants(pid: int) -> Iterator[int]:
    """Yield the processes that a process has started, and those that they have; itself first."""
    children = defaultdict[int, list[int]](list)
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            one = int(entry.name)
            if told := stat_of(one):
                children[int(told[PARENT])].append(one)
    waiting = [pid]
    while waiting:
        one = waiting.pop()
        yield one
        waiting.extend(children[one])


def used_bytes(folder: Path, enough: int) -> int:
    """Return what files take on disk under a folder; the count stops when it is more than `enough`."""
    used, waiting = 0, [os.fspath(folder)]
    while waiting and used <= enough:
        with contextlib.suppress(OSError), os.scandir(waiting.pop()) as entries:
            for entry in entries:
                with contextlib.suppress(OSError):
                    used += entry.stat(follow_symlinks=False).st_blocks * _BLOCK
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(entry.path)
    return used


def _own_kb(pid: int) -> int:
    """Return the memory that is one process's own; what it shares with others is not counted."""
    with contextlib.suppress(OSError, ValueError, IndexError):
        _, resident, shared, *_ = map(int, Path("/proc", str(pid), "statm").read_text().split())
        return (resident - shared) * mmap.PAGESIZE // 1024
    return 0
