"""The window that saves the task of a run: its title, its words, and the variables in them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QGridLayout, QInputDialog, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from desktop_agent.core.display_text import visible
from desktop_agent.core.errors import SettingsError
from desktop_agent.core.message import Message
from desktop_agent.core.translation import gettext, tr
from desktop_agent.lib.paths import places
from desktop_agent.lib.window_bounds import keep_on_screen
from desktop_agent.record.store import slug
from desktop_agent.settings import Settings
from desktop_agent.tasks.saved.from_run import task_of_run
from desktop_agent.tasks.saved.store import TaskStore, task_from
from desktop_agent.tasks.saved.text import write_task
from desktop_agent.tasks.steps.variables import names_in
from desktop_agent.tasks.task import VARIABLE, VARIABLE_TYPES, Task, TaskVariable, VariableType
from desktop_agent.tasks.windows.confirming import TaskConfirmation
from desktop_agent.ui.preferences.confirm_window import ClickWatch
from desktop_agent.ui.qt.layout import FollowsHeight, Page, Scrolling, WrapRow
from desktop_agent.ui.qt.widgets import ComboBox, press_with_return, set_state, text_button, text_label

_SIZE = QSize(620, 460)
_LONGEST_TITLE, _LONGEST_VALUE = 60, 40
_LINES, _MARGINS_PX = 4, 24
_EXPLANATION = Message(
    "Select any text that changes from run to run, and turn it into a variable. The model, scope, limits "
    "and expectations are also saved."
)
_NAME_IT = Message("Name (letters, digits and _)")
_TYPE_WORDS: Mapping[VariableType, str] = {
    "text": Message("Text"),
    "date": Message("Date"),
    "number": Message("Number"),
    "file": Message("File"),
    "choice": Message("Choice"),
    "secret": Message("Secret"),
}
_LOOKS_LIKE: Mapping[VariableType, str] = {"date": r"\d{4}-\d{2}-\d{2}", "number": r"[+-]?\d+(?:[.,]\d+)?"}


def open_save_window(folder: Path) -> SaveWindow:
    """Return the window for a run's task, not shown yet; RecordError where the run has no task in words."""
    window = SaveWindow(task_of_run(folder, Settings()))
    window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return window


