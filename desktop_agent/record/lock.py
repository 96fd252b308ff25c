"""Distinguishes a running run from one that was cut off: its journal is locked as long as its process lives.

The system releases the lock when the process ends, even by `kill -9`, so no stale mark can remain.
"""

from __future__ import annotations

import os
import sys

if sys.platform == "win32":
    import msvcrt

    # A lock keeps others from reading there: take a byte that no journal reaches.
    _FAR = 1 << 40

    def lock_file(fd: int) -> bool:
        """Lock an open file until it is closed; return whether no other process holds it."""
        try:
            os.lseek(fd, _FAR, os.SEEK_SET)
            msvcrt.locking(fd, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def is_locked(fd: int) -> bool:
        """Return whether a process holds the lock of a file that is open here for reading."""
        os.lseek(fd, _FAR, os.SEEK_SET)
        try:
            msvcrt.locking(fd, msvcrt.LK_NBLCK, 1)
        except OSError:
            return True
        msvcrt.locking(fd, msvcrt.LK_UNLCK, 1)
        return False

else:
    import fcntl

    def lock_file(fd: int) -> bool:
        """Lock an open file until it is closed, where there are locks; return whether no other process holds it."""
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:
            pass
        return True

    def is_locked(fd: int) -> bool:
        """Return whether a process holds the lock of a file that is open here for reading."""
        try:
            fcntl.flock(fd, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        except OSError:
            return False
        fcntl.flock(fd, fcntl.LOCK_UN)
        return False
