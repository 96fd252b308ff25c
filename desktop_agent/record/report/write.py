"""Writes `report.html`: a run as one self-contained page, made from its folder at any time."""

from __future__ import annotations

from pathlib import Path

from desktop_agent.core.errors import RecordError
from desktop_agent.core.message import Message
from desktop_agent.lib.files import replace_file
from desktop_agent.record.desk_receipt import receipt_acts
from desktop_agent.record.differences import differences_of
from desktop_agent.record.disk_errors import explain
from desktop_agent.record.reader import read_run
from desktop_agent.record.report.album import Album
from desktop_agent.record.report.numbering import cards_of
from desktop_agent.record.report.page import page

REPORT = "report.html"
_MOST_FILM_BYTES = 200_000_000


def write_report(folder: Path, to: Path | None = None, *, film: Path | None = None) -> Path:
    """Write a run's report, by default into its folder, and return its path; RecordError if that fails.

    An old report is replaced in one step. `film` is an MP4 or WebM to be put into the page.
    """
    run = read_run(folder)
    cards = cards_of(run)
    album = Album(folder, cards)
    html = page(
        run, cards, album, album.put(*_film(film)) if film else "", differences_of(folder), receipt_acts(folder)
    )
    target = to or folder / REPORT
    try:
        replace_file(target, album.filled(html))
    except OSError as error:
        raise explain(error, target.parent) from error
    return target


def _film(file: Path) -> tuple[str, bytes]:
    try:
        data = file.read_bytes()
    except OSError as error:
        raise RecordError(
            Message("The film {file} cannot be read: {strerror}.", file=file, strerror=error.strerror)
        ) from error
    if len(data) > _MOST_FILM_BYTES:
        raise RecordError(
            Message("The film is too large to be put into a page."),
            Message("Leave out `--film`, and share both files."),
        )
    return ("video/webm" if file.suffix == ".webm" else "video/mp4"), data
