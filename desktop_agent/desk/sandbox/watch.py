"""Looks at what a desk takes: the disk under its upper folders, the memory and the number of its processes."""

from __future__ import annotations

import contextlib
import mmap
import os
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal

from desktop_agent.core.desk_event import DeskEnd
from desktop_agent.desk.sandbox.plan import DeskLimits
from desktop_agent.x11.process_stat import PARENT, stat_of

_BLOCK = 512
_WHOLE = {"/", "/newroot"}  # the second is what bubblewrap calls its own root
_LEAST_FREE = 0.02  # of the computer's memory


def reached_limit(limits: DeskLimits, folders: tuple[Path, Path], pid: int, seconds: float) -> DeskEnd | Literal[""]:
    """Return what a desk has too much of: "minutes", "disk", "memory" or "processes"; empty while all is well.

    `folders` are the desk's own, and the one in memory that both sides reach.
    """
    on_disk, shared = folders
    if seconds > limits.minutes * 60:
        return "minutes"
    pids = list(descendants(pid))
    if len(pids) > limits.processes:
        return "processes"
    most_kb = limits.memory_mb * 1024
    taken = sum(map(_own_kb, pids)) + _shared_kb(pids, most_kb // 2) + sum(map(_in_memory_kb, pids[1:2]))
    if taken + used_bytes(shared, most_kb * 1024) // 1024 > most_kb or _is_memory_short():
        return "memory"
    most = limits.disk_mb << 20
    return "disk" if used_bytes(on_disk, most) > most else ""


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


def own_mb(pid: int) -> int:
    """Return the memory that a process and all that it has started have to themselves."""
    return sum(map(_own_kb, descendants(pid))) // 1024


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


def _shared_kb(pids: Sequence[int], enough: int) -> int:
    """Return the shared memory of all processes, each part counted once; it is looked at only when it may be much."""
    if sum(_told_kb(pid, "status", b"RssShmem:") for pid in pids) < enough:
        return 0
    return sum(_told_kb(pid, "smaps_rollup", b"Pss_Shmem:") for pid in pids)


def _told_kb(pid: int | str, file: str, name: bytes) -> int:
    with contextlib.suppress(OSError, ValueError, IndexError):
        for line in Path("/proc", str(pid), file).read_bytes().splitlines():
            if line.startswith(name):
                return int(line.split()[1])
    return 0


def _in_memory_kb(pid: int) -> int:
    """Return what lies in the folders of a desk that are in memory and its own, as its first process sees them."""
    used = 0
    with contextlib.suppress(OSError, ValueError, IndexError):
        for line in Path(f"/proc/{pid}/mountinfo").read_text().splitlines():
            parts, _, kind = line.partition(" - ")
            _, _, _, above, place, *_ = parts.split()
            # What shows a part of another file system is somebody else's.
            if kind.startswith("tmpfs ") and above in _WHOLE:
                told = os.statvfs(f"/proc/{pid}/root{_plain(place)}")
                used += (told.f_blocks - told.f_bfree) * told.f_frsize // 1024
    return used


def _plain(place: str) -> str:
    """Return the path of a mount, in which blanks and the like are written by their numbers."""
    return place.encode("latin-1", "replace").decode("unicode_escape") if "\\" in place else place


def _is_memory_short() -> bool:
    """Tell whether the whole computer is out of memory; what a desk hides from all counts shows here."""
    total, free = (_told_kb("", "meminfo", name) for name in (b"MemTotal:", b"MemAvailable:"))
    return 0 < free < total * _LEAST_FREE
