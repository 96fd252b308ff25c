"""Checks a run: whether everything recorded is unchanged, and if not, from which line on.

Each line of a journal is checked against the hash of the one before (`chain.py`). A line that fails does not affect
those after it: they are checked against the hash that it states.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from desktop_agent.core.errors import NewerFormatError
from desktop_agent.core.events import FrameTaken, RunFinished, RunStarted, Stamped, StepCount
from desktop_agent.core.message import Message, sentences
from desktop_agent.lib.files import READ_NO_LINK
from desktop_agent.record import chain, desk_receipt
from desktop_agent.record.journal import FRAMES, JOURNAL, LIVE_FILE, PICTURE, RECEIPT
from desktop_agent.record.live_file import live_files
from desktop_agent.record.lock import is_locked
from desktop_agent.record.parse import parse_lines
from desktop_agent.record.reader import reading

DamageKind = Literal["changed", "lost", "added", "cut", "link", "unreadable"]
_LIVE = "live/"
_PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class Damage:
    """One damaged place; `byte` counts from 0, and no byte before it is affected."""

    kind: DamageKind
    file: str  # inside of the run's folder
    byte: int = 0
    line: int | None = None  # from 1; None in a picture
    step: int = 0  # as people count; 0 before the first
    count: int | None = None  # of lines that are lost

    @property
    def sentence(self) -> str:
        """Return the place and the damage in words."""
        if self.file == RECEIPT:  # it belongs to no step
            return Message("{place}: {what}", place=self._place, what=self._description)
        step = Message("Step {step}.", step=self.step) if self.step else Message("Before the first step.")
        return sentences(Message("{place}: {what}", place=self._place, what=self._description), step)

    @property
    def _place(self) -> str:
        if self.line is None:
            return self.file
        return Message("{file}, line {line}, byte {byte}", file=self.file, line=self.line, byte=self.byte)

    @property
    def _description(self) -> str:
        match self.kind, self.line:
            case (("changed" | "lost"), None) if self.file.startswith(_LIVE):
                return Message("The live video is missing or isn't the one that was recorded.")
            case "changed", None:
                return Message("This screenshot isn't the one that was recorded.")
            case "changed", _:
                return Message("This line was changed.")
            case "lost", None:
                return Message("This screenshot is missing.")
            case "lost", _ if self.count == 1:
                return Message("1 line before this one is missing.")
            case "lost", _:
                return Message("{count} lines before this one are missing.", count=self.count)
            case "added", None:
                return Message("No line in the record mentions this file.")
            case "added", _:
                return Message("This line doesn't belong here. It was added, moved or duplicated.")
            case "cut", None:
                return Message("This screenshot was cut off at byte {byte}.", byte=self.byte)
            case "cut", _:
                return Message("The record stops here. The program was interrupted, or the rest was removed.")
            case "link", _:
                return Message("This isn't a file. It's a link or something else that isn't followed.")
            case _:
                return Message("This can't be read.")


@dataclass(frozen=True, slots=True)
class RunCheck:
    """The state of a run's files."""

    dir: Path
    journal: JournalCheck
    damage: tuple[Damage, ...]  # in the order of the journal, then in pictures
    pictures: int  # number of pictures that are as they were recorded
    uncovered: int  # files of the live picture that no line names, as the record has no end
    running: bool

    @property
    def is_whole(self) -> bool:
        """Return whether the complete run is verified as unchanged."""
        return self.journal.is_chained and not self.damage


def check_run(folder: Path) -> RunCheck:
    """Check a run's journal and pictures; RecordError where there is no run, or it may not be read."""
    with reading(folder):
        data, running = _read_journal(folder)
    journal = check_journal(data or b"", running=running)
    journal_damage = [Damage("link", JOURNAL)] if data is None else journal.damage
    known_paths = {picture.path for picture in journal.pictures}
    unknown_live = set(live_files(folder)) - {picture.path for picture in journal.live}
    file_damage = [
        *_damaged_pictures(folder, [*journal.pictures, *journal.live]),
        *_unknown_pictures(folder, known_paths, running=running),
        *(Damage("added", name) for name in sorted(unknown_live) if journal.has_ended),
        *_receipt_damage(folder, _run_name(data) or folder.name),
    ]
    return RunCheck(
        folder,
        journal,
        damage=(*journal_damage, *file_damage),
        pictures=len(known_paths - {damage.file for damage in file_damage}),
        uncovered=0 if journal.has_ended else len(unknown_live),
        running=running,
    )


