"""Follows the fields that secrets were typed into, wherever they go: scrolled, laid out anew, out of view and back.

A program tells where its field is, but late: a browser shows a scrolled page up to half a second before it says so. So
a field counts as found only once its program has told the same place, and the same pixels have stood there, for a
while; and only as long as both stay as they are. Until it is found again, all of its window is hidden.

Where the field itself is not seen at the place that is told, as it is out of view, or below a tool bar, the pixels of
the whole window stand for it: whatever changes there might bring it back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

import numpy as np

from desktop_agent.core.frame import Pixels
from desktop_agent.core.geometry import Rect
from desktop_agent.screen.capture_units import covering
from desktop_agent.screen.compare import patch_alike

STILL_S = 1.0
_MARGIN_PX = 4
_ROUNDED_PX = 2
_ALIKE = 0.1  # of the pixels of a field may differ where it is known again: a caret, a shade, a mark of the focus
FieldObject = tuple[str, str]  # program and path on the accessibility bus
ToldPlace = Rect | Literal["gone", "unknown"]


class FieldPlaces(Protocol):
    """Tells where fields are."""

    def place(self, of: FieldObject) -> ToldPlace:
        """Return where a field is in its window; “gone” where its program has it no more."""


@dataclass(frozen=True, slots=True)
class KeptField:
    """A field that a secret goes into, and where its program said that it was then, in its window."""

    object: FieldObject
    told: Rect


KeptParts = dict[tuple[int, Rect], KeptField | None]  # parts of windows, from their left top


@dataclass(frozen=True, slots=True)
class WindowView:
    """A window in a capture as it was shown: where it is, what lies on it, and which of that is ours."""

    pixels: Pixels
    shown: Rect
    window: Rect
    above: Sequence[Rect] = ()
    ours: Sequence[Rect] = ()  # comes and goes, and says nothing of the window

    def part(self, area: Rect, ours: Sequence[Rect] = ()) -> Pixels:
        """Return the pixels of a part that is shown, black where something lies on it, or `ours` does."""
        size = self.pixels.size
        rows = np.frombuffer(self.pixels.bgrx, np.uint32).reshape(size.height, size.width)
        box = covering(area, self.shown, size)
        cut = rows[box.y : box.bottom, box.x : box.right].copy()
        for cover in (*self.above, *self.ours, *ours):
            if over := cover.intersection(area):
                part = covering(over, self.shown, size)
                cut[part.y - box.y : part.bottom - box.y, part.x - box.x : part.right - box.x] = 0
        return Pixels(box.size, cut.tobytes())


class FollowedField:
    """One field; `at` is where it is in its window, or was last."""

    def __init__(self, field: KeptField, first: Rect, places: FieldPlaces) -> None:
        """Take where it was on the screen when its program told its place, from the left top of its window."""
        self._field = field
        self._first = first
        self._places = places
        self.at = first
        self.is_found = self._is_gone = False
        self._told: ToldPlace = "unknown"
        self._since = 0.0
        self._seen: tuple[Rect, WindowView] | None = None
        self._face: Pixels | None = None  # how it looks
        self._face_at: ToldPlace = "unknown"

    def look(self, view: WindowView, now: float) -> None:
        """Find out whether it is known where it is; `now` in seconds."""
        if self._is_gone:
            return
        told = self._places.place(self._field.object)
        if told == "gone":
            self.is_found = self._is_gone = True  # what it showed may still stand there for a moment
            return
        if told != self._told or not isinstance(told, Rect) or not self._is_as_it_was(view):
            self._begin(told, view, now)
        elif not self.is_found and now - self._since >= STILL_S:
            self.is_found = True
            if self._is_itself(view):
                self._face = view.part(self._place(view.window))
                self._face_at = told

    def _begin(self, told: ToldPlace, view: WindowView, now: float) -> None:
        self.is_found = False
        self._told = told
        self._since = now
        if isinstance(told, Rect):
            self.at = self._moved(told)
        area = self._area(view)
        self._seen = None if area is None else (area, view)

    def _is_as_it_was(self, view: WindowView) -> bool:
        if self._seen is None:
            return False
        area, before = self._seen
        if area != self._area(view) or _within(before.above, area) != _within(view.above, area):
            return False
        return patch_alike(before.part(area, view.ours), view.part(area, before.ours), 0.0)

    def _area(self, view: WindowView) -> Rect | None:
        """Return whose pixels tell that nothing has moved: the field's where it is seen, else the window's."""
        whole = view.window.intersection(view.shown)
        if whole is None or not self._is_itself(view):
            return whole
        box = self._place(view.window)
        around = Rect(box.x - _MARGIN_PX, box.y - _MARGIN_PX, box.width + 2 * _MARGIN_PX, box.height + 2 * _MARGIN_PX)
        return around.intersection(whole)

    def _is_itself(self, view: WindowView) -> bool:
        """Tell whether the field is what is seen at its place: it looks as it did, or has not moved since."""
        box = self._place(view.window)
        whole = view.window.intersection(view.shown)
        if whole is None or box.width <= 0 or box.height <= 0 or box.intersection(whole) != box:
            return False
        if self._face is None or self._told == self._face_at:
            return not _within(view.above, box)
        return patch_alike(self._face, view.part(box), _ALIKE)

    def _place(self, window: Rect) -> Rect:
        return Rect(window.x + self.at.x, window.y + self.at.y, self.at.width, self.at.height)

    def _moved(self, told: Rect) -> Rect:
        """Return a place that is told as one from the left top of the window: programs may tell it in larger units."""
        then = self._field.told
        first = self._first
        across, down = _scale(then, first)
        left = first.x + round((told.x - then.x) * across)
        top = first.y + round((told.y - then.y) * down)
        return Rect(left, top, round(told.width * across), round(told.height * down))


def _scale(told: Rect, shown: Rect) -> tuple[float, float]:
    """Return how many pixels a program's unit has: the quarters that screens are scaled by, where they fit.

    A few units of a field are too few to tell it exactly, and it may go a thousand of them far.
    """
    pairs = (told.width, shown.width), (told.height, shown.height)
    ratios = [pixels / max(1, units) for units, pixels in pairs]
    quarter = max(1.0, round(4 * ratios[told.width < told.height]) / 4)
    if all(abs(pixels - units * quarter) <= _ROUNDED_PX for units, pixels in pairs):
        return quarter, quarter
    return ratios[0], ratios[1]


def _within(boxes: Sequence[Rect], area: Rect) -> set[Rect]:
    return {part for box in boxes if (part := box.intersection(area))}
