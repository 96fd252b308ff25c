"""Puts a run into one zip file: journal, pictures and report, in one folder; the same run gives the same bytes."""

from __future__ import annotations

import os
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from desktop_agent.core.errors import RecordError
from desktop_agent.core.runs.events import FrameTaken
from desktop_agent.core.texts.message import Message
from desktop_agent.lib.files import file_in
from desktop_agent.record.journal import FRAMES, JOURNAL, PICTURE, RECEIPT, record_error
from desktop_agent.record.parse import parse_lines
from desktop_agent.record.picture_file import read_picture
from desktop_agent.record.report.page import REPORT, write_report
from desktop_agent.record.store import is_being_recorded

_WHEN = (1980, 1, 1, 0, 0, 0)  # the same for all: when files were copied says nothing


def export_run(folder: Path, target: Path | None = None) -> Path:
    """Write a run's zip file, named as the run by default, and return its path; RecordError when that fails.

    `target` is a file or a folder, which is made.
    """
    name = f"{folder.name}.zip"
    packed = file_in(target, name) if target is not None else Path(name)
    if is_being_recorded(folder):
        raise RecordError(Message("This run is still in progress."), Message("Export the run after it has ended."))
    try:
        packed.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix="desktop-agent-") as place:
            copy = _copy_run(folder, Path(place))
            write_report(copy)
            _write_zip(copy, packed)
    except OSError as error:
        raise record_error(error, packed.parent.absolute()) from error
    return packed


def _copy_run(folder: Path, place: Path) -> Path:
    """Copy a run's journal and the pictures that it names; links and anything else in its folder are left out."""
    journal = (folder / JOURNAL).read_bytes()
    events = [stamped.event for stamped in parse_lines(BytesIO(journal)).events]
    copy = place / folder.name
    (copy / FRAMES).mkdir(parents=True)
    (copy / JOURNAL).write_bytes(journal)
    for event in events:
        if isinstance(event, FrameTaken) and event.path and PICTURE.fullmatch(event.path):
            _copy_picture(folder, copy, event)
    if (folder / RECEIPT).is_file() and not (folder / RECEIPT).is_symlink():
        shutil.copyfile(folder / RECEIPT, copy / RECEIPT, follow_symlinks=False)
    return copy


def _copy_picture(folder: Path, copy: Path, frame: FrameTaken) -> None:
    name = str(frame.path)
    try:
        data = read_picture(folder / name, frame.bytes)
    except FileNotFoundError:
        return  # a check of the copy reports it as one of the run does
    (copy / name).write_bytes(data)


def _write_zip(copy: Path, target: Path) -> None:
    fd, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.", suffix=".part")
    part = Path(name)
    try:
        with os.fdopen(fd, "wb") as file, zipfile.ZipFile(file, "w") as packed:
            for path in _in_order(copy):
                kind = zipfile.ZIP_STORED if path.parent.name == FRAMES else zipfile.ZIP_DEFLATED
                entry = zipfile.ZipInfo(f"{copy.name}/{path.relative_to(copy).as_posix()}", _WHEN)
                entry.compress_type = kind
                entry.external_attr = 0o100600 << 16
                with path.open("rb") as source, packed.open(entry, "w") as into:
                    shutil.copyfileobj(source, into)
        part.replace(target)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def _in_order(copy: Path) -> Iterator[Path]:
    yield copy / JOURNAL
    yield copy / REPORT
    if (copy / RECEIPT).exists():
        yield copy / RECEIPT
    yield from sorted((copy / FRAMES).iterdir())
