"""The form for the values of a task's variables, with the widget that is right for the type of each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
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

from desktop_agent.core.errors import DesktopAgentError, SettingsError, StepFileError
from desktop_agent.core.texts.message import Message, gettext, join, sentences, tr, visible
from desktop_agent.desk.network.hosts import UnreachableHostError, why_unreachable
from desktop_agent.desk.runs.desks import how_desks_work
from desktop_agent.desk.windows.order_line import MEANS
from desktop_agent.lib.paths import places
from desktop_agent.lib.window_bounds import keep_on_screen
from desktop_agent.policy.scope import ScopedApplication, in_words
from desktop_agent.settings.secret_store import SecretStore
from desktop_agent.tasks.saved.rows import contents_text
from desktop_agent.tasks.saved.variables import check_value, named_sites
from desktop_agent.tasks.steps.variables import filled, names_in
from desktop_agent.tasks.task import Task, TaskVariable, VariableType, model_need
from desktop_agent.ui.preferences.row import LabelledRow
from desktop_agent.ui.qt.background_task import BackgroundTask
from desktop_agent.ui.qt.layout import FollowsHeight, Page, Scrolling, WrapRow, column_of
from desktop_agent.ui.qt.widgets import ComboBox, polish, press_with_return, set_state, text_button, text_label

_LONGEST = 80
_TEXT_LINES = 4  # that show without scrolling
_FIELD_MARGIN_PX = 1  # as a QLineEdit has it
_WIDE_PX = 620
_AFTER_MS = 700  # without a key: half an address is no mistake
_NO_SECRETS = Message("There are no secrets yet. Add one in Settings → Privacy.")
_WITH_CONTENTS = frozenset({"folder", "sheet"})
_HERE = Message("The task works on your own screen, and its changes take effect at once.")
_ALWAYS_ON_DESK = Message("To work on your own screen, delete the line “desk = true” from the task.")


class ValuesWindow(QWidget):
    """The form; the signal `given` carries the confirmed values by the names of the variables."""

    given = Signal(object)  # dict[str, str]

    def __init__(
        self,
        task: Task,
        title: str = "",
        values: Mapping[str, str] | None = None,
        *,
        on_desk: bool | None = None,
    ) -> None:
        """Show a row for each variable, with its value of before, else its default.

        `on_desk` is whether the task was to be done on a side desk before; None if that is unknown.
        """
        super().__init__()
        before = values or {}
        title = visible(title or task.summary, _LONGEST)
        self.setWindowTitle(gettext("{title} — Desktop Agent", title=title))
        self._task = task
        self._rows = [VariableRow(variable, before.get(variable.name)) for variable in task.variables]
        self._typing = QTimer(self, singleShot=True, interval=_AFTER_MS)
        self._typing.timeout.connect(self._look)
        self._changed = {*self._rows}
        for row in self._rows:
            row.changed.connect(self._typing.start)
            row.changed.connect(partial(self._changed.add, row))
            row.grown.connect(self._grow)
        self._error = text_label(role="bad")
        self._error.hide()
        page = Page()
        inside = QVBoxLayout(page)
        column = QVBoxLayout(self)
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
            if on_desk is False:
                self._desk.switch.setChecked(False)
            self._desk.switch.toggled.connect(self._show_reach)
            inside.addWidget(self._desk)
        self._offered: tuple[ScopedApplication, ...] = ()  # sites that the box below asks about
        self._site = QCheckBox(gettext("Let it work there without asking"))
        self._sites = text_label(role="muted")
        for part in (self._site, self._sites):
            part.hide()
            inside.addWidget(part)
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
        keep_on_screen(self, self._wanted_size())
        self._look()

    @property
    def offers_desk(self) -> bool:
        """Return whether the person chooses here if the task is done on a side desk."""
        return self._desk is not None

    @property
    def on_desk(self) -> bool:
        """Return whether the task is to be done on a side desk."""
        return self._desk is not None and self._desk.switch.isChecked()

    @property
    def allowed(self) -> tuple[str, ...]:
        """Return where the person lets the task work without asking, as `--allow` writes it."""
        is_asked = self._offered == self._named_sites()  # and not about another address, typed a moment ago
        is_let = is_asked and self._site.isChecked() and not self._site.isHidden()
        return tuple(map(str, self._offered)) if is_let else ()

    def _named_sites(self) -> tuple[ScopedApplication, ...]:
        """Return the sites that the task reaches on the person's own screen, with these values."""
        if self.on_desk or self._task.flags.get("desk"):
            return ()
        try:
            return named_sites(self._task, {row.variable.name: row.text() for row in self._rows})
        except StepFileError:
            return ()

    def show_error(self, error: DesktopAgentError) -> None:
        """Show why the task can't be done with these values."""
        if self._desk is not None and isinstance(error, UnreachableHostError):
            self._desk.show_unreachable(error.message)
        else:
            self._error.setText(error.window_text)
            self._error.show()
        self._grow()

    def give(self) -> None:
        """Emit the values, or show which are invalid."""
        self._error.hide()
        wrong = [row for row in self._rows if not row.check()]
        if wrong:
            wrong[0].editor.setFocus()
            self._grow()
        elif not self._show_reach():
            self.given.emit({row.variable.name: row.text() for row in self._rows})

    def _look(self) -> None:
        """Look at what was typed, once the person has stopped typing."""
        changed = [row for row in self._rows if row in self._changed]
        self._changed.clear()
        for row in changed:
            row.look()
        self._show_reach()

    def _show_reach(self) -> str:
        """Show and return why the desk can't reach an address as it is written now; empty where it can.

        On the person's own screen, ask with the start whether the task may work at its site.
        """
        self._typing.stop()
        self._offered = self._named_sites()
        entries = join(", ", [in_words(site) for site in self._offered])
        if entries != self._sites.text():
            self._site.setChecked(False)
            self._sites.show_foreign(entries)
        was_asked = not self._site.isHidden()
        for part in (self._site, self._sites):
            part.setVisible(bool(entries))
        if entries and not was_asked:
            self._grow()
        why = self._why_unreachable()
        if self._desk is not None:
            self._desk.show_unreachable(why)
        else:
            self._error.setText(sentences(why, _ALWAYS_ON_DESK) if why else "")
            self._error.setVisible(bool(why))
        if why:
            self._grow()
        return why

    def _why_unreachable(self) -> str:
        """Return why the desk can't reach a host that the task names with these values; empty where it can."""
        hosts = self._task.flags.get("desk_hosts")
        if not isinstance(hosts, list) or not (self.on_desk or self._task.flags.get("desk")):
            return ""
        values = {row.variable.name: row.text() for row in self._rows if row.text().strip()}
        written = [host for host in hosts if set(names_in(host)) <= values.keys()]
        return next(filter(None, (why_unreachable(filled(host, values.__getitem__, values)) for host in written)), "")

    def _wanted_size(self) -> QSize:
        polish(self)
        return QSize(_WIDE_PX, 0).expandedTo(self.sizeHint())

    def _grow(self) -> None:
        """Enlarge the window for its present texts, if the screen has the space."""
        if layout := self.layout():
            layout.activate()
        room = self.screen().availableGeometry().size()
        self.resize(self.size().expandedTo(self._wanted_size()).boundedTo(room))

    def showEvent(self, event: QShowEvent) -> None:
        """Take the height that the texts need at the window's width, which is known only now."""
        super().showEvent(event)
        self._grow()


