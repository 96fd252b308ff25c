"""A rolling history of pictures, so that there is one from before each press; older pictures are deleted.

A press is reported after its program has received it, and a menu is closed by then. So the desktop is captured a few
times a second all the time, and a press uses the last capture completed before it.

No picture has our own frame and badge in it. They are hidden for one capture whenever the windows below them change;
until the next change that capture fills their place.
"""

from __future__ import annotations

import time
from collections import deque
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from desktop_agent.core.own_windows import strips_of
from desktop_agent.core.pictures import Pixels, Rect, Scene, ScreenPoint, Window
from desktop_agent.screen.captures.compare import patch
from desktop_agent.screen.captures.looker import pasted
from desktop_agent.screen.captures.mask import MaskedSource, Masks
from desktop_agent.screen.captures.source import CaptureSource
from desktop_agent.screen.controls.window import WindowSource

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