def _read_journal(folder: Path) -> tuple[bytes | None, bool]:
    """Return the journal's bytes (None if it is no plain file), and whether it is still being written."""
    path = folder / JOURNAL
    if not stat.S_ISREG(path.lstat().st_mode):
        return None, False
    fd = os.open(path, READ_NO_LINK)
    with os.fdopen(fd, "rb") as file:
        running = is_locked(fd)
        return file.read(), running


def _run_name(journal: bytes | None) -> str:
    """Return the run's own name, which its folder need not have; empty where it cannot be read."""
    first = (journal or b"").partition(b"\n")[0] + b"\n"
    return next(
        (stamped.event.run for stamped in parse_lines([first]).events if isinstance(stamped.event, RunStarted)), ""
    )


@dataclass(frozen=True, slots=True)
class RecordedPicture:
    """A picture as the journal describes it."""

    path: str
    sha256: str
    size: int  # at least
    step: int


@dataclass(slots=True)
class JournalCheck:
    """The state of a journal; lines count from 1."""

    lines: int = 0
    sealed: int = 0  # lines with a hash
    damage: list[Damage] = field(default_factory=list)
    intact_lines: int = 0  # up to the first damage
    intact_step: int = 0
    has_ended: bool = False
    pictures: list[RecordedPicture] = field(default_factory=list)
    live: list[RecordedPicture] = field(default_factory=list)  # files of the live picture

    @property
    def is_chained(self) -> bool:
        """Return whether the journal has hashes, and so can be checked."""
        return self.sealed > 0


def check_journal(data: bytes, *, running: bool = False) -> JournalCheck:
    """Return the state of a journal from its bytes; a run under way has no end yet."""
    walk = _JournalWalk()
    for line in _lines_of(data):
        walk.take(line, running=running)
    check = walk.check
    if not check.has_ended and not running and (not check.damage or check.damage[-1].kind != "cut"):
        walk.add_damage("cut", walk.byte, check.lines + 1)
    if not check.is_chained:  # without hashes, every line would count as changed
        check.damage = [damage for damage in check.damage if damage.kind == "cut"]
    return check


def _lines_of(data: bytes) -> Iterator[bytes]:
    """Yield the lines with their breaks; nothing but a line feed ends one."""
    at = 0
    while at < len(data):
        end = data.find(b"\n", at) + 1 or len(data)
        yield data[at:end]
        at = end


class _JournalWalk:
    """Goes from line to line."""

    def __init__(self) -> None:
        self.check = JournalCheck()
        self.byte = 0
        self._last_end: bytes | None = b""  # None after a line that does not state its hash
        self._last_seq = 0
        self._steps = StepCount()

    def take(self, line: bytes, *, running: bool) -> None:
        """Check the next line."""
        check = self.check
        check.lines += 1
        if not line.endswith(b"\n"):
            if not running:
                self.add_damage("cut", self.byte + len(line), check.lines)
            self.byte += len(line)
            return
        stamped = _event_of(line)
        sealed = chain.sealed_line(line)
        check.sealed += sealed is not None
        kind = self._line_damage(sealed, stamped)
        if kind:
            self.add_damage(kind, self.byte, check.lines, stamped)
        self._remember(sealed, stamped, kind)
        if not check.damage:
            check.intact_lines = check.lines
            check.intact_step = self._steps.step
        self.byte += len(line)

    def add_damage(self, kind: DamageKind, byte: int, line: int, stamped: Stamped | None = None) -> None:
        """Add damage at the step where the journal is now."""
        lost = stamped.seq - self._last_seq - 1 if stamped and kind == "lost" else None
        self.check.damage.append(Damage(kind, JOURNAL, byte, line, step=self._steps.step, count=lost))

    def _line_damage(self, line: chain.SealedLine | None, stamped: Stamped | None) -> DamageKind | None:
        """Return the damage of a line, by the hash of the line before it and by the numbers of both."""
        if self.check.has_ended:
            return "added"
        if line is None:
            return "changed"
        if self._last_end is None or chain.line_hash(self._last_end, line.content) == line.chain:
            return None
        if stamped is None or stamped.seq == self._last_seq + 1:
            return "changed"
        return "lost" if stamped.seq > self._last_seq else "added"

    def _remember(self, line: chain.SealedLine | None, stamped: Stamped | None, kind: DamageKind | None) -> None:
        """Remember what the next line is checked against."""
        self._last_end = None if line is None else line.end
        if stamped is None:
            self._last_seq += 1
            return
        self._last_seq = stamped.seq
        if kind != "changed":
            self._steps = self._steps.after(stamped)
        step = self._steps.step
        match stamped.event:
            case RunFinished(live=live) if kind in {None, "changed"}:
                self.check.has_ended = True
                self.check.live += [RecordedPicture(path, sha256, 0, step) for path, sha256 in live.items()]
            case FrameTaken(path=str(path), sha256=sha256, bytes=size):
                self.check.pictures.append(RecordedPicture(path, sha256, size, step))


