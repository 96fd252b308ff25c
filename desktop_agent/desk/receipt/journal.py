"""The journal of a takeover: its plan is on disk before the first step, and its result after the last.

`takings/N/` in the desk's folder holds `plan.json`, `undo/` with the old versions, and `done.json`. Without the latter
the takeover was interrupted. `restored.json` lists restored entries: restoring is no change by the person.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from desktop_agent.core.errors import DeskError
from desktop_agent.core.texts.message import Message
from desktop_agent.desk.receipt.change import (
    UNDO_DAYS,
    TakePlan,
)
from desktop_agent.desk.remove import remove_folder
from desktop_agent.lib.files import Folder, replace_file

PLAN = "plan.json"
DONE = "done.json"
RESTORED = "restored.json"
UNDO = "undo"
_TAKINGS = "takings"
DAY_NS = 86_400 * 10**9

_PLAN = TypeAdapter(TakePlan)


@dataclass(frozen=True, slots=True)
class TakeJournal:
    """The journal of one takeover, in its own folder."""

    folder: Path

    @property
    def undo(self) -> Path:
        """Return the folder of the old versions."""
        return self.folder / UNDO

    @property
    def is_planned(self) -> bool:
        """Return whether the plan is written, so that steps may have been done."""
        return (self.folder / PLAN).exists()

    @property
    def is_done(self) -> bool:
        """Return whether the takeover is complete."""
        return (self.folder / DONE).exists()

    def write_plan(self, plan: TakePlan) -> None:
        """Write all steps to disk, before the first is done."""
        _write(self.folder / PLAN, _PLAN.dump_json(plan))

    def plan(self) -> TakePlan:
        """Return the plan; DeskError if it cannot be read."""
        try:
            return _PLAN.validate_json((self.folder / PLAN).read_bytes())
        except (OSError, ValidationError) as error:
            raise DeskError(
                Message("The journal in {folder} can't be read.", folder=self.folder),
                Message("The desk folder wasn't changed."),
            ) from error

    def write_done(self) -> None:
        """Write the time to disk at which the takeover was complete."""
        _write(self.folder / DONE, b"%d" % time.time_ns())

    def is_old(self, now_ns: int) -> bool:
        """Return whether the time for an undo is over."""
        try:
            done_ns = int((self.folder / DONE).read_bytes())
        except (OSError, ValueError):
            return False
        return now_ns - done_ns > UNDO_DAYS * DAY_NS

    def keep(self, desk: Path, plan: TakePlan, restored: Iterable[tuple[int, int]]) -> None:
        """Keep only the part of the plan that wasn't undone, and add the restored entries to the desk's list."""
        self.note_restored(desk, restored)
        self.write_plan(plan)

    def note_restored(self, desk: Path, restored: Iterable[tuple[int, int]]) -> None:
        """Add restored entries to the desk's list."""
        known = restored_entries(desk)
        entries = known | {*restored}
        if entries != known:
            _write(desk / RESTORED, json.dumps(sorted(entries)).encode())

    def drop(self, desk: Path, restored: Iterable[tuple[int, int]]) -> None:
        """Remove the journal of an undone takeover, and add the restored entries to the desk's list."""
        self.note_restored(desk, restored)
        remove_folder(self.folder)


def journals(desk: Path) -> list[TakeJournal]:
    """Return the journals of a desk, oldest first."""
    try:
        numbers = sorted(int(entry.name) for entry in (desk / _TAKINGS).iterdir() if entry.name.isdecimal())
    except OSError:
        return []
    return [TakeJournal(desk / _TAKINGS / str(number)) for number in numbers]


def new_journal(desk: Path) -> TakeJournal:
    """Make the folder of a new journal."""
    last = journals(desk)[-1:]
    number = int(last[0].folder.name) + 1 if last else 1
    folder = desk / _TAKINGS / str(number)
    (folder / UNDO).mkdir(mode=0o700, parents=True)
    return TakeJournal(folder)


def restored_entries(desk: Path) -> frozenset[tuple[int, int]]:
    """Return inode and ctime of all entries that an undo has restored."""
    try:
        rows = TypeAdapter(list[tuple[int, int]]).validate_json((desk / RESTORED).read_bytes())
    except (OSError, ValidationError):
        return frozenset()
    return frozenset(rows)


def taken_paths(desk: Path, layer: int) -> frozenset[str]:
    """Return the paths in a layer that were taken over."""
    steps = (step for journal in journals(desk) if journal.is_planned for step in journal.plan().steps)
    return frozenset(step.path for step in steps if step.layer == layer and step.new)


def _write(file: Path, content: bytes) -> None:
    replace_file(file, [content])
    with closing(Folder(file.parent)) as folder:
        folder.sync()
