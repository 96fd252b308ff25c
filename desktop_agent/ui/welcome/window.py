"""The first start: what the program does, whether it works here, and which model to use; then a first task."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, QTimer, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.demo.window_bounds import keep_on_screen
from desktop_agent.ui.qt.background_task import BackgroundTask
from desktop_agent.ui.qt.density import FollowsHeight
from desktop_agent.ui.qt.scrolling import Page, Scrolling
from desktop_agent.ui.qt.widgets import press_with_return, text_button, text_label
from desktop_agent.ui.qt.wrap_row import WrapRow
from desktop_agent.ui.welcome.checkup import Checkup, RunChecks, look
from desktop_agent.ui.welcome.model_page import ModelPage

TITLE = "Desktop Agent — Welcome"
_WHAT_IT_DOES = (
    "You write down a task. A language model looks at your screen and works with mouse and keyboard.",
    "Before anything that cannot be undone, a card shows you what is about to happen. Only you can approve it.",
    "Touch the mouse or a key to take over at once. The Pause key pauses the task; pressed twice, it stops it.",
    "Every step is recorded on this computer, so that you can review it afterwards.",
)


class Welcome(QWidget):
    """Three short pages; nothing is written before the last one."""

    finished = Signal(bool)  # whether to start the first task

    def __init__(self, config_file: Path, look: RunChecks = look) -> None:
        """Take the file for the choice, and what checks this computer."""
        super().__init__()
        self.setWindowTitle(TITLE)
        self._file = config_file
        self._choice = ModelPage(self)
        self._models = Scrolling(self._choice).fill()
        self._choice.changed.connect(lambda: QTimer.singleShot(0, self._models, self._show_fields))
        self._pages = QStackedWidget(self)
        self._pages.addWidget(_first_page())
        self._pages.addWidget(_page("Does it work here?", Checkup(look)))
        self._pages.addWidget(_page("Which model do you want to use?", self._models))
        self._error = text_label(role="bad")
        self._error.hide()
        self._choice.changed.connect(self._error.hide)
        self._saving = BackgroundTask(self)
        self._first_task = False
        self._position = text_label(role="muted", wraps=False)
        self._back = text_button("Back", lambda: self._turn(-1))
        self._next = text_button("Next", lambda: self._turn(1), role="primary")
        self._done = text_button("Finish", lambda: self._finish(first_task=False))
        self._try = text_button("Finish and try a first task", lambda: self._finish(first_task=True), role="primary")
        self._saving.done.connect(lambda _none: self.finished.emit(self._first_task))
        self._saving.failed.connect(self._tell)
        press_with_return(self)
        self._lay_out()
        self._turn(0)

    def _lay_out(self) -> None:
        row = WrapRow(self._back, self._position, None, self._next, self._done, self._try)
        column = QVBoxLayout(self)
        column.addWidget(self._pages, 1)
        column.addWidget(self._error)
        column.addLayout(row)
        FollowsHeight(self, column)
        keep_on_screen(self, QSize(680, 560))

    def _show_fields(self) -> None:
        """Scroll to the fields that the chosen model needs."""
        if self._choice.wants_more:
            self._models.verticalScrollBar().setValue(self._models.verticalScrollBar().maximum())

    def _turn(self, step: int) -> None:
        at = max(0, min(self._pages.count() - 1, self._pages.currentIndex() + step))
        last = at == self._pages.count() - 1
        self._pages.setCurrentIndex(at)
        self._error.hide()
        self._position.setText(f"{at + 1} of {self._pages.count()}")
        self._back.setEnabled(at > 0)
        self._next.setVisible(not last)
        self._try.setVisible(last)
        self._done.setVisible(last)
        (self._try if last else self._next).setFocus()

    def _finish(self, *, first_task: bool) -> None:
        self._error.hide()
        self._first_task = first_task
        for button in (self._try, self._done):
            button.setEnabled(False)
        choice = self._choice.chosen()
        self._saving.start(lambda: choice.save(self._file))

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
        column.addWidget(text_label(sentence))
    column.addStretch(1)
    return _page("Welcome to Desktop Agent", Scrolling(inside).fill())


def _page(title: str, inside: QWidget) -> QWidget:
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(text_label(title, "title", wraps=False))
    column.addWidget(inside, 1)
    return page
