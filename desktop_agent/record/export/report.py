"""Writes `report.html`: a run as one self-contained page, made from its folder again at any time."""

from __future__ import annotations

import hashlib
import os
import re
import stat
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path

from desktop_agent.core.events import FrameTaken
from desktop_agent.record.folder import explain, replace_file
from desktop_agent.record.journal import ENDINGS
from desktop_agent.record.page.page import page
from desktop_agent.record.reader import read_run

REPORT = "report.html"
# A journal that came from elsewhere may name any path: only what a recorder writes is opened.
_PICTURE = re.compile(r"frames/[0-9]{6,9}\.(png|jpg|webp)")
_MARK = re.compile("\ue000([0-9]+)\ue000")
_NO_LINK: int = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


def write_report(folder: Path, to: Path | None = None) -> Path:
    """Write a run's report, into its folder if not told otherwise, and return its path; RecordError if that fails.

    An old report is replaced in one step.
    """
    album = Album(folder)
    html = page(read_run(folder), album.place)
    target = to or folder / REPORT
    try:
        replace_file(target, album.filled(html))
    except OSError as error:
        raise explain(error, target.parent) from error
    return target


class Album:
    """The pictures of one report: the page gets a mark for each, and megabytes are put in once, at the end.

    No foreign text can hold such a mark: characters for private use are shown by their numbers.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._uris: list[bytes] = []

    def place(self, frame: FrameTaken) -> tuple[str, str]:
        """Return a mark for a picture, or why there is none; a damaged one is not shown as if it were whole."""
        if frame.path is None:
            return "", "Pictures were not recorded."
        if not _PICTURE.fullmatch(frame.path) or frame.media_type not in ENDINGS:
            return "", "The record names a picture that is none."
        try:
            data = _read(self._folder / frame.path, frame.bytes)
        except OSError:
            return "", "The picture is missing."
        if hashlib.sha256(data).hexdigest() != frame.sha256:
            return "", "The picture was changed or damaged after it was recorded."
        self._uris.append(f"data:{frame.media_type};base64,".encode() + b64encode(data))
        return f"\ue000{len(self._uris) - 1}\ue000", ""

    def filled(self, html: str) -> Iterator[bytes]:
        """Yield the page in parts, each mark replaced by its picture."""
        for number, part in enumerate(_MARK.split(html)):
            yield self._uris[int(part)] if number % 2 else part.encode()


def _read(path: Path, length: int) -> bytes:
    """Return at most one byte more than the picture had, of a plain file and nothing else."""
    if path.parent.is_symlink():
        raise FileNotFoundError(path)
    fd = os.open(path, os.O_RDONLY | _NO_LINK)
    with os.fdopen(fd, "rb") as file:
        if not stat.S_ISREG(os.fstat(fd).st_mode):
            raise FileNotFoundError(path)
        return file.read(max(0, length) + 1)
