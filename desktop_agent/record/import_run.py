"""Brings a run from elsewhere into the folder of the runs, marked as foreign, once a person has said yes to it.

It is unpacked beside the runs under a name that is none of a run's, and gets its name at the end: a run that was half
imported is never seen.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import shutil
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from desktop_agent.core.errors import NotARecordingError
from desktop_agent.core.events import RunStarted, Stamped
from desktop_agent.core.message import Message
from desktop_agent.lib.files import write_whole
from desktop_agent.record.archive import RunArchive
from desktop_agent.record.damage import RECEIPT
from desktop_agent.record.disk_errors import explain
from desktop_agent.record.foreign import IMPORTED, mark_of
from desktop_agent.record.journal import FRAMES, JOURNAL
from desktop_agent.record.live_file import LIVE
from desktop_agent.record.parse import parse_lines
from desktop_agent.record.reader import RUN_NAME
from desktop_agent.record.spans import moment
from desktop_agent.record.store import slug

_NEW: int = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
Agrees = Callable[[tuple[Stamped, ...]], bool]


def import_run(root: Path, file: Path, agrees: Agrees, now: datetime) -> Path | None:
    """Import a run and return its folder; None where the person, who is shown its events, did not agree.

    RecordError where the file is no export, is too large, or cannot be unpacked; then nothing of it is left.
    """
    with RunArchive(file) as archive:
        journal = archive.journal()
        events = parse_lines(BytesIO(journal)).events
        if not events or not isinstance(events[0].event, RunStarted):
            raise NotARecordingError(
                Message("The journal in {file} does not start as a recording does.", file=file), "Ask for another."
            )
        if not agrees(events):
            return None
        folder = root / f".import-{secrets.token_hex(6)}"
        mark = mark_of(file.name, hashlib.sha256(journal).hexdigest(), f"{now.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}")
        try:
            root.mkdir(mode=0o700, parents=True, exist_ok=True)
            _unpack(archive, folder, journal, mark)
            return _named(folder, root, events[0].event, events[0].at, now)
        except OSError as error:
            raise explain(error, root) from error
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def _unpack(archive: RunArchive, folder: Path, journal: bytes, mark: bytes) -> None:
    folder.mkdir(mode=0o700)
    _write(folder / IMPORTED, [mark])
    (folder / FRAMES).mkdir(mode=0o700)
    for name in archive.pictures:
        _write(folder / name, [archive.picture(name)])
    if archive.live:
        (folder / LIVE).mkdir(mode=0o700)
    for name in archive.live:
        _write(folder / name, archive.pieces(name))
    if archive.has_receipt:
        _write(folder / RECEIPT, archive.pieces(RECEIPT))
    _write(folder / JOURNAL, [journal])


def _write(path: Path, pieces: Iterable[bytes]) -> None:
    fd = os.open(path, _NEW, 0o600)
    try:
        for data in pieces:
            write_whole(fd, data)
    finally:
        os.close(fd)


def _named(folder: Path, root: Path, started: RunStarted, at: str, now: datetime) -> Path:
    """Give the run its own name where that is free and one of ours, else a new one."""
    began = moment(at) or now
    new = f"{began.astimezone(UTC):%Y%m%d-%H%M%S}-{slug(started.task)}"
    names = [started.run, *(f"{new}-{secrets.token_hex(3)}" for _ in range(10))]
    name = next(each for each in names if RUN_NAME.fullmatch(each) and not os.path.lexists(root / each))
    folder.rename(root / name)
    return root / name