class DeskChoice(QWidget):
    """Whether the task is done on a side desk: yes, unless this computer can have none."""

    def __init__(self, *, sends: bool) -> None:
        """Check in the background whether this computer can have a desk; `sends`: the task reaches hosts."""
        super().__init__()
        self.switch = QCheckBox(gettext("Try it on a side desk first"), self)
        self.switch.setChecked(True)
        asks = Message("You're asked before anything is sent.") if sends else ""
        self._means = sentences(MEANS, asks)
        self._words = text_label(self._means, "muted")
        self._way_out = text_button(Message("Work on your own screen instead"), lambda: self.switch.setChecked(False))
        set_state(self._way_out, "dense", "true")
        self._way_out.hide()
        self._trial = BackgroundTask(self)
        self._trial.failed.connect(self._disable_desk)
        self._trial.start(how_desks_work)
        self.switch.toggled.connect(lambda _: self.show_unreachable(""))
        column_of(self, self.switch, self._words, WrapRow(self._way_out), spacing=4)

    def show_unreachable(self, why: str) -> None:
        """Say why a desk can't reach what the task names, with the way out; or what the choice means."""
        if not self.switch.isEnabled():
            return
        set_state(self._words, "role", "warn" if why else "muted")
        self._words.setText(why or (self._means if self.switch.isChecked() else _HERE))
        self._way_out.setVisible(bool(why))

    def _disable_desk(self, error: DesktopAgentError) -> None:
        self.switch.setChecked(False)
        self._way_out.hide()
        self.switch.setEnabled(False)
        set_state(self._words, "role", "warn")
        self._words.setText(error.window_text)


