"""Checks a run: is everything that was recorded still as it was written, and if not, from where on?"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from desktop_agent.core.errors import NotARecordingError, RecordError
from desktop_agent.core.events import RunStarted
from desktop_agent.core.message import Message
from desktop_agent.record.check_journal import JournalCheck, RecordedPicture, check_journal
from desktop_agent.record.damage import Damage
from desktop_agent.record.desk_receipt import receipt_damage
from desktop_agent.record.journal import FRAMES, JOURNAL, PICTURE
from desktop_agent.record.live_file import LIVE_FILE, live_files
from desktop_agent.record.lock import held
from desktop_agent.record.parse import parse_lines

_AS_IT_IS: int = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class RunCheck:
    """What became of a run's files."""

    dir: Path
    journal: JournalCheck
    damage: tuple[Damage, ...]  # in the order of the journal, then in pictures
    pictures: int  # that are as they were recorded
    uncovered: int  # files of the live picture of which no line tells, as the record has no end
    running: bool

    @property
    def is_whole(self) -> bool:
        """Tell whether all of it is known to be as it was written."""
        return self.journal.is_chained and not self.damage


def check_run(folder: Path) -> RunCheck:
    """Check journal and pictures; RecordError where there is no run, or it may not be read."""
    try:
        data, running = _journal_of(folder)
    except FileNotFoundError as error:
        raise NotARecordingError(
            Message("The folder {folder} contains no recording of a run.", folder=folder),
            Message("See `desktop-agent runs list`."),
        ) from error
    except OSError as error:
        raise RecordError(
            Message("The recording in {folder} cannot be read: {strerror}.", folder=folder, strerror=error.strerror)
        ) from error
    journal = check_journal(data or b"", running=running)
    known = {each.path: each for each in journal.pictures}
    told = [*journal.pictures, *journal.live]
    live = set(live_files(folder)) - {each.path for each in journal.live}
    added = [Damage("added", name) for name in sorted(live) if journal.has_ended]
    others = [
        *_others(folder, set(known), running=running),
        *added,
        *receipt_damage(folder, _name_in(data) or folder.name),
    ]
    damaged = [*_pictures(folder, told), *others]
    first = [Damage("link", JOURNAL)] if data is None else journal.damage
    wrong = {each.file for each in damaged}
    return RunCheck(
        folder, journal, (*first, *damaged), len(known.keys() - wrong), 0 if journal.has_ended else len(live), running
    )


def _name_in(journal: bytes | None) -> str:
    """Return the run's own name, which its folder need not have; empty where it cannot be read."""
    first = (journal or b"").partition(b"\n")[0] + b"\n"
    return next((each.event.run for each in parse_lines([first]).events if isinstance(each.event, RunStarted)), "")


def _journal_of(folder: Path) -> tuple[bytes | None, bool]:
    """Return the journal's bytes, and whether it is still being written; None where it is no file."""
    path = folder / JOURNAL
    if not stat.S_ISREG(path.lstat().st_mode):
        return None, False
    fd = os.open(path, _AS_IT_IS)
    with os.fdopen(fd, "rb") as file:
        running = held(fd)
        return file.read(), running


def _pictures(folder: Path, pictures: list[RecordedPicture]) -> Iterator[Damage]:
    """Yield the pictures that are not what their lines say, each once."""
    for picture in {each.path: each for each in reversed(pictures)}.values():
        damage = _picture_damage(folder, picture)
        if damage:
            yield damage


def _picture_damage(folder: Path, picture: RecordedPicture) -> Damage | None:
    if not PICTURE.fullmatch(picture.path) and not LIVE_FILE.fullmatch(picture.path):
        return Damage("link", picture.path, step=picture.step)
    try:
        if (folder / picture.path).parent.is_symlink():
            return Damage("link", picture.path, step=picture.step)
        fd = os.open(folder / picture.path, _AS_IT_IS)
    except FileNotFoundError:
        return Damage("lost", picture.path, step=picture.step)
    except OSError:
        is_link = (folder / picture.path).is_symlink()
        return Damage("link" if is_link else "unreadable", picture.path, step=picture.step)
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


def _others(folder: Path, known: set[str], *, running: bool) -> Iterator[Damage]:
    """Yield the files among the pictures that no line knows; one may be ahead of its line while the run lasts."""
    try:
        names = sorted(path.name for path in (folder / FRAMES).iterdir())
    except OSError:
        return
    unknown = [name for name in names if f"{FRAMES}/{name}" not in known]
    for name in unknown[1:] if running else unknown:
        path = folder / FRAMES / name
        yield Damage("link" if path.is_symlink() else "added", f"{FRAMES}/{name}")
