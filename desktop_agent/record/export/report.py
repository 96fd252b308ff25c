"""Writes `report.html`: a run as one self-contained page, made from its folder again at any time."""

from __future__ import annotations

import hashlib
import os
import re
import stat
import tempfile
from base64 import b64encode
from contextlib import suppress
from pathlib import Path

from desktop_agent.core.events import FrameTaken
from desktop_agent.record.folder import explain
from desktop_agent.record.journal import ENDINGS
from desktop_agent.record.page.page import page
from desktop_agent.record.reader import read_run

REPORT = "report.html"
# A journal that came from elsewhere may name any path: only what a recorder writes is opened.
_PICTURE = re.compile(r"frames/[0-9]{6,9}\.(png|jpg)")
_NO_LINK: int = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


def write_report(folder: Path, to: Path | None = None) -> Path:
    """Write a run's report, into its folder if not told otherwise, and return its path; RecordError if that fails.

    An old report is replaced in one step.
    """
    html = page(read_run(folder), lambda frame: _picture(folder, frame))
    target = to or folder / REPORT
    try:
        _replace(target, html.encode())
    except OSError as error:
        raise explain(error, target.parent) from error
    return target


def _picture(folder: Path, frame: FrameTaken) -> tuple[str, str]:
    """Return a picture as a data URI, or why there is none; a damaged one is not shown as if it were whole."""
    if frame.path is None:
        return "", "Pictures were not recorded."
    if not _PICTURE.fullmatch(frame.path) or frame.media_type not in ENDINGS:
        return "", "The record names a picture that is none."
    try:
        data = _read(folder / frame.path, frame.bytes)
    except OSError:
        return "", "The picture is missing."
    if hashlib.sha256(data).hexdigest() != frame.sha256:
        return "", "The picture was changed or damaged after it was recorded."
    return f"data:{frame.media_type};base64,{b64encode(data).decode()}", ""


def _read(path: Path, length: int) -> bytes:
    """Return at most one byte more than the picture had, of a plain file and nothing else."""
    if path.parent.is_symlink():
        raise FileNotFoundError(path)
    fd = os.open(path, os.O_RDONLY | _NO_LINK)
    with open(fd, "rb") as file:  # noqa: PTH123 - only this opens a descriptor
        if not stat.S_ISREG(os.fstat(fd).st_mode):
            raise FileNotFoundError(path)
        return file.read(max(0, length) + 1)


def _replace(target: Path, data: bytes) -> None:
    fd, part = tempfile.mkstemp(dir=target.parent, prefix=".report-", suffix=".part")
    try:
        with open(fd, "wb") as file:  # noqa: PTH123 - only this opens a descriptor
            file.write(data)
        Path(part).replace(target)
    except OSError:
        with suppress(OSError):
            Path(part).unlink()
        raise
