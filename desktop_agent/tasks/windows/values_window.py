"""The form for the values of a task's variables, with the widget that is right for the type of each."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from desktop_agent.core.display_text import visible
from desktop_agent.core.errors import DesktopAgentError, SettingsError
from desktop_agent.core.message import Message, sentences
from desktop_agent.core.translation import gettext, tr
from desktop_agent.desk.runs.desks import how_desks_work
from desktop_agent.desk.windows.order_line import MEANS
from desktop_agent.lib.paths import places
from desktop_agent.lib.window_bounds import keep_on_screen
from desktop_agent.settings.secret_store import SecretStore
from desktop_agent.tasks.saved.variables import check_value
from desktop_agent.tasks.task import Task, TaskVariable, VariableType, model_need
from desktop_agent.ui.console.outcome import in_a_window
from desktop_agent.ui.preferences.row import LabelledRow
from desktop_agent.ui.qt.background_task import BackgroundTask
from desktop_agent.ui.qt.layout import FollowsHeight, Page, Scrolling, WrapRow, column_of
from desktop_agent.ui.qt.widgets import ComboBox, polish, press_with_return, set_state, text_button, text_label

_LONGEST = 80
_TEXT_LINES, _MARGINS_PX = 2, 18
_WIDE_PX = 620
_NO_SECRETS = Message("There are no secrets yet. Add one in Settings, under Privacy.")


class ValuesWindow(QWidget):
    """The form; the signal `given` carries the confirmed values by the names of the variables."""

    given = Signal(object)  # dict[str, str]

    def __init__(self, task: Task) -> None:
        """Show a row for each variable, with its default."""
        super().__init__()
        title = visible(task.summary, _LONGEST)
        self.setWindowTitle(gettext("{title} — Desktop Agent", title=title))
        self._rows = [VariableRow(variable) for variable in task.variables]
        self._error = text_label(role="bad")
        self._error.hide()
        page = Page()
        inside, column = QVBoxLayout(page), QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        if about := sentences(
            task.description, Message("{need:capital}.", need=model_need(task)) if task.steps else ""
        ):
            inside.addWidget(text_label(about, "muted"))
        for row in self._rows:
            inside.addWidget(row)
        self._desk: DeskChoice | None = None
        if task.flags.keys() & {"desk_files", "desk_hosts"} and not task.flags.get("desk"):
            self._desk = DeskChoice(sends="desk_hosts" in task.flags)
            inside.addWidget(self._desk)
        inside.addStretch()
        column.setContentsMargins(20, 16, 20, 16)
        heading = text_label(role="heading")
        heading.show_foreign(title)
        column.addWidget(heading)
        column.addWidget(Scrolling(page).fill(), 1)
        column.addWidget(self._error)
        go_on = Message("Continue") if not task.steps else Message("Start")
        column.addLayout(
            WrapRow(text_button(Message("Cancel"), self.close), None, text_button(go_on, self.give, role="primary"))
        )
        press_with_return(self)
        FollowsHeight(self, column, small=True)
        keep_on_screen(self, self._wish())

    @property
    def on_desk(self) -> bool:
        """Return whether the task is to be done on a side desk."""
        return self._desk is not None and self._desk.switch.isChecked()

    def tell(self, error: DesktopAgentError) -> None:
        """Show why the task can't be done with these values."""
        self._error.setText(in_a_window(error))
        self._error.show()
        self._grow()

    def give(self) -> None:
        """Emit the values, or show which are invalid."""
        self._error.hide()
        wrong = [row for row in self._rows if not row.check()]
        if wrong:
            wrong[0].editor.setFocus()
            self._grow()
        else:
            self.given.emit({row.variable.name: row.text() for row in self._rows})

    def _wish(self) -> QSize:
        polish(self)
        return QSize(_WIDE_PX, 0).expandedTo(self.sizeHint())

    def _grow(self) -> None:
        """Enlarge the window for its present texts, if the screen has the space."""
        if layout := self.layout():
            layout.activate()
        room = self.screen().availableGeometry().size()
        self.resize(self.size().expandedTo(self._wish()).boundedTo(room))


