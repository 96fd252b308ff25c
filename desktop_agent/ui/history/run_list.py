"""The list of runs: each with its task, when it began and how it ended.

A run is read when its line is first shown: thousands of them open at once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QSize, Qt

from desktop_agent.core.display_text import visible
from desktop_agent.core.message import Message, join
from desktop_agent.core.outcome import is_claimed
from desktop_agent.core.translation import tr
from desktop_agent.record.recording import RunSummary
from desktop_agent.record.spans import time_of
from desktop_agent.record.wording import duration, local_time, status_tone, status_wording
from desktop_agent.ui.qt.icons import tinted
from desktop_agent.ui.qt.theme import colours

_LineIndex = QModelIndex | QPersistentModelIndex
_Role = Qt.ItemDataRole
_LONGEST = 300  # characters of a task
_AIR_PX: Final = 18
_STATUS_ICONS: Final = {"ok": "check", "bad": "failed", "warn": "alert", "text": "check", "muted": "eye"}


class RunsModel(QAbstractListModel):
    """Some runs, newest first."""

    def __init__(self, line_px: int, read: Callable[[Path], RunSummary]) -> None:
        """Start empty; `line_px` is how high a line of letters is, and `read` reads what is shown of a run."""
        super().__init__()
        self._summary_of = read
        self._row_px = 2 * line_px + _AIR_PX
        self._folders: list[Path] = []
        self._read: dict[Path, RunSummary] = {}

    def show(self, folders: Sequence[Path]) -> None:
        """Show these runs; what was read of them is kept."""
        self.beginResetModel()
        self._folders = list(folders)
        self.endResetModel()

    def put(self, run: RunSummary) -> None:
        """Show what is now known of a run."""
        row = self.row_of(run.dir)
        if run != self._read.get(run.dir) and row >= 0:
            self._read[run.dir] = run
            self.dataChanged.emit(self.index(row), self.index(row))

    def summary(self, folder: Path) -> RunSummary:
        """Return what is known of a run."""
        if folder not in self._read:
            self._read[folder] = self._summary_of(folder)
        return self._read[folder]

    @property
    def running(self) -> tuple[Path, ...]:
        """Return the runs that were under way when they were last read."""
        return tuple(folder for folder, run in self._read.items() if run.status == "running")

    @property
    def folders(self) -> Sequence[Path]:
        """Return the runs that are shown, from the top."""
        return self._folders

    def folder(self, row: int) -> Path | None:
        """Return the folder of a line."""
        return self._folders[row] if 0 <= row < len(self._folders) else None

    def row_of(self, folder: Path | None) -> int:
        """Return the line of a folder; -1 where there is none."""
        return self._folders.index(folder) if folder in self._folders else -1

    def rowCount(self, parent: _LineIndex = QModelIndex()) -> int:  # noqa: B008 - as Qt declares it
        """Return how many lines there are."""
        return 0 if parent.isValid() else len(self._folders)

    def data(self, index: _LineIndex, role: int = _Role.DisplayRole) -> object:
        """Return what a line shows in one of Qt's roles."""
        folder = self.folder(index.row())
        if folder is None:
            return None
        if role == _Role.SizeHintRole:
            return QSize(0, self._row_px)
        if role not in {_Role.DisplayRole, _Role.DecorationRole, _Role.ToolTipRole, _Role.AccessibleTextRole}:
            return None
        run = self.summary(folder)
        task = title_of(run)
        ended = _ending_of(run)
        match role:
            case _Role.DecorationRole:
                tone = status_tone(run.status)
                # What only the model says has no check mark, and no green.
                icon = "chat" if is_claimed(run.status, run.message) else _STATUS_ICONS[tone]
                icon = "play" if run.status == "running" else icon
                return tinted(icon, str(getattr(colours(), tone)))
            case _Role.AccessibleTextRole:
                return Message("{task}, {ended}", task=task, ended=ended)
            case _Role.ToolTipRole:
                return Message("{task}\n{ended}\n{id}", task=task, ended=ended, id=run.id)
            case _:
                return Message("{task}\n{ended}", task=task, ended=ended)


def title_of(run: RunSummary) -> str:
    """Return the first line of what a run's task is called, or why there is none."""
    task = next((line for line in run.title.splitlines() if line.strip()), "")
    return visible(task.strip(), _LONGEST) or tr(
        Message("Starting…") if run.status == "running" else Message("The task wasn't recorded")
    )


def started_at(run: RunSummary) -> str:
    """Return when a run began."""
    at = time_of(run.started)
    return Message("at an unknown time") if at is None else local_time(at)


def _ending_of(run: RunSummary) -> str:
    """Return when a run began, how it ended, and how long it took."""
    resumed = Message("resumed") if run.resumes else ""
    took = "" if run.status in {"running", "unreadable"} else duration(run.seconds * 1000)
    parts = (started_at(run), status_wording(run.status, run.message).word, resumed, took)
    return tr(join(" · ", filter(None, parts)))
