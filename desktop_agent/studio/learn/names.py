"""What programs call what is under the pointer and what has the keyboard, asked before a press changes it.

Wherever the pointer comes to rest its control is asked for, since a person who clicks comes to rest first: the answer
is there when the press is heard. A press that comes sooner is answered as soon as its program answers.
"""

from __future__ import annotations

import asyncio
import math
import time
from dataclasses import dataclass, field
from typing import TypeVar

from desktop_agent.core.frame import Window
from desktop_agent.core.geometry import Rect, ScreenPoint
from desktop_agent.screen.window import Control, ControlSource, Spot
from desktop_agent.studio.learn.rolling import Snapshot

# A person who goes on meanwhile is not held up, but their next act is named later.
_WITHIN_S = 2.0
_FOCUS_WITHIN_S = 3.0  # Calc takes half a second on an idle machine; in doubt a text would count as a secret
_STILL_PX = 3
_FOCUS_HOLDS_S = 4.0  # a page may move the keyboard by itself
# A program may answer before it has worked off the click or key that moves the keyboard: what it says sooner than this
# after such a press is asked again before it is believed.
_SETTLES_S = 0.2
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _AskedSpot:
    """A question on its way, or answered: where, in which window."""

    at: ScreenPoint
    window: int
    answer: asyncio.Task[Spot]


@dataclass(frozen=True, slots=True)
class KeyboardAnswer:
    """What has the keyboard, when that was answered, and whether it was asked long enough after it last moved."""

    focus: Control = field(default_factory=Control)
    window: int = 0
    at_s: float = 0.0
    settled: bool = False


@dataclass(frozen=True, slots=True)
class _AskedFocus:
    """A question for what has the keyboard in a window, and when it was asked."""

    window: int
    at_s: float
    settled: bool
    answer: asyncio.Task[KeyboardAnswer]

    def is_stale(self, now_s: float, *, by_age: bool) -> bool:
        """Return whether it has an answer that is to be asked for again."""
        too_soon = not self.settled
        return self.answer.done() and (too_soon or (by_age and now_s - self.at_s > _FOCUS_HOLDS_S))


class ShownNames:
    """Asks; for one event loop."""

    def __init__(self, controls: ControlSource) -> None:
        """Ask `controls`, which go on being the caller's to close."""
        self._controls = controls
        self._pointer: ScreenPoint | None = None
        self._asked: _AskedSpot | None = None
        self._focus: _AskedFocus | None = None
        self._moved_s = -math.inf  # when the keyboard may last have moved

    def pointer_is(self, at: ScreenPoint, snapshot: Snapshot) -> None:
        """Ask ahead for what is under the pointer, where it has come to rest."""
        rests, self._pointer = self._pointer == at, at
        window = snapshot.window_at(at)
        if rests and window is not None and not self._covers(at, window):
            self._ask(at, window, snapshot.box_of(window))

    def screen_changed(self) -> None:
        """Ask anew: another control may be under the pointer now."""
        if self._asked is not None and self._asked.answer.done():
            self._asked = None

    async def under(self, at: ScreenPoint, snapshot: Snapshot) -> Spot:
        """Return what is under a point; an empty spot when nobody tells in time."""
        window = snapshot.window_at(at)
        if window is None:
            return Spot()
        if not self._covers(at, window):
            self._ask(at, window, snapshot.box_of(window))
        asked = self._asked
        return await _in_time(asked.answer, Spot()) if asked is not None else Spot()

    def prepare_focus(self, snapshot: Snapshot, *, again: bool = False) -> None:
        """Ask ahead for what has the keyboard, unless that is known or asked already; `again`: if that is old."""
        window = snapshot.focused()
        box = snapshot.box_of(window)
        known, now_s = self._focus, time.monotonic()
        if window is None or box is None:
            self.focus_may_move()
        elif known is None or known.window != window.id or known.is_stale(now_s, by_age=again):
            if known is not None and known.window != window.id:
                self._moved_s = max(self._moved_s, snapshot.at_s)
            self.focus_may_move()
            settled = now_s - self._moved_s >= _SETTLES_S
            question = self._focus_in(window, box, settled=settled)
            self._focus = _AskedFocus(window.id, now_s, settled, asyncio.ensure_future(question))

    async def focus(self, snapshot: Snapshot) -> KeyboardAnswer:
        """Return what has the keyboard; an empty control when nobody tells in time."""
        self.prepare_focus(snapshot, again=True)
        asked, nobody = self._focus, KeyboardAnswer()
        return await _in_time(asked.answer, nobody, _FOCUS_WITHIN_S) if asked is not None else nobody

    def known_focus(self) -> KeyboardAnswer:
        """Return the last answer about what has the keyboard, an empty one when there is none, without waiting."""
        answer = self._focus.answer if self._focus is not None else None
        known = answer is not None and answer.done() and not answer.cancelled() and answer.exception() is None
        return answer.result() if answer is not None and known else KeyboardAnswer()

    def focus_may_move(self, at_s: float = -math.inf) -> None:
        """Ask anew for what has the keyboard, the next time that it matters; a press at this time may move it."""
        self._moved_s = max(self._moved_s, at_s)
        asked, self._focus = self._focus, None
        if asked is not None:
            asked.answer.cancel()

    def close(self) -> None:
        """Wait for no answer any longer."""
        self.focus_may_move()
        self._drop()

    async def _focus_in(self, window: Window, box: Rect, *, settled: bool) -> KeyboardAnswer:
        keyboard = await self._controls.with_keyboard(window, box, by_return=False)
        return KeyboardAnswer(keyboard.focus, window.id, time.monotonic(), settled)

    def _drop(self) -> None:
        if self._asked is not None:
            self._asked.answer.cancel()

    def _covers(self, at: ScreenPoint, window: Window) -> bool:
        asked = self._asked
        if asked is None or asked.window != window.id:
            return False
        return abs(asked.at.x - at.x) <= _STILL_PX and abs(asked.at.y - at.y) <= _STILL_PX

    def _ask(self, at: ScreenPoint, window: Window, box: Rect | None) -> None:
        self._drop()
        question = self._controls.under(at, window, box or Rect(at.x, at.y, 1, 1))
        self._asked = _AskedSpot(at, window.id, asyncio.ensure_future(question))


async def _in_time(answer: asyncio.Future[T], otherwise: T, within_s: float = _WITHIN_S) -> T:
    done, _ = await asyncio.wait({answer}, timeout=within_s)
    if not done or answer.cancelled() or answer.exception() is not None:
        return otherwise
    return answer.result()