class DeskChoice(QWidget):
    """Whether the task is done on a side desk: yes, unless this computer can have none."""

    def __init__(self, *, sends: bool) -> None:
        """Check in the background whether this computer can have a desk; `sends`: the task reaches hosts."""
        super().__init__()
        self.switch = QCheckBox(gettext("Try it on a side desk first"), self)
        self.switch.setChecked(True)
        asks = Message("You're asked before anything is sent.") if sends else ""
        self._words = text_label(sentences(MEANS, asks), "muted")
        self._trial = BackgroundTask(self)
        self._trial.failed.connect(self._refuse)
        self._trial.start(how_desks_work)
        column_of(self, self.switch, self._words, spacing=4)

    def _refuse(self, error: DesktopAgentError) -> None:
        self.switch.setChecked(False)
        self.switch.setEnabled(False)
        set_state(self._words, "role", "warn")
        self._words.setText(str(error))


class VariableRow(QWidget):
    """One variable: its question, its editor, and the error in its value."""

    def __init__(self, variable: TaskVariable) -> None:
        super().__init__()
        self.variable = variable
        self.editor, self.text, helper = _editor_for(variable)
        question = visible(variable.ask or variable.name, _LONGEST)
        self.editor.setAccessibleName(question)
        self._error = text_label(role="bad")
        self._error.hide()
        first, right = QHBoxLayout(), QVBoxLayout()
        first.addWidget(self.editor, 1)
        if helper is not None:
            first.addWidget(helper)
        right.addLayout(first)
        right.addWidget(self._error)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        name = text_label()
        name.show_foreign(question)
        layout.addWidget(LabelledRow(name, self.editor, right))

    def check(self) -> bool:
        """Return whether the value is valid, and show the error if not."""
        self._error.setText(self._why_not())
        self._error.setVisible(bool(self._error.text()))
        return self._error.isHidden()

    def _why_not(self) -> str:
        text = self.text()
        if not text and self.variable.default is None:
            return _NO_SECRETS if self.variable.type == "secret" else Message("A value is required.")
        try:
            check_value(self.variable, text)
        except SettingsError as error:
            return error.hint
        return ""


def _editor_for(variable: TaskVariable) -> tuple[QWidget, Callable[[], str], QWidget | None]:
    """Return an editor, a function that returns its text, and the button next to it, if there is one."""
    default = variable.default or ""
    match variable.type:
        case "text":
            lines = QPlainTextEdit(default)
            lines.setTabChangesFocus(True)
            lines.setFixedHeight(lines.fontMetrics().lineSpacing() * _TEXT_LINES + _MARGINS_PX)
            return lines, lines.toPlainText, None
        case "number" | "date":
            line, example = QLineEdit(default), "12.50" if variable.type == "number" else "2026-11-25"
            line.setPlaceholderText(gettext("For example: {number}", number=example))
            return line, line.text, None
        case "file" | "folder" | "sheet":
            path = QLineEdit(default)
            name = Message("Choose a folder") if variable.type == "folder" else Message("Choose a file")
            return path, path.text, text_button(Message("Choose…"), lambda: _choose(path, variable.type), name=name)
        case "choice":
            choice = _combo(variable.choices, default)
            return choice, choice.currentText, None
        case "secret":
            secret = _combo([entry.name for entry in SecretStore(places().config).all()], default)
            return secret, secret.currentText, None


def _combo(choices: list[str] | tuple[str, ...], default: str) -> QComboBox:
    box = ComboBox()
    box.addItems(list(choices))
    box.setCurrentIndex(box.findText(default) if default else 0)
    return box


def _choose(field: QLineEdit, kind: VariableType) -> None:
    if kind == "folder":
        path = QFileDialog.getExistingDirectory(field, tr(Message("Choose a folder for the task — Desktop Agent")))
    else:
        sheets = gettext("Sheets (*.csv *.xlsx *.ods)") if kind == "sheet" else ""
        path, _ = QFileDialog.getOpenFileName(
            field, tr(Message("Choose a file for the task — Desktop Agent")), field.text(), sheets
        )
    if path:
        field.setText(path)
