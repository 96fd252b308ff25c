"""The task field of the console: several lines, the tasks of earlier runs, and Ctrl+Enter to start."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QMenu, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

_LINES, _LINES_FLAT = 3, 1
_SHOWN = 20  # earlier tasks in the menu
_LONGEST_TITLE = 60
_SUBMITS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class TaskField(QPlainTextEdit):
    """Where a task is written; Up on the first line and Down on the last one walk through the earlier ones."""

    submitted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        self._earlier: tuple[str, ...] = ()
        self._at = -1  # in the earlier ones, newest first; -1 is what was being written
        self._draft = ""
        self.setAccessibleName("Task")
        self.setPlaceholderText("What is to be done? Ctrl+Enter starts it.")
        self.setTabChangesFocus(True)
        self.show_lines(_LINES)

    def show_lines(self, lines: int) -> None:
        """Be as high as this many lines."""
        self.setFixedHeight(self.fontMetrics().lineSpacing() * lines + 24)

    def remember(self, tasks: Sequence[str]) -> None:
        """Take the tasks of earlier runs, newest first."""
        self._earlier, self._at = tuple(tasks), -1

    @property
    def earlier(self) -> tuple[str, ...]:
        """Return the tasks of earlier runs, newest first."""
        return self._earlier

    def put(self, task: str) -> None:
        """Write a task into the field, the cursor behind it."""
        self.setPlainText(task)
        self.moveCursor(QTextCursor.MoveOperation.End)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Start with Ctrl+Enter; walk through earlier tasks at the edges of the text."""
        plain = event.modifiers() in {Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier}
        if event.key() in _SUBMITS and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.submitted.emit()
        elif not (plain and self._walks(event.key())):
            super().keyPressEvent(event)

    def _walks(self, key: int) -> bool:
        up = key == Qt.Key.Key_Up and self._stands_on(0) and self._walk(1)
        return up or (key == Qt.Key.Key_Down and self._stands_on(-1) and self._walk(-1))

    def _stands_on(self, line: int) -> bool:
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
    """The field, its button, and the menu of earlier tasks."""

    wanted = Signal(str)  # the task that is to be done

    def __init__(self, earlier: Callable[[], None], parent: QWidget | None = None) -> None:
        """Take what is to be called when the earlier tasks are about to be looked at."""
        super().__init__(parent)
        self.field = TaskField(self)
        self._start = QPushButton("Start", self)
        self._start.setProperty("role", "primary")
        self._start.setAccessibleName("Start")
        self._earlier = QPushButton("Earlier tasks", self)
        self._earlier.setAccessibleName("Earlier tasks")
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(self._fill)
        self._earlier.setMenu(self._menu)
        self._reload = earlier
        self._running = False
        self._done = ""
        self._lay_out()
        self.field.submitted.connect(self._submit)
        self.field.textChanged.connect(self._follow)
        self._start.clicked.connect(self._submit)
        self._follow()

    def take_keyboard(self) -> None:
        """Let the person write; what is or was being done is replaced by the first letter, a draft is not."""
        self.field.setFocus()
        if self.field.toPlainText() == self._done:
            self.field.selectAll()

    def show_running(self, task: str) -> None:
        """Show the task that is being done, where nothing else has been written."""
        if not self.field.toPlainText().strip():
            self._done = task
            self.field.setPlainText(task)

    def set_running(self, running: bool) -> None:  # noqa: FBT001 - a state, as Qt's own setters take it
        """Say that one task is being done: no other one can be started."""
        self._running = running
        self._follow()

    def lie_flat(self, flat: bool) -> None:  # noqa: FBT001 - a state, as Qt's own setters take it
        """Take one line where there is little height, the buttons beside each other."""
        self.field.show_lines(_LINES_FLAT if flat else _LINES)
        way = QBoxLayout.Direction
        self._buttons.setDirection(way.LeftToRight if flat else way.TopToBottom)

    def _lay_out(self) -> None:
        self._buttons = buttons = QVBoxLayout()
        buttons.addWidget(self._start)
        buttons.addWidget(self._earlier)
        buttons.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.field, 1)
        row.addLayout(buttons)

    def _follow(self) -> None:
        self._start.setEnabled(not self._running and bool(self.field.toPlainText().strip()))

    def _submit(self) -> None:
        if self._start.isEnabled():
            self._done = self.field.toPlainText()
            self.wanted.emit(self._done)

    def _fill(self) -> None:
        self._reload()
        self._menu.clear()
        for task in self.field.earlier[:_SHOWN]:
            first = " ".join(task.split())
            title = first if len(first) <= _LONGEST_TITLE else f"{first[:_LONGEST_TITLE]}…"
            # An ampersand would become a mnemonic.
            self._menu.addAction(title.replace("&", "&&")).triggered.connect(lambda _=False, t=task: self.field.put(t))
        if not self.field.earlier:
            self._menu.addAction("None yet").setEnabled(False)
