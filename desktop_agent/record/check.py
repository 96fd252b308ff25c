"""Checks a run: whether everything recorded is unchanged, and if not, from which line on.

A line holds if its hash continues the chain of the lines before it (`journal.py`), and the files that it names are
those that were recorded. Nothing is said about what comes after the first line that doesn't.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from desktop_agent.core.errors import NewerFormatError
from desktop_agent.core.runs.events import Event, FrameTaken, RunFinished, RunStarted
from desktop_agent.lib.files import READ_NO_LINK
from desktop_agent.record import desk_receipt, journal
from desktop_agent.record.journal import JOURNAL, PICTURE, RECEIPT
from desktop_agent.record.lock import is_locked
from desktop_agent.record.parse import parse_lines
from desktop_agent.record.reader import reading

_PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class BrokenLine:
    """The first line of a file that isn't as it was written, from 1."""

    file: str  # inside of the run's folder
    line: int


@dataclass(frozen=True, slots=True)
class RunCheck:
    """The state of a run's files."""

    dir: Path
    lines: int  # of the journal that hold, from its beginning
    pictures: int  # that these lines name
    ended: bool  # the run's end is among these lines
    running: bool
    broken: BrokenLine | None

    @property
    def is_whole(self) -> bool:
        """Return whether the complete run is verified as unchanged; one in progress has no end yet."""
        return self.broken is None and (self.ended or self.running)


def check_run(folder: Path) -> RunCheck:
    """Check a run's journal, its pictures and its receipt; RecordError where there is no run, or it can't be read."""
    with reading(folder):
        data, running = _read_journal(folder)
    walk = _JournalWalk(folder)
    walk.take(data)
    broken = walk.broken or _broken_receipt_line(folder, walk.run or folder.name)
    return RunCheck(folder, walk.lines, len(walk.pictures), walk.ended, running, broken)


def _read_journal(folder: Path) -> tuple[bytes | None, bool]:
    """Return the journal's bytes (None if it is no plain file), and whether it is still being written."""
    path = folder / JOURNAL
    if not stat.S_ISREG(path.lstat().st_mode):
        return None, False
    fd = os.open(path, READ_NO_LINK)
    with os.fdopen(fd, "rb") as file:
        running = is_locked(fd)
        return file.read(), running


class _JournalWalk:
    """Goes from line to line, up to the first that doesn't hold."""

    def __init__(self, folder: Path) -> None:
        self.run = ""  # its own name, which its folder need not have
        self.lines = 0
        self.pictures = set[str]()
        self.ended = False
        self.broken: BrokenLine | None = None
        self._folder = folder
        self._holds = dict[tuple[str, str], bool]()  # by path and hash: a picture is stored once for many lines

    def take(self, data: bytes | None) -> None:
        """Check the lines of a journal; one without a line break was never finished, and nothing follows the end."""
        for content in _chained_lines(data):
            event = None if content is None else _event_of(content)
            if content is None or self.ended or not self._is_picture_as_recorded(event):
                self.broken = BrokenLine(JOURNAL, self.lines + 1)
                return
            self.lines += 1
            match event:
                case RunStarted(run=run):
                    self.run = run
                case FrameTaken(path=str(path)):
                    self.pictures.add(path)
                case RunFinished():
                    self.ended = True
        if self.ended and data and not data.endswith(b"\n"):
            self.broken = BrokenLine(JOURNAL, self.lines + 1)

    def _is_picture_as_recorded(self, event: Event | None) -> bool:
        """Return whether the picture that an event names, if any, is the one that was recorded."""
        if not (isinstance(event, FrameTaken) and event.path is not None):
            return True
        named = event.path, event.sha256
        if named not in self._holds:
            self._holds[named] = _file_digest(self._folder, event.path) == event.sha256
        return self._holds[named]


def _chained_lines(data: bytes | None) -> Iterator[bytes | None]:
    """Yield the content of each line that continues the chain, then None where one doesn't.

    The rest behind the last line break is no line; None in place of the bytes is no plain file.
    """
    if data is None:
        yield None
        return
    last_end = b""
    for line in data.split(b"\n")[:-1]:
        sealed = journal.sealed_line(line + b"\n")
        if sealed is None or journal.line_hash(last_end, sealed.content) != sealed.chain:
            yield None
            return
        yield sealed.content
        last_end = sealed.end


def _event_of(content: bytes) -> Event | None:
    try:
        events = parse_lines([content + b"}\n"]).events
    except NewerFormatError:
        return None
    return events[0].event if events else None


def _file_digest(folder: Path, name: str) -> str:
    """Return the SHA-256 of a recorded file; empty for one that is missing, a link, or not among a run's files."""
    path = folder / name
    if not PICTURE.fullmatch(name):
        return ""
    try:
        if path.parent.is_symlink():
            return ""
        fd = os.open(path, READ_NO_LINK)
    except OSError:
        return ""
    with os.fdopen(fd, "rb") as file:
        if not stat.S_ISREG(os.fstat(fd).st_mode):
            return ""
        digest = hashlib.sha256()
        while piece := file.read(_PIECE):
            digest.update(piece)
    return digest.hexdigest()


def _broken_receipt_line(folder: Path, run: str) -> BrokenLine | None:
    """Return the first line of a side desk's receipt that doesn't hold, or is another run's; None without one."""
    path = folder / RECEIPT
    is_foreign_file = path.is_symlink() or (path.exists() and not path.is_file())
    data = None if is_foreign_file else desk_receipt.read_file(folder)
    of_this_run = f'"run":{json.dumps(run)},'.encode()
    number = 0
    for number, content in enumerate(_chained_lines(data), 1):
        if content is None or of_this_run not in content:
            return BrokenLine(RECEIPT, number)
    # Acts are added as whole lines: a rest without a line break has been cut off.
    return BrokenLine(RECEIPT, number + 1) if data and not data.endswith(b"\n") else None
