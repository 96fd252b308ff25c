"""The table of a run under way: the moments of the run, each as high as its text needs.

An outcome that went as it should is one word; its tooltip says why it was allowed. Any other is told in full.
"""

from __future__ import annotations

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QBrush, QColor, QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHeaderView, QStyleOptionViewItem, QTableView, QWidget

from desktop_agent.core.display_text import visible
from desktop_agent.core.events import RunFinished, Stamped
from desktop_agent.core.message import Message
from desktop_agent.core.translation import gettext, tr
from desktop_agent.record.live_status import LiveStatus
from desktop_agent.record.moments import SPEAKERS, Moment, MomentKind, MomentReader
from desktop_agent.record.wording import Tone, duration
from desktop_agent.ui.qt.theme import colours
from desktop_agent.ui.qt.widgets import style_rows

COLUMNS = (Message("Step"), Message("What happened"), Message("Outcome"), Message("Took"))
STEP, WHAT, OUTCOME, _TOOK = 0, 1, 2, 3
_LETTERS = {OUTCOME: 16, _TOOK: 10}  # of width
_AIR = "QTableView::item { padding: 5px 3px; }"
_TROUBLE = frozenset({"warn", "bad"})  # tones of an outcome that is told in full
_NARROW_PX = 500  # of width: below it, how long something took is hidden
_CellIndex = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_GROWING = 360  # characters of a text that is still growing: the newest, so that they are not cut from a cell
_SHOWN, _LONGEST = 400, 2_000  # characters of a cell, and of its tooltip; the record holds all of them


