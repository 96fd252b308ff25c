"""A run on the person's own screen whose scope has folders, by its copy alone: the test itself changes the files."""

from __future__ import annotations

import subprocess
from pathlib import Path

from desktop_agent.desk.folder import START_MARK
from desktop_agent.desk.receipt.change import ConflictAnswer, Receipt, TakeResult
from desktop_agent.desk.receipt.change_set import RunChanges
from desktop_agent.desk.receipt.folder_copy import CopyLimits, FolderCopy
from desktop_agent.desk.receipt.run_changes import compare, keep_only_what_undo_needs
from desktop_agent.record.journal import BEFORE
from desktop_agent.record.store import RunStore
from tests.fakes.desks.desk_work import contents, wait_for_the_next_tick
from tests.fakes.runs.recorded import record_small_run

PLENTY = CopyLimits(20_000, 500_000_000)


class UndoneRun:
    def __init__(self, root: Path, script: str, folders: tuple[str, ...] = (".",), *, home: Path | None = None) -> None:
        self.home = home or root / "home"
        self.home.mkdir()
        self.shell(script)
        self.roots = [Path(self.home / folder) for folder in folders]
        self.root = root / "runs"
        self.run = record_small_run(root)
        self.folder = self.run / BEFORE
        self.changes = RunChanges(self.run, self.root)
        self.before = contents(self.home)

    def copy(self, limits: CopyLimits = PLENTY) -> FolderCopy:
        wait_for_the_next_tick(self.home)
        copy = FolderCopy(self.folder, limits)
        copy.write(copy.make(self.run.name, "Sort the letters", self.roots, (self.home / "ours",)))
        wait_for_the_next_tick(self.home, self.folder / START_MARK)  # what the run changes is later than its start
        return copy

    def shell(self, script: str) -> None:
        subprocess.run(["sh", "-euc", script], cwd=self.home, check=True)

    def end(self) -> list[tuple[str, str]]:
        """End the run; return the path and the kind of each change."""
        listed = compare(self.folder)
        wait_for_the_next_tick(self.home, self.folder / START_MARK)  # and what the person changes, than its end
        self.after = contents(self.home)
        keep_only_what_undo_needs(self.folder)
        return [(path, change) for _, path, change in listed.changes]

    def receipt(self) -> Receipt:
        return self.changes.read().receipt

    def delete(self) -> None:
        RunStore(self.root).delete(self.run)

    def undo(self, answer: ConflictAnswer = "keep-mine", *paths: str) -> TakeResult:
        chosen = [change for change in self.receipt().changes if not paths or change.path in paths]
        return self.changes.apply(chosen, answer)
