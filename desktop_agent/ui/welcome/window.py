"""The first start: one conversation, which asks for a model, looks at this computer, and ends with a task done."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QVBoxLayout, QWidget

from desktop_agent.core.display_text import visible
from desktop_agent.core.errors import DesktopAgentError, KeyringError
from desktop_agent.core.message import Message, template
from desktop_agent.core.translation import tr
from desktop_agent.host.accessibility import Lasts, said_of
from desktop_agent.host.model_trial import ModelTrial, try_model
from desktop_agent.host.registry import Place
from desktop_agent.lib.window_bounds import keep_on_screen
from desktop_agent.presence.promises import promises
from desktop_agent.record.wording import status_wording
from desktop_agent.run.result import RunResult
from desktop_agent.settings.api_keys import KEY_FILE
from desktop_agent.ui.offers import Finding, is_offered
from desktop_agent.ui.qt import icons, theme
from desktop_agent.ui.qt.background_task import BackgroundTask
from desktop_agent.ui.qt.density import FollowsHeight
from desktop_agent.ui.qt.scrolling import Page, Scrolling
from desktop_agent.ui.qt.widgets import press_with_return, set_state, text_button, text_label
from desktop_agent.ui.qt.wrap_row import WrapRow
from desktop_agent.ui.session.report_button import ReportButton
from desktop_agent.ui.welcome.checkup import ALL_WELL, LOOKING, RunChecks, add_finding, look
from desktop_agent.ui.welcome.found_models import FoundModels, find_models
from desktop_agent.ui.welcome.model_page import ModelChoice, ModelPage, TryModel
from desktop_agent.ui.welcome.opening import OpeningStep

TITLE = Message("Desktop Agent — Welcome")
_HEADINGS = (
    Message("Welcome to Desktop Agent"),
    Message("Which model should do the work?"),
    Message("Does it work on this computer?"),
    Message("Try it: a first task"),
)
_DONE = Message("That was your first task")
TRYING = Message("Trying the model…")
_MODEL, _COMPUTER, _TASK = 1, 2, 3
_OFFERED: Mapping[int, Place] = {_COMPUTER: "computer-check", _TASK: "practice-task"}
_SIZE = QSize(780, 580)
_EDGE_PX, _GAP_PX, _BESIDE_BAR_PX = 20, 10, 6
_PRACTICE = (
    Message("A practice form opens on this screen, and the offline model fills it in, which takes one to two minutes."),
    Message("Nothing leaves this computer, and nothing is really ordered."),
)
_ASKS = (
    Message(
        "Before it presses “Send”, a card asks you, and a note beside it explains the card."
        " Approve or refuse: try either."
    ),
)
_STARTING = Message("The practice form is being opened…")
_SENT = template("The form was filled in for {name}, and “Send” was pressed because you approved it.")
_KEPT = template("The form was filled in for {name}. “Send” was not pressed.")
_AFTER = (
    Message("The report shows every step with its picture. It is kept in History, too."),
    Message("Now write a task of your own."),
)
_LONGEST = 60
_STEP_GAP_PX = 14
# What the conversation asks itself, before or after.
_ELSEWHERE = frozenset({"program", "key", "provider", "keyring", "privacy"})
_NAMES = "names"
_IN_PART = Message("The rest works. What is listed here does not, or only in part:")
_ASK = Message("Turn accessibility on?")
_REASON = Message(
    "Accessibility is off on this desktop. While it is off, most programs do not say what their buttons and fields are "
    "called: you are asked more often, and a question can't always name what would be pressed. It is what screen "
    "readers use, and changes nothing that you see. Programs that are open may have to be started again."
)


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
            _MODEL: AnsweredLine(Message("Model"), Message("Change"), lambda: self._turn(_MODEL)),
            _COMPUTER: AnsweredLine(Message("This computer"), Message("Show"), lambda: self._turn(_COMPUTER)),
        }
        self._model, self._computer, self._task = (
            ModelPage(config_file.parent / KEY_FILE),
            ComputerStep(look),
            TaskStep(),
        )
        self._opening = OpeningStep()
        self._steps: tuple[QWidget, ...] = (self._opening, self._model, self._computer, self._task)
        # The numbers of those that there are: two of them are nothing without what slices offer for them.
        self._asked = [at for at in range(len(self._steps)) if at not in _OFFERED or is_offered(_OFFERED[at])]
        self._heading, self._error = text_label(role="title"), text_label(role="bad")
        self._position = text_label(role="muted", wraps=False)
        self._back = text_button(Message("Back"), lambda: self._turn(self._asked[self._asked.index(self._at) - 1]))
        self._next = text_button(Message("Next"), self._go_on, role="primary")
        self._later = text_button(Message("Not now"), lambda: self._finish(first_task=False))
        self._try = text_button(Message("Start the first task"), lambda: self._finish(first_task=True), role="primary")
        self._own = text_button(Message("Write a task"), self.left.emit, role="primary")
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
            self._go_further()
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
        self._go_further()

    def _go_further(self) -> None:
        """Go to the next step; after the last one the choice is kept."""
        left = [at for at in self._asked if at > self._at]
        if left:
            self._turn(left[0])
        else:
            self._finish(first_task=False)

    def _turn(self, at: int) -> None:
        self._at = at
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
            line.setVisible(number < at and number in self._asked)
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
        self._position.setText(
            Message("Step {part} of {steps}", part=self._asked.index(self._at) + 1, steps=len(self._asked))
        )

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
        QTimer.singleShot(0, self._page, lambda: self._opening.keep_within(self._page.viewport().height()))


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


class TaskStep(QWidget):
    """A few sentences, which `begin` and `end` replace."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(_STEP_GAP_PX)
        self._labels: tuple[QLabel, ...] = ()
        self._say(*_PRACTICE, promises().meanwhile, *_ASKS)

    def begin(self) -> None:
        """Say that it begins."""
        self._say(_STARTING)

    def fail(self) -> None:
        """Offer it again."""
        self._say(*_PRACTICE, promises().meanwhile, *_ASKS)

    def end(self, outcome: RunResult, order: Path) -> None:
        """Say how the task ended, and what the form holds by its own word."""
        wording = status_wording(outcome.status, outcome.message)
        self._say(wording.text, *filter(None, [_held(order)]), *_AFTER)
        set_state(self._labels[0], "role", wording.tone)

    def _say(self, *sentences: str) -> None:
        for label in self._labels:
            label.hide()
            label.deleteLater()
        self._labels = tuple(text_label(sentence) for sentence in sentences)
        for label in self._labels:
            self._column.addWidget(label)


