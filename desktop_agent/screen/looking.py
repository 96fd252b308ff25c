"""Captures for the model to see, and captures to compare with them: these look past our own floating windows.

The person watches a run by a frame around the screen and a status badge. They are hidden for each picture; while
captures are only compared, what was below them in the last picture stands in their place.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from desktop_agent.core.frame import Frame, Pixels, Scene
from desktop_agent.core.geometry import Rect, Viewport
from desktop_agent.core.own_windows import strips_of
from desktop_agent.screen.aim import Aimer
from desktop_agent.screen.capture_units import covering, in_capture
from desktop_agent.screen.compare import patch
from desktop_agent.screen.mask import MaskedSource
from desktop_agent.screen.window import WindowSource


@dataclass(frozen=True, slots=True)
class Capture:
    """One capture: where, the windows, the pixels, and when in monotonic seconds."""

    viewport: Viewport
    scene: Scene
    pixels: Pixels
    at: float
    words: str = ""  # what is shown, where that may change from picture to picture


class Looker:
    """Captures what is aimed at, with what may not be shown painted over."""

    def __init__(self, source: MaskedSource, windows: WindowSource, aimer: Aimer) -> None:
        self._source, self._windows, self._aimer = source, windows, aimer
        self._strips: tuple[Rect, ...] = ()
        self._clean: Frame | None = None

    @property
    def is_framed(self) -> bool:
        """Tell whether a frame of ours lies on the screen."""
        return bool(self._strips)

    @property
    def is_passing(self) -> bool:
        """Tell whether the last capture is grey where nothing is masked any more, so that the next one differs."""
        return self._source.is_passing

    def leave_out(self, frame: Rect | None) -> None:
        """Look past a frame of ours around this part of the desktop."""
        self._strips = () if frame is None else strips_of(frame)

    def keep(self, frame: Frame) -> None:
        """Take note of a picture without our floating windows: it tells what is below them."""
        self._clean = frame

    def look(self, last: Scene | None = None) -> Capture:
        """Capture what the model may see; a glance will do where no window has moved since the `last` look."""
        # The windows first: one that comes up in between is in the picture only, and the check before a press sees it.
        scene = self._windows.scene()
        aim = self._aimer.follow(scene)
        pixels = self._source.grab(aim.viewport.screen, scene, glance=scene == last)
        return Capture(aim.viewport, scene, pixels, time.monotonic(), aim.words)

    def look_past(self, last: Scene | None = None) -> Capture:
        """Capture it to compare it: without our floating windows, as if they were not there. `last` as in `look`."""
        look = self.look(last)
        if not self._covers(look.viewport.screen):
            return look
        floating = self._floating()
        boxes = tuple(one for one in look.scene.windows if one.id not in floating)
        pixels = self._past(look.pixels, look.viewport.screen, look.scene, floating)
        return replace(look, scene=replace(look.scene, windows=boxes), pixels=pixels)

    def shown(self, box: Rect, scene: Scene | None = None) -> Pixels:
        """Return a capture of a part; `scene` is from just before it."""
        return self._source.grab(box, scene)

    def shown_as_in(self, frame: Frame, box: Rect) -> Pixels:
        """Return a capture of a part, in the very pixels that show it in a frame."""
        screen, size = frame.viewport.screen, frame.pixels.size
        now, part = self.shown(box), in_capture(box, frame)
        # On a monitor of scale 1.5 units lie on no whole pixels, and a capture of a part alone begins elsewhere.
        if size.width % screen.width or size.height % screen.height or now.size != part.size:
            return patch(self.shown(screen), part)
        return now

    def shown_past(self, box: Rect) -> Pixels:
        """Return the same to compare it."""
        scene = self._windows.scene()
        pixels = self.shown(box, scene)
        return self._past(pixels, box, scene, self._floating()) if self._covers(box) else pixels

    def _covers(self, box: Rect) -> bool:
        """Tell whether it is known what lies below our floating windows in this part."""
        return self._clean is not None and self._clean.viewport.screen.intersection(box) == box

    def _floating(self) -> frozenset[int]:
        return frozenset() if self._source.masks is None else self._source.masks.floating

    def _past(self, pixels: Pixels, box: Rect, scene: Scene, floating: frozenset[int]) -> Pixels:
        covered = (*self._strips, *(one.box for one in scene.windows if one.id in floating))
        parts = [part for one in covered if (part := one.intersection(box)) is not None]
        if self._clean is None or not parts:
            return pixels
        return pasted(pixels, box, parts, self._clean.pixels, self._clean.viewport.screen)


def pasted(pixels: Pixels, shown: Rect, parts: Iterable[Rect], clean: Pixels, screen: Rect) -> Pixels:
    """Return the pixels of `shown` with parts of the desktop as they are in `clean`, which shows `screen`."""
    size, whole = pixels.size, clean.size
    if shown == screen and size != whole:
        return pixels
    rows = np.frombuffer(pixels.bgrx, np.uint32).reshape(size.height, size.width).copy()
    known = np.frombuffer(clean.bgrx, np.uint32).reshape(whole.height, whole.width)
    at = covering(shown, screen, whole)
    for one in parts:
        part = covering(one, shown, size)
        right, bottom = min(part.right, whole.width - at.x), min(part.bottom, whole.height - at.y)
        rows[part.y : bottom, part.x : right] = known[part.y + at.y : bottom + at.y, part.x + at.x : right + at.x]
    return Pixels(size, rows.tobytes())
