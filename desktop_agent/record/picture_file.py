"""Reads a recorded picture's bytes: only from a plain file inside of the run's folder, and never more than it had."""

from __future__ import annotations

import os
import stat
from pathlib import Path

_NO_LINK: int = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


def read_picture(path: Path, length: int) -> bytes:
    """Return at most one byte more than the picture had, so that a longer one is found out; OSError if there is none.

    No link is followed, neither the file nor its folder; the caller compares the digest.
    """
    if path.parent.is_symlink():
        raise FileNotFoundError(path)
    fd = os.open(path, os.O_RDONLY | _NO_LINK)
    with os.fdopen(fd, "rb") as file:
        if not stat.S_ISREG(os.fstat(fd).st_mode):
            raise FileNotFoundError(path)
        return file.read(max(0, length) + 1)