class SaveWindow(QWidget):
    """What is saved is shown as a whole then, and runs once it is confirmed; `watch` tells a person's click."""

    def __init__(self, task: Task, *, watch: ClickWatch | None = None) -> None:
        """Show the run's task in words."""
        super().__init__()
        self._task, self._store = task, TaskStore(places().config)
        self._confirmation = TaskConfirmation(watch)
        self._defaults = dict[str, str]()
        self.setWindowTitle(gettext("{title} — Desktop Agent", title=tr(Message("Save as a task"))))
        self._title, self._words = QLineEdit(), QPlainTextEdit(task.words)
        self._name_label, self._message_label = text_label(role="muted"), text_label(role="bad")
        self._variables = VariableTypes()
        self._make = text_button(Message("Turn the selection into a variable…"), self._ask_name)
        self._lay_out()
        self._title.textChanged.connect(self._follow)
        self._words.textChanged.connect(self._follow)
        self._words.selectionChanged.connect(self._follow)
        self._title.setText(visible(" ".join(task.words.split()), _LONGEST_TITLE))
        press_with_return(self)

    def make_variable(self, name: str) -> None:
        """Replace the selection by a variable; the selected text becomes its default."""
        cursor = self._words.textCursor()
        chosen = cursor.selectedText().replace("\u2029", "\n")
        self._defaults[name] = chosen
        cursor.insertText(f"{{{name}}}")
        self._variables.guess(name, chosen)

    def save(self) -> None:
        """Store the task, and ask for its confirmation; show the error where it can't be stored."""
        name = slug(self._title.text())
        title, words = self._title.text().strip(), self._words.toPlainText()
        task = replace(self._task, title=title, words=words, variables=tuple(self._declared()))
        try:
            saved = self._store.keep(name, task_from(write_task(task), name))
        except SettingsError as error:
            self._fail(error)
            return
        if self._store.is_confirmed(saved):
            self.close()
            return
        for part in (self._title, self._words, self._make, self._save, self._variables):
            part.setEnabled(False)
        self._show_message(Message("Saved. It can run after you confirm it."), "muted")
        self._confirmation.ask(self._store, saved, self.close, self._fail, self)

    def _declared(self) -> Iterator[TaskVariable]:
        for name in names_in(self._words.toPlainText()):
            kind, choices = self._variables.chosen(name)
            default = self._defaults.get(name) if kind != "secret" else None
            yield TaskVariable(name, kind, default=default or None, choices=choices if kind == "choice" else ())

    def _ask_name(self) -> None:
        chosen = visible(self._words.textCursor().selectedText(), _LONGEST_VALUE)
        title = tr(Message("Variable for “{text}” — Desktop Agent", text=chosen))
        name, ok = QInputDialog.getText(self, title, tr(_NAME_IT))
        if ok and re.fullmatch(VARIABLE, name.strip()):
            self.make_variable(name.strip())
        elif ok:
            self._show_message(Message("“{name}” isn't a valid variable name.", name=visible(name, _LONGEST_VALUE)))

    def _fail(self, error: SettingsError) -> None:
        self._show_message(str(error))

    def _show_message(self, words: str, role: str = "bad") -> None:
        set_state(self._message_label, "role", role)
        self._message_label.setText(words)
        self._message_label.show()

    def _follow(self) -> None:
        self._message_label.hide()
        self._name_label.setText(Message("In a terminal: desktop-agent run {name}", name=slug(self._title.text())))
        self._make.setEnabled(self._words.textCursor().hasSelection())
        self._variables.show_names(names_in(self._words.toPlainText()))
        self._save.setEnabled(bool(self._title.text().strip() and self._words.toPlainText().strip()))

    def _lay_out(self) -> None:
        self._title.setAccessibleName(gettext("Title"))
        self._words.setAccessibleName(gettext("Task"))
        self._words.setTabChangesFocus(True)
        self._words.setFixedHeight(self._words.fontMetrics().lineSpacing() * _LINES + _MARGINS_PX)
        self._save = text_button(Message("Save"), self.save, role="primary")
        set_state(self._make, "dense", "true")
        self._message_label.hide()
        page = Page()
        inside, column = QVBoxLayout(page), QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self._title)
        inside.addWidget(self._name_label)
        inside.addWidget(self._words)
        inside.addLayout(WrapRow(self._make))
        inside.addWidget(text_label(_EXPLANATION, "muted"))
        inside.addWidget(self._variables)
        inside.addStretch()
        column.setContentsMargins(20, 16, 20, 16)
        column.addWidget(text_label(Message("Save as a task"), "heading"))
        column.addWidget(Scrolling(page).fill(), 1)
        column.addWidget(self._message_label)
        column.addLayout(WrapRow(text_button(Message("Cancel"), self.close), None, self._save))
        FollowsHeight(self, column)
        keep_on_screen(self, _SIZE)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close the confirmation as well."""
        self._confirmation.end()


class VariableTypes(QWidget):
    """A row for each variable: its name, its type, and its choices where it has some."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setColumnStretch(2, 1)
        self._rows = dict[str, tuple[QWidget, ComboBox, QLineEdit]]()

    def show_names(self, names: tuple[str, ...]) -> None:
        """Show a row for each name, with its earlier choices."""
        for name in names:
            if name not in self._rows:
                self._add(name)
        for name, widgets in self._rows.items():
            for widget in widgets:
                widget.setVisible(name in names and (widget is not widgets[2] or widgets[1].currentData() == "choice"))
        self.setVisible(bool(names))

    def guess(self, name: str, value: str) -> None:
        """Choose a variable's type by its former value."""
        kind = next((kind for kind, form in _LOOKS_LIKE.items() if re.fullmatch(form, value.strip(), re.ASCII)), "text")
        kinds = self._rows[name][1]
        kinds.setCurrentIndex(kinds.findData(kind))

    def chosen(self, name: str) -> tuple[VariableType, tuple[str, ...]]:
        """Return a variable's type and choices."""
        _, kinds, choices = self._rows[name]
        kind = VARIABLE_TYPES[kinds.currentIndex()]
        return kind, tuple(choice.strip() for choice in choices.text().split(",") if choice.strip())

    def _add(self, name: str) -> None:
        label, kinds, choices = text_label(wraps=False), ComboBox(), QLineEdit()
        label.show_foreign(f"{{{name}}}")
        kinds.setAccessibleName(tr(Message("Type of {name}", name=name)))
        for kind in VARIABLE_TYPES:
            kinds.addItem(tr(_TYPE_WORDS[kind]), kind)
        choices.setAccessibleName(tr(Message("Choices of {name}", name=name)))
        choices.setPlaceholderText(gettext("small, large"))
        kinds.currentIndexChanged.connect(lambda: choices.setVisible(kinds.currentData() == "choice"))
        at = len(self._rows)
        for column, widget in enumerate((label, kinds, choices)):
            self._grid.addWidget(widget, at, column)
        self._rows[name] = (label, kinds, choices)
