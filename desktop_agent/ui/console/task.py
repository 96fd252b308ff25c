"""The task field of the console, the tasks of earlier runs that it offers, and the choice of one window.

Under the field stand examples while it is empty. Where the model follows plain steps alone, the text is checked a
moment after the last key: the step that is not understood is underlined, and the line below says why.
"""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable, Mapping, Sequence
from typing import Protocol, cast

from PySide6.QtCore import QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QKeyEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from desktop_agent.core.display_text import visible
from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.core.frame import Window
from desktop_agent.core.message import Message
from desktop_agent.core.translation import gettext, tr
from desktop_agent.lib.platform_files import platform_file
from desktop_agent.screen.commands import SAVE_AS, label_here
from desktop_agent.ui.offers import StepTrouble, step_trouble
from desktop_agent.ui.qt.background_task import BackgroundTask
from desktop_agent.ui.qt.theme import colours
from desktop_agent.ui.qt.widgets import PushButton, set_state, text_button, text_label
from desktop_agent.ui.qt.wrap_row import WrapRow

_log = logging.getLogger(__name__)
_LINES, _LINES_FLAT, _LEAST_LINES = 4, 2, 1
_MARGINS_PX = 24
_REMEMBERED, _IN_MENU = 100, 20  # earlier tasks
_LONGEST_TITLE = 60
_SUBMITS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_EDITOR = "mousepad"
IN_OWN_WORDS = (
    Message("Write a shopping list in the text editor"),
    Message("Make a folder for this month in Documents"),
    Message("Find the newest file in Downloads and open it"),
)
_LONGEST_EXAMPLE = 80  # on a button
_AFTER_MS = 700  # without a key: half a word is no mistake
_CHOOSE, _CHOOSING, _CHOSEN = (
    Message("Window…"),
    Message("Click one"),
    Message("Window ✓"),
)  # short: the console may be narrow
_LONGEST_WINDOW_TITLE = 120
WITHIN_S = 60.0
PickWindow = Callable[[], Window | None]


class TaskField(QPlainTextEdit):
    """Several lines for a task; Up on the first line and Down on the last one walk through earlier tasks."""

    submitted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        self._earlier: tuple[str, ...] = ()
        self._at = -1  # in the earlier ones, newest first; -1 is the draft
        self._draft = ""
        self.setAccessibleName(gettext("Task"))
        self.setPlaceholderText(gettext("What should be done? Ctrl+Enter starts it."))
        self.setTabChangesFocus(True)
        self._lines = _LINES
        self.setMinimumHeight(self._high(_LEAST_LINES))

    def ask_for_lines(self, lines: int) -> None:
        """Have room for this many lines, unless the person has made it."""
        self._lines = lines
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Ask for a few lines."""
        return QSize(super().sizeHint().width(), self._high(self._lines))

    def minimumSizeHint(self) -> QSize:
        """Return the room for one line."""
        return QSize(super().minimumSizeHint().width(), self._high(_LEAST_LINES))

    def _high(self, lines: int) -> int:
        return self.fontMetrics().lineSpacing() * lines + _MARGINS_PX

    def remember(self, tasks: Sequence[str]) -> None:
        """Take the tasks of earlier runs, newest first."""
        self._earlier, self._at = tuple(tasks), -1

    @property
    def earlier(self) -> tuple[str, ...]:
        """Return the tasks of earlier runs, newest first."""
        return self._earlier

    def put(self, task: str) -> None:
        """Write a task into the field, with the cursor at its end."""
        self.setPlainText(task)
        self.moveCursor(QTextCursor.MoveOperation.End)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Start on Ctrl+Enter; walk through earlier tasks at the edges of the text."""
        plain = event.modifiers() in {Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier}
        if event.key() in _SUBMITS and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.submitted.emit()
        elif not (plain and self._walks(event.key())):
            super().keyPressEvent(event)

    def _walks(self, key: int) -> bool:
        up = key == Qt.Key.Key_Up and self._is_on(0) and self._walk(1)
        return up or (key == Qt.Key.Key_Down and self._is_on(-1) and self._walk(-1))

    def _is_on(self, line: int) -> bool:
        last = self.document().blockCount() - 1
        return self.textCursor().blockNumber() == (last if line < 0 else line)

    def _walk(self, step: int) -> bool:
        at = self._at + step
        if not -1 <= at < len(self._earlier):
            return False
        if self._at == -1:
            self._draft = self.toPlainText()
        self._at = at
        self.put(self._draft if at == -1 else self._earlier[at])
        return True


