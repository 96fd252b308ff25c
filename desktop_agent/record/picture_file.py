"""Reads a recorded picture's bytes: only from a plain file inside of the run's folder, and never more than it had."""

from __future__ import annotations

import hashlib
import os
import stat
from pathlib import Path
from typing import Literal, Protocol

from desktop_agent.record.journal import ENDINGS, PICTURE

_NO_LINK: int = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)

PictureProblem = Literal["none", "foreign", "missing", "damaged"]


class PictureFacts(Protocol):
    """What the record says of a picture."""

    @property
    def path(self) -> str | None:
        """Its name in the run's folder; None where none was recorded."""

    @property
    def media_type(self) -> str:
        """Its kind."""

    @property
    def bytes(self) -> int:
        """How long it is."""

    @property
    def sha256(self) -> str:
        """Its digest."""


def recorded_picture(folder: Path, facts: PictureFacts) -> bytes | PictureProblem:
    """Return a picture of a run as it was recorded; “foreign” where no recorder gives a picture that name."""
    if facts.path is None:
        return "none"
    if not PICTURE.fullmatch(facts.path) or facts.media_type not in ENDINGS:
        return "foreign"
    try:
        data = read_picture(folder / facts.path, facts.bytes)
    except OSError:
        return "missing"
    return data if hashlib.sha256(data).hexdigest() == facts.sha256 else "damaged"


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
