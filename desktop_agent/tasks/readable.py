"""Which files may be looked into for a task: none that is hidden from a side desk, and none that holds a secret."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from desktop_agent.core.message import Message
from desktop_agent.desk.hidden import HomePlaces, is_hidden
from desktop_agent.desk.secret_content import HEAD, FoundIn, is_secret

MOST_BYTES = 64_000_000
_LARGEST_SETTINGS = 262_144


class UnreadableFile(Exception):  # noqa: N818 - no error of the program: it becomes a sentence
    """Why a file is not looked into."""


def check_place(path: Path, places: HomePlaces) -> None:
    """Raise UnreadableFile for a place that is hidden from a side desk, be it there or not; links are followed."""
    if is_hidden(path, places):
        raise UnreadableFile(Message("what is there is hidden from every model"))


def read_file(path: Path, places: HomePlaces, as_lying_at: Path | None = None) -> bytes:
    """Return what a file holds; FileNotFoundError without one, UnreadableFile for what is kept back, or is no file.

    `as_lying_at`: where it lies for whoever works on a desk, whose own files are all in a folder of this program.
    """
    lies = as_lying_at or path
    check_place(lies, places)
    try:
        fd = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError:
        raise
    except OSError as error:
        raise UnreadableFile(Message("it cannot be read: {why}", why=error.strerror)) from error
    status = os.fstat(fd)
    if not stat.S_ISREG(status.st_mode):
        os.close(fd)
        raise UnreadableFile(Message("it isn't an ordinary file"))
    with open(fd, "rb") as opened:  # noqa: PTH123 - a descriptor
        if status.st_size > MOST_BYTES:
            raise UnreadableFile(Message("it is larger than {megabytes} MB", megabytes=MOST_BYTES // 1_000_000))
        content = opened.read(MOST_BYTES + 1)
    found_in = FoundIn(_is_settings(lies), not status.st_mode & 0o077, status.st_size <= _LARGEST_SETTINGS)
    if is_secret(content[:HEAD], found_in):
        raise UnreadableFile(Message("it contains a key or a password"))
    return content


def _is_settings(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)
