"""What the screen was before a press: a rolling history of pictures, and the names of the controls there.

A press is reported after its program has received it, and a menu is closed by then. So the desktop is captured a few
times a second all the time, and a press uses the last capture completed before it.

No picture has our own frame and badge in it. They are hidden for one capture whenever the windows below them change;
until the next change that capture fills their place.

Wherever the pointer stops, its control is requested at once, since a person stops before a click: the answer is there
when the press arrives. A press that arrives sooner waits for its program's answer.
"""

from __future__ import annotations

import asyncio
import math
import time
from collections import deque
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from desktop_agent.core.own_windows import strips_of
from desktop_agent.core.pictures import Pixels, Rect, Scene, ScreenPoint, Window
from desktop_agent.screen.captures.capturer import pasted
from desktop_agent.screen.captures.compare import patch
from desktop_agent.screen.captures.mask import MaskedSource, Masks
from desktop_agent.screen.captures.source import CaptureSource
from desktop_agent.screen.controls.window import Control, ControlSource, HitResult, WindowSource

HISTORY_S = 2.0
_WRAP_MS = 1 << 32  # an X server's milliseconds wrap around here
_OLDEST_EVENT_MS = 600_000  # an event that seems older has another clock
_UNCOVERED_S = 0.15  # for programs to redraw what our windows covered


class WatchSign(Protocol):
    """The frame around a part of the desktop, and the badge, that show a person that they are recorded."""

    @property
    def around(self) -> Rect | None:
        """Return the framed part of the desktop; None while nothing is shown."""

    def hidden(self) -> AbstractContextManager[None]:
        """Hide it while the context is open."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The full desktop at one time, with the descriptions of its windows."""

    at_s: float
    desktop: Rect
    scene: Scene
    pixels: Pixels
    windows: dict[int, Window]

    def window_at(self, at: ScreenPoint) -> Window | None:
        """Return the topmost window at a point; None without one."""
        return self._described_window(self.scene.window_at(at))

    def focused(self) -> Window | None:
        """Return the window that has the focus; None without one."""
        return self._described_window(self.scene.focus)

    def box_of(self, window: Window | None) -> Rect | None:
        """Return a window's box, clipped to the desktop; None where it isn't visible."""
        parts = [part.box for part in self.scene.windows if window is not None and part.id == window.id]
        return Rect.union(*parts).intersection(self.desktop) if parts else None

    def cut(self, box: Rect) -> Pixels:
        """Return the pixels of a desktop box."""
        return patch(self.pixels, Rect(box.x - self.desktop.x, box.y - self.desktop.y, box.width, box.height))

    def _described_window(self, number: int | None) -> Window | None:
        return None if number is None else self.windows.get(number, Window(number))


@dataclass(frozen=True, slots=True)
class _PictureWithoutSign:
    """A capture without the sign; it holds as long as the same windows lie below the sign."""

    below: tuple[tuple[int, Rect], ...]  # topmost first
    desktop: Rect
    pixels: Pixels


class RollingPictures:
    """The history of pictures; for one thread."""

    def __init__(
        self,
        source: CaptureSource,
        windows: WindowSource,
        masks: Masks | None = None,
        sign: WatchSign | None = None,
    ) -> None:
        """Capture from `source`, with masked parts painted over; the caller closes all arguments."""
        self._masks = masks
        self._sign = sign
        self._clean: _PictureWithoutSign | None = None
        self._source = source
        self._windows = windows
        self._masked = MaskedSource(source, windows, masks)
        self._history: deque[Snapshot] = deque()
        self._described: dict[int, Window] = {}

    def take(self) -> Snapshot:
        """Capture and return a snapshot; it shares the pixels of an equal one before it, to save memory."""
        desktop = Rect.union(*(monitor.box for monitor in self._source.monitors()))
        scene = self._windows.scene()
        pixels = self._without_sign(self._masked.grab(desktop, scene), desktop, scene)
        last = self._history[-1] if self._history else None
        if last is not None and last.pixels == pixels:
            pixels = last.pixels
        snapshot = Snapshot(time.monotonic(), desktop, scene, pixels, self._describe(scene))
        self._history.append(snapshot)
        while len(self._history) > 1 and self._history[1].at_s < snapshot.at_s - HISTORY_S:
            self._history.popleft()
        return snapshot

    def before(self, at_s: float) -> Snapshot:
        """Return the last snapshot from before a time, else the oldest in the history."""
        if not self._history:
            return self.take()
        return next((snapshot for snapshot in reversed(self._history) if snapshot.at_s <= at_s), self._history[0])

    def forget(self) -> None:
        """Clear the history."""
        self._history.clear()

    def _without_sign(self, pixels: Pixels, desktop: Rect, scene: Scene) -> Pixels:
        """Return a capture with the sign replaced by the contents below it."""
        around = self._sign.around if self._sign is not None else None
        if self._sign is None or around is None:
            return pixels
        ours = frozenset[int]() if self._masks is None else self._masks.floating
        # The sign may have appeared during the capture, and is painted over in it then.
        parts = (*scene.windows, *self._masked.scene.windows)
        covered = (*strips_of(around), *dict.fromkeys(part.box for part in parts if part.id in ours))
        other_windows = (window for window in scene.windows if window.id not in ours)
        below = tuple(
            (foreign.id, foreign.box)
            for foreign in other_windows
            if any(foreign.box.intersection(box) for box in covered)
        )
        clean = self._clean
        if clean is None or clean.below != below or clean.desktop != desktop:
            with self._sign.hidden():
                time.sleep(_UNCOVERED_S)
                clean = _PictureWithoutSign(below, desktop, self._masked.grab(desktop, self._windows.scene()))
            self._clean = clean
        return pasted(pixels, desktop, covered, clean.pixels, desktop)

    def _describe(self, scene: Scene) -> dict[int, Window]:
        """Return the descriptions of the windows: a window that a press closes can't be asked later."""
        here = dict.fromkeys(window.id for window in scene.windows)
        fresh = {scene.focus, next(iter(here), None)}  # titles change
        self._described = {
            number: self._windows.describe(number)
            if number in fresh or number not in self._described
            else self._described[number]
            for number in here
        }
        return self._described


