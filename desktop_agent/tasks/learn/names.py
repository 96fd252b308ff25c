"""Names of the control under the pointer and of the focused control, requested before a press changes them.

Wherever the pointer stops, its control is requested at once, since a person stops before a click: the answer is there
when the press arrives. A press that arrives sooner waits for its program's answer.
"""

from __future__ import annotations

import asyncio
import math
import time
from dataclasses import dataclass, field
from typing import TypeVar

from desktop_agent.core.pictures import Rect, ScreenPoint, Window
from desktop_agent.screen.controls.window import Control, ControlSource, HitResult
from desktop_agent.tasks.learn.rolling import Snapshot

# Waiting doesn't hold up the person, but delays the naming of their next act.
_WITHIN_S = 2.0
_FOCUS_WITHIN_S = 3.0  # Calc takes half a second on an idle machine; without an answer a text would count as a secret
_STILL_PX = 3
_FOCUS_HOLDS_S = 4.0  # a page may move the focus by itself
# A program may answer before it has processed the click or key that moves the focus: an answer sooner than this after
# such a press is requested again.
_SETTLES_S = 0.2
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _HitRequest:
    """A pending or answered request for the control at a point of a window."""

    at: ScreenPoint
    window: int
    answer: asyncio.Task[HitResult]


@dataclass(frozen=True, slots=True)
class KeyboardAnswer:
    """The focused control, the time of the answer, and whether the focus had settled when it was requested."""

    focus: Control = field(default_factory=Control)
    window: int = 0
    at_s: float = 0.0
    settled: bool = False


@dataclass(frozen=True, slots=True)
class _FocusRequest:
    """A request for a window's focused control, and its time."""

    window: int
    at_s: float
    settled: bool
    answer: asyncio.Task[KeyboardAnswer]

    def is_stale(self, now_s: float, *, by_age: bool) -> bool:
        """Return whether its answer is too old, or came too soon after a press."""
        too_soon = not self.settled
        return self.answer.done() and (too_soon or (by_age and now_s - self.at_s > _FOCUS_HOLDS_S))


class ControlNames:
    """Requests control names from programs; for one event loop."""

    def __init__(self, controls: ControlSource) -> None:
        """Use `controls`, which the caller closes."""
        self._controls = controls
        self._pointer: ScreenPoint | None = None
        self._hit_request: _HitRequest | None = None
        self._focus: _FocusRequest | None = None
        self._moved_s = -math.inf  # when the focus may last have moved

    def pointer_is(self, at: ScreenPoint, snapshot: Snapshot) -> None:
        """Request the control under the pointer ahead of a press, once the pointer has stopped."""
        is_still = self._pointer == at
        self._pointer = at
        window = snapshot.window_at(at)
        if is_still and window is not None and not self._is_requested(at, window):
            self._ask(at, window, snapshot.box_of(window))

    def screen_changed(self) -> None:
        """Drop an answered request, as another control may be under the pointer now."""
        if self._hit_request is not None and self._hit_request.answer.done():
            self._hit_request = None

    async def under(self, at: ScreenPoint, snapshot: Snapshot) -> HitResult:
        """Return the control under a point; an empty result without an answer in time."""
        window = snapshot.window_at(at)
        if window is None:
            return HitResult()
        if not self._is_requested(at, window):
            self._ask(at, window, snapshot.box_of(window))
        request = self._hit_request
        return await _in_time(request.answer, HitResult()) if request is not None else HitResult()

    def prepare_focus(self, snapshot: Snapshot, *, again: bool = False) -> None:
        """Request the focused control unless that is known or pending; with `again`, also if the answer is old."""
        window = snapshot.focused()
        box = snapshot.box_of(window)
        request = self._focus
        now_s = time.monotonic()
        if window is None or box is None:
            self.focus_may_move()
        elif request is None or request.window != window.id or request.is_stale(now_s, by_age=again):
            if request is not None and request.window != window.id:
                self._moved_s = max(self._moved_s, snapshot.at_s)
            self.focus_may_move()
            settled = now_s - self._moved_s >= _SETTLES_S
            question = self._focus_in(window, box, settled=settled)
            self._focus = _FocusRequest(window.id, now_s, settled, asyncio.ensure_future(question))

    async def focus(self, snapshot: Snapshot) -> KeyboardAnswer:
        """Return the focused control; an empty one without an answer in time."""
        self.prepare_focus(snapshot, again=True)
        request = self._focus
        unknown = KeyboardAnswer()
        return await _in_time(request.answer, unknown, _FOCUS_WITHIN_S) if request is not None else unknown

    def known_focus(self) -> KeyboardAnswer:
        """Return the last answer about the focused control without waiting; an empty one without any."""
        answer = self._focus.answer if self._focus is not None else None
        is_answered = answer is not None and answer.done() and not answer.cancelled() and answer.exception() is None
        return answer.result() if answer is not None and is_answered else KeyboardAnswer()

    def focus_may_move(self, at_s: float = -math.inf) -> None:
        """Drop the focused control, as a press at this time may move the focus."""
        self._moved_s = max(self._moved_s, at_s)
        request = self._focus
        self._focus = None
        if request is not None:
            request.answer.cancel()

    def close(self) -> None:
        """Cancel all pending requests."""
        self.focus_may_move()
        self._cancel_hit()

    async def _focus_in(self, window: Window, box: Rect, *, settled: bool) -> KeyboardAnswer:
        keyboard = await self._controls.with_keyboard(window, box, by_return=False)
        return KeyboardAnswer(keyboard.focus, window.id, time.monotonic(), settled)

    def _cancel_hit(self) -> None:
        if self._hit_request is not None:
            self._hit_request.answer.cancel()

    def _is_requested(self, at: ScreenPoint, window: Window) -> bool:
        request = self._hit_request
        if request is None or request.window != window.id:
            return False
        return abs(request.at.x - at.x) <= _STILL_PX and abs(request.at.y - at.y) <= _STILL_PX

    def _ask(self, at: ScreenPoint, window: Window, box: Rect | None) -> None:
        self._cancel_hit()
        question = self._controls.under(at, window, box or Rect(at.x, at.y, 1, 1))
        self._hit_request = _HitRequest(at, window.id, asyncio.ensure_future(question))


async def _in_time(answer: asyncio.Future[T], default: T, within_s: float = _WITHIN_S) -> T:
    finished, _ = await asyncio.wait({answer}, timeout=within_s)
    if not finished or answer.cancelled() or answer.exception() is not None:
        return default
    return answer.result()
