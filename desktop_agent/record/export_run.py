"""Puts a run into one zip file: journal, pictures and report, in one folder; the same run gives the same bytes."""

from __future__ import annotations

import os
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

from desktop_agent.core.errors import RecordError
from desktop_agent.core.events import FrameTaken, RunStarted
from desktop_agent.core.message import Message
from desktop_agent.record.journal import FRAMES, JOURNAL, LIVE, PICTURE, RECEIPT, record_error
from desktop_agent.record.live_file import live_files
from desktop_agent.record.parse import parse_lines
from desktop_agent.record.picture_file import read_picture
from desktop_agent.record.reader import RUN_NAME
from desktop_agent.record.report.page import REPORT, write_report
from desktop_agent.record.store import is_being_recorded

_WHEN = (1980, 1, 1, 0, 0, 0)  # the same for all: when files were copied says nothing
JournalEdit = Callable[[bytes], bytes]


def export_run(
    folder: Path,
    target: Path | None = None,
    edit: JournalEdit | None = None,
    on_copy: Callable[[Path], bool] = lambda _: True,
) -> Path | None:
    """Write a run's zip file, named as the run by default, with its journal edited where that is wanted.

    `on_copy` may change the copy that is packed, or say that none is to be made: then the result is None. RecordError
    when it cannot be done.
    """
    where = Path() if target is None else target.parent
    if is_being_recorded(folder):
        raise RecordError(Message("This run is still in progress."), Message("Export the run after it has ended."))
    try:
        with tempfile.TemporaryDirectory(prefix="desktop-agent-") as place:
            copy = copied(folder, Path(place), edit)
            if not on_copy(copy):
                return None
            copy = named_as_it_says(copy)
            write_report(copy)
            packed = target or Path(f"{copy.name}.zip")
            _pack(copy, packed)
    except OSError as error:
        raise record_error(error, where.absolute()) from error
    return packed


def copied(folder: Path, place: Path, edit: JournalEdit | None = None) -> Path:
    """Copy a run's journal and the pictures that it names; links and anything else in its folder are left out.

    So are the live picture and a desk's receipt where the journal is edited: nobody has looked through them.
    """
    journal = (folder / JOURNAL).read_bytes()
    journal = edit(journal) if edit else journal
    events = [stamped.event for stamped in parse_lines(BytesIO(journal)).events]
    copy = place / folder.name
    (copy / FRAMES).mkdir(parents=True)
    (copy / JOURNAL).write_bytes(journal)
    for event in events:
        if isinstance(event, FrameTaken) and event.path and PICTURE.fullmatch(event.path):
            _copy_picture(folder, copy, event)
    if edit is None and (folder / RECEIPT).is_file() and not (folder / RECEIPT).is_symlink():
        shutil.copyfile(folder / RECEIPT, copy / RECEIPT, follow_symlinks=False)
    if edit is None and (live := live_files(folder)):
        (copy / LIVE).mkdir()
        for name in live:
            shutil.copyfile(folder / name, copy / name, follow_symlinks=False)
    return copy


def named_as_it_says(copy: Path) -> Path:
    """Give a copy the name that its first line has: of one that was edited it is another."""
    with (copy / JOURNAL).open("rb") as journal:
        events = [stamped.event for stamped in parse_lines([journal.readline()]).events]
    run = next((event.run for event in events if isinstance(event, RunStarted)), "")
    return copy.rename(copy.with_name(run)) if RUN_NAME.fullmatch(run) and run != copy.name else copy


def _copy_picture(folder: Path, copy: Path, frame: FrameTaken) -> None:
    name = str(frame.path)
    try:
        data = read_picture(folder / name, frame.bytes)
    except FileNotFoundError:
        return  # a check of the copy tells it as one of the run does
    (copy / name).write_bytes(data)


def _pack(copy: Path, target: Path) -> None:
    fd, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.", suffix=".part")
    part = Path(name)
    try:
        with os.fdopen(fd, "wb") as file, zipfile.ZipFile(file, "w") as packed:
            for path in _in_order(copy):
                kind = zipfile.ZIP_STORED if path.parent.name in {FRAMES, LIVE} else zipfile.ZIP_DEFLATED
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
    yield from (copy / name for name in live_files(copy))