class TaskEntry(QWidget):
    """The field, its button, the menu of earlier tasks, and the choice of one window; `hints` go below it."""

    submitted = Signal(str)  # the task
    written = Signal(bool)  # a task is being written; whether the model follows plain steps alone

    def __init__(self, earlier: Callable[[], None], parent: QWidget | None = None) -> None:
        """Take what to call before the earlier tasks are shown."""
        super().__init__(parent)
        self.field = TaskField(self)
        self._start = PushButton(Message("Start"), self)
        self._start.setProperty("role", "primary")
        self._start.setAccessibleName(gettext("Start"))
        self.window_choice = WindowChoice(pick_by_hand, self)
        self._earlier = PushButton(Message("Earlier tasks"), self)
        self._earlier.setAccessibleName(gettext("Earlier tasks"))
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(self._fill)
        self._earlier.setMenu(self._menu)
        self._reload = earlier
        self._running = self._plain_steps = False
        self._problem = ""
        self._started = ""
        self.hints, self._check = TaskHints(self), StepCheck(self.field)
        self._lay_out()
        self.field.submitted.connect(self._submit)
        self.field.textChanged.connect(self._follow)
        self.field.textChanged.connect(self._tell_written)
        self._start.clicked.connect(self._submit)
        self.hints.taken.connect(self._take)
        self.hints.mended.connect(self._check.mend)
        self._check.checked.connect(self._follow)
        self._follow()

    def _tell_written(self) -> None:
        if not (self._running or self._problem) and self.field.toPlainText().strip():
            self.written.emit(self._plain_steps)

    def take_keyboard(self) -> None:
        """Focus the field; the first letter typed replaces a task that was started, but not a draft."""
        self.field.setFocus()
        if self.field.toPlainText() == self._started:
            self.field.selectAll()

    def show_running(self, task: str) -> None:
        """Show the task that is running, unless something else has been written."""
        if not self.field.toPlainText().strip():
            self._started = task
            self.field.setPlainText(task)

    def set_running(self, running: bool) -> None:  # noqa: FBT001 - a state, as Qt's own setters take it
        """Disable Start while a task is running, and keep its words."""
        self._running = running
        if running != self.field.isReadOnly():
            self.field.setReadOnly(running)
            self.field.moveCursor(QTextCursor.MoveOperation.Start if running else QTextCursor.MoveOperation.End)
        self._follow()

    def expect(self, *, plain_steps: bool, problem: str) -> None:
        """Check what is written if the model follows plain steps alone; do not start while there is a problem."""
        self._plain_steps, self._problem = plain_steps, problem
        self._check.want(plain_steps)
        self._follow()

    def lie_flat(self, flat: bool) -> None:  # noqa: FBT001 - a state, as Qt's own setters take it
        """Put the buttons side by side, and ask for fewer lines, where there is little height."""
        self.field.ask_for_lines(_LINES_FLAT if flat else _LINES)
        way = QBoxLayout.Direction
        self._buttons.setDirection(way.LeftToRight if flat else way.TopToBottom)

    def _lay_out(self) -> None:
        self._buttons = buttons = QVBoxLayout()
        buttons.addWidget(self._start)
        buttons.addWidget(self._earlier)
        buttons.addWidget(self.window_choice)
        buttons.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.field, 1)
        row.addLayout(buttons)

    def _follow(self) -> None:
        written = bool(self.field.toPlainText().strip())
        self._start.setEnabled(not self._running and written and not self._problem)
        if self._running:
            self.hints.clear()
        elif not written:
            self.hints.offer(plain_steps() if self._plain_steps else IN_OWN_WORDS)
        elif self._check.unknown is None:
            self.hints.clear()
        else:
            self.hints.blame(self._check.unknown, wholly=False)

    def _take(self, example: str) -> None:
        self.field.put(example)
        self.field.setFocus()

    def _submit(self) -> None:
        if not self._start.isEnabled():
            return
        if (unknown := self._check.look()) is not None:
            self.hints.blame(unknown, wholly=True)
        else:
            self._started = self.field.toPlainText()
            self.submitted.emit(self._started)

    def _fill(self) -> None:
        self._reload()
        self._menu.clear()
        for task in self.field.earlier[:_IN_MENU]:
            first = " ".join(task.split())
            title = first if len(first) <= _LONGEST_TITLE else f"{first[:_LONGEST_TITLE]}…"
            # An ampersand would become a mnemonic.
            self._menu.addAction(title.replace("&", "&&")).triggered.connect(lambda _=False, t=task: self.field.put(t))
        if not self.field.earlier:
            self._menu.addAction(gettext("None yet")).setEnabled(False)


