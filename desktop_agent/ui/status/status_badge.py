"""What the person watches a run by: the status badge in a corner of the screen, and the frame around it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from desktop_agent.core.display_text import visible
from desktop_agent.core.events import FrameTaken, RunStarted, Stamped
from desktop_agent.core.geometry import Rect
from desktop_agent.core.message import Message
from desktop_agent.core.stream_update import StreamUpdate
from desktop_agent.core.translation import gettext, tr
from desktop_agent.host.tray_link import Holdable
from desktop_agent.record.live_status import LiveStatus
from desktop_agent.record.moments import Moment, MomentReader
from desktop_agent.ui.overlay.overlays import QtOverlays
from desktop_agent.ui.qt.executor import QtExecutor
from desktop_agent.ui.status.states import AppState, state_after, words_for

if TYPE_CHECKING:
    from desktop_agent.ui.status.status_window import ScreenFrame, StatusWindow

PAUSED_BY_BUTTON = Message("You pressed Pause.")
_SHOWN_LETTERS = 200
_TICK_MS, _LOOK_EVERY_MS, _LOOK_BESIDE_MS = 1_000, 100, 500


class StatusBadge:
    """Badge and frame of one run, for its threads: `hear` listens to its events, `pass_on` to its stream updates.

    They are there from the first picture to the end. Qt is started for them while the model looks at that picture.
    Where the run works elsewhere there is no frame: the badge alone says that it goes on, and holds it.
    """

    def __init__(
        self, executor: QtExecutor, monitor: Rect, overlays: QtOverlays, run: Holdable, *, framed: bool = True
    ) -> None:
        self._framed = framed
        self._executor, self._monitor, self._overlays, self._run = executor, monitor, overlays, run
        self._state: AppState = "idle"
        self._asked = False
        executor.question_listeners.append(self._wait_for)
        self._live = LiveStatus()
        self._reader = MomentReader()
        self._about = ""  # the last action, and that it was refused, else the task in the person's own words
        self._begun = self._update_requested = False
        self._window: StatusWindow | None = None
        self._frame: ScreenFrame | None = None

    def hear(self, stamped: Stamped) -> None:
        """Show what an event means."""
        event, before = stamped.event, self._shown_now()
        self._begun = self._begun or isinstance(event, FrameTaken)
        self._state, self._live = state_after(self._state, event), self._live.after_event(event)
        index = self._reader.take(stamped)
        if isinstance(event, RunStarted):
            self._about = event.task
        elif index is not None and self._reader.moments[index].proposal is not None:
            self._about = _words_about(self._reader.moments[index])
        if before != self._shown_now():
            self._request_update()

    def pass_on(self, update: StreamUpdate) -> None:
        """Show what happens while the run waits for the model."""
        self._live = self._live.after(update, time.monotonic())
        self._request_update()

    def end(self) -> None:
        """Take it off the screen for good; from any thread."""
        self._begun = False
        self._executor.question_listeners.remove(self._wait_for)
        if self._executor.started:
            self._executor.call(self._hide)

    def _shown_now(self) -> tuple[object, ...]:
        return self._begun, self._state, self._live, self._reader.steps, self._about

    def _wait_for(self, question: str | None) -> None:
        """Show that a question is open, or is not any more."""
        self._asked = question is not None
        self._request_update()

    def _request_update(self) -> None:
        if self._begun and not self._update_requested:
            self._update_requested = True
            self._executor.call(self._show)

    def _show(self) -> None:
        self._update_requested = False
        state: AppState
        asked = self._asked and self._state != "paused"
        state, live = "waiting" if asked else self._state, self._live
        if not self._begun or state in {"idle", "failed"}:
            self._hide()
            return
        window = self._shown()
        waits = live.waits_for(time.monotonic()) if state == "thinking" else ""
        step = Message(" · step {words}", words=self._reader.steps.words) if self._reader.steps.words else ""
        partial = live.text if state == "thinking" and not waits else ""
        newest = visible(partial[-_SHOWN_LETTERS:], _SHOWN_LETTERS)
        words = waits or Message("{state}{step}", state=words_for(state, self._reader.steps), step=step)
        window.show_state(state, words, newest, visible(self._about, _SHOWN_LETTERS))
        if self._frame is not None:
            self._frame.show_state(state)
        crowded = asked or state == "paused" or not self._framed
        if crowded:
            window.tick.start(_LOOK_EVERY_MS if self._framed else _LOOK_BESIDE_MS)
        if crowded and not window.keep_clear():
            window.hide()
        else:  # not where all of them are hidden, for a picture or an act
            self._overlays.windows.show(window)
        if waits:  # the seconds are counted down
            window.tick.start(_TICK_MS)

    def _shown(self) -> StatusWindow:
        from desktop_agent.ui.status.status_window import ScreenFrame, StatusWindow

        if self._window is None:
            run = self._run
            self._window = StatusWindow(
                self._monitor, lambda: run.pause("human", PAUSED_BY_BUTTON), lambda: run.stop("human")
            )
            self._frame = ScreenFrame(self._monitor) if self._framed else None
            self._window.tick.timeout.connect(self._request_update)
            for window in (*(self._frame.strips if self._frame else ()), self._window):
                self._overlays.windows.show(window)
        return self._window

    def _hide(self) -> None:
        if self._window is not None:
            for window in (*(self._frame.strips if self._frame else ()), self._window):
                self._overlays.windows.remove(window)
            self._window = self._frame = None


def _words_about(row: Moment) -> str:
    """Return an action in words, and first that it was refused: nobody is to take it for what is being done."""
    decision = row.proposal.decisions[-1] if row.proposal and row.proposal.decisions else None
    is_refused = decision is not None and decision.verdict == "deny"
    return Message("{word}: {text}", word=gettext("Refused"), text=tr(row.text)) if is_refused else tr(row.text)
