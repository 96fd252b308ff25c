"""Paints flat grey over the visible parts of windows that no picture may show.

This happens before anything else sees the pixels, so that masked captures are only compared with masked ones.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np

from desktop_agent.core.floating_windows import STATUS_TITLE
from desktop_agent.core.frame import Pixels, Scene, Window
from desktop_agent.core.geometry import Rect
from desktop_agent.screen.capture_units import covering
from desktop_agent.screen.window import WindowSource

GREY = 0x80
# A window that has just come up may not be known yet for what it is: a manager still puts it into its frame.
_LOOKS_UNTIL_SURE = 2


class Masks:
    """Remembers which windows are masked; `masked` is called for each new window."""

    def __init__(self, windows: WindowSource, masked: Callable[[Window], bool]) -> None:
        self._windows = windows
        self._masked = masked
        self._known: dict[int, tuple[bool, int]] = {}  # window: is it masked, and how often that was asked
        self._floats: dict[int, bool] = {}  # which of the masked ones stay on the screen for the person to see

    @property
    def floating(self) -> frozenset[int]:
        """Return the masked windows by which the person watches the run."""
        return frozenset(number for number, floats in self._floats.items() if floats and self._known[number][0])

    def over(self, pixels: Pixels, scene: Scene, shown: Rect) -> Pixels:
        """Return the pixels, which are of the part `shown` of the desktop, without what is masked there."""
        self._learn(scene)
        boxes = [
            part
            for number, (masked, _) in self._known.items()
            if masked
            for part in visible_parts(scene, number, shown)
        ]
        return painted(pixels, shown, boxes) if boxes else pixels

    def _learn(self, scene: Scene) -> None:
        known, self._known = self._known, {}
        for number in (window.id for window in scene.windows):
            masked, looks = known.get(number, (False, 0))
            if looks < _LOOKS_UNTIL_SURE:
                window = self._windows.describe(number)
                masked, looks = self._masked(window), looks + 1
                self._floats[number] = window.title == STATUS_TITLE
            self._known[number] = masked, looks
        self._floats = {number: self._floats[number] for number in self._known}


def visible_parts(scene: Scene, number: int, within: Rect) -> tuple[Rect, ...]:
    """Return the parts of a window that lie in `within` and that no other window covers."""
    above, parts = list[Rect](), list[Rect]()
    for window in scene.windows:
        if window.id != number:
            above.append(window.box)
        elif seen := window.box.intersection(within):
            parts += seen.without(*above)
    return tuple(parts)


def painted(pixels: Pixels, shown: Rect, boxes: Iterable[Rect]) -> Pixels:
    """Return the pixels of `shown` with boxes of the desktop filled with grey."""
    size = pixels.size
    rows = np.frombuffer(pixels.bgrx, np.uint8).reshape(size.height, size.width, 4).copy()
    for box in boxes:
        part = covering(box, shown, size)
        rows[part.y : part.bottom, part.x : part.right, :3] = GREY
    return Pixels(size, rows.tobytes())