class TaskHistory:
    """The tasks of earlier runs, newest first and each once; a thread reads them, for there may be thousands."""

    def __init__(self, read: Callable[[], list[str]]) -> None:
        """Take what reads all tasks, newest first."""
        self._read = read
        self.tasks: tuple[str, ...] = ()
        self._reading: threading.Thread | None = None

    def reload(self) -> None:
        """Begin to read again; does nothing while that is under way."""
        if self._reading is None or not self._reading.is_alive():
            self._reading = threading.Thread(target=self._load, name="desktop-agent-task-history", daemon=True)
            self._reading.start()

    def add(self, task: str) -> None:
        """Add a task that is being started."""
        self.tasks = (task, *(one for one in self.tasks if one != task))[:_REMEMBERED]

    def _load(self) -> None:
        try:
            tasks = tuple(dict.fromkeys(task for task in self._read() if task.strip()))[:_REMEMBERED]
        except DesktopAgentError:
            _log.debug("earlier tasks cannot be read", exc_info=True)
            return
        newer = tuple(task for task in self.tasks if task not in tasks)
        self.tasks = (*newer, *tasks)[:_REMEMBERED]


def recorded_tasks() -> list[str]:
    """Return the tasks of all recorded runs, newest first."""
    from desktop_agent.lib.paths import places
    from desktop_agent.record.store import RunStore

    return [summary.task for summary in RunStore(places().runs).all()]


def plain_steps() -> tuple[str, ...]:
    """Return examples for the built-in model, which finds what it reads: with the words that the editor shows here."""
    dialog, menu, entry = (label_here(name, _EDITOR) for name in SAVE_AS)
    return (
        (
            Message(
                'open "Mousepad"; type "Milk, eggs, bread"; press ctrl+s; wait for "{dialog}"; type '
                '"shopping.txt"; press enter; wait until "{dialog2}" is gone',
                dialog=dialog,
                dialog2=dialog,
            )
        ),
        f'click "{menu}"; click "{entry}"',
        'fill "Name" with "Anna"; tick "Newsletter"',
    )


class TaskHints(QWidget):
    """A sentence and buttons; pressing one writes its text into the task."""

    taken = Signal(str)  # an example
    mended = Signal()  # the step should be what it was probably meant to be

    def __init__(self, parent: QWidget | None = None) -> None:
        """Show nothing yet."""
        super().__init__(parent)
        self._shown: tuple[str, ...] = ()
        self._buttons: list[QPushButton] = []
        self._words = text_label(role="muted")
        self._words.setAccessibleName(gettext("Hint"))
        self._row = WrapRow(spacing=6)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._words)
        column.addLayout(self._row)
        self.clear()

    @property
    def text(self) -> str:
        """Return the sentence."""
        return self._words.text()

    def clear(self) -> None:
        """Show nothing."""
        self._show("", "muted", ())

    def offer(self, examples: tuple[str, ...]) -> None:
        """Offer tasks to begin with."""
        self._show(Message("For example:"), "muted", examples)

    def blame(self, step: StepTrouble, *, wholly: bool) -> None:
        """Say what is not understood, `wholly` with all that could be said instead."""
        meant = (Message("Change it to {near}", near=step.near),) if step.near else ()
        self._show(step.message if wholly else step.brief, "warn", meant, mends=True)

    def _show(self, words: str, role: str, choices: tuple[str, ...], *, mends: bool = False) -> None:
        set_state(self._words, "role", role)
        self._words.setText(words)
        self.setVisible(bool(words))
        if choices == self._shown:
            return
        self._shown = choices
        for button in self._buttons:
            self._row.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._buttons = [self._button(text, mends=mends) for text in choices]
        for button in self._buttons:
            self._row.addWidget(button)
        self.updateGeometry()

    def _button(self, text: str, *, mends: bool) -> QPushButton:
        # An ampersand would become a mnemonic.
        button = text_button(visible(tr(text), _LONGEST_EXAMPLE).replace("&", "&&"), name=text)
        set_state(button, "dense", "true")
        if mends:
            button.clicked.connect(lambda *_: self.mended.emit())
        else:
            button.clicked.connect(lambda *_: self.taken.emit(tr(text)))
        return button


