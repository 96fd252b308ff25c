"""Looks at what a desk takes: the disk under its upper folders, the memory and the number of its processes."""

from __future__ import annotations

import contextlib
import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Literal

    from desktop_agent.core.events import DeskEnd
    from desktop_agent.desk.sandbox.keeper_order import KeeperOrder

_BLOCK = 512
_WHOLE = {b"/", b"/newroot"}  # the second is what bubblewrap calls its own root
_LEAST_FREE = 0.02  # of the computer's memory


def reached_limit(order: KeeperOrder, pid: int, seconds: float) -> DeskEnd | Literal[""]:
    """Return what a desk has too much of: "minutes", "disk", "memory" or "processes"; empty while all is well."""
    limits = order["limits"]
    if seconds > limits["minutes"] * 60:
        return "minutes"
    pids = list(descendants(pid))
    if len(pids) > limits["processes"]:
        return "processes"
    most_kb = limits["memory_mb"] * 1024
    taken = sum(map(_own_kb, pids)) + _shared_kb(pids, most_kb // 2) + sum(map(_in_memory_kb, pids[1:2]))
    if taken + used_bytes(order["wire"], most_kb * 1024) // 1024 > most_kb or _is_memory_short():
        return "memory"
    most = limits["disk_mb"] << 20
    return "disk" if used_bytes(order["folder"], most) > most else ""


def descendants(pid: int) -> Iterator[int]:
    """Yield the processes that a process has started, and those that they have; itself first."""
    waiting = [pid]
    while waiting:
        one = waiting.pop()
        yield one
        waiting.extend(_children(one))


def _children(pid: int) -> list[int]:
    """Return the children of a process as the kernel lists them, by thread; far cheaper than to look at everybody."""
    children: list[int] = []
    with contextlib.suppress(OSError):
        for thread in os.listdir(f"/proc/{pid}/task"):
            children.extend(map(int, _words_of(f"/proc/{pid}/task/{thread}/children")))
    return children


def used_bytes(folder: str, enough: int) -> int:
    """Return what files take on disk under a folder; the count stops when it is more than `enough`."""
    used, waiting = 0, [folder]
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
        _, resident, shared, *_ = map(int, _words_of(f"/proc/{pid}/statm"))
        return (resident - shared) * os.sysconf("SC_PAGE_SIZE") // 1024
    return 0


def _shared_kb(pids: Sequence[int], enough: int) -> int:
    """Return the shared memory of all processes, each part counted once; it is looked at only when it may be much."""
    if sum(_kb_in(f"/proc/{pid}/status", b"RssShmem:") for pid in pids) < enough:
        return 0
    return sum(_kb_in(f"/proc/{pid}/smaps_rollup", b"Pss_Shmem:") for pid in pids)


def _kb_in(path: str, name: bytes) -> int:
    with contextlib.suppress(OSError, ValueError, IndexError):
        words = _words_of(path)
        return int(words[words.index(name) + 1])
    return 0


def _in_memory_kb(pid: int) -> int:
    """Return what lies in the folders of a desk that are in memory and its own, as its first process sees them."""
    used = 0
    with contextlib.suppress(OSError, ValueError, IndexError):
        with open(f"/proc/{pid}/mountinfo", "rb") as file:
            lines = file.read().splitlines()
        for line in lines:
            parts, _, kind = line.partition(b" - ")
            _, _, _, above, place, *_ = parts.split()
            # What shows a part of another file system is somebody else's.
            if kind.startswith(b"tmpfs ") and above in _WHOLE:
                told = os.statvfs(b"/proc/%d/root%b" % (pid, _plain(place)))
                used += (told.f_blocks - told.f_bfree) * told.f_frsize // 1024
    return used


def _plain(place: bytes) -> bytes:
    """Return the path of a mount, in which blanks and the like are written by their numbers."""
    return place.decode("unicode_escape").encode("latin-1") if b"\\" in place else place


def _is_memory_short() -> bool:
    """Tell whether the whole computer is out of memory; what a desk hides from all counts shows here."""
    total, free = (_kb_in("/proc/meminfo", name) for name in (b"MemTotal:", b"MemAvailable:"))
    return 0 < free < total * _LEAST_FREE


def _words_of(path: str) -> list[bytes]:
    """Return the words of a file of the kernel's, by the fewest calls that do: this is asked all the time."""
    fd = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        return os.read(fd, 65536).split()
    finally:
        os.close(fd)
