"""The table of a run under way: the moments of the run, each as high as its text needs.

An outcome that went as it should is one word; its tooltip says why it was allowed. Any other is told in full.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHeaderView, QStyleOptionViewItem, QTableWidget, QTableWidgetItem, QWidget

from desktop_agent.core.display_text import visible
from desktop_agent.core.events import RunFinished, Stamped
from desktop_agent.core.message import Message
from desktop_agent.core.translation import gettext, tr
from desktop_agent.record.live_status import LiveStatus
from desktop_agent.record.moments import SPEAKERS, Moment, MomentKind, MomentReader
from desktop_agent.record.wording import Tone, duration
from desktop_agent.ui.qt.theme import colours, on_theme_change
from desktop_agent.ui.qt.widgets import style_rows

COLUMNS = (Message("Step"), Message("What happened"), Message("Outcome"), Message("Took"))
STEP = 0
WHAT = 1
OUTCOME = 2
_TOOK = 3
_LETTERS = {OUTCOME: 16, _TOOK: 10}  # of width
_AIR = "QTableView::item { padding: 5px 3px; }"
_TROUBLE = frozenset({"warn", "bad"})  # tones of an outcome that is told in full
_NARROW_PX = 500  # of width: below it, how long something took is hidden
_GROWING = 360  # characters of a text that is still growing: the newest, so that they are not cut from a cell
# characters of a cell, and of its tooltip; the record holds all of them
_SHOWN = 400
_LONGEST = 2_000


class Timeline(QTableWidget):
    """The rows of one run; it follows its end until the person scrolls away from it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(0, len(COLUMNS), parent)
        self._reader = MomentReader()
        self._is_growing = False  # the last row, below all moments, has what the model is saying
        self._was_at_end = True
        self.setHorizontalHeaderLabels([tr(name) for name in COLUMNS])
        self.setAccessibleName(gettext("Timeline"))
        style_rows(self)
        self.setStyleSheet(_AIR)
        self.setWordWrap(True)
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(WHAT, QHeaderView.ResizeMode.Stretch)
        for column, letters in _LETTERS.items():
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Interactive)
            header.resizeSection(column, letters * self.fontMetrics().averageCharWidth())
        on_theme_change(self._redraw)

    def begin(self) -> None:
        """Begin with another run."""
        self._reader = MomentReader()
        self._is_growing = False
        self.clearSpans()
        self.setRowCount(0)

    def take(self, stamped: Stamped) -> Moment | None:
        """Take the next event and return the moment that is new or changed; how the run ended is said elsewhere."""
        if isinstance(stamped.event, RunFinished):
            return None
        moments = self._reader.moments
        shown_count = len(moments)
        index = self._reader.take(stamped)
        if index is None:
            return None
        for row in range(shown_count, len(moments)):
            self._show(row, moments[row], is_new=True)
        if index < shown_count:
            self._show(index, moments[index], is_new=False)
        return moments[index]

    def show_so_far(self, status: LiveStatus) -> None:
        """Show text that is still growing as the last row, until it is complete."""
        last = len(self._reader.moments)
        moment = _so_far(status)
        if moment is not None:
            self._show(last, moment, is_new=not self._is_growing)
        elif self._is_growing:
            self.removeRow(last)
        self._is_growing = moment is not None

    def _show(self, row: int, moment: Moment, *, is_new: bool = False) -> None:
        at_end = self._at_end()
        if is_new:
            self.insertRow(row)
        if is_new and moment.kind != "action":  # nothing is decided on, or carried out
            self.setSpan(row, WHAT, 1, _TOOK - WHAT)
        for column, text in enumerate(_cells(moment)):
            item = QTableWidgetItem(text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…")
            more = _explained(moment, column)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, more)
            place = moment.proposal.place if moment.proposal and column == WHAT else ""
            item.setToolTip(Message("{row}\n{place}", row=more, place=tr(place)) if place else more)
            item.setForeground(QColor(str(getattr(colours(), _tone(moment, column)))))
            item.setTextAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
            self.setItem(row, column, item)
        self._fit(row)
        if at_end:
            self.scrollToBottom()

    def _redraw(self) -> None:
        for row, moment in enumerate(self._reader.moments):
            self._show(row, moment)

    def _at_end(self) -> bool:
        bar = self.verticalScrollBar()
        return bar.value() >= bar.maximum() - 2

    def _fit(self, row: int) -> None:
        """Make a row as high as its text; Qt by itself forgets that one without an outcome is wider."""
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        high = 0
        for column in (WHAT,) if self.columnSpan(row, WHAT) > 1 else (WHAT, OUTCOME):
            index = self.model().index(row, column)
            option.rect = self.visualRect(index)
            high = max(high, self.itemDelegate().sizeHint(option, index).height())
        self.setRowHeight(row, high)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Make the rows as high as their wrapped text."""
        at_end = self._at_end()
        super().resizeEvent(event)
        self.setColumnHidden(_TOOK, event.size().width() < _NARROW_PX)
        for row in range(self.rowCount()):
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


def _tone(row: Moment, column: int) -> Tone:
    if column == WHAT:
        return row.tone
    return row.outcome.tone if column == OUTCOME and row.outcome else "muted"
