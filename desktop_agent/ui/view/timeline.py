"""The timeline: the moments of a run, each as high as its text needs.

Before each act stands the sign of its outcome; one that did not go as it should is described in full below the act, and
all of it in its tooltip. How long something took is shown where it was long.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QHideEvent, QIcon, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from desktop_agent.core.runs.events import RunFinished, Stamped
from desktop_agent.core.texts.message import Message, gettext, tr, visible
from desktop_agent.record.moments import SPEAKERS, Moment, MomentKind, MomentReader
from desktop_agent.record.status import LiveStatus
from desktop_agent.record.wording import Wording
from desktop_agent.ui.qt.icons import SIGN_PX, sign
from desktop_agent.ui.qt.theme import colours, on_theme_change, tint
from desktop_agent.ui.qt.widgets import style_rows, tip_of

STEP = 0
WHAT = 1
_TOOK = 2
_TOOK_LETTERS = 8  # of width
_AIR = "QTableView { selection-background-color: %s; selection-color: %s; } QTableView::item { padding: 5px 3px; }"
_TROUBLE = frozenset({"warn", "bad"})  # tones of an outcome that is described in full
_NARROW_PX = 380  # of width: below it, how long something took is hidden
_GROWING = 360  # characters of a text that is still growing: the newest, so that they are not cut from a cell
# characters of a cell, and of its tooltip; the record holds all of them
_SHOWN = 400
_LONGEST = 2_000
_AT_ONCE = 40  # rows of a run that has ended: the others follow, so that the window never stands still
_STEP_LETTERS = 4  # of width, beside the sign


class Timeline(QTableWidget):
    """The rows of one run; while it goes, it follows its end until the person scrolls away from it."""

    chosen = Signal(int)  # the row that the person has chosen, by mouse or keyboard

    def __init__(self, parent: QWidget) -> None:
        super().__init__(0, _TOOK + 1, parent)
        self._reader = MomentReader()
        self._past: Sequence[Moment] = ()  # of a run that has ended
        self._more = QTimer(self, singleShot=True)
        self._more.timeout.connect(self._fill_more)
        self._filled = 0  # rows of the run that has ended
        self._is_fitting = False
        self._is_growing = False  # the last row, below all moments, has what the model is saying
        self._was_at_end = True
        self.setAccessibleName(gettext("Timeline"))
        style_rows(self)
        self._tint()
        self.setItemDelegate(_Row(self))
        self.setWordWrap(True)
        header = self.horizontalHeader()
        header.hide()
        letter = self.fontMetrics().averageCharWidth()
        # Not by their contents, which Qt would measure again with each row.
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setSectionResizeMode(WHAT, QHeaderView.ResizeMode.Stretch)
        header.resizeSection(STEP, _STEP_LETTERS * letter + SIGN_PX)
        header.resizeSection(_TOOK, _TOOK_LETTERS * letter)
        self.verticalScrollBar().valueChanged.connect(self._fit_visible_rows)
        header.sectionResized.connect(lambda *_: self._fit_visible_rows())
        on_theme_change(self._redraw)
        self.itemSelectionChanged.connect(self._emit_chosen)

    def begin(self) -> None:
        """Begin with another run."""
        self._reader = MomentReader()
        self._past = ()
        self._more.stop()
        self._filled = 0
        self._is_growing = False
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

    def show_past(self, moments: Sequence[Moment]) -> None:
        """Show the moments of a run that has ended, from the first."""
        self.begin()
        self._past = moments
        self.setRowCount(len(moments))
        self._fit_visible_rows()
        self._more.start()

    @property
    def moments(self) -> Sequence[Moment]:
        """Return the moments, without what the model is still saying."""
        return self._past or self._reader.moments

    def choose(self, row: int) -> None:
        """Select a row that another part has chosen, and show it, even where it has yet to be laid out."""
        with QSignalBlocker(self):
            self.selectRow(row)
        index = self.model().index(row, WHAT)
        self.scrollTo(index)
        self._fit_visible_rows()
        self.scrollTo(index)

    def _fill_more(self) -> None:
        last = min(self._filled + _AT_ONCE, len(self._past))
        for row in range(self._filled, last):
            self._ensure_row(row)
        self._filled = last
        if last < len(self._past):
            self._more.start()

    def _ensure_row(self, row: int) -> None:
        if row < len(self._past) and self.item(row, WHAT) is None:
            self._fill(row, self._past[row])

    def _emit_chosen(self) -> None:
        if self.selectionModel().hasSelection():
            self.chosen.emit(self.currentRow())

    def show_so_far(self, status: LiveStatus) -> None:
        """Show text that is still growing as the last row, until it is complete."""
        last = len(self._reader.moments)
        moment = _unfinished_moment(status)
        if moment is not None:
            self._show(last, moment, is_new=not self._is_growing)
        elif self._is_growing:
            with QSignalBlocker(self):  # that another row is selected then was chosen by no one
                self.removeRow(last)
        self._is_growing = moment is not None

    def _show(self, row: int, moment: Moment, *, is_new: bool = False) -> None:
        at_end = self._is_at_end()
        if is_new:
            with QSignalBlocker(self):
                self.insertRow(row)
        self._fill(row, moment)
        self._fit(row)
        if at_end:
            self.scrollToBottom()

    def _fill(self, row: int, moment: Moment) -> None:
        for column, text in enumerate(_row_texts(moment)):
            item = QTableWidgetItem(text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…")
            more = _cell_tip(moment, column)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, more)
            place = moment.proposal.place if moment.proposal and column == WHAT else ""
            item.setToolTip(tip_of(Message("{row}\n{place}", row=more, place=tr(place)) if place else more))
            item.setForeground(QColor(str(getattr(colours(), "muted" if column != WHAT else moment.tone))))
            if column == STEP:
                item.setIcon(_outcome_icon(moment))
            item.setTextAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
            self.setItem(row, column, item)

    def _tint(self) -> None:
        """Mark what is selected by a tint, on which all colours are read."""
        ground = tint()
        rgba = f"rgba({ground.red()}, {ground.green()}, {ground.blue()}, {ground.alpha()})"
        self.setStyleSheet(_AIR % (rgba, colours().text))

    def _redraw(self) -> None:
        self._tint()
        for row, moment in enumerate(self.moments[: self.rowCount()]):
            self._fill(row, moment)

    def _is_at_end(self) -> bool:
        bar = self.verticalScrollBar()
        return bar.value() >= bar.maximum() - 2

    def _fit(self, row: int) -> None:
        """Make a row as high as its text alone, with the room that the style gives it."""
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        index = self.model().index(row, WHAT)
        option.rect = self.visualRect(index)
        self.setRowHeight(row, self.itemDelegate().sizeHint(option, index).height())

    def _fit_visible_rows(self) -> None:
        """Make the rows that are seen as high as their text."""
        if self._is_fitting:
            return
        self._is_fitting = True
        row = max(0, self.rowAt(0))
        while row < self.rowCount() and self.rowViewportPosition(row) < self.viewport().height():
            self._ensure_row(row)
            self._fit(row)
            row += 1
        self._is_fitting = False

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Make the rows as high as their wrapped text."""
        at_end = self._is_at_end()
        super().resizeEvent(event)
        self.setColumnHidden(_TOOK, event.size().width() < _NARROW_PX)
        self._fit_visible_rows()
        if at_end:
            self.scrollToBottom()  # where others come into sight
            self.scrollToBottom()
        elif self.selectionModel().hasSelection():
            self.scrollTo(self.currentIndex())

    def hideEvent(self, event: QHideEvent) -> None:
        """Remember whether the end is followed: nothing unseen is laid out."""
        self._was_at_end = self._is_at_end()
        super().hideEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Show what has come meanwhile."""
        super().showEvent(event)
        if self._was_at_end:
            self.scrollToBottom()


class _Row(QStyledItemDelegate):
    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        """Put the sign beside the first line, in its own colour."""
        super().initStyleOption(option, index)
        option.decorationAlignment = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft
        option.state &= ~QStyle.StateFlag.State_HasFocus


def _unfinished_moment(status: LiveStatus) -> Moment | None:
    if not status.text.strip():
        return None
    newest = status.text[-_GROWING:]
    text = ("…" if len(newest) < len(status.text) else "") + newest
    kind: MomentKind = "thought" if status.kind == "reasoning" else "message"
    return Moment("", 0, kind, SPEAKERS[kind], text, "muted")


def _row_texts(row: Moment) -> tuple[str, ...]:
    what = "\n".join(visible(line, _LONGEST) for line in row.lines)
    trouble = _outcomes_text(each for each in _outcomes(row) if each.tone in _TROUBLE)
    return str(row.step or ""), "\n".join(filter(None, (what, trouble))), tr(row.took)


def _cell_tip(row: Moment, column: int) -> str:
    """Return what a cell's tooltip says, and a screen reader reads: more than there is room for."""
    if column == WHAT:
        return "\n".join(
            filter(None, (*(visible(line, _LONGEST) for line in row.lines), _outcomes_text(_outcomes(row))))
        )
    return row.clock if column == STEP else row.times


def _outcomes(row: Moment) -> Iterator[Wording]:
    yield from row.decisions[-1:]
    if row.result:
        yield row.result


def _outcomes_text(outcomes: Iterable[Wording]) -> str:
    return "\n".join(visible(tr(each.text), _LONGEST) for each in outcomes)


def _outcome_icon(row: Moment) -> QIcon:
    """Return the sign of an act's outcome, none while it has none; or of what else happened."""
    name, tone = row.sign
    return sign(name, str(getattr(colours(), tone))) if name else QIcon()
