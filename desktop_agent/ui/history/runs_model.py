"""The runs as Qt's list shows them. A run is read when its line is first painted."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QSize, Qt

from desktop_agent.record.keep import is_kept
from desktop_agent.record.recording import RunSummary
from desktop_agent.ui.history.rows import listed
from desktop_agent.ui.qt.icons import tinted
from desktop_agent.ui.qt.theme import colours

_LineIndex = QModelIndex | QPersistentModelIndex
_AIR_PX: Final = 18
_STATUS_ICONS: Final = {"ok": "check", "bad": "failed", "warn": "alert", "text": "play", "muted": "eye"}


class RunsModel(QAbstractListModel):
    """Some runs, newest first."""

    def __init__(self, line_px: int, read: Callable[[Path], RunSummary]) -> None:
        """Start empty; `line_px` is how high a line of letters is, and `read` reads what is shown of a run."""
        super().__init__()
        self._summary_of = read
        self._row_px = 2 * line_px + _AIR_PX
        self._folders: list[Path] = []
        self._rows: dict[Path, int] = {}  # where each of them is: thousands are looked up when they are measured
        self._read: dict[Path, RunSummary] = {}
        self._sizes: dict[Path, int] = {}

    def show(self, folders: Sequence[Path]) -> None:
        """Show these runs; what was read of them is kept, and the place in the list if possible."""
        new = len(folders) - len(self._folders)
        if list(folders) == self._folders:
            return
        if new > 0 and list(folders[new:]) == self._folders:
            self.beginInsertRows(QModelIndex(), 0, new - 1)
            self._take(folders)
            self.endInsertRows()
            return
        self.beginResetModel()
        self._take(folders)
        self.endResetModel()

    def put(self, run: RunSummary) -> None:
        """Show what is now known of a run."""
        if run != self._read.get(run.dir):
            self._read[run.dir] = run
            self._changed(run.dir)

    def look_again_at(self, folder: Path) -> None:
        """Show a run anew: it was marked to stay, or may go again."""
        self._changed(folder)

    def measure(self, sizes: Mapping[Path, int]) -> None:
        """Show how much space these runs take."""
        for folder, size in sizes.items():
            if self._sizes.get(folder) != size:
                self._sizes[folder] = size
                self._changed(folder)

    def size(self, folder: Path) -> int | None:
        """Return how many bytes a run takes, if that is known."""
        return self._sizes.get(folder)

    def summary(self, folder: Path) -> RunSummary:
        """Return what is known of a run."""
        if folder not in self._read:
            self._read[folder] = self._summary_of(folder)
        return self._read[folder]

    @property
    def running(self) -> tuple[RunSummary, ...]:
        """Return the runs that were under way when they were last read."""
        return tuple(run for run in self._read.values() if run.status == "running")

    def folder(self, row: int) -> Path | None:
        """Return the folder of a line."""
        return self._folders[row] if 0 <= row < len(self._folders) else None

    def row_of(self, folder: Path | None) -> int:
        """Return the line of a folder; -1 where there is none."""
        return -1 if folder is None else self._rows.get(folder, -1)

    def rowCount(self, parent: _LineIndex = QModelIndex()) -> int:  # noqa: B008 - as Qt declares it
        """Return how many lines there are."""
        return 0 if parent.isValid() else len(self._folders)

    def data(self, index: _LineIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what a cell shows in one of Qt's roles."""
        folder = self.folder(index.row())
        if folder is None:
            return None
        if role == Qt.ItemDataRole.SizeHintRole:
            return QSize(0, self._row_px)
        if role not in {
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.DecorationRole,
            Qt.ItemDataRole.ToolTipRole,
            Qt.ItemDataRole.AccessibleTextRole,
        }:
            return None
        run = self.summary(folder)
        task, ended, tone = listed(run, self._sizes.get(folder), kept=is_kept(folder))
        match role:
            case Qt.ItemDataRole.DecorationRole:
                return tinted(_STATUS_ICONS[tone], str(getattr(colours(), tone)))
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{task}, {ended}"
            case Qt.ItemDataRole.ToolTipRole:
                return f"{task}\n{ended}\n{run.id}"
            case _:
                return f"{task}\n{ended}"

    def _take(self, folders: Sequence[Path]) -> None:
        self._folders = list(folders)
        self._rows = {folder: row for row, folder in enumerate(folders)}

    def _changed(self, folder: Path) -> None:
        row = self.row_of(folder)
        if row >= 0:
            at = self.index(row)
            self.dataChanged.emit(at, at)
