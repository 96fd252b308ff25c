"""Reads a file for a check, only under the person's home folder, and nothing that is hidden there; it never writes."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from desktop_agent.core.message import Message
from desktop_agent.offline.plan.outcome import FileReading

MOST_BYTES = 1_000_000


def read_home_file(path: str, home: Path) -> FileReading:
    """Return the text of a file; a path that is not absolute begins at home. Links count as what they lead to."""
    name = path.removeprefix("~/")
    try:
        root = home.resolve(strict=True)
        real = (root / name).resolve(strict=True)
        if not real.is_relative_to(root):
            return FileReading(
                "", Message("The file “{path}” is not under your home folder, so it is not read.", path=path)
            )
        if any(part.startswith(".") for part in real.relative_to(root).parts):
            return FileReading("", Message("The file “{path}” is hidden, so it is not read.", path=path))
        data = _bytes_of(real)
    except (OSError, ValueError, RuntimeError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else "it has no valid name"
        return FileReading("", Message("The file “{path}” cannot be read: {reason}.", path=path, reason=reason))
    if data is None:
        return FileReading(
            "",
            Message(
                "“{path}” is no file of at most {most_bytes} bytes, so it is not read.",
                path=path,
                most_bytes=MOST_BYTES,
            ),
        )
    if b"\0" in data:
        return FileReading("", Message("The file “{path}” is no plain text.", path=path))
    return FileReading(data.decode("utf-8", "replace").replace("\r\n", "\n"))


def _bytes_of(path: Path) -> bytes | None:
    """Return what is in a regular file; opening a pipe must not wait for whoever writes to it."""
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0))
    with open(descriptor, "rb") as file:  # noqa: PTH123 - a descriptor has no path
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            return None
        data = file.read(MOST_BYTES + 1)
    return data if len(data) <= MOST_BYTES else None
