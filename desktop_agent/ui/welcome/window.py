"""The first start: one conversation, which asks for a model, looks at this computer, and ends with a task done."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSize, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_agent.core.errors import DesktopAgentError, KeyringError
from desktop_agent.core.message import Message
from desktop_agent.core.translation import tr
from desktop_agent.host.model_trial import ModelTrial, try_model
from desktop_agent.lib.window_bounds import keep_on_screen
from desktop_agent.run.result import RunResult
from desktop_agent.settings.key_file import NAME as KEYS_FILE
from desktop_agent.ui.qt.background_task import BackgroundTask
from desktop_agent.ui.qt.density import FollowsHeight
from desktop_agent.ui.qt.scrolling import Page, Scrolling
from desktop_agent.ui.qt.widgets import press_with_return, text_button, text_label
from desktop_agent.ui.qt.wrap_row import WrapRow
from desktop_agent.ui.session.report_button import ReportButton
from desktop_agent.ui.welcome.answered import AnsweredLine
from desktop_agent.ui.welcome.checkup import RunChecks, look
from desktop_agent.ui.welcome.computer_step import ComputerStep
from desktop_agent.ui.welcome.found_models import FoundModels, find_models
from desktop_agent.ui.welcome.model_page import ModelChoice, ModelPage, TryModel
from desktop_agent.ui.welcome.opening import OpeningStep
from desktop_agent.ui.welcome.task_step import TaskStep

TITLE = "Desktop Agent — Welcome"
_HEADINGS = (
    "Welcome to Desktop Agent",
    "Which model should do the work?",
    "Does it work on this computer?",
    "Try it: a first task",
)
_DONE = "That was your first task"
TRYING = "Trying the model…"
_MODEL, _COMPUTER, _TASK = 1, 2, 3
_SIZE = QSize(780, 580)
_EDGE_PX, _GAP_PX, _BESIDE_BAR_PX = 20, 10, 6


class Welcome(QWidget):
    """Asks one question after the other; what is answered stays above, in a line. Nothing is written before the end."""

    finished = Signal(bool)  # the choice is kept; whether to start the first task
    left = Signal()  # a task of one's own is wanted now

    def __init__(
        self,
        config_file: Path,
        look: RunChecks = look,
        find: Callable[[], FoundModels] = lambda: find_models(os.environ),
        try_model: TryModel = try_model,
    ) -> None:
        """Take the file for the choice, what checks this computer, what looks for models, and what tries one."""
        super().__init__()
        self.setWindowTitle(tr(TITLE))
        self._file, self._at = config_file, 0
        self._try_model = try_model
        self._trying: ModelChoice | None = None
        self._doubt = ""  # about the chosen model
        self._answered = {
            _MODEL: AnsweredLine("Model", "Change", lambda: self._turn(_MODEL)),
            _COMPUTER: AnsweredLine("This computer", "Show", lambda: self._turn(_COMPUTER)),
        }
        self._model, self._computer, self._task = (
            ModelPage(config_file.parent / KEYS_FILE),
            ComputerStep(look),
            TaskStep(),
        )
        self._opening = OpeningStep()
        self._steps: tuple[QWidget, ...] = (self._opening, self._model, self._computer, self._task)
        self._heading, self._error = text_label(role="title"), text_label(role="bad")
        self._position = text_label(role="muted", wraps=False)
        self._back = text_button("Back", lambda: self._turn(self._at - 1))
        self._next = text_button("Next", self._go_on, role="primary")
        self._later = text_button("Not now", lambda: self._finish(first_task=False))
        self._try = text_button("Start the first task", lambda: self._finish(first_task=True), role="primary")
        self._own = text_button("Write a task", self.left.emit, role="primary")
        self._report = ReportButton(self)
        self._looking, self._checking, self._saving = BackgroundTask(self), BackgroundTask(self), BackgroundTask(self)
        self._wants_task = False
        self._lay_out()
        self._connect()
        self._turn(0)
        self._looking.start(find)

    @property
    def has_ended(self) -> bool:
        """Tell whether it says what came of the first task."""
        return not self._own.isHidden()

    def show_starting(self) -> None:
        """Say that the first task begins."""
        self._task.begin()
        for done in (self._back, self._later, self._try):
            done.hide()

    def show_failure(self, error: DesktopAgentError) -> None:
        """Say why the first task could not begin, and offer it again."""
        self._task.fail()
        self._turn(_TASK)
        self._tell(error)

    def show_end(self, outcome: RunResult, order: Path) -> None:
        """Say what came of the first task; `order` is the file that its form has written."""
        self._task.end(outcome, order)
        self._heading.setText(_DONE)
        for done in (*self._answered.values(), self._back, self._later, self._try, self._position):
            done.hide()
        self._report.offer(outcome.dir)
        self._own.show()
        self._own.setFocus()

    def _lay_out(self) -> None:
        inside = Page()
        steps = QVBoxLayout(inside)
        steps.setContentsMargins(0, 0, _BESIDE_BAR_PX, 0)
        for step in self._steps:
            steps.addWidget(step)
        steps.addStretch(1)
        self._page = Scrolling(inside).fill()
        column = QVBoxLayout(self)
        column.setContentsMargins(_EDGE_PX, _EDGE_PX, _EDGE_PX, _EDGE_PX)
        column.setSpacing(_GAP_PX)
        for line in self._answered.values():
            column.addWidget(line)
        column.addWidget(self._heading)
        column.addWidget(self._page, 1)
        column.addWidget(self._error)
        column.addLayout(
            WrapRow(
                self._back, self._position, None, self._next, self._later, self._try, self._report.button, self._own
            )
        )
        self._error.hide()
        FollowsHeight(self, column)
        keep_on_screen(self, _SIZE)

    def _connect(self) -> None:
        self._model.changed.connect(self._choose_again)
        self._model.changed.connect(lambda: QTimer.singleShot(0, self._page, self._show_fields))
        self._looking.done.connect(self._model.show_found)
        self._report.failed.connect(self._tell)
        self._computer.switched.connect(self._next.setFocus)
        self._checking.done.connect(self._show_trial)
        self._checking.failed.connect(self._tell)
        self._saving.done.connect(lambda _none: self.finished.emit(self._wants_task))
        self._saving.failed.connect(self._tell_where_it_was_asked)
        press_with_return(self)

    def _show_fields(self) -> None:
        """Scroll to the fields that the chosen model needs."""
        if self._at == _MODEL and (fields := self._model.fields) is not None:
            self._page.ensureWidgetVisible(fields)

    def _go_on(self) -> None:
        if self._at != _MODEL:
            self._turn(self._at + 1)
            return
        self._error.hide()
        self._next.setEnabled(False)
        choice, file, has_key = self._model.chosen(), self._file, self._model.has_key
        self._trying = choice
        self._position.setText(TRYING)
        try_model = self._try_model

        def tried() -> ModelTrial:
            choice.check(file, has_key=has_key)
            return choice.tried(file, try_model)

        self._checking.start(tried)

    def _choose_again(self) -> None:
        """Let go of the trial of what was chosen before; the page also tells a change when more is found."""
        self._error.hide()
        if self._trying is not None and self._trying != self._model.chosen():
            self._trying = None
            self._checking.drop()
            self._next.setEnabled(True)
            self._show_position()

    def _show_trial(self, trial: ModelTrial) -> None:
        self._doubt = trial.why
        self._turn(_MODEL + 1)

    def _turn(self, to: int) -> None:
        self._at = at = max(0, min(_TASK, to))
        self._checking.drop()
        self._error.hide()
        self._heading.setText(_HEADINGS[at])
        self._show_position()
        for number, step in enumerate(self._steps):
            step.setVisible(number == at)
        for number, line in self._answered.items():
            if number == _MODEL:
                line.show_answer(self._model.summary, self._doubt)
            else:
                line.show_answer(self._computer.summary)
            line.setVisible(number < at)
        last = at == _TASK
        self._back.setVisible(at > 0)
        self._next.setEnabled(True)
        self._next.setVisible(not last)
        for button in (self._later, self._try):
            button.setVisible(last)
            button.setEnabled(True)
        self._position.show()
        self._own.hide()
        self._report.offer(None)
        self._page.verticalScrollBar().setValue(0)
        (self._try if last else self._next).setFocus()

    def _show_position(self) -> None:
        self._position.setText(Message("Step {part} of {steps}", part=self._at + 1, steps=len(self._steps)))

    def _finish(self, *, first_task: bool) -> None:
        self._error.hide()
        self._wants_task = first_task
        for button in (self._try, self._later):
            button.setEnabled(False)
        choice = self._model.chosen()
        self._saving.start(lambda: choice.save(self._file))

    def _tell_where_it_was_asked(self, error: DesktopAgentError) -> None:
        """Go back to the question about the model if the keyring would not keep its key."""
        if isinstance(error, KeyringError):
            self._turn(_MODEL)
            self._model.show_trouble(error)
            QTimer.singleShot(0, self._page, self._show_fields)
            return
        self._tell(error)

    def _tell(self, error: DesktopAgentError) -> None:
        for button in (self._next, self._try, self._later):
            button.setEnabled(True)
        self._show_position()
        self._error.setText(str(error))
        self._error.show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Have the opening fit what is seen of it."""
        super().resizeEvent(event)
        QTimer.singleShot(0, self._page, lambda: self._opening.keep_within(self._page.viewport().height()))
