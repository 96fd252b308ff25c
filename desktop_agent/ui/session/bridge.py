"""The connection of Qt's thread to a run's: events and questions arrive as queued signals, and no window blocks.

A run is prepared and run on its own thread, since loading its modules takes longer than a window may freeze.
The run's `stop`, `pause`, `resume` and `say`, and the answer to a question in words, may be called from any thread.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, QTimer, Signal

from desktop_agent.core.errors import TO_LEARN_MORE, DesktopAgentError
from desktop_agent.core.runs.events import STEPS, Event, RunStarted, Stamped, StepCount, TaskSource
from desktop_agent.core.runs.waiting import Partial, StreamUpdate
from desktop_agent.core.texts.message import Message
from desktop_agent.record.status import LiveStatus
from desktop_agent.run.end.result import RunResult
from desktop_agent.runtime.protocol.messages import DeskOpened
from desktop_agent.ui.session.foreign_run import PRIVACY, ForeignRun
from desktop_agent.ui.session.task_order import TaskOrder
from desktop_agent.ui.status.states import AppState, state_after, words_for
from desktop_agent.ui.status.status_badge import PAUSED_BY_BUTTON, Holdable

_TICK_MS = 1_000
_REDRAW_MS = 60  # hundreds of pieces may arrive in a second
_log = logging.getLogger(__name__)


class ControllableRun(Holdable, Protocol):
    """A run as the windows control it."""

    def resume(self, by: str = "human") -> None:
        """Resume the run; from any thread."""

    def say(self, text: str) -> None:
        """Send the person's message to the model; from any thread."""


class Runnable(ControllableRun, Protocol):
    """A run that is ready to go."""

    privacy: str

    def run_here(self) -> RunResult:
        """Run to the end on this thread; DesktopAgentError when it can't start or be recorded."""


@dataclass(frozen=True, slots=True)
class WordsQuestion:
    """A question of the model in words; `answer` takes the answer or None, from any thread."""

    text: str
    answer: Callable[[str | None], None]


PrepareRun = Callable[[TaskOrder, "Bridge"], AbstractContextManager[Runnable]]