def _held(order: Path) -> str:
    """Say what the form has written; empty where it has written nothing."""
    try:
        written = json.loads(order.read_text(encoding="utf-8"))
        return Message(_SENT if written["sent"] else _KEPT, name=visible(str(written["name"]), _LONGEST))
    except (OSError, ValueError, KeyError, TypeError):
        return ""


class ComputerStep(QWidget):
    """Looks as soon as it is made; only what needs a person's attention is shown."""

    switched = Signal()  # or it could not be

    def __init__(self, look: RunChecks, parent: QWidget | None = None) -> None:
        """Take what checks this computer."""
        super().__init__(parent)
        self.summary = ""
        self._words = text_label(LOOKING)
        self._switch_box, self._answer = QFrame(self), text_label()
        self._asking = (text_label(_ASK, "heading"), text_label(_REASON))
        self._switch = text_button(Message("Turn accessibility on"), self._turn_on)
        self._turn: Callable[[], object] = lambda: None
        self._list = QWidget(self)
        self._lay_out()
        self._looking, self._switching = BackgroundTask(self), BackgroundTask(self)
        self._looking.done.connect(self._show)
        self._looking.failed.connect(self._fail)
        self._switching.done.connect(self._show_switched)
        self._looking.start(look)

    def _lay_out(self) -> None:
        self._switch_box.setProperty("role", "inset")
        inside = QVBoxLayout(self._switch_box)
        for label in self._asking:
            inside.addWidget(label)
        inside.addWidget(self._switch, 0, Qt.AlignmentFlag.AlignLeft)
        inside.addWidget(self._answer)
        self._answer.hide()
        self._switch_box.hide()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        for widget in (self._switch_box, self._words, self._list):
            self._column.addWidget(widget)

    def _fail(self, error: DesktopAgentError) -> None:
        self._words.setText(str(error))

    def _show(self, findings: Sequence[Finding]) -> None:
        wrong = [one for one in findings if one.state != "works" and one.name not in _ELSEWHERE]
        for one in wrong:
            if one.name == _NAMES and one.turn_on is not None:
                self._turn = one.turn_on
                self._switch_box.show()
        listed = [one for one in wrong if one.name != _NAMES or one.turn_on is None]
        self._words.setText(_IN_PART if listed else ALL_WELL)
        self.summary = Message("Works, except for what is listed there") if listed else Message("Works")
        grid = QGridLayout(self._list)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setColumnStretch(2, 1)
        for row, one in enumerate(listed):
            add_finding(grid, row, one)

    def _turn_on(self) -> None:
        self._switch.setEnabled(False)
        self._switching.start(self._turn)

    def _show_switched(self, lasts: Lasts) -> None:
        for asked in (*self._asking, self._switch):
            asked.setVisible(lasts == "stays off")
        self._switch.setEnabled(True)
        self._answer.setText(said_of(lasts))
        set_state(self._answer, "role", "bad" if lasts == "stays off" else "ok")
        self._answer.show()
        self.switched.emit()
