"""Measures a desk's use of resources: disk space of its upper folders, memory, and number of processes."""

from __future__ import annotations

import contextlib
import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Literal

    from desktop_agent.core.runs.events import DeskEnd
    from desktop_agent.desk.sandbox.keeper_order import KeeperOrder

_BLOCK = 512
_TMPFS_ROOTS = {b"/", b"/newroot"}  # the second is what bubblewrap calls its own root
_LEAST_FREE = 0.02  # of the computer's memory


def reached_limit(order: KeeperOrder, pid: int, seconds: float) -> DeskEnd | Literal[""]:
    """Return the limit that a desk exceeds: "minutes", "disk", "memory" or "processes"; empty if none."""
    limits = order["limits"]
    if seconds > limits["minutes"] * 60:
        return "minutes"
    pids = list(descendants(pid))
    if len(pids) > limits["processes"]:
        return "processes"
    most_kb = limits["memory_mb"] * 1024
    used_kb = sum(map(_own_kb, pids)) + _shared_kb(pids, most_kb // 2) + sum(map(_in_memory_kb, pids[1:2]))
    if used_kb + used_bytes(order["wire"], most_kb * 1024) // 1024 > most_kb or _is_memory_short():
        return "memory"
    most = limits["disk_mb"] << 20
    return "disk" if used_bytes(order["folder"], most) > most else ""


def descendants(pid: int) -> Iterator[int]:
    """Yield a process and all its descendants."""
    waiting = [pid]
    while waiting:
        process = waiting.pop()
        yield process
        waiting.extend(_children(process))


def _children(pid: int) -> list[int]:
    """Return the children of a process from the kernel's lists by thread, far cheaper than checking all processes."""
    children: list[int] = []
    with contextlib.suppress(OSError):
        for thread in os.listdir(f"/proc/{pid}/task"):
            children.extend(map(int, _words_of(f"/proc/{pid}/task/{thread}/children")))
    return children


def used_bytes(folder: str, enough: int) -> int:
    """Return the disk space used below a folder, in bytes; counting stops above `enough`."""
    used = 0
    waiting = [folder]
    while waiting and used <= enough:
        with contextlib.suppress(OSError), os.scandir(waiting.pop()) as entries:
            for entry in entries:
                with contextlib.suppress(OSError):
                    used += entry.stat(follow_symlinks=False).st_blocks * _BLOCK
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(entry.path)
    return used


def _own_kb(pid: int) -> int:
    """Return the unshared memory of a process, in KiB."""
    with contextlib.suppress(OSError, ValueError, IndexError):
        _, resident, shared, *_ = map(int, _words_of(f"/proc/{pid}/statm"))
        return (resident - shared) * os.sysconf("SC_PAGE_SIZE") // 1024
    return 0


def _shared_kb(pids: Sequence[int], enough: int) -> int:
    """Return the shared memory of all processes, in KiB, each part counted once; 0 if it is surely below `enough`."""
    if sum(_kb_in(f"/proc/{pid}/status", b"RssShmem:") for pid in pids) < enough:
        return 0
    return sum(_kb_in(f"/proc/{pid}/smaps_rollup", b"Pss_Shmem:") for pid in pids)


def _kb_in(path: str, name: bytes) -> int:
    with contextlib.suppress(OSError, ValueError, IndexError):
        words = _words_of(path)
        return int(words[words.index(name) + 1])
    return 0


def _in_memory_kb(pid: int) -> int:
    """Return the size of a desk's own folders in memory, in KiB, as seen by the process `pid`."""
    used = 0
    with contextlib.suppress(OSError, ValueError, IndexError):
        with open(f"/proc/{pid}/mountinfo", "rb") as file:
            lines = file.read().splitlines()
        for line in lines:
            parts, _, kind = line.partition(b" - ")
            _, _, _, above, place, *_ = parts.split()
            # A mount of only a part of a file system doesn't belong to the desk.
            if kind.startswith(b"tmpfs ") and above in _TMPFS_ROOTS:
                file_system = os.statvfs(b"/proc/%d/root%b" % (pid, _unescaped(place)))
                used += (file_system.f_blocks - file_system.f_bfree) * file_system.f_frsize // 1024
    return used


def _unescaped(place: bytes) -> bytes:
    """Return a mount's path with octal escapes for blanks and the like decoded."""
    return place.decode("unicode_escape").encode("latin-1") if b"\\" in place else place


def _is_memory_short() -> bool:
    """Return whether the computer is short of memory, which also covers memory that the other counts miss."""
    total, free = (_kb_in("/proc/meminfo", name) for name in (b"MemTotal:", b"MemAvailable:"))
    return 0 < free < total * _LEAST_FREE


def _words_of(path: str) -> list[bytes]:
    """Return the words of a kernel file with as few calls as possible, since this is called often."""
    fd = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        return os.read(fd, 65536).split()
    finally:
        os.close(fd)