def _event_of(line: bytes) -> Stamped | None:
    try:
        events = parse_lines([line]).events
    except NewerFormatError:
        return None
    return events[0] if events else None


def _damaged_pictures(folder: Path, pictures: list[RecordedPicture]) -> Iterator[Damage]:
    """Yield the damage of pictures that differ from their lines, each picture once."""
    for picture in {recorded.path: recorded for recorded in reversed(pictures)}.values():
        damage = _picture_damage(folder, picture)
        if damage:
            yield damage


def _picture_damage(folder: Path, picture: RecordedPicture) -> Damage | None:
    path = folder / picture.path
    if not PICTURE.fullmatch(picture.path) and not LIVE_FILE.fullmatch(picture.path):
        return Damage("link", picture.path, step=picture.step)
    try:
        if path.parent.is_symlink():
            return Damage("link", picture.path, step=picture.step)
        fd = os.open(path, READ_NO_LINK)
    except FileNotFoundError:
        return Damage("lost", picture.path, step=picture.step)
    except OSError:
        return Damage("link" if path.is_symlink() else "unreadable", picture.path, step=picture.step)
    with os.fdopen(fd, "rb") as file:
        status = os.fstat(fd)
        if not stat.S_ISREG(status.st_mode):
            return Damage("link", picture.path, step=picture.step)
        if status.st_size < picture.size:
            return Damage("cut", picture.path, status.st_size, step=picture.step)
        digest = hashlib.sha256()
        while piece := file.read(_PIECE):
            digest.update(piece)
    return None if digest.hexdigest() == picture.sha256 else Damage("changed", picture.path, step=picture.step)


def _unknown_pictures(folder: Path, known_paths: set[str], *, running: bool) -> Iterator[Damage]:
    """Yield the picture files that no line names; while the run lasts, one may precede its line."""
    try:
        names = sorted(path.name for path in (folder / FRAMES).iterdir())
    except OSError:
        return
    unknown = [name for name in names if f"{FRAMES}/{name}" not in known_paths]
    for name in unknown[1:] if running else unknown:
        path = folder / FRAMES / name
        yield Damage("link" if path.is_symlink() else "added", f"{FRAMES}/{name}")


def _receipt_damage(folder: Path, run: str) -> Iterator[Damage]:
    """Yield the first damage of a side desk's receipt, or that it is another run's; nothing without a receipt."""
    path = folder / RECEIPT
    if path.is_symlink() or (path.exists() and not path.is_file()):
        yield Damage("link", RECEIPT)
        return
    last_end = b""
    byte = 0
    for number, line in enumerate(desk_receipt.read_file(folder).splitlines(keepends=True), 1):
        sealed = chain.sealed_line(line)
        kind = _receipt_line_damage(line, sealed, last_end, run)
        if sealed is None or kind is not None:
            yield Damage(kind or "changed", RECEIPT, byte, number)
            return
        last_end = sealed.end
        byte += len(line)


def _receipt_line_damage(line: bytes, sealed: chain.SealedLine | None, last_end: bytes, run: str) -> DamageKind | None:
    if sealed is None:
        return "changed" if line.endswith(b"\n") else "cut"
    if chain.line_hash(last_end, sealed.content) != sealed.chain:
        return "changed"
    return None if f'"run":{json.dumps(run)},'.encode() in sealed.content else "added"
