"""Writes `report.html`: a run as one self-contained page, made from its folder at any time."""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path

from desktop_agent.core.events import FrameTaken
from desktop_agent.record.folder import explain, replace_file
from desktop_agent.record.journal import ENDINGS, PICTURE
from desktop_agent.record.picture_file import read_picture
from desktop_agent.record.reader import read_run
from desktop_agent.record.report.page import page

REPORT = "report.html"
_MARK = re.compile("\ue000([0-9]+)\ue000")


def write_report(folder: Path, to: Path | None = None) -> Path:
    """Write a run's report, by default into its folder, and return its path; RecordError if that fails.

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
    """The pictures of one report: the page has a mark for each, which is replaced by the picture at the end.

    Foreign text cannot contain such a mark: private-use characters are shown by their numbers.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._uris: list[bytes] = []

    def place(self, frame: FrameTaken) -> tuple[str, str]:
        """Return a mark for a picture, or why there is none; a damaged picture is not shown."""
        if frame.path is None:
            return "", "Pictures were not recorded."
        if not PICTURE.fullmatch(frame.path) or frame.media_type not in ENDINGS:
            return "", "The record names a file that is not a recorded picture."
        try:
            data = read_picture(self._folder / frame.path, frame.bytes)
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
