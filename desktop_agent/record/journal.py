"""Writes one run: a journal that only grows, whose lines are chained, and the pictures byte for byte as sent.

Each line goes to the system in one piece and unbuffered, so that it survives the end of the process. The intent to act
and the end of the run are on the disk before `write` returns, so that they survive a power cut. After a failed write
the journal is cut back to the last complete line. A little disk space is reserved, so that a run that filled the disk
can still record its end.

A line ends in its own hash:

    {"event":…,"seq":7,…,"chain":"<64 digits>"}

The hash is the SHA-256 of all bytes between the end of the last line's own content and the end of this one's: the last
line from `,"chain":` on, its line break, and this line up to `,"chain":`. So every byte of the journal but the last
line's end is in some hash.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import shutil
from dataclasses import dataclass, replace
from pathlib import Path

from desktop_agent.core.errors import DiskFullError, RecordError
from desktop_agent.core.pictures import Frame
from desktop_agent.core.runs.events import ActionStarted, RunFinished, Stamped
from desktop_agent.core.texts.message import Message
from desktop_agent.lib.files import FULL_ERRORS, Folder, sync_file, write_all
from desktop_agent.record.lock import lock_file

FORMAT = 1
JOURNAL = "events.jsonl"
FRAMES = "frames"
RECEIPT = "receipt.jsonl"  # of the side desk on which a run worked
BEFORE = "before"  # the folder with a copy of the files that the run may change
BESIDE = ".desktop-agent-undo-"  # the start of the name of a folder with old versions, on the disk of the files
# A journal from elsewhere may name any path; only one that a recorder writes may be opened.
PICTURE = re.compile(r"frames/[0-9]{6,9}\.(png|jpg|webp)")
ENDINGS = {"image/png": "png", "image/jpeg": "jpg", "image/webp": "webp"}
_RESERVE = ".reserve"
_RESERVE_BYTES = 16 * 1024
_PART = ".part"


class RunRecorder:
    """Records one run; used by one thread at a time."""

    def __init__(self, folder: Path, *, pictures: bool) -> None:
        """Start recording in an empty folder that exists; RecordError when nothing can be written there."""
        self.run = folder.name
        self.dir = folder
        self._pictures = pictures
        self._stored: dict[str, str] = {}  # paths of pictures, by digest
        self._length = 0
        self._last_end = b""
        self._names_synced = False
        self._journal: int | None = None
        try:
            with contextlib.ExitStack() as resources:
                self._open(folder, resources)
                self._resources = resources.pop_all()
        except OSError as error:
            raise record_error(error, folder) from error

    def keep(self, frame: Frame) -> str | None:
        """Store a picture and return its path inside the run's folder; None when pictures are not recorded.

        The same bytes are stored once.
        """
        if not self._pictures:
            return None
        self._check_place()
        if frame.digest in self._stored:
            return self._stored[frame.digest]
        name = f"{len(self._stored) + 1:06d}.{ENDINGS[frame.media_type]}"
        try:
            self._store(name, frame.data)
        except OSError as error:
            raise self._write_failure(error) from error
        self._stored[frame.digest] = f"{FRAMES}/{name}"
        return self._stored[frame.digest]

    def write(self, stamped: Stamped) -> Stamped:
        """Append one event and return it as recorded; the intent to act and the end are on the disk by then."""
        self._check_place()
        content = content_bytes(stamped)
        chain = line_hash(self._last_end, content)
        line = content + line_end(chain)
        try:
            write_all(self._open_journal(), line)
            if isinstance(stamped.event, ActionStarted | RunFinished):
                self._sync()
        except OSError as error:
            with contextlib.suppress(OSError):
                os.ftruncate(self._open_journal(), self._length)
            raise self._write_failure(error) from error
        self._length += len(line)
        self._last_end = line_end(chain)
        return replace(stamped, chain=chain)

    def close(self) -> None:
        """End the recording, and remove it if it is empty; a second call does nothing."""
        if self._journal is None:
            return
        with contextlib.suppress(OSError):
            self._folder.discard(_RESERVE)
        if not self._length and self._folder.is_in_place():
            shutil.rmtree(self.dir, ignore_errors=True)
        self._journal = None
        self._resources.close()

    def _open(self, folder: Path, resources: contextlib.ExitStack) -> None:
        self._folder = Folder(folder)
        resources.callback(self._folder.close)
        self._frames = self._folder.make_folder(FRAMES)
        resources.callback(self._frames.close)
        journal = self._folder.create(JOURNAL, os.O_RDWR | os.O_APPEND)
        resources.callback(os.close, journal)
        lock_file(journal)
        self._reserve()
        self._journal = journal

    def _store(self, name: str, data: bytes) -> None:
        part = name + _PART
        fd = self._frames.create(part)
        try:
            try:
                write_all(fd, data)
            finally:
                os.close(fd)
            self._frames.publish(part, name)
        except OSError:
            self._frames.discard(part)
            raise

    def _sync(self) -> None:
        sync_file(self._open_journal())
        if not self._names_synced:
            self._folder.sync()
            self._names_synced = True

    def _reserve(self) -> None:
        fd = self._folder.create(_RESERVE)
        try:
            write_all(fd, bytes(_RESERVE_BYTES))
        finally:
            os.close(fd)

    def _write_failure(self, error: OSError) -> RecordError:
        ours = record_error(error, self.dir)
        if isinstance(ours, DiskFullError):
            with contextlib.suppress(OSError):
                self._folder.discard(_RESERVE)
        return ours

    def _check_place(self) -> None:
        """Raise when the folder has been removed: data written to a removed file is lost."""
        self._open_journal()
        if not (self._folder.is_in_place() and self._frames.is_in_place()):
            raise RecordError(
                Message("The recording folder {dir} was moved, removed or replaced during the run.", dir=self.dir),
                Message("Leave the folder alone until the run has ended, then start the task again."),
            )

    def _open_journal(self) -> int:
        if self._journal is None:
            raise RecordError(
                Message("The recording in {dir} is already closed.", dir=self.dir), Message("Start a new run.")
            )
        return self._journal


def content_bytes(stamped: Stamped) -> bytes:
    """Return the journal's line up to where its hash begins.

    Half of a surrogate pair, which a model may send, has no UTF-8 form; written as an escape it is the same JSON.
    """
    return replace(stamped, chain="").line().encode("utf-8", "backslashreplace").removesuffix(b"}")


def record_error(error: OSError, folder: Path) -> RecordError:
    """Return our error for a system error while a run's folder is written."""
    if error.errno in FULL_ERRORS:
        return DiskFullError(
            Message("There is no space left for the recording in {folder}.", folder=folder),
            Message("Free some space there, or set DESKTOP_AGENT_HOME to a folder on another disk."),
        )
    reason = error.strerror or type(error).__name__
    return RecordError(
        Message("Can't write the recording to {folder}: {reason}.", folder=folder, reason=reason),
        Message(
            "Check that the folder exists and that you can write to it, or set DESKTOP_AGENT_HOME to "
            "a different folder."
        ),
    )


_END = re.compile(rb',"chain":"([0-9a-f]{64})"\}\n\Z')


@dataclass(frozen=True, slots=True)
class SealedLine:
    """A line in two parts, and the hash that it states."""

    content: bytes
    end: bytes  # from `,"chain":` on, with the line break
    chain: str


def sealed_line(line: bytes) -> SealedLine | None:
    """Return a whole line in its two parts; None when it has no hash, or its end is of another form."""
    end = _END.search(line)
    return SealedLine(line[: end.start()], end[0], end[1].decode()) if end else None


def line_end(chain: str) -> bytes:
    """Return the rest of a line after its content, with its line break."""
    return f',"chain":"{chain}"}}\n'.encode()


def line_hash(last_end: bytes, content: bytes) -> str:
    """Return the hash of a line's content after the end of the line before; empty before the first."""
    return hashlib.sha256(last_end + content).hexdigest()
