"""Whether a person's own hand has carried the pointer onto a button: told motions held against physical ones.

A display server tells of a motion in a window, and not whether a hand or a program has made it: the event of a warped
pointer names the mouse as its source. But a warp is no event of any device. So each told motion has to be a step of a
physical device: made a moment before, in the same order, and as long. What is none has put the pointer where it is;
there a hand has to carry it far enough, and off the button it was put on, before a press counts. That goes for a
window that moved under the pointer as well, and for one that opened there.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from desktop_agent.core.presence import PointerMotion

FAR_PX = 24.0
REMEMBERED = 4096
_ROUNDED_PX = 2.0
# A server takes the times of a step and of the motion that it makes one after the other, and may wait in between.
_LATER_MS, _LATER_WITHOUT_WAY_MS = 50, 3
NOTHING = 0  # on no button

CursorPlace = tuple[float, float]


@dataclass(frozen=True, slots=True)
class _ToldMotion:
    what: Literal["motion", "touch", "left", "moved"]
    server_ms: int = 0
    at: CursorPlace = (0.0, 0.0)
    on: int = NOTHING


class Arrival:
    """The pointer on one window; places are its pixels, buttons any numbers, times the display server's (ms).

    `steps` returns what physical devices did, up to now; `is_inside` tells whether a place is one of the window.
    """

    def __init__(self, steps: Callable[[], Sequence[PointerMotion]], is_inside: Callable[[CursorPlace], bool]) -> None:
        self._steps = steps
        self._is_inside = is_inside
        self._told: deque[_ToldMotion] = deque(maxlen=REMEMBERED)

    def motion(self, server_ms: int, at: CursorPlace, on: int) -> None:
        """Learn of a motion in the window, whoever made it."""
        self._told.append(_ToldMotion("motion", server_ms, at, on))

    def touch(self, server_ms: int, at: CursorPlace, on: int) -> None:
        """Learn of a finger on the glass: it is nowhere else before."""
        self._told.append(_ToldMotion("touch", server_ms, at, on))

    def left(self) -> None:
        """Learn that the pointer is outside."""
        self._told.clear()
        self._told.append(_ToldMotion("left"))

    def moved(self) -> None:
        """Learn that the window has moved or that devices have changed: the pointer may be anywhere."""
        self._told.clear()

    def carried_onto(self, button: int) -> bool:
        """Tell whether the pointer is on a button now, by a hand's motion."""
        way = _Way(deque(self._steps()), self._is_inside)
        for told in self._told:
            way.take(told)
        return way.on == button != NOTHING and way.is_free


class _Way:
    """Where the pointer is (`at`, else outside or unknown), and whether a hand has carried it there."""

    def __init__(self, steps: deque[PointerMotion], is_inside: Callable[[CursorPlace], bool]) -> None:
        self._steps, self._is_inside = steps, is_inside
        self._at: CursorPlace | None = None
        self._outside = False
        self._put_at, self._put_on = (0.0, 0.0), NOTHING
        self.on, self.is_free = NOTHING, False

    def take(self, told: _ToldMotion) -> None:
        """Follow one thing that was told; the step that it was is taken, and those before it."""
        if told.what == "left":
            self._at, self._outside, self.on, self.is_free = None, True, NOTHING, True
            return
        known = self._outside or self._at is not None
        if told.what == "touch":
            self.is_free = True
        elif not self._is_hands(told) or not known:
            self.is_free, self._put_at, self._put_on = False, told.at, told.on
        elif not self.is_free and (self._put_on == NOTHING or told.on != self._put_on):
            self.is_free = math.dist(self._put_at, told.at) >= FAR_PX
        self._at, self._outside, self.on = told.at, False, told.on

    def _is_hands(self, told: _ToldMotion) -> bool:
        while self._steps and self._steps[0].server_ms < told.server_ms - _LATER_MS:
            self._steps.popleft()
        for number, step in enumerate(self._steps):
            if step.server_ms > told.server_ms:
                break
            if self._leads_to(told, step):
                for _ in range(number + 1):
                    self._steps.popleft()
                return True
        return False

    def _leads_to(self, told: _ToldMotion, step: PointerMotion) -> bool:
        """Tell whether a step goes from where the pointer was to where it is told to be."""
        to = told.at
        if step.right is None or step.down is None:
            return told.server_ms - step.server_ms <= _LATER_WITHOUT_WAY_MS
        if self._outside:
            return not self._is_inside((to[0] - step.right, to[1] - step.down))
        at = self._at or to
        # A pointer stops at the edge of the screen, so it may go less far than its device.
        return all(
            min(0.0, by) - _ROUNDED_PX <= new - old <= max(0.0, by) + _ROUNDED_PX
            for old, new, by in ((at[0], to[0], step.right), (at[1], to[1], step.down))
        )
