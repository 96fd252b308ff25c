"""The list of runs and the table of one run's steps. A run is read when its line is first painted."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Final

from PySide6.QtCore import QAbstractListModel, QAbstractTableModel, QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QListView, QTableView

from desktop_agent.record.recording import RunSummary
from desktop_agent.record.store import summary_of
from desktop_agent.record.wording import Tone
from desktop_agent.ui.history.rows import HistoryRow, listed
from desktop_agent.ui.qt.icons import icon, pixmap
from desktop_agent.ui.qt.theme import colours
from desktop_agent.ui.qt.widgets import style_rows

Index = QModelIndex | QPersistentModelIndex
COLUMNS: Final = ("", "Time", "Action", "Where", "Result")
_RESULT: Final = 4
_ROW_PX, _RUN_PX = 36, 52
_ICON_PX = 18
_STATUS_ICONS: Final = {"ok": "check", "bad": "failed", "warn": "alert", "text": "play"}
_Role = Qt.ItemDataRole
_WIDTHS_PX = {0: 36, 1: 80, 3: 104, 4: 108}
_WIDEST, _WHERE = 2, 3  # the column that takes the remaining width, and the one that narrow windows hide
_NARROW_PX = 440


class RunsModel(QAbstractListModel):
    """All runs, newest first."""

    def __init__(self) -> None:
        """Start empty."""
        super().__init__()
        self._folders: list[Path] = []
        self._read: dict[Path, RunSummary] = {}

    def show(self, folders: Sequence[Path]) -> None:
        """Show these runs; summaries of runs that have ended are kept, and the place in the list if possible."""
        new = len(folders) - len(self._folders)
        if list(folders) == self._folders:
            return
        if new > 0 and list(folders[new:]) == self._folders:
            self.beginInsertRows(QModelIndex(), 0, new - 1)
            self._folders = list(folders)
            self.endInsertRows()
            return
        self.beginResetModel()
        self._folders = list(folders)
        self._read = {folder: run for folder in folders if (run := self._read.get(folder)) and run.status != "running"}
        self.endResetModel()

    def forget(self, folder: Path) -> None:
        """Read a run again when it is next painted."""
        self._read.pop(folder, None)
        row = self.row_of(folder)
        if row >= 0:
            at = self.index(row)
            self.dataChanged.emit(at, at)

    def folder(self, row: int) -> Path | None:
        """Return the folder of a line."""
        return self._folders[row] if 0 <= row < len(self._folders) else None

    def row_of(self, folder: Path) -> int:
        """Return the line of a folder; -1 where there is none."""
        return self._folders.index(folder) if folder in self._folders else -1

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - as Qt declares it
        """Return how many lines there are."""
        return 0 if parent.isValid() else len(self._folders)

    def data(self, index: Index, role: int = _Role.DisplayRole) -> object:
        """Return what a cell shows in one of Qt's roles."""
        folder = self.folder(index.row())
        if folder is None:
            return None
        if role == _Role.SizeHintRole:
            return QSize(0, _RUN_PX)
        if role not in {_Role.DisplayRole, _Role.DecorationRole, _Role.ToolTipRole, _Role.AccessibleTextRole}:
            return None
        task, ended, tone = listed(self._summary(folder))
        if role == _Role.DecorationRole:
            return _tinted(_STATUS_ICONS.get(tone, "list"), _colour(tone))
        return f"{task}, {ended}" if role == _Role.AccessibleTextRole else f"{task}\n{ended}"

    def _summary(self, folder: Path) -> RunSummary:
        if folder not in self._read:
            self._read[folder] = summary_of(folder)
        return self._read[folder]


class StepsModel(QAbstractTableModel):
    """The steps of one run, in order."""

    def __init__(self) -> None:
        """Start empty."""
        super().__init__()
        self.rows: tuple[HistoryRow, ...] = ()

    def show(self, rows: Sequence[HistoryRow]) -> None:
        """Show these rows; for a run under way they change and grow in place."""
        count = len(self.rows)
        if not 0 < count <= len(rows):
            self.beginResetModel()
            self.rows = tuple(rows)
            self.endResetModel()
            return
        before = self.rows
        if count < len(rows):
            self.beginInsertRows(QModelIndex(), count, len(rows) - 1)
        self.rows = tuple(rows)
        if count < len(rows):
            self.endInsertRows()
        for number in (n for n in range(count) if rows[n] != before[n]):
            self.dataChanged.emit(self.index(number, 0), self.index(number, len(COLUMNS) - 1))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - as Qt declares it
        """Return how many lines there are."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - as Qt declares it
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole) -> object:
        """Return the name of a column."""
        if orientation == Qt.Orientation.Horizontal and role == _Role.DisplayRole:
            return COLUMNS[section]
        if role == _Role.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return None

    def data(self, index: Index, role: int = _Role.DisplayRole) -> object:
        """Return what a cell shows in one of Qt's roles."""
        row = self.rows[index.row()]
        cells = ("", row.entry.clock, row.text, row.where, row.result)
        match role:
            case _Role.DisplayRole:
                return cells[index.column()]
            case _Role.ToolTipRole:
                return cells[index.column()] or None
            case _Role.AccessibleTextRole:
                return cells[index.column()] or row.icon
            case _Role.DecorationRole if index.column() == 0:
                return _tinted(row.icon, colours().muted)
            case _Role.ForegroundRole if index.column() == _RESULT and row.entry.outcome:
                return QColor(_colour(row.entry.outcome.tone))
            case _:
                return None


class StepsTable(QTableView):
    """A table that hides where something was done when there is no room to show what was done."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Hide or show the column."""
        self.setColumnHidden(_WHERE, event.size().width() < _NARROW_PX)
        super().resizeEvent(event)


def list_of(runs: RunsModel) -> QListView:
    """Return the list of runs."""
    view = QListView()
    view.setModel(runs)
    # All lines are equally high: else every run would be read before the first is shown.
    view.setUniformItemSizes(True)
    view.setTextElideMode(Qt.TextElideMode.ElideRight)
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    view.setMinimumWidth(150)
    view.setAccessibleName("Runs")
    return view


def table_of(steps: StepsModel) -> QTableView:
    """Return the table of one run's steps."""
    table = StepsTable()
    table.setModel(steps)
    table.setAccessibleName("Steps")
    style_rows(table, _ROW_PX)
    table.setWordWrap(False)
    head = table.horizontalHeader()
    for column in range(len(COLUMNS)):
        mode = QHeaderView.ResizeMode.Stretch if column == _WIDEST else QHeaderView.ResizeMode.Interactive
        head.setSectionResizeMode(column, mode)
    for column, width in _WIDTHS_PX.items():
        table.setColumnWidth(column, width)
    return table


def _colour(tone: Tone) -> str:
    return str(getattr(colours(), tone))


@lru_cache(maxsize=64)
def _tinted(name: str, colour: str) -> QIcon:
    """Return an icon that turns white on a selected line."""
    tinted_icon = icon(name, colour, _ICON_PX)
    for ratio in (1.0, 2.0):
        tinted_icon.addPixmap(pixmap(name, "#ffffff", _ICON_PX, ratio), QIcon.Mode.Selected)
    return tinted_icon