class VariableRow(QWidget):
    """One variable: its question, its editor, and the error in its value."""

    changed = Signal()
    grown = Signal()  # more is said of the value

    def __init__(self, variable: TaskVariable, value: str | None = None) -> None:
        """Begin with a value, or with the variable's default."""
        super().__init__()
        self.variable = variable
        begin = variable.default or "" if value is None else value
        self.editor, self.text, helper = _editor_for(variable, begin, self.changed.emit)
        question = visible(variable.ask or variable.name, _LONGEST)
        self.editor.setAccessibleName(question)
        self._error = text_label(role="bad")
        self._error.hide()
        self._about = text_label(role="muted")
        self._about.hide()
        self._look = BackgroundTask(self)
        self._look.done.connect(self._show_contents)
        self._look.failed.connect(self._show_error)
        first = QHBoxLayout()
        right = QVBoxLayout()
        first.addWidget(self.editor, 1)
        if helper is not None:
            first.addWidget(helper)
        right.addLayout(first)
        right.addWidget(self._error)
        right.addWidget(self._about)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        name = text_label()
        name.show_foreign(question)
        layout.addWidget(LabelledRow(name, self.editor, right))

    def look(self) -> None:
        """Look into the sheet or the folder that is named, and say what is there, or what is wrong."""
        text = self.text()
        self._look.drop()
        if self.variable.type in _WITH_CONTENTS and text.strip():
            self._look.start(lambda: contents_text(self.variable, text))
        else:
            self._about.hide()

    def _show_contents(self, words: str) -> None:
        self._error.hide()
        self._about.setText(words)
        self._about.show()
        self.grown.emit()

    def _show_error(self, error: DesktopAgentError) -> None:
        self._about.hide()
        self._error.setText(error.hint or error.message)
        self._error.show()
        self.grown.emit()

    def check(self) -> bool:
        """Return whether the value is valid, and show the error if not."""
        self._error.setText(self._value_problem())
        self._error.setVisible(bool(self._error.text()))
        return self._error.isHidden()

    def _value_problem(self) -> str:
        text = self.text()
        if not text and self.variable.default is None:
            return _NO_SECRETS if self.variable.type == "secret" else Message("A value is required.")
        try:
            check_value(self.variable, text)
        except SettingsError as error:
            return error.hint
        return ""


def _editor_for(
    variable: TaskVariable, begin: str, changed: Callable[[], object]
) -> tuple[QWidget, Callable[[], str], QWidget | None]:
    """Return an editor, a function that returns its text, and the button next to it, if there is one.

    It begins with a text, and calls `changed` when its text is another one.
    """
    match variable.type:
        case "text":
            lines = GrowingText(begin)
            lines.textChanged.connect(changed)
            return lines, lines.toPlainText, None
        case "number" | "date":
            line = QLineEdit(begin)
            example = "12.50" if variable.type == "number" else "2026-11-25"
            line.setPlaceholderText(gettext("For example: {number}", number=example))
            line.textChanged.connect(lambda _: changed())
            return line, line.text, None
        case "file" | "folder" | "sheet":
            path = QLineEdit(begin)
            path.textChanged.connect(lambda _: changed())
            name = Message("Choose a folder") if variable.type == "folder" else Message("Choose a file")
            return path, path.text, text_button(Message("Choose…"), lambda: _choose(path, variable.type), name=name)
        case "choice":
            choice = _combo(variable.choices, begin)
            choice.currentTextChanged.connect(lambda _: changed())
            return choice, choice.currentText, None
        case "secret":
            secret = _combo([entry.name for entry in SecretStore(places().config).all()], begin)
            secret.currentTextChanged.connect(lambda _: changed())
            return secret, secret.currentText, None


class GrowingText(QPlainTextEdit):
    """A field for a text, as high as one line until there are more."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.document().setDocumentMargin(_FIELD_MARGIN_PX)
        self.setTabChangesFocus(True)
        self.document().documentLayout().documentSizeChanged.connect(lambda _: self._grow())
        self._grow()

    def _grow(self) -> None:
        lines = max(1, round(self.document().size().height()))  # in lines, of a plain text
        shown = min(_TEXT_LINES, lines)
        off = Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self.setVerticalScrollBarPolicy(off if lines == shown else Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setFixedHeight(QLineEdit().sizeHint().height() + (shown - 1) * self.fontMetrics().lineSpacing())


def _combo(choices: list[str] | tuple[str, ...], begin: str) -> QComboBox:
    box = ComboBox()
    box.addItems(list(choices))
    box.setCurrentIndex(box.findText(begin) if begin else 0)
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
