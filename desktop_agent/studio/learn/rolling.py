"""Pictures of the last seconds, so that there is one from before each press; nothing of it is kept for longer.

A press is heard when the program under it has already got it, and a menu is gone then. So the desktop is captured all
the time, a few times a second, and the press takes the last capture that was finished before it.

Our own frame and badge are in none of them. They are taken off the screen for one capture whenever a window comes to
lie below them, or leaves that place; until then what was there stands in their place.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from desktop_agent.core.frame import Pixels, Scene, Window
from desktop_agent.core.geometry import Rect, ScreenPoint
from desktop_agent.core.own_windows import strips_of
from desktop_agent.screen.compare import patch
from desktop_agent.screen.looker import pasted
from desktop_agent.screen.mask import MaskedSource, Masks
from desktop_agent.screen.source import CaptureSource
from desktop_agent.screen.window import WindowSource

KEPT_S = 2.0
_WRAP_MS = 1 << 32  # an X server counts its milliseconds in so many
_OLDEST_EVENT_MS = 600_000  # one that seems older is by another clock
_UNCOVERED_S = 0.15  # for programs to draw what our windows have covered


class WatchSign(Protocol):
    """The frame around a part of the desktop, and the badge, by which a person sees that they are watched."""

    @property
    def around(self) -> Rect | None:
        """Return the part that the frame goes around; None while nothing is shown."""

    def hidden(self) -> AbstractContextManager[None]:
        """Take it off the screen for as long as this is open."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The whole desktop at one time, and what its windows said of themselves."""

    at_s: float
    desktop: Rect
    scene: Scene
    pixels: Pixels
    windows: dict[int, Window]

    def window_at(self, at: ScreenPoint) -> Window | None:
        """Return the window on top at a point."""
        return self._known(self.scene.window_at(at))

    def focused(self) -> Window | None:
        """Return the window that has the keyboard."""
        return self._known(self.scene.focus)

    def box_of(self, window: Window | None) -> Rect | None:
        """Return where a window is, as far as it is on the desktop."""
        parts = [one.box for one in self.scene.windows if window is not None and one.id == window.id]
        return Rect.union(*parts).intersection(self.desktop) if parts else None

    def cut(self, box: Rect) -> Pixels:
        """Return a part of the picture."""
        return patch(self.pixels, Rect(box.x - self.desktop.x, box.y - self.desktop.y, box.width, box.height))

    def _known(self, number: int | None) -> Window | None:
        return None if number is None else self.windows.get(number, Window(number))


_Below = tuple[tuple[int, Rect], ...]  # the windows that lie below the sign, topmost first


class RollingPictures:
    """Takes the pictures; for one thread."""

    def __init__(
        self,
        source: CaptureSource,
        windows: WindowSource,
        masks: Masks | None = None,
        clock: Callable[[], float] = time.monotonic,
        sign: WatchSign | None = None,
    ) -> None:
        """Take them from `source`, with what is masked painted over; all go on being the caller's to close."""
        self._masks, self._sign = masks, sign
        self._clean: tuple[_Below, Rect, Pixels] | None = None
        self._source, self._windows, self._clock = source, windows, clock
        self._masked = MaskedSource(source, windows, masks)
        self._kept: deque[Snapshot] = deque()
        self._described: dict[int, Window] = {}

    def take(self) -> Snapshot:
        """Take one; an equal one before it gives its pixels, so that a still screen takes no memory."""
        desktop = Rect.union(*(monitor.box for monitor in self._source.monitors()))
        scene = self._windows.scene()
        pixels = self._without_sign(self._masked.grab(desktop, scene), desktop, scene)
        last = self._kept[-1] if self._kept else None
        if last is not None and last.pixels == pixels:
            pixels = last.pixels
        snapshot = Snapshot(self._clock(), desktop, scene, pixels, self._describe(scene))
        self._kept.append(snapshot)
        while len(self._kept) > 1 and self._kept[1].at_s < snapshot.at_s - KEPT_S:
            self._kept.popleft()
        return snapshot

    def before(self, at_s: float) -> Snapshot:
        """Return the last picture from before a time; the oldest that is kept when there is none."""
        if not self._kept:
            return self.take()
        return next((one for one in reversed(self._kept) if one.at_s <= at_s), self._kept[0])

    def forget(self) -> None:
        """Keep none of them."""
        self._kept.clear()

    def _without_sign(self, pixels: Pixels, desktop: Rect, scene: Scene) -> Pixels:
        """Return a capture with what is below the sign in its place."""
        around = self._sign.around if self._sign is not None else None
        if self._sign is None or around is None:
            return pixels
        ours = frozenset[int]() if self._masks is None else self._masks.floating
        # It may have come up while the capture was made, and was painted over in it then.
        shown = (*scene.windows, *self._masked.scene.windows)
        covered = (*strips_of(around), *dict.fromkeys(one.box for one in shown if one.id in ours))
        others = (window for window in scene.windows if window.id not in ours)
        below = tuple((other.id, other.box) for other in others if any(other.box.intersection(box) for box in covered))
        if self._clean is None or self._clean[:2] != (below, desktop):
            with self._sign.hidden():
                time.sleep(_UNCOVERED_S)
                self._clean = (below, desktop, self._masked.grab(desktop, self._windows.scene()))
        return pasted(pixels, desktop, covered, self._clean[2], desktop)

    def _describe(self, scene: Scene) -> dict[int, Window]:
        """Return what the windows say of themselves: one that closes can no longer be asked when its press is heard."""
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
    """Return when an event happened, by our clock: the server's is the same one, in milliseconds that wrap around."""
    age_ms = (round(now_s * 1000) - time_ms) % _WRAP_MS
    return now_s - age_ms / 1000 if age_ms <= _OLDEST_EVENT_MS else now_s
