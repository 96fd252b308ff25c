"""The window in which the steps that were shown are looked over: left out, said otherwise, reordered, and kept."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QGridLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop_agent.core.message import Message
from desktop_agent.core.translation import gettext, tr
from desktop_agent.lib.window_bounds import keep_on_screen
from desktop_agent.studio.learn.editing import (
    moved,
    problem_with,
    problem_with_name,
    renamed,
    with_step,
    with_value,
    without_skipped,
)
from desktop_agent.studio.steps.book import StepBook
from desktop_agent.studio.windows.step_picture import StepPicture
from desktop_agent.ui.qt.layout import FollowsHeight, Page, Panes, Scrolling, WrapRow, column_of
from desktop_agent.ui.qt.widgets import set_state, text_button, text_label

TITLE = Message("Recorded steps — Desktop Agent")
_HINT = Message("Uncheck a step to exclude it, or double-click it to reword it.")
_SIZE, _SHARES = QSize(900, 600), (460, 400)


class StepsWindow(QWidget):
    """`kept`: the steps as they are to be written down; `over`: the person is done, whatever they wanted."""

    kept = Signal(object)  # StepBook
    over = Signal()

    def __init__(self, book: StepBook) -> None:
        super().__init__()
        self._book = book
        self.setWindowTitle(tr(TITLE))
        self.title = QLineEdit(book.file.title)
        self.title.setAccessibleName(gettext("Task name"))
        self._list = QListWidget()
        self._list.setAccessibleName(gettext("Steps"))
        self._list.setWordWrap(True)
        self._list.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked | QAbstractItemView.EditTrigger.EditKeyPressed
        )
        self._picture, self._notice = StepPicture(), text_label(_HINT, "muted")
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
        column_of(
            left,
            self._list,
            _row(
                text_button(Message("Up"), lambda: self.move_step(-1)),
                text_button(Message("Down"), lambda: self.move_step(1)),
            ),
        )
        column_of(right, self._picture, self._variables, room=self._picture)
        page = Page()
        whole, column = QVBoxLayout(page), QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.title)
        whole.addWidget(Panes((left, right), _SHARES), 1)
        whole.addWidget(self._notice)
        column.setContentsMargins(20, 16, 20, 16)
        column.addWidget(Scrolling(page).fill(), 1)
        keep = text_button(Message("Keep"), self.keep, role="primary")
        column.addWidget(_row(keep, text_button(Message("Discard"), self.close, name=Message("Discard the steps"))))
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
            png = self._book.png(step.picture) if step.picture else None
            self._picture.show_picture(png or b"", step.place.points if step.place and not step.place.of_screen else ())

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


class VariableRows(QWidget):
    """`changed`: the steps with the variables as the person has named them; `complained`: why that cannot be."""

    changed = Signal(object)  # StepBook
    complained = Signal(str)

    def __init__(self, book: StepBook) -> None:
        """Show the variables of some steps; nothing where there are none."""
        super().__init__()
        self._book = book
        self._names = [variable.name for variable in book.file.variables]
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        if self._names:
            grid.addWidget(text_label(Message("Text that might be different next time"), "heading"), 0, 0, 1, 2)
        for row, one in enumerate(book.file.variables):
            name, value = QLineEdit(one.name), QLineEdit(one.value or "")
            name.setAccessibleName(gettext("Name for the text"))
            value.setAccessibleName(gettext("Text"))
            name.editingFinished.connect(lambda row=row, field=name: self._rename(row, field))
            value.editingFinished.connect(lambda row=row, field=value: self._set(row, field))
            grid.addWidget(name, row + 1, 0)
            grid.addWidget(value, row + 1, 1)
        grid.setColumnStretch(1, 1)

    def follow(self, book: StepBook) -> None:
        """Take the steps as they are now."""
        self._book = book

    def _rename(self, row: int, field: QLineEdit) -> None:
        name, other = self._names[row], field.text().strip()
        problem = problem_with_name(self._book, name, other)
        self.complained.emit(problem)
        if problem:
            field.setText(name)
        elif other != name:
            self._names[row] = other
            self._book = renamed(self._book, name, other)
            self.changed.emit(self._book)

    def _set(self, row: int, field: QLineEdit) -> None:
        self._book = with_value(self._book, self._names[row], field.text())
        self.changed.emit(self._book)
