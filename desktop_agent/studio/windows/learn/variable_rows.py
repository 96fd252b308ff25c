"""The texts that may be other ones each time: a line for each, with its name and its value."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from desktop_agent.core.translation import tr
from desktop_agent.studio.learn.editing import problem_with_name, renamed, with_value
from desktop_agent.studio.steps.book import StepBook
from desktop_agent.ui.qt.widgets import text_label


class VariableRows(QWidget):
    """`changed`: the steps with the variables as the person has named them; `complained`: why that cannot be."""

    changed = Signal(object)  # StepBook
    complained = Signal(str)

    def __init__(self, book: StepBook) -> None:
        """Show the variables of some steps; nothing where there are none."""
        super().__init__()
        self._book = book
        self._names = [one.name for one in book.file.variables]
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        if self._names:
            grid.addWidget(text_label("Texts that may be other ones next time", "heading"), 0, 0, 1, 2)
        for row, one in enumerate(book.file.variables):
            name, value = QLineEdit(one.name), QLineEdit(one.value or "")
            name.setAccessibleName(tr("Name of the text"))
            value.setAccessibleName(tr("Text"))
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