def moment_of(time_ms: int, now_s: float) -> float:
    """Return an event's time by our clock in seconds; the server's is the same clock in wrapping milliseconds."""
    age_ms = (round(now_s * 1000) - time_ms) % _WRAP_MS
    return now_s - age_ms / 1000 if age_ms <= _OLDEST_EVENT_MS else now_s


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

    def prepare_hit(self, at: ScreenPoint, snapshot: Snapshot) -> None:
        """Request the control under the pointer ahead of a press, once the pointer has stopped."""
        is_still = self._pointer == at
        self._pointer = at
        window = snapshot.window_at(at)
        if is_still and window is not None and not self._is_requested(at, window):
            self._request_hit(at, window, snapshot.box_of(window))

    def drop_hit(self) -> None:
        """Drop an answered request, as another control may be under the pointer now."""
        if self._hit_request is not None and self._hit_request.answer.done():
            self._hit_request = None

    async def under(self, at: ScreenPoint, snapshot: Snapshot) -> HitResult:
        """Return the control under a point; an empty result without an answer in time."""
        window = snapshot.window_at(at)
        if window is None:
            return HitResult()
        if not self._is_requested(at, window):
            self._request_hit(at, window, snapshot.box_of(window))
        request = self._hit_request
        return await _answer_in_time(request.answer, HitResult()) if request is not None else HitResult()

    def prepare_focus(self, snapshot: Snapshot, *, again: bool = False) -> None:
        """Request the focused control unless that is known or pending; with `again`, also if the answer is old."""
        window = snapshot.focused()
        box = snapshot.box_of(window)
        request = self._focus
        now_s = time.monotonic()
        if window is None or box is None:
            self.drop_focus()
        elif request is None or request.window != window.id or request.is_stale(now_s, by_age=again):
            if request is not None and request.window != window.id:
                self._moved_s = max(self._moved_s, snapshot.at_s)
            self.drop_focus()
            settled = now_s - self._moved_s >= _SETTLES_S
            question = self._focus_in(window, box, settled=settled)
            self._focus = _FocusRequest(window.id, now_s, settled, asyncio.ensure_future(question))

    async def focus(self, snapshot: Snapshot) -> KeyboardAnswer:
        """Return the focused control; an empty one without an answer in time."""
        self.prepare_focus(snapshot, again=True)
        request = self._focus
        unknown = KeyboardAnswer()
        return await _answer_in_time(request.answer, unknown, _FOCUS_WITHIN_S) if request is not None else unknown

    def known_focus(self) -> KeyboardAnswer:
        """Return the last answer about the focused control without waiting; an empty one without any."""
        answer = self._focus.answer if self._focus is not None else None
        is_answered = answer is not None and answer.done() and not answer.cancelled() and answer.exception() is None
        return answer.result() if answer is not None and is_answered else KeyboardAnswer()

    def drop_focus(self, at_s: float = -math.inf) -> None:
        """Drop the focused control, as a press at this time may move the focus."""
        self._moved_s = max(self._moved_s, at_s)
        request = self._focus
        self._focus = None
        if request is not None:
            request.answer.cancel()

    def close(self) -> None:
        """Cancel all pending requests."""
        self.drop_focus()
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

    def _request_hit(self, at: ScreenPoint, window: Window, box: Rect | None) -> None:
        self._cancel_hit()
        question = self._controls.under(at, window, box or Rect(at.x, at.y, 1, 1))
        self._hit_request = _HitRequest(at, window.id, asyncio.ensure_future(question))


async def _answer_in_time(answer: asyncio.Future[T], default: T, within_s: float = _WITHIN_S) -> T:
    finished, _ = await asyncio.wait({answer}, timeout=within_s)
    if not finished or answer.cancelled() or answer.exception() is not None:
        return default
    return answer.result()
