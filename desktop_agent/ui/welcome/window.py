"""The first start in three pages: what the program does, which model does the work, and a first task."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSize, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop_agent.core.errors import DesktopAgentError, KeyringError
from desktop_agent.core.message import Message
from desktop_agent.core.translation import tr
from desktop_agent.host.model_trial import ModelTrial, try_model
from desktop_agent.lib.window_bounds import keep_on_screen, put_in_the_middle
from desktop_agent.run.result import RunResult
from desktop_agent.settings.api_keys import KEY_FILE
from desktop_agent.ui.offers import is_offered
from desktop_agent.ui.qt import icons, theme
from desktop_agent.ui.qt.background_task import BackgroundTask
from desktop_agent.ui.qt.layout import FollowsHeight, Page, Scrolling, WrapRow, column_of
from desktop_agent.ui.qt.widgets import press_with_return, text_button, text_label
from desktop_agent.ui.session.report_button import ReportButton
from desktop_agent.ui.welcome.checkup import RunChecks, look
from desktop_agent.ui.welcome.model_choice import FoundModels, ModelChoice, TryModel, find_models
from desktop_agent.ui.welcome.model_page import ModelPage
from desktop_agent.ui.welcome.opening import OpeningStep
from desktop_agent.ui.welcome.try_page import TryPage

TITLE = Message("Desktop Agent — Welcome")
_HEADINGS = (
    Message("Welcome to Desktop Agent"),
    Message("Which model should do the work?"),
    Message("Try your first task"),
)
_READY = Message("Ready on this computer")
_DONE = Message("That was your first task")
TRYING = Message("Trying the model…")
_OPENING, _MODEL, _TRY = range(3)
_SIZE = QSize(760, 500)
_WIDEST_PX = 680  # a line of text that is still easy to read
_EDGE_PX, _GAP_PX, _BESIDE_BAR_PX = 24, 12, 6


class Welcome(QWidget):
    """Three pages, the last of which shows the answer of the one before. Nothing is written before the end."""

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
        self._file, self._at = config_file, _OPENING
        self._try_model, self._find = try_model, find
        self._trying: ModelChoice | None = None
        self._doubt = ""  # about the chosen model
        self._practises, checks = is_offered("practice-task"), is_offered("computer-check")
        self._answer = AnsweredLine(Message("Model"), Message("Change"), lambda: self._turn(_MODEL))
        self._opening, self._model = OpeningStep(), ModelPage(config_file.parent / KEY_FILE)
        self._task = TryPage(look, checks=checks, practises=self._practises)
        self._pages: tuple[QWidget, ...] = (self._opening, self._model, self._task)
        self._heading, self._error = text_label(role="title"), text_label(role="bad")
        self._position = text_label(role="muted", wraps=False)
        self._back = text_button(Message("Back"), lambda: self._turn(self._at - 1))
        self._next = text_button(Message("Next"), self._go_on, role="primary")
        self._later = text_button(Message("Not now"), lambda: self._finish(first_task=False))
        self._try = text_button(Message("Start the first task"), lambda: self._finish(first_task=True), role="primary")
        self._own = text_button(Message("Write a task"), self.left.emit, role="primary")
        self._report = ReportButton(self)
        self._looking, self._checking, self._saving = BackgroundTask(self), BackgroundTask(self), BackgroundTask(self)
        self._wants_task = False
        self._lay_out()
        self._connect()
        self._turn(_OPENING)
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
        self._turn(_TRY)
        self._tell(error)

    def show_end(self, outcome: RunResult, order: Path) -> None:
        """Say what came of the first task; `order` is the file that its form has written."""
        self._task.end(outcome, order)
        self._heading.setText(_DONE)
        for done in (self._answer, self._back, self._later, self._try, self._position):
            done.hide()
        self._report.offer(outcome.dir)
        self._own.show()
        self._own.setFocus()

    def _lay_out(self) -> None:
        inside = Page()
        column_of(
            inside,
            None,
            self._heading,
            self._answer,
            *self._pages,
            None,
            spacing=_GAP_PX,
            margins=(0, 0, _BESIDE_BAR_PX, 0),
        )
        self._page = Scrolling(inside).fill()
        buttons = QWidget()
        buttons.setLayout(
            WrapRow(
                self._back, self._position, None, self._next, self._later, self._try, self._report.button, self._own
            )
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(_EDGE_PX, _EDGE_PX, _EDGE_PX, _EDGE_PX)
        column.setSpacing(_GAP_PX)
        for part in (self._page, self._error, buttons):
            centred = QHBoxLayout()
            part.setMaximumWidth(_WIDEST_PX)
            centred.addWidget(part)
            column.addLayout(centred, 1 if part is self._page else 0)
        self._error.hide()
        FollowsHeight(self, column)
        keep_on_screen(self, _SIZE)
        put_in_the_middle(self)

    def _connect(self) -> None:
        self._model.changed.connect(self._choose_again)
        self._model.changed.connect(lambda: QTimer.singleShot(0, self._page, self._show_fields))
        self._model.look_again.connect(lambda: self._looking.start(self._find))
        self._looking.done.connect(self._model.show_found)
        self._report.failed.connect(self._tell)
        self._task.switched.connect(self._next.setFocus)
        self._checking.done.connect(self._show_trial)
        self._checking.failed.connect(self._tell)
        self._saving.done.connect(lambda _none: self.finished.emit(self._wants_task))
        self._saving.failed.connect(self._tell_where_it_was_asked)
        press_with_return(self)

    def _show_fields(self) -> None:
        """Scroll to the fields that the chosen model needs."""
        if self._at == _MODEL:
            self._page.ensureWidgetVisible(self._model.details)

    def _go_on(self) -> None:
        if self._at != _MODEL:
            self._turn(self._at + 1)
            return
        self._error.hide()
        self._next.setEnabled(False)
        choice, file = self._model.chosen(), self._file
        self._trying = choice
        self._position.setText(TRYING)
        try_model = self._try_model

        def tried() -> ModelTrial:
            choice.check(file)
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
        self._turn(_TRY)

    def _turn(self, at: int) -> None:
        self._at = at
        self._checking.drop()
        self._error.hide()
        last = at == _TRY
        self._heading.setText(_READY if last and not self._practises else _HEADINGS[at])
        self._show_position()
        for number, page in enumerate(self._pages):
            page.setVisible(number == at)
        self._answer.show_answer(self._model.summary, self._doubt)
        self._answer.setVisible(last)
        self._back.setVisible(at > _OPENING)
        self._next.setEnabled(True)
        self._next.setVisible(not last)
        self._later.setVisible(last)
        self._try.setVisible(last and self._practises)
        for button in (self._later, self._try):
            button.setEnabled(True)
        self._position.show()
        self._own.hide()
        self._report.offer(None)
        self._page.verticalScrollBar().setValue(0)
        (self._next if not last else self._try if self._practises else self._later).setFocus()

    def _show_position(self) -> None:
        self._position.setText(Message("Step {part} of {steps}", part=self._at + 1, steps=len(self._pages)))

    def _finish(self, *, first_task: bool) -> None:
        self._error.hide()
        self._wants_task = first_task
        for button in (self._next, self._try, self._later):
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
        QTimer.singleShot(0, self._page, self._fit_opening)

    def _fit_opening(self) -> None:
        above = self._heading.sizeHint().height() + _GAP_PX
        self._opening.keep_within(self._page.viewport().height() - above)


class AnsweredLine(QWidget):
    """What was asked, what was answered, and the button that leads back."""

    def __init__(self, question: str, verb: str, change: Callable[[], object], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sign, self._answer = QLabel(), text_label(role="muted", wraps=False)
        self._doubt = text_label(role="warn")
        button = text_button(verb, change, name=Message("{verb}: {question}", verb=verb, question=question))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        row = WrapRow(self._sign, text_label(question, "heading", wraps=False), self._answer, None, button)
        column.addLayout(row)
        column.addWidget(self._doubt)

    def show_answer(self, answer: str, doubt: str = "") -> None:
        """Show what was answered, and what speaks against taking it for settled."""
        sign, role, name = (
            ("alert", "warn", Message("Not tried yet")) if doubt else ("check", "ok", Message("Answered"))
        )
        self._sign.setPixmap(icons.pixmap(sign, getattr(theme.colours(), role)))
        self._sign.setAccessibleName(tr(name))
        self._answer.setText(answer)
        self._doubt.setText(Message("Not tried yet: {doubt}", doubt=doubt) if doubt else "")
        self._doubt.setVisible(bool(doubt))
