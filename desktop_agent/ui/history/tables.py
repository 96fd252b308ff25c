"""The table of one run's steps."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QTableView

from desktop_agent.core.message import Message
from desktop_agent.core.translation import gettext, tr
from desktop_agent.ui.history.rows import HistoryRow
from desktop_agent.ui.qt.icons import tinted
from desktop_agent.ui.qt.theme import colours
from desktop_agent.ui.qt.widgets import style_rows

Index = QModelIndex | QPersistentModelIndex
COLUMNS: Final = ("", Message("Step"), Message("Time"), Message("What happened"), Message("Where"), Message("Outcome"))
WHAT: Final = 3
_TIME, _WHERE, _RESULT = 2, 4, 5
_AIR_PX = 18  # of a row, above and below its letters
_LETTERS = {0: 3, 1: 5, 2: 8, 4: 12, 5: 9}  # of width
_NARROW, _NARROWEST = 60, 48  # letters: below that, where it was done is hidden, and below that, when
_Role = Qt.ItemDataRole


class StepsModel(QAbstractTableModel):
    """The steps of one run, in order."""

    def __init__(self) -> None:
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
            return tr(COLUMNS[section])
        if role == _Role.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return None

    def data(self, index: Index, role: int = _Role.DisplayRole) -> object:
        """Return what a cell shows in one of Qt's roles."""
        row = self.rows[index.row()]
        cells = ("", row.step, row.entry.clock, row.text, row.where, row.result)
        match role:
            case _Role.DisplayRole:
                return cells[index.column()]
            case _Role.ToolTipRole if index.column() == _WHERE:
                return row.where_exactly or None
            case _Role.ToolTipRole:
                return cells[index.column()] or None
            case _Role.AccessibleTextRole:
                return cells[index.column()] or row.icon
            case _Role.DecorationRole if index.column() == 0:
                return tinted(row.icon, colours().muted)
            case _Role.ForegroundRole if index.column() == _RESULT and row.entry.outcome:
                return QColor(str(getattr(colours(), row.entry.outcome.tone)))
            case _:
                return None


class StepsTable(QTableView):
    """A table that hides where and when something was done when there is no room to show what was done."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Hide or show these columns."""
        letters = event.size().width() / self.fontMetrics().averageCharWidth()
        self.setColumnHidden(_WHERE, letters < _NARROW)
        self.setColumnHidden(_TIME, letters < _NARROWEST)
        super().resizeEvent(event)


def table_of(steps: StepsModel) -> QTableView:
    """Return the table of one run's steps."""
    table = StepsTable()
    table.setModel(steps)
    table.setAccessibleName(gettext("Steps"))
    style_rows(table, table.fontMetrics().lineSpacing() + _AIR_PX)
    table.setWordWrap(False)
    head = table.horizontalHeader()
    for column in range(len(COLUMNS)):
        mode = QHeaderView.ResizeMode.Stretch if column == WHAT else QHeaderView.ResizeMode.Interactive
        head.setSectionResizeMode(column, mode)
    for column, letters in _LETTERS.items():
        usual = letters * table.fontMetrics().averageCharWidth()
        table.setColumnWidth(column, max(usual, head.sectionSizeHint(column)))
    return table
