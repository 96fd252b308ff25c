"""What programs call what is under the pointer and what has the keyboard, asked before a press changes it.

Wherever the pointer comes to rest its control is asked for, since a person who clicks comes to rest first: the answer
is there when the press is heard. A press that comes sooner is answered as soon as its program answers.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from typing import TypeVar

from desktop_agent.core.frame import Window
from desktop_agent.core.geometry import Rect, ScreenPoint
from desktop_agent.learn.rolling import Snapshot
from desktop_agent.screen.window import Control, ControlSource, Spot

_WITHIN_S = 0.7  # a person who goes on meanwhile is not held up, but their next act is named later
_FOCUS_WITHIN_S = 3.0  # Calc takes half a second on an idle machine; in doubt a text would count as a secret
_STILL_PX = 3
_FOCUS_HOLDS_S = 4.0  # a page may move the keyboard by itself
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _AskedSpot:
    """A question on its way, or answered: where, in which window."""

    at: ScreenPoint
    window: int
    answer: asyncio.Task[Spot]


@dataclass(frozen=True, slots=True)
class _AskedFocus:
    """A question for what has the keyboard in a window, and when it was asked."""

    window: int
    at_s: float
    answer: asyncio.Task[tuple[Control, float]]

    def is_old(self) -> bool:
        return self.answer.done() and time.monotonic() - self.at_s > _FOCUS_HOLDS_S


class ShownNames:
    """Asks; for one event loop."""

    def __init__(self, controls: ControlSource) -> None:
        """Ask `controls`, which go on being the caller's to close."""
        self._controls = controls
        self._pointer: ScreenPoint | None = None
        self._asked: _AskedSpot | None = None
        self._focus: _AskedFocus | None = None

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
        known = self._focus
        if window is None or box is None:
            self.focus_may_move()
        elif known is None or known.window != window.id or (again and known.is_old()):
            self.focus_may_move()
            question = self._focus_in(window, box)
            self._focus = _AskedFocus(window.id, time.monotonic(), asyncio.ensure_future(question))

    async def focus(self, snapshot: Snapshot) -> tuple[Control, float]:
        """Return what has the keyboard, and when that was answered; an empty control when nobody tells in time."""
        self.prepare_focus(snapshot, again=True)
        asked, nobody = self._focus, (Control(), 0.0)
        return await _in_time(asked.answer, nobody, _FOCUS_WITHIN_S) if asked is not None else nobody

    def focus_may_move(self) -> None:
        """Ask anew for what has the keyboard, the next time that it matters."""
        asked, self._focus = self._focus, None
        if asked is not None:
            asked.answer.cancel()

    def close(self) -> None:
        """Wait for no answer any longer."""
        self.focus_may_move()
        self._drop()

    async def _focus_in(self, window: Window, box: Rect) -> tuple[Control, float]:
        keyboard = await self._controls.with_keyboard(window, box, by_return=False)
        return keyboard.focus, time.monotonic()

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
