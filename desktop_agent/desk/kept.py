"""Who keeps a desk: a lock that the system lets go when the keeper's process ends, with the number of that process."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from desktop_agent.record.lock import held, hold

LOCK = "desk.lock"


@contextmanager
def keeping(folder: Path) -> Iterator[int]:
    """Show others that a desk is kept, as long as this process lives; gives the descriptor that holds the lock."""
    fd = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        hold(fd)
        os.ftruncate(fd, 0)
        os.pwrite(fd, b"%d\n" % os.getpid(), 0)
        yield fd
    finally:
        os.close(fd)


def is_kept(folder: Path) -> bool:
    """Tell whether a keeper of this desk is alive."""
    return keeper_of(folder) is not None


def keeper_of(folder: Path) -> int | None:
    """Return the process that keeps this desk; None when nobody does."""
    with contextlib.suppress(OSError, ValueError):
        fd = os.open(folder / LOCK, os.O_RDONLY | os.O_CLOEXEC)
        try:
            return int(os.pread(fd, 32, 0) or b"0") if held(fd) else None
        finally:
            os.close(fd)
    return None