class Bridge(QObject):
    """The one run of this program, as Qt's thread sees it; the run calls `hear`, `pass_on`, `wait_for` and `reply`."""

    begun = Signal(str)  # the task
    desktop_asks = Signal(str)  # what to choose in a dialog of the desktop's, just before or while it is shown
    ready = Signal(str)  # the privacy sentence, once the run is prepared, and once more when it has begun
    heard = Signal(object)  # Stamped
    state_changed = Signal()  # ask `state` and `words`
    words_grew = Signal()  # ask `live`
    asked = Signal(object)  # WordsQuestion
    answered = Signal()
    desk_up = Signal(object)  # DeskOpened
    ended = Signal(object)  # RunResult | DesktopAgentError
    _updated = Signal(object)  # StreamUpdate
    _question_changed = Signal(object)  # str | None
    _finished = Signal(object)

    def __init__(self, prepare: PrepareRun, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._prepare = prepare
        self._session: ControllableRun | None = None
        self._stop_requested = False
        self._state: AppState = "idle"
        self._has_question = False
        self._is_asked_by_desktop = False  # before the run has begun
        self.live = LiveStatus()
        self._steps = StepCount()
        self._tick = QTimer(self, singleShot=True, interval=_TICK_MS)
        self._tick.timeout.connect(self._show_wait)
        self._redraw = QTimer(self, singleShot=True, interval=_REDRAW_MS)
        self._redraw.timeout.connect(self.words_grew)
        self.running = False
        # of the run that is under way, or was last
        self.task = ""
        self.privacy = ""
        self.folder: Path | None = None  # of its record, once it has begun
        self.run = ""  # its id, once it has begun
        self.source: TaskSource | None = None  # the saved task or the template that it carries out
        self.plays = False  # whether it plays the lines of a task
        self.is_foreign = False  # whether it was started from a terminal
        self.desk: DeskOpened | None = None  # that it works on, or has worked on, once that is up
        self.on_desk = False  # whether it works on a desk, or will
        self.desktop_asks.connect(self._note_desktop_question)
        self.desk_up.connect(self._note_desk)
        self.heard.connect(self._on_event)
        self._updated.connect(self._note_update)
        self._question_changed.connect(self._note_question)
        self._finished.connect(self._finish)

    @property
    def state(self) -> AppState:
        """Return the state to display."""
        is_asked = self._has_question or self._is_asked_by_desktop
        return "waiting" if self.running and is_asked and self._state != "paused" else self._state

    @property
    def may_resume(self) -> bool:
        """Return whether the run can be resumed here; a run from a terminal only resumes there."""
        return self.running and self.state == "paused" and not self.is_foreign

    @property
    def hears(self) -> bool:
        """Return whether the run accepts messages here; a run from a terminal only accepts them there."""
        return self.running and not self.is_foreign and self._session is not None and not self._has_question

    @property
    def words(self) -> str:
        """Return the state in words, or why the run waits for the model's server."""
        waits = self.live.waits_for(time.monotonic()) if self.state == "thinking" else ""
        return waits or words_for(self.state, self._steps)

    def start(self, order: TaskOrder) -> None:
        """Start a run; does nothing while another one is active."""
        if self.running:
            return
        self._begin(order.task, on_desk=order.desk is not None)
        self.source = order.source
        self.plays = order.lines is not None
        threading.Thread(target=self._run_order, args=(order,), name="desktop-agent-run", daemon=True).start()

    def follow(self, run: ForeignRun) -> None:
        """Show a run from a terminal, which can be held here but only resumes in its terminal."""
        run.begun.connect(lambda task: self._begin_following(run, task))
        run.heard.connect(lambda stamped: self.hear(stamped) if self._session is run else None)
        run.asked.connect(lambda words: self._note_question(words) if self._session is run else None)
        run.ended.connect(lambda outcome: self._end_following(run, outcome))

    def stop(self) -> None:
        """Stop the run, also while it is being prepared."""
        self._stop_requested = True
        if self._session is not None:
            self._session.stop("human")

    def pause(self, reason: str = PAUSED_BY_BUTTON) -> None:
        """Pause the run."""
        if self._session is not None:
            self._session.pause("human", reason)

    def resume(self) -> None:
        """Resume the run."""
        if self._session is not None:
            self._session.resume("human")

    def say(self, text: str) -> None:
        """Send a message to the model with the next picture."""
        if self._session is not None:
            self._session.say(text)

    def forget_failure(self) -> None:
        """Stop showing that the last run failed: the person has seen it."""
        if not self.running and self._state == "failed":
            self._set_state("idle")

    def hear(self, stamped: Stamped) -> None:
        """Receive an event, on the run's thread."""
        self.heard.emit(stamped)

    def pass_on(self, update: StreamUpdate) -> None:
        """Receive an update of an unfinished answer, on the run's thread."""
        self._updated.emit(update)

    def wait_for(self, sentence: str | None) -> None:
        """Note the open question; None: no longer open."""
        self._question_changed.emit(sentence)

    async def reply(self, question: str) -> str | None:
        """Ask the person a question and return the answer, None without one; on the run's thread."""
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[str | None] = loop.create_future()

        def give(text: str | None) -> None:
            with contextlib.suppress(RuntimeError):  # the run has ended meanwhile, and its loop is closed
                loop.call_soon_threadsafe(lambda: None if answer.done() else answer.set_result(text))

        self.wait_for(question)
        self.asked.emit(WordsQuestion(question, give))
        try:
            return await answer
        finally:
            self.answered.emit()
            self.wait_for(None)

    def _begin_following(self, run: ForeignRun, task: str) -> None:
        if self.running:
            return
        self._begin(task)
        self._session = run
        self.is_foreign = True
        self._report_privacy(PRIVACY)

    def _end_following(self, run: ForeignRun, outcome: RunResult | DesktopAgentError) -> None:
        if self._session is run:
            self._session = None
            self._finished.emit(outcome)

    def _begin(self, task: str, *, on_desk: bool = False) -> None:
        self.running = True
        self._stop_requested = False
        self._has_question = False
        self._is_asked_by_desktop = False
        self.run = ""
        self.task = task
        self.privacy = ""
        self.folder = None
        self.is_foreign = False
        self._steps = StepCount()
        self.desk = None
        self.on_desk = on_desk
        self.source = None
        self.plays = False
        self._set_state("acting")
        self.begun.emit(task)

    def _note_desktop_question(self, sentence: str) -> None:
        self._is_asked_by_desktop = bool(sentence)
        self.state_changed.emit()

    def _note_desk(self, desk: DeskOpened) -> None:
        self.desk = desk

    def _report_privacy(self, sentence: str) -> None:
        self.privacy = sentence
        self.ready.emit(sentence)

    def _run_order(self, order: TaskOrder) -> None:
        outcome: RunResult | DesktopAgentError
        try:
            with self._prepare(order, self) as session:
                self._session = session
                self._report_privacy(session.privacy)
                if self._stop_requested:
                    session.stop("human")
                outcome = session.run_here()
        except DesktopAgentError as error:
            outcome = error
        except Exception as error:  # noqa: BLE001 - handed to the windows, with its traceback in the log
            _log.exception("a run ended with an unexpected error")
            outcome = DesktopAgentError(Message("Unexpected error: {error}.", error=repr(error)), TO_LEARN_MORE)
        finally:
            self._session = None
        self._finished.emit(outcome)

    def _on_event(self, stamped: Stamped) -> None:
        event: Event = stamped.event
        self._is_asked_by_desktop = False
        if isinstance(event, RunStarted):
            self.run = event.run
            self.folder = Path(event.dir)
            self.on_desk = bool(event.desk)
            self.source = event.source
            self.plays = event.provider == STEPS
            self.ready.emit(self.privacy)  # in place of what the desktop has asked since
        self.live = self.live.after_event(event)
        self._steps = self._steps.after(stamped)
        self._redraw.stop()
        # Before the event itself is shown: it may hold the complete text.
        self.words_grew.emit()
        self._set_state(state_after(self._state, event))
        self._count_down()

    def _note_update(self, update: StreamUpdate) -> None:
        self.live = self.live.after(update, time.monotonic())
        if not self._redraw.isActive():
            self._redraw.start()
        if not isinstance(update, Partial):
            self._show_wait()

    def _show_wait(self) -> None:
        self.state_changed.emit()
        self._count_down()

    def _count_down(self) -> None:
        """Update in a second, if the run waits for the server."""
        if not self.live.waits_for(time.monotonic()):
            self._tick.stop()
        elif not self._tick.isActive():
            self._tick.start()

    def _note_question(self, sentence: str | None) -> None:
        self._has_question = sentence is not None
        self.state_changed.emit()

    def _finish(self, outcome: RunResult | DesktopAgentError) -> None:
        self.running = False
        self._has_question = False
        self.live = LiveStatus()
        self.words_grew.emit()
        self._count_down()
        if isinstance(outcome, DesktopAgentError):
            self._state = "failed"
        self.state_changed.emit()
        self.ended.emit(outcome)

    def _set_state(self, state: AppState) -> None:
        self._state = state
        self.state_changed.emit()
