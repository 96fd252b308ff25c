"""The first start: what the program does, whether it can work here, and which model it asks; then a first task."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLabel, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.demo.window_bounds import keep_on_screen
from desktop_agent.ui.qt.background_task import BackgroundTask
from desktop_agent.ui.qt.density import FollowsHeight
from desktop_agent.ui.qt.scrolling import Page, Scrolling
from desktop_agent.ui.qt.wrap_row import WrapRow
from desktop_agent.ui.welcome.checkup import Checkup, RunChecks, look
from desktop_agent.ui.welcome.model_page import ModelPage

TITLE = "Desktop Agent — Welcome"
_WHAT_IT_DOES = (
    "You write down what is to be done. A language model looks at your screen and works with mouse and keyboard.",
    "Before anything that cannot be taken back, a card shows you what is about to happen. Only you can approve it.",
    "Touch the mouse or a key, and the computer is yours at once. The Pause key, or Esc three times, stops everything.",
    "Every step is recorded on this computer, and you can look at all of it afterwards.",
)


class Welcome(QWidget):
    """Three short pages; nothing is written before the last one."""

    finished = Signal(bool)  # whether the first task is wanted

    def __init__(self, config_file: Path, look: RunChecks = look) -> None:
        """Take the file that the choice is written to, and what looks at this computer."""
        super().__init__()
        self.setWindowTitle(TITLE)
        self._file = config_file
        self._choice = ModelPage(self)
        self._models = Scrolling(self._choice).fill()
        self._choice.changed.connect(lambda: QTimer.singleShot(0, self._models, self._show_fields))
        self._pages = QStackedWidget(self)
        self._pages.addWidget(_first_page())
        self._pages.addWidget(_page("Can it work here?", Checkup(look)))
        self._pages.addWidget(_page("Which model is asked?", self._models))
        self._error = QLabel(self)
        self._error.setProperty("role", "bad")
        self._error.setWordWrap(True)
        self._error.setTextFormat(Qt.TextFormat.PlainText)
        self._error.hide()
        self._choice.changed.connect(self._error.hide)
        self._keeping = BackgroundTask(self)
        self._try_wanted = False
        self._at = QLabel(self)
        self._at.setProperty("role", "muted")
        self._back = _button("Back", self, lambda: self._turn(-1))
        self._next = _button("Next", self, lambda: self._turn(1), role="primary")
        self._done = _button("Finish", self, lambda: self._finish(first_task=False))
        self._try = _button("Finish and try a first task", self, lambda: self._finish(first_task=True), role="primary")
        self._keeping.done.connect(lambda _none: self.finished.emit(self._try_wanted))
        self._keeping.failed.connect(self._tell)
        for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            QShortcut(QKeySequence(key), self).activated.connect(self._press)
        self._lay_out()
        self._turn(0)

    def _press(self) -> None:
        """Let Return press the button that has the focus; Qt does so in dialogs only."""
        button = self.focusWidget()
        if isinstance(button, QPushButton):
            button.click()

    def _lay_out(self) -> None:
        row = WrapRow(self._back, self._at, None, self._next, self._done, self._try)
        column = QVBoxLayout(self)
        column.addWidget(self._pages, 1)
        column.addWidget(self._error)
        column.addLayout(row)
        FollowsHeight(self, column)
        keep_on_screen(self, QSize(680, 560))

    def _show_fields(self) -> None:
        """Scroll to what has to be filled in for the chosen model."""
        if self._choice.wants_more:
            self._models.verticalScrollBar().setValue(self._models.verticalScrollBar().maximum())

    def _turn(self, step: int) -> None:
        at = max(0, min(self._pages.count() - 1, self._pages.currentIndex() + step))
        last = at == self._pages.count() - 1
        self._pages.setCurrentIndex(at)
        self._error.hide()
        self._at.setText(f"{at + 1} of {self._pages.count()}")
        self._back.setEnabled(at > 0)
        self._next.setVisible(not last)
        self._try.setVisible(last)
        self._done.setVisible(last)
        (self._try if last else self._next).setFocus()

    def _finish(self, *, first_task: bool) -> None:
        self._error.hide()
        self._try_wanted = first_task
        for button in (self._try, self._done):
            button.setEnabled(False)
        choice = self._choice.chosen()
        self._keeping.send(lambda: choice.keep(self._file))

    def _tell(self, error: DesktopAgentError) -> None:
        for button in (self._try, self._done):
            button.setEnabled(True)
        self._error.setText(str(error))
        self._error.show()


def _first_page() -> QWidget:
    inside = Page()
    column = QVBoxLayout(inside)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(14)
    for sentence in _WHAT_IT_DOES:
        label = QLabel(sentence)
        label.setWordWrap(True)
        column.addWidget(label)
    column.addStretch(1)
    return _page("Welcome to Desktop Agent", Scrolling(inside).fill())


def _page(title: str, inside: QWidget) -> QWidget:
    page = QWidget()
    heading = QLabel(title)
    heading.setProperty("role", "title")
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(heading)
    column.addWidget(inside, 1)
    return page


def _button(text: str, parent: QWidget, pressed: Callable[[], None], *, role: str = "") -> QPushButton:
    button = QPushButton(text, parent)
    button.setAccessibleName(text)
    button.setProperty("role", role)
    button.clicked.connect(lambda _=False: pressed())
    return button
