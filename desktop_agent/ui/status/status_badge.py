"""The status badge in a corner of the screen, and the frame around the screen, during a run."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from desktop_agent.core.presence import UserInput
from desktop_agent.core.runs.events import FrameTaken, RunStarted, Stamped
from desktop_agent.core.runs.waiting import StreamUpdate
from desktop_agent.core.texts.message import Message, gettext, tr, visible
from desktop_agent.record.moments import Moment, MomentReader
from desktop_agent.record.status import LiveStatus
from desktop_agent.runtime.protocol.tray_link import Holdable
from desktop_agent.ui.overlay.overlays import QtOverlays
from desktop_agent.ui.qt.executor import QtExecutor
from desktop_agent.ui.status.states import AppState, state_after, words_for

if TYPE_CHECKING:
    from desktop_agent.ui.status.status_window import ScreenFrame, StatusWindow

PAUSED_BY_BUTTON = Message("You pressed Pause.")
UNNOTICED = Message("A touch isn't noticed now: press “Pause”.")  # there is room for 44 letters
_LONGEST_TEXT = 200
_TICK_MS = 1_000
_LOOK_EVERY_MS = 100
_LOOK_UNFRAMED_MS = 500


class StatusBadge:
    """Badge and frame of one run, for its threads: `hear` receives its events, `pass_on` its stream updates.

    They are visible from the first picture to the end. Qt starts while the model processes that picture. A run on
    another desktop has no frame, only the badge with its buttons.
    """

    def __init__(self, executor: QtExecutor, overlays: QtOverlays, run: Holdable, *, framed: bool = True) -> None:
        self._framed = framed
        self._executor = executor
        self._overlays = overlays
        self._run = run
        self._state: AppState = "idle"
        self._has_question = False
        executor.question_listeners.append(self._wait_for)
        self._live = LiveStatus()
        self._reader = MomentReader()
        self._about = ""  # the last action, with its refusal, else the task in the person's own words
        self._has_picture = False
        self._update_requested = False
        self._window: StatusWindow | None = None
        self._frame: ScreenFrame | None = None

    def hear(self, stamped: Stamped) -> None:
        """Update the display after an event."""
        event = stamped.event
        before = self._displayed_values()
        self._has_picture = self._has_picture or isinstance(event, FrameTaken)
        self._state = state_after(self._state, event)
        self._live = self._live.after_event(event)
        index = self._reader.take(stamped)
        if isinstance(event, RunStarted):
            self._about = event.task
        elif index is not None and self._reader.moments[index].proposal is not None:
            self._about = _words_about(self._reader.moments[index])
        if before != self._displayed_values():
            self._request_update()

    def pass_on(self, update: StreamUpdate) -> None:
        """Update the display after a stream update from the model."""
        self._live = self._live.after(update, time.monotonic())
        self._request_update()

    def take_hand(self, hand: UserInput) -> None:
        """Stop the run if a person presses where *Stop* was until just before, as for a picture; from any thread."""
        if hand.what == "button":
            when = time.monotonic()
            self._executor.call(lambda: self._take_press(when))

    def end(self) -> None:
        """Remove badge and frame; from any thread."""
        self._has_picture = False
        self._executor.question_listeners.remove(self._wait_for)
        if self._executor.started:
            self._executor.call(self._hide)

    def _take_press(self, when: float) -> None:
        from desktop_agent.ui.qt.screen_units import pointer

        at = pointer() if self._window is not None else None
        if self._window is not None and at is not None and self._window.means_stop(at, when):
            self._run.stop("human")

    def _displayed_values(self) -> tuple[object, ...]:
        return self._has_picture, self._state, self._live, self._reader.steps, self._about

    def _wait_for(self, question: str | None) -> None:
        """Show that a question is open; None: no longer."""
        self._has_question = question is not None
        self._request_update()

    def _request_update(self) -> None:
        if self._has_picture and not self._update_requested:
            self._update_requested = True
            self._executor.call(self._show)

    def _show(self) -> None:
        self._update_requested = False
        state: AppState
        is_asking = self._has_question and self._state != "paused"
        state = "waiting" if is_asking else self._state
        live = self._live
        if not self._has_picture or state in {"idle", "failed"}:
            self._hide()
            return
        window = self._opened_window()
        waits = live.waits_for(time.monotonic()) if state == "thinking" else ""
        step = Message(" · step {words}", words=self._reader.steps.words) if self._reader.steps.words else ""
        partial = live.text if state == "thinking" and not waits else ""
        about = self._about
        if live.unnoticed:
            partial = ""
            about = UNNOTICED
        newest = visible(partial[-_LONGEST_TEXT:], _LONGEST_TEXT)
        words = waits or Message("{state}{step}", state=words_for(state, self._reader.steps), step=step)
        window.show_state(state, words, newest, visible(tr(about), _LONGEST_TEXT))
        if self._frame is not None:
            self._frame.show_state(state)
        crowded = is_asking or state == "paused" or not self._framed
        if crowded:
            window.tick.start(_LOOK_EVERY_MS if self._framed else _LOOK_UNFRAMED_MS)
        if crowded and not window.keep_clear():
            window.hide()
        else:  # unless all overlays are hidden for a picture or an act
            self._overlays.windows.show(window)
        if waits:  # the seconds are counted down
            window.tick.start(_TICK_MS)

    def _opened_window(self) -> StatusWindow:
        from desktop_agent.ui.status.status_window import ScreenFrame, StatusWindow

        if self._window is None:
            run = self._run
            self._window = StatusWindow(
                self._overlays.monitor, lambda: run.pause("human", PAUSED_BY_BUTTON), lambda: run.stop("human")
            )
            self._frame = ScreenFrame(self._overlays.monitor) if self._framed else None
            self._window.tick.timeout.connect(self._request_update)
            for window in (*(self._frame.strips if self._frame else ()), self._window):
                self._overlays.windows.show(window)
        return self._window

    def _hide(self) -> None:
        if self._window is not None:
            for window in (*(self._frame.strips if self._frame else ()), self._window):
                self._overlays.windows.remove(window)
            self._window = None
            self._frame = None


def _words_about(row: Moment) -> str:
    """Return an action in words, after “Refused” if it was, so that it isn't mistaken for the current action."""
    decision = row.proposal.decisions[-1] if row.proposal and row.proposal.decisions else None
    is_refused = decision is not None and decision.verdict == "deny"
    return Message("{word}: {text}", word=gettext("Refused"), text=tr(row.text)) if is_refused else tr(row.text)
