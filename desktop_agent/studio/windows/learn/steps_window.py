"""The window in which the steps that were shown are looked over: left out, said otherwise, reordered, and kept."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from desktop_agent.core.translation import tr
from desktop_agent.lib.window_bounds import keep_on_screen
from desktop_agent.studio.learn.editing import moved, problem_with, with_step, without_skipped
from desktop_agent.studio.steps.book import StepBook
from desktop_agent.studio.windows.learn.place_picture import PlacePicture
from desktop_agent.studio.windows.learn.variable_rows import VariableRows
from desktop_agent.ui.qt.density import FollowsHeight
from desktop_agent.ui.qt.panes import Panes
from desktop_agent.ui.qt.scrolling import Page, Scrolling
from desktop_agent.ui.qt.widgets import set_state, text_button, text_label
from desktop_agent.ui.qt.wrap_row import WrapRow

TITLE = "What you have shown — Desktop Agent"
_HINT = "Untick a step to leave it out. Double-click it to say it otherwise."
_SIZE, _SHARES = QSize(900, 600), (460, 400)


class StepsWindow(QWidget):
    """`kept`: the steps as they are to be written down; `over`: the person is done, whatever they wanted."""

    kept = Signal(object)  # StepBook
    over = Signal()

    def __init__(self, book: StepBook) -> None:
        """Show steps with their pictures."""
        super().__init__()
        self._book = book
        self.setWindowTitle(tr(TITLE))
        self.title = QLineEdit(book.file.title)
        self.title.setAccessibleName(tr("Name of the task"))
        self._list = QListWidget()
        self._list.setAccessibleName(tr("Steps"))
        self._list.setWordWrap(True)
        self._list.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked | QAbstractItemView.EditTrigger.EditKeyPressed
        )
        self._picture, self._notice = PlacePicture(), text_label(_HINT, "muted")
        self._variables = VariableRows(book)
        self._lay_out()
        self._fill(0)
        self._list.currentRowChanged.connect(self._show)
        self._list.itemChanged.connect(self._changed)
        self._variables.changed.connect(self._take)
        self._variables.complained.connect(self._say)
        keep_on_screen(self, _SIZE)

    @property
    def book(self) -> StepBook:
        """Return the steps as they are now."""
        file = replace(self._book.file, title=" ".join(self.title.text().split()) or self._book.file.title)
        return replace(self._book, file=file)

    def move_step(self, by: int) -> None:
        """Move the selected step up or down."""
        at = self._list.currentRow()
        if at >= 0:
            self._put(moved(self._book, at, by))
            self._fill(max(0, min(self._list.count() - 1, at + by)))

    def keep(self) -> None:
        """Have the steps written down."""
        self.kept.emit(without_skipped(self.book))
        self.close()

    def _lay_out(self) -> None:
        left, right = QWidget(), QWidget()
        steps = QVBoxLayout(left)
        steps.setContentsMargins(0, 0, 0, 0)
        steps.addWidget(self._list)
        steps.addWidget(
            _row(text_button("Up", lambda: self.move_step(-1)), text_button("Down", lambda: self.move_step(1)))
        )
        beside = QVBoxLayout(right)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.addWidget(self._picture, 1)
        beside.addWidget(self._variables)
        page = Page()
        whole, column = QVBoxLayout(page), QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.title)
        whole.addWidget(Panes((left, right), _SHARES), 1)
        whole.addWidget(self._notice)
        column.setContentsMargins(20, 16, 20, 16)
        column.addWidget(Scrolling(page).fill(), 1)
        keep = text_button("Keep", self.keep, role="primary")
        column.addWidget(_row(keep, text_button("Discard", self.close, name="Discard the steps")))
        FollowsHeight(self, column)

    def _fill(self, row: int) -> None:
        with QSignalBlocker(self._list):
            self._list.clear()
            for step in self._book.file.steps:
                item = QListWidgetItem(step.text)
                item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable | Qt.ItemFlag.ItemIsUserCheckable)
                item.setCheckState(Qt.CheckState.Unchecked if step.skip else Qt.CheckState.Checked)
                self._list.addItem(item)
        self._list.setCurrentRow(row)
        self._show(row)

    def _show(self, row: int) -> None:
        if 0 <= row < len(self._book.file.steps):
            step = self._book.file.steps[row]
            self._picture.show_step(step, self._book.png(step.picture) if step.picture else None)

    def _changed(self, item: QListWidgetItem) -> None:
        """Take the words and the tick of a step, as far as such a step can be played."""
        row = self._list.row(item)
        step, text = self._book.file.steps[row], item.text().strip()
        problem = problem_with(step, text)
        self._say(problem)
        text = step.text if problem else text
        skip = item.checkState() == Qt.CheckState.Unchecked
        self._put(with_step(self._book, row, replace(step, text=text, skip=skip)))
        with QSignalBlocker(self._list):
            item.setText(text)

    def _put(self, book: StepBook) -> None:
        self._book = book
        self._variables.follow(book)

    def _take(self, variables: object) -> None:
        if isinstance(variables, StepBook):
            self._book = variables
            self._fill(max(0, self._list.currentRow()))

    def _say(self, problem: str) -> None:
        set_state(self._notice, "role", "warn" if problem else "muted")
        self._notice.setText(problem or _HINT)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closed without a word, nothing is kept."""
        self.over.emit()
        super().closeEvent(event)


def _row(*parts: QWidget) -> QWidget:
    row = QWidget()
    row.setLayout(WrapRow(*parts))
    return row