class StepCheck(QObject):
    """Does nothing until it is wanted: models that are no followers of plain steps understand other words, too."""

    checked = Signal()  # ask `unknown`

    def __init__(self, field: QPlainTextEdit) -> None:
        """Check the text of a field."""
        super().__init__(field)
        self._field, self._wanted = field, False
        self.unknown: StepTrouble | None = None
        self._timer = QTimer(self, singleShot=True, interval=_AFTER_MS)
        self._timer.timeout.connect(self.look)
        field.textChanged.connect(self._changed)

    def want(self, wanted: bool) -> None:  # noqa: FBT001 - a state, as Qt's own setters take it
        """Check from here on, or no longer."""
        if wanted != self._wanted:
            self._wanted = wanted
            self.look()

    def look(self) -> StepTrouble | None:
        """Check now; return and mark what is not understood."""
        self._timer.stop()
        task = self._field.toPlainText()
        self.unknown = step_trouble(task) if self._wanted and task.strip() else None
        self._mark()
        self.checked.emit()
        return self.unknown

    def mend(self) -> None:
        """Write what was probably meant in the place of what was not understood."""
        if self.unknown is not None and self.unknown.near:
            cursor = self._selected(self.unknown)
            cursor.insertText(self.unknown.near)
            self.look()

    def _changed(self) -> None:
        if not self._wanted:
            return
        if self.unknown is not None:
            self.unknown = None
            self._mark()
            self.checked.emit()
        self._timer.start()

    def _mark(self) -> None:
        marks = []
        if self.unknown is not None and self.unknown.end:
            mark = QTextEdit.ExtraSelection()
            form = QTextCharFormat()
            form.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
            form.setUnderlineColor(QColor(colours().bad))
            mark.format, mark.cursor = form, self._selected(self.unknown)
            marks.append(mark)
        self._field.setExtraSelections(marks)

    def _selected(self, step: StepTrouble) -> QTextCursor:
        """Return a cursor with the step selected; Qt counts in UTF-16."""
        task, cursor = self._field.toPlainText(), QTextCursor(self._field.document())
        cursor.setPosition(_utf16(task[: step.start]))
        cursor.setPosition(_utf16(task[: step.end]), QTextCursor.MoveMode.KeepAnchor)
        return cursor


def _utf16(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


class WindowChoice(PushButton):
    """Chooses on the first press, and takes the choice back on the next."""

    failed = Signal(str)

    def __init__(self, pick: PickWindow, parent: QWidget | None = None) -> None:
        """Take what lets the person point at a window; it may block."""
        super().__init__(_CHOOSE, parent)
        self._pick = pick
        self._window: Window | None = None
        self._task = BackgroundTask(self)
        self._task.done.connect(self._chosen)
        self._task.failed.connect(self._not_chosen)
        self.clicked.connect(self._press)
        self._show(None)

    @property
    def flags(self) -> Mapping[str, object]:
        """Return the setting that the choice is, for one run."""
        return {"screen.window": hex(self._window.id)} if self._window else {}

    def _press(self) -> None:
        if self._window is not None:
            self._show(None)
            return
        self.setEnabled(False)
        self.setText(_CHOOSING)
        self._task.start(self._pick)

    def _chosen(self, window: object) -> None:
        self._show(window if isinstance(window, Window) else None)

    def _not_chosen(self, error: DesktopAgentError) -> None:
        self._show(None)
        self.failed.emit(str(error))

    def _show(self, window: Window | None) -> None:
        self._window = window
        self.setEnabled(True)
        title = visible(window.title, _LONGEST_WINDOW_TITLE) if window else ""
        self.setText(_CHOSEN if window else _CHOOSE)
        self.setAccessibleName(tr(Message("Only “{title}”", title=title) if window else Message("Choose a window…")))
        tip = (
            Message("Tasks work in “{title}” alone. Press for the whole screen.", title=title)
            if window
            else Message("Choose a window to work in.")
        )
        self.setToolTip(tr(tip))


class _PickFile(Protocol):
    def picked_window(self, within_s: float, /) -> int | None: ...


def pick_by_hand() -> Window | None:
    """Let the person click a window; None for none, or for one of ours. ScreenError where nothing tells of it."""
    from desktop_agent.screen.choose import choose_windows

    number = _clicked()
    windows = choose_windows()
    try:
        there = [one for one in windows.titled() if one.pid != os.getpid()] if number is not None else []
        return next((one for one in there if (place := windows.place(one)) and place.id == number), None)
    finally:
        windows.close()


def _clicked() -> int | None:
    """Return the number, as the source of windows here has it, of the window that is clicked; None for none in time."""
    session = "wayland" if os.environ.get("WAYLAND_DISPLAY") else "x11"
    return cast("_PickFile", platform_file(f"{session}.pick_window")).picked_window(WITHIN_S)
