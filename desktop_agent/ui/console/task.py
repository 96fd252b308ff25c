"""The task field of the console, and the tasks of earlier runs that it offers."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QMenu, QPlainTextEdit, QVBoxLayout, QWidget

from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.core.translation import tr
from desktop_agent.ui.console.hints import IN_OWN_WORDS, TaskHints, plain_steps
from desktop_agent.ui.console.step_check import StepCheck
from desktop_agent.ui.console.window_choice import WindowChoice, pick_by_hand
from desktop_agent.ui.qt.widgets import PushButton

_log = logging.getLogger(__name__)
_LINES, _LINES_FLAT, _LEAST_LINES = 4, 2, 1
_MARGINS_PX = 24
_REMEMBERED, _IN_MENU = 100, 20  # earlier tasks
_LONGEST_TITLE = 60
_SUBMITS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class TaskField(QPlainTextEdit):
    """Several lines for a task; Up on the first line and Down on the last one walk through earlier tasks."""

    submitted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        self._earlier: tuple[str, ...] = ()
        self._at = -1  # in the earlier ones, newest first; -1 is the draft
        self._draft = ""
        self.setAccessibleName(tr("Task"))
        self.setPlaceholderText(tr("What should be done? Ctrl+Enter starts it."))
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
        self._start = PushButton("Start", self)
        self._start.setProperty("role", "primary")
        self._start.setAccessibleName(tr("Start"))
        self.window_choice = WindowChoice(pick_by_hand, self)
        self._earlier = PushButton("Earlier tasks", self)
        self._earlier.setAccessibleName(tr("Earlier tasks"))
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
            self._menu.addAction(tr("None yet")).setEnabled(False)


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
