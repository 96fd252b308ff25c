"""The window in which learned steps are reviewed: excluded, reworded, reordered, and saved."""

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
    problem_with_name,
    renamed,
    with_step,
    with_value,
    without_skipped,
)
from desktop_agent.studio.windows.step_picture import StepPicture
from desktop_agent.tasks.steps.book import StepBook
from desktop_agent.tasks.steps.lines import problem_of, problem_with
from desktop_agent.tasks.steps.variables import example_of
from desktop_agent.ui.qt.layout import FollowsHeight, Page, Panes, Scrolling, WrapRow, column_of
from desktop_agent.ui.qt.widgets import set_state, text_button, text_label

TITLE = Message("Recorded steps — Desktop Agent")
_HINT = Message("Uncheck a step to exclude it, or double-click it to reword it.")
_SIZE, _SHARES = QSize(900, 600), (460, 400)


class StepsWindow(QWidget):
    """`saved`: the steps to write to a file; `over`: the window was closed, with or without saving."""

    saved = Signal(object)  # StepBook
    over = Signal()

    def __init__(self, book: StepBook) -> None:
        super().__init__()
        self._book = book
        self.setWindowTitle(tr(TITLE))
        self.title = QLineEdit(book.task.title)
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
        self._variables.changed.connect(self._take_variables)
        self._variables.rejected.connect(self._show_problem)
        keep_on_screen(self, _SIZE)

    @property
    def book(self) -> StepBook:
        """Return the steps as they are now."""
        title = " ".join(self.title.text().split()) or self._book.task.title
        return replace(self._book, task=replace(self._book.task, title=title))

    def move_step(self, by: int) -> None:
        """Move the selected step up or down."""
        at = self._list.currentRow()
        if at >= 0:
            self._set_book(moved(self._book, at, by))
            self._fill(max(0, min(self._list.count() - 1, at + by)))

    def keep(self) -> None:
        """Emit the steps for saving, and close the window."""
        self.saved.emit(without_skipped(self.book))
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
        content, column = QVBoxLayout(page), QVBoxLayout(self)
        content.setContentsMargins(0, 0, 0, 0)
        content.addWidget(self.title)
        content.addWidget(Panes((left, right), _SHARES), 1)
        content.addWidget(self._notice)
        column.setContentsMargins(20, 16, 20, 16)
        column.addWidget(Scrolling(page).fill(), 1)
        save_button = text_button(Message("Keep"), self.keep, role="primary")
        column.addWidget(
            _row(save_button, text_button(Message("Discard"), self.close, name=Message("Discard the steps")))
        )
        FollowsHeight(self, column)

    def _fill(self, row: int) -> None:
        with QSignalBlocker(self._list):
            self._list.clear()
            for step in self._book.task.steps:
                item = QListWidgetItem(step.text)
                item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable | Qt.ItemFlag.ItemIsUserCheckable)
                item.setCheckState(Qt.CheckState.Unchecked if step.skip else Qt.CheckState.Checked)
                self._list.addItem(item)
        self._list.setCurrentRow(row)
        self._show(row)

    def _show(self, row: int) -> None:
        if 0 <= row < len(self._book.task.steps):
            step = self._book.task.steps[row]
            png = self._book.png(step.picture) if step.picture else None
            self._picture.show_picture(png or b"", step.place.points if step.place and not step.place.of_screen else ())

    def _changed(self, item: QListWidgetItem) -> None:
        """Apply the text and check mark of a step; an invalid text is reset."""
        row = self._list.row(item)
        step, text = self._book.task.steps[row], item.text().strip()
        changed = replace(step, text=text, is_wish=bool(problem_of(example_of(text))))
        problem = problem_with(changed)
        self._show_problem(problem)
        skip = item.checkState() == Qt.CheckState.Unchecked
        self._set_book(with_step(self._book, row, replace(step if problem else changed, skip=skip)))
        with QSignalBlocker(self._list):
            item.setText(step.text if problem else text)

    def _set_book(self, book: StepBook) -> None:
        self._book = book
        self._variables.follow(book)

    def _take_variables(self, variables: object) -> None:
        if isinstance(variables, StepBook):
            self._book = variables
            self._fill(max(0, self._list.currentRow()))

    def _show_problem(self, problem: str) -> None:
        set_state(self._notice, "role", "warn" if problem else "muted")
        self._notice.setText(problem or _HINT)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Emit `over`; closing alone saves nothing."""
        self.over.emit()
        super().closeEvent(event)


def _row(*parts: QWidget) -> QWidget:
    row = QWidget()
    row.setLayout(WrapRow(*parts))
    return row


class VariableRows(QWidget):
    """`changed`: the steps with renamed variables or new values; `rejected`: why a name is invalid."""

    changed = Signal(object)  # StepBook
    rejected = Signal(str)

    def __init__(self, book: StepBook) -> None:
        """Show the variables of some steps, if any."""
        super().__init__()
        self._book = book
        self._names = [variable.name for variable in book.task.variables]
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        if self._names:
            grid.addWidget(text_label(Message("Text that might be different next time"), "heading"), 0, 0, 1, 2)
        for row, entry in enumerate(book.task.variables):
            name, value = QLineEdit(entry.name), QLineEdit(entry.default or "")
            name.setAccessibleName(gettext("Name for the text"))
            value.setAccessibleName(gettext("Text"))
            name.editingFinished.connect(lambda row=row, field=name: self._rename(row, field))
            value.editingFinished.connect(lambda row=row, field=value: self._set(row, field))
            grid.addWidget(name, row + 1, 0)
            grid.addWidget(value, row + 1, 1)
        grid.setColumnStretch(1, 1)

    def follow(self, book: StepBook) -> None:
        """Use the current steps."""
        self._book = book

    def _rename(self, row: int, field: QLineEdit) -> None:
        name, new_name = self._names[row], field.text().strip()
        problem = problem_with_name(self._book, name, new_name)
        self.rejected.emit(problem)
        if problem:
            field.setText(name)
        elif new_name != name:
            self._names[row] = new_name
            self._book = renamed(self._book, name, new_name)
            self.changed.emit(self._book)

    def _set(self, row: int, field: QLineEdit) -> None:
        self._book = with_value(self._book, self._names[row], field.text())
        self.changed.emit(self._book)