class TimelineModel(QAbstractTableModel):
    """Rows of one run; `colours` maps a tone to what it is drawn in."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._reader = MomentReader()
        self._so_far: Moment | None = None  # what the model is saying, below all rows

    def clear(self) -> None:
        """Begin with another run."""
        self.beginResetModel()
        self._reader, self._so_far = MomentReader(), None
        self.endResetModel()

    def take(self, stamped: Stamped) -> Moment | None:
        """Take the next event and return the row that is new or changed; how the run ended is said above the table."""
        if isinstance(stamped.event, RunFinished):
            return None
        before = len(self._reader.moments)
        index = self._reader.take(stamped)
        if index is None:
            return None
        now = len(self._reader.moments)
        if now > before:
            # The row is there already: views ask for it only once they are told.
            self.beginInsertRows(QModelIndex(), before, now - 1)
            self.endInsertRows()
        if index < before:
            self.dataChanged.emit(self.index(index, 0), self.index(index, len(COLUMNS) - 1))
        return self._reader.moments[index]

    def show_so_far(self, status: LiveStatus) -> None:
        """Show text that is still growing as the last row, until it is complete."""
        last, row = len(self._reader.moments), _so_far(status)
        if self._so_far is not None and row is None:
            self.beginRemoveRows(_NOWHERE, last, last)
            self._so_far = None
            self.endRemoveRows()
        elif row is not None and self._so_far is None:
            self.beginInsertRows(_NOWHERE, last, last)
            self._so_far = row
            self.endInsertRows()
        elif row != self._so_far:
            self._so_far = row
            self.dataChanged.emit(self.index(last, WHAT), self.index(last, WHAT))

    def has_outcome(self, row: int) -> bool:
        """Tell whether a row is about an action, which is decided on and carried out."""
        return self._row(row).kind == "action"

    def rowCount(self, parent: _CellIndex = _NOWHERE) -> int:
        """Return how many rows there are."""
        return 0 if parent.isValid() else len(self._reader.moments) + (self._so_far is not None)

    def columnCount(self, parent: _CellIndex = _NOWHERE) -> int:
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a column's name."""
        shown = orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole
        return tr(COLUMNS[section]) if shown else None

    def data(self, index: _CellIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a cell's words and how they are drawn."""
        row = self._row(index.row())
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return _cut(_cells(row)[index.column()])
            case Qt.ItemDataRole.ToolTipRole if index.column() == WHAT and row.proposal and row.proposal.place:
                return Message("{row}\n{place}", row=_cells(row)[WHAT], place=tr(row.proposal.place))
            case Qt.ItemDataRole.ToolTipRole | Qt.ItemDataRole.AccessibleTextRole:
                return _explained(row, index.column())
            case Qt.ItemDataRole.ForegroundRole:
                return self._colour(row, index.column())
            case Qt.ItemDataRole.TextAlignmentRole:
                return int(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
            case _:
                return None

    def _row(self, number: int) -> Moment:
        rows = self._reader.moments
        return rows[number] if self._so_far is None or number < len(rows) else self._so_far

    @staticmethod
    def _colour(row: Moment, column: int) -> QBrush:
        tone: Tone = "muted"
        if column == WHAT:
            tone = row.tone
        elif column == OUTCOME and row.outcome:
            tone = row.outcome.tone
        return QBrush(QColor(str(getattr(colours(), tone))))


def _so_far(status: LiveStatus) -> Moment | None:
    if not status.text.strip():
        return None
    newest = status.text[-_GROWING:]
    text = ("…" if len(newest) < len(status.text) else "") + newest
    kind: MomentKind = "thought" if status.kind == "reasoning" else "message"
    return Moment("", 0, kind, SPEAKERS[kind], text, "muted")


def _cells(row: Moment) -> tuple[str, ...]:
    what = "\n".join(visible(line, _LONGEST) for line in row.lines)
    took = sum(row.parts.values())
    return str(row.step or ""), what, _outcome(row), duration(took) if took else ""


def _explained(row: Moment, column: int) -> str:
    """Return what a cell's tooltip says, and a screen reader reads: more than there is room for."""
    if column == STEP:
        return row.clock
    if column == OUTCOME:
        return _whole_outcome(row)
    return row.times if column == _TOOK else _cells(row)[column]


def _outcome(row: Moment) -> str:
    if row.outcome is None:
        return ""
    return _whole_outcome(row) if row.outcome.tone in _TROUBLE else tr(row.outcome.word)


def _whole_outcome(row: Moment) -> str:
    return "\n".join(visible(tr(each.text), _LONGEST) for each in (*row.decisions[-1:], row.result) if each)


def _cut(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


class TimelineView(QTableView):
    """The timeline; follows its end until the person scrolls away from it."""

    def __init__(self, model: TimelineModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._timeline, self._was_at_end = model, True
        self.setModel(model)
        self.setAccessibleName(gettext("Timeline"))
        style_rows(self)
        self.setStyleSheet(_AIR)
        self.setWordWrap(True)
        self._share_width()
        model.rowsInserted.connect(self._grown)
        model.dataChanged.connect(self._changed)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Make the rows as high as their wrapped text."""
        at_end = self._at_end()
        super().resizeEvent(event)
        self.setColumnHidden(_TOOK, event.size().width() < _NARROW_PX)
        for row in range(self._timeline.rowCount()):
            self._fit(row)
        if at_end:
            self.scrollToBottom()

    def hideEvent(self, event: QHideEvent) -> None:
        """Remember whether the end is followed: nothing is laid out that nobody sees."""
        self._was_at_end = self._at_end()
        super().hideEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Show what has come meanwhile."""
        super().showEvent(event)
        if self._was_at_end:
            self.scrollToBottom()

    def _share_width(self) -> None:
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for column in range(len(COLUMNS)):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(WHAT, QHeaderView.ResizeMode.Stretch)
        for column, letters in _LETTERS.items():
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Interactive)
            header.resizeSection(column, letters * self.fontMetrics().averageCharWidth())

    def _changed(self, top: QModelIndex, _bottom: QModelIndex) -> None:
        at_end = self._at_end()
        self._fit(top.row())
        if at_end:
            self.scrollToBottom()

    def _at_end(self) -> bool:
        bar = self.verticalScrollBar()
        return bar.value() >= bar.maximum() - 2

    def _fit(self, row: int) -> None:
        """Make a row as high as its text; Qt by itself forgets that one without an outcome is wider."""
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        high = 0
        for column in (WHAT, OUTCOME) if self._timeline.has_outcome(row) else (WHAT,):
            index = self._timeline.index(row, column)
            option.rect = self.visualRect(index)
            high = max(high, self.itemDelegate().sizeHint(option, index).height())
        self.setRowHeight(row, high)

    def _grown(self, _parent: QModelIndex, first: int, _last: int) -> None:
        at_end = self._at_end()
        if not self._timeline.has_outcome(first):
            self.setSpan(first, WHAT, 1, _TOOK - WHAT)
        self._fit(first)
        if at_end:
            self.scrollToBottom()
