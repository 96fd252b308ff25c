"""Finds the first byte of a journal that is not as it was written, and what holds all the same. No I/O.

Each line is held to the one before by its hash (`chain.py`). A line that fails does not spoil those after it: they are
held to what it says of its own hash, and a signature further on vouches for that.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from desktop_agent.core.errors import NewerFormatError
from desktop_agent.core.events import FrameTaken, RunFinished, Stamped
from desktop_agent.core.step_count import StepCount
from desktop_agent.record.chain import Link, chained, link_of, mended, signed_text
from desktop_agent.record.damage import Damage, DamageKind
from desktop_agent.record.journal import JOURNAL
from desktop_agent.record.parse import parse_lines
from desktop_agent.record.signing import signer_of

_LONGEST_EDIT = 40
_MOST_MENDS = 3  # it takes some milliseconds to find out which bit of a line it was


@dataclass(frozen=True, slots=True)
class RecordedPicture:
    """A picture as the journal tells of it."""

    path: str
    sha256: str
    size: int  # at least
    step: int


@dataclass(slots=True)
class JournalCheck:
    """What was found in a journal; lines count from 1."""

    lines: int = 0
    sealed: int = 0  # lines with a hash
    damage: list[Damage] = field(default_factory=list)
    whole_lines: int = 0  # up to the first damage
    whole_step: int = 0
    signed_to: int = 0  # the last line that a right signature covers
    signer: str | None = None  # public key
    has_ended: bool = False
    edited: str = ""  # how, where it is the copy of an export that was edited
    pictures: list[RecordedPicture] = field(default_factory=list)
    live: list[RecordedPicture] = field(default_factory=list)  # files of the live picture

    @property
    def is_chained(self) -> bool:
        """Tell whether it was made with hashes, and can be checked."""
        return self.sealed > 0


def check_journal(data: bytes, *, running: bool = False) -> JournalCheck:
    """Return what is wrong with a journal's bytes; a run under way has no end yet."""
    walk, ends = _JournalWalk(), list[tuple[int, int]]()
    for line in _lines_of(data):
        # No line of ours ends so, and what is in it holds all the same.
        other_end = line.endswith(b"\r\n")
        if other_end:
            ends.append((walk.byte + len(line) - 2, walk.check.lines + 1))
        walk.take(line[:-2] + b"\n" if other_end else line, running=running)
        walk.byte += other_end
    if not walk.check.has_ended and not running and (not walk.check.damage or walk.check.damage[-1].kind != "cut"):
        walk.tell("cut", walk.byte, walk.check.lines + 1)
    check = walk.check
    check.edited = _edited(data)
    if not check.is_chained:  # all lines would be told to be changed
        check.damage = [each for each in check.damage if each.kind == "cut"]
    elif ends:
        byte, number = ends[0]
        check.damage.insert(0, Damage("line-ends", JOURNAL, byte, number, count=len(ends)))
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
        self._last_end: bytes | None = b""  # None after a line that does not tell its hash
        self._last_seq = 0
        self._mends = _MOST_MENDS
        self._steps = StepCount()
        self._said: Stamped | None = None  # by a changed line just before

    def take(self, line: bytes, *, running: bool) -> None:
        """Look at the next line."""
        check, whole = self.check, line.endswith(b"\n")
        check.lines += 1
        stamped = _event_of(line) if whole else None
        if not whole:
            if not running:
                self.tell("cut", self.byte + len(line), check.lines)
            self.byte += len(line)
            return
        link = link_of(line)
        check.sealed += link is not None
        kind, at = self._wrong(link, stamped)
        was = self._mended(link) if kind in {"changed", "lost", "added"} else None
        if was:
            kind, at, stamped = "changed", was[0], _event_of(was[1])
        if kind:
            self.tell(kind, self.byte + at, check.lines, stamped)
        self._follow(link, stamped, kind)
        if not check.damage:
            check.whole_lines, check.whole_step = check.lines, self._steps.step
        self.byte += len(line)

    def tell(self, kind: DamageKind, byte: int, line: int, stamped: Stamped | None = None) -> None:
        """Note damage."""
        lost = stamped.seq - self._last_seq - 1 if stamped and kind == "lost" else None
        self.check.damage.append(Damage(kind, JOURNAL, byte, line, self._steps.step, lost))

    def _wrong(self, link: Link | None, stamped: Stamped | None) -> tuple[DamageKind | None, int]:
        """Return what is wrong with a line, and from which of its bytes on."""
        if self.check.has_ended:
            return "added", 0
        if link is None:
            return "changed", 0
        if self._last_end is not None and chained(self._last_end, link.content) != link.seal.chain:
            return self._misplaced(stamped), 0
        if link.seal.sig:
            signer = signer_of(link.seal.sig, signed_text(link.seal.chain))
            if signer is None or (self.check.signer and signer != self.check.signer):
                return "signature", len(link.content)
            self.check.signer, self.check.signed_to = signer, self.check.lines
        return None, 0

    def _mended(self, link: Link | None) -> tuple[int, bytes] | None:
        """Return which byte of a line is wrong, and the line as it was, where that can be found out."""
        if link is None or self._last_end is None or self.check.has_ended or not self._mends:
            return None
        self._mends -= 1
        found = mended(self._last_end, link)
        return found and (found[0], found[1] + link.end)

    def _misplaced(self, stamped: Stamped | None) -> DamageKind:
        if stamped is None or stamped.seq == self._last_seq + 1:
            return "changed"
        return "lost" if stamped.seq > self._last_seq else "added"

    def _follow(self, link: Link | None, stamped: Stamped | None, kind: DamageKind | None) -> None:
        """Remember what the next line is held to."""
        self._last_end = None if link is None else link.end
        if stamped is None:
            self._last_seq += 1
            return
        self._last_seq = stamped.seq
        if kind == "changed":
            self._said = stamped
        else:
            self._count(stamped)
        match stamped.event:
            case RunFinished(live=live) if kind in {None, "changed", "signature"}:
                self.check.has_ended = True
                self.check.live += [RecordedPicture(path, said, 0, self._steps.step) for path, said in live.items()]
            case FrameTaken(path=str(path), sha256=sha256, bytes=size):
                self.check.pictures.append(RecordedPicture(path, sha256, size, self._steps.step))

    def _count(self, stamped: Stamped) -> None:
        """Count the step, and believe a changed line about its own where that lies between those around it."""
        before, self._steps = self._steps.step, self._steps.after(stamped)
        said, self._said = self._said, None
        if said and before < said.turn <= self._steps.step and self.check.damage[-1].line == self.check.lines - 1:
            self.check.damage[-1] = replace(self.check.damage[-1], step=said.turn)


def _event_of(line: bytes) -> Stamped | None:
    try:
        events = parse_lines([line]).events
    except NewerFormatError:
        return None
    return events[0] if events else None


def _edited(data: bytes) -> str:
    """Return what the first line says of how the run was edited; empty for one as it was recorded."""
    try:
        started = json.loads(data[: data.find(b"\n") + 1])
    except (ValueError, RecursionError):
        return ""
    said = started.get("edited") if isinstance(started, dict) else None
    return said[:_LONGEST_EDIT] if isinstance(said, str) else ""
