"""The lock of a desk's keeper: the system releases it when that process ends; it holds the process id."""

from __future__ import annotations

import os

from desktop_agent.record.lock import is_locked, lock_file

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path

LOCK = "desk.lock"


def keep(lock: str) -> int:
    """Lock a desk for as long as this process lives; return the descriptor that holds the lock."""
    fd = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    lock_file(fd)
    os.ftruncate(fd, 0)
    os.pwrite(fd, b"%d\n" % os.getpid(), 0)
    return fd


def is_kept(folder: Path) -> bool:
    """Return whether the desk's keeper is alive."""
    return keeper_of(folder) is not None


def keeper_of(folder: Path) -> int | None:
    """Return the process id of the desk's keeper; None if there is none, 0 while it is starting."""
    try:
        fd = os.open(folder / LOCK, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return None
    try:
        return int(os.pread(fd, 32, 0) or b"0") if is_locked(fd) else None
    except (OSError, ValueError):
        return None
    finally:
        os.close(fd)
