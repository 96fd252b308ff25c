"""Finds whether a person moved the pointer onto a button, by comparing its motions with those of physical devices.

The display server reports a motion in a window, but not whether a person or a program made it: the event of a warped
pointer names the mouse as its source. A warp, though, is no event of any device. So each reported motion must match a
step of a physical device: made a moment before, in the same order, and as long; less long at a screen's edge alone,
for elsewhere a program stops the pointer (a barrier, a grab that confines it). A motion without such a step has put the
pointer where it is; a person has to move it far enough from there, and off the button it was put on, before a press
counts. The same holds where a window moved under the pointer, or opened there.
A motion that goes nowhere puts it nowhere.
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
class _PointerEvent:
    what: Literal["motion", "touch", "left", "moved"]
    server_ms: int = 0
    at: CursorPlace = (0.0, 0.0)
    on: int = NOTHING
    number: int = 0


class Arrival:
    """The pointer on one window; places are its pixels, buttons any numbers, times the display server's (ms).

    `steps` returns what physical devices did, up to now; `is_inside` tells whether a place is one of the window, and
    `is_at_edge` whether it is at the side of a screen, and whether at its top or bottom.
    """

    def __init__(
        self,
        steps: Callable[[], Sequence[PointerMotion]],
        is_inside: Callable[[CursorPlace], bool],
        is_at_edge: Callable[[CursorPlace], tuple[bool, bool]],
    ) -> None:
        self._steps = steps
        self._is_inside, self._is_at_edge = is_inside, is_at_edge
        self._events: deque[_PointerEvent] = deque(maxlen=REMEMBERED)
        self._count = self._judged = 0

    def motion(self, server_ms: int, at: CursorPlace, on: int) -> None:
        """Note a motion in the window, whoever made it."""
        self._count += 1
        self._events.append(_PointerEvent("motion", server_ms, at, on, self._count))

    def touch(self, server_ms: int, at: CursorPlace, on: int) -> None:
        """Note a finger on the glass: it was nowhere else before."""
        self._events.append(_PointerEvent("touch", server_ms, at, on))

    def left(self, server_ms: int = 0) -> None:
        """Note that the pointer is outside; what a device did before that time has led there, and not back."""
        self._events.clear()
        self._events.append(_PointerEvent("left", server_ms))

    def moved(self) -> None:
        """Note that the window has moved or that devices have changed: the pointer may be anywhere."""
        self._events.clear()

    def carried_onto(self, button: int) -> bool:
        """Tell whether the pointer is on a button now because a person moved it there."""
        path = self._path()
        return path.on == button != NOTHING and path.is_free

    def has_jumped(self) -> bool:
        """Tell whether the pointer has gone far without a device since this was asked last."""
        if self._judged == self._count:
            return False
        judged, self._judged = self._judged, self._count
        return self._path().jumped_at > judged

    def _path(self) -> _PointerPath:
        path = _PointerPath(deque(self._steps()), self._is_inside, self._is_at_edge)
        for event in self._events:
            path.take(event)
        return path


class _PointerPath:
    """Where the pointer is (`at`, else outside or unknown), and whether a person has moved it there."""

    def __init__(
        self,
        steps: deque[PointerMotion],
        is_inside: Callable[[CursorPlace], bool],
        is_at_edge: Callable[[CursorPlace], tuple[bool, bool]],
    ) -> None:
        self._steps, self._is_inside, self._is_at_edge = steps, is_inside, is_at_edge
        self._at: CursorPlace | None = None
        self._outside = False
        self._put_at, self._put_on = (0.0, 0.0), NOTHING
        self.on, self.is_free, self.jumped_at = NOTHING, False, 0

    def take(self, event: _PointerEvent) -> None:
        """Follow one event; it uses up the step that it matches, and the steps before that."""
        if event.what == "left":
            while self._steps and self._steps[0].server_ms < event.server_ms:
                self._steps.popleft()
            self._at, self._outside, self.on, self.is_free = None, True, NOTHING, True
            return
        if self._is_still(event):
            return
        was_known = self._outside or self._at is not None
        if event.what == "touch":
            self.is_free = True
        elif not self._is_physical(event) or not was_known:
            self.is_free, self._put_at, self._put_on = False, event.at, event.on
            if was_known and (self._at is None or math.dist(self._at, event.at) >= FAR_PX):
                self.jumped_at = event.number
        elif not self.is_free and (self._put_on == NOTHING or event.on != self._put_on):
            self.is_free = math.dist(self._put_at, event.at) >= FAR_PX
        self._at, self._outside, self.on = event.at, False, event.on

    def _is_still(self, event: _PointerEvent) -> bool:
        """Tell whether a motion goes nowhere, and not since a program holds the pointer while a device moves."""
        self._forget_steps_before(event)
        device_moved = bool(self._steps) and self._steps[0].server_ms <= event.server_ms
        return event.at == self._at and event.on == self.on and not device_moved

    def _forget_steps_before(self, event: _PointerEvent) -> None:
        while self._steps and self._steps[0].server_ms < event.server_ms - _LATER_MS:
            self._steps.popleft()

    def _is_physical(self, event: _PointerEvent) -> bool:
        for number, step in enumerate(self._steps):
            if step.server_ms > event.server_ms:
                break
            if self._leads_to(event, step):
                for _ in range(number + 1):
                    self._steps.popleft()
                return True
        return False

    def _leads_to(self, event: _PointerEvent, step: PointerMotion) -> bool:
        """Tell whether a step goes from where the pointer was to where the event says it is."""
        to = event.at
        if step.right is None or step.down is None:
            return event.server_ms - step.server_ms <= _LATER_WITHOUT_WAY_MS
        if self._outside:
            return not self._is_inside((to[0] - step.right, to[1] - step.down))
        at = self._at or to
        at_side, at_end = self._is_at_edge(to)
        return _goes(to[0] - at[0], step.right, stops=at_side) and _goes(to[1] - at[1], step.down, stops=at_end)


def _goes(way: float, by: float, *, stops: bool) -> bool:
    """Tell whether a device that went so far has moved the pointer on this way; less far where it `stops`."""
    if stops:
        return min(0.0, by) - _ROUNDED_PX <= way <= max(0.0, by) + _ROUNDED_PX
    return abs(way - by) <= _ROUNDED_PX
