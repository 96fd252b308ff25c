"""The fields that secrets were typed into, followed wherever they move: scrolled, laid out again, out of view and back.

A program reports a field's place late: a browser shows a scrolled page up to half a second before it reports it. So a
field counts as found only once its program has reported the same place, and the same pixels have been there, for a
while; and only as long as both stay unchanged. Until it is found again, its complete window is hidden.

Where the field is not visible at its reported place, because it is out of view or below a tool bar, the pixels of the
complete window are compared instead: any change there might bring it back.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from desktop_agent.core.pictures import Pixels, Rect
from desktop_agent.screen.captures.compare import patch_alike
from desktop_agent.screen.captures.source import covering

STILL_S = 1.0
_MARGIN_PX = 4
_ROUNDED_PX = 2
_ALIKE = 0.1  # of the pixels of a field may differ where it is known again: a caret, a shade, a mark of the focus
FieldObject = tuple[str, str]  # program and path on the accessibility bus
ReportedPlace = Rect | Literal["gone", "unknown"]


@dataclass(frozen=True, slots=True)
class WindowProcesses:
    """The processes of the windows in a scene, None where unknown; and those with any window, a minimised one too."""

    by_window: Mapping[int, int | None]
    with_windows: frozenset[int] = frozenset()

    def candidates(self, pid: int | None) -> frozenset[int]:
        """Return the windows of a scene that may be a process's, which may be known by another number."""
        is_known = pid is not None and (pid in self.with_windows or pid in self.by_window.values())
        if is_known:
            return frozenset(number for number, owner in self.by_window.items() if owner in {pid, None})
        return frozenset(self.by_window)


@dataclass(frozen=True, slots=True)
class KeptField:
    """A field for a secret, and its place in its window and that one's title, as they were reported then."""

    object: FieldObject
    reported: Rect
    title: str = ""


KeptParts = dict[tuple[int, Rect], KeptField | None]  # parts of windows, from their left top


@dataclass(frozen=True, slots=True)
class WindowView:
    """A window in a capture: its place, and the boxes above it, those of our own windows apart."""

    pixels: Pixels
    shown: Rect
    window: Rect
    above: Sequence[Rect] = ()
    ours: Sequence[Rect] = ()  # these open and close, and are no change of the window

    def part(self, area: Rect, ours: Sequence[Rect] = ()) -> Pixels:
        """Return the pixels of a visible part, black where another window, or one of `ours`, covers it."""
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
    """One field; `at` is its place in its window, or the last known one."""

    def __init__(self, field: KeptField, first: Rect, place: Callable[[FieldObject], ReportedPlace]) -> None:
        """Take its place on the screen when its program reported it, from the left top of its window.

        `place` returns a field's place in its window; “gone” once its program has removed it.
        """
        self._field = field
        self.title = field.title
        self._first = first
        self._place_of = place
        self.at = first
        self.is_found = False
        self.is_gone = False
        self._reported: ReportedPlace = "unknown"
        self._since = 0.0
        self._seen: tuple[Rect, WindowView] | None = None
        self._face: Pixels | None = None  # how it looks
        self._face_at: ReportedPlace = "unknown"

    def look(self, view: WindowView, now: float) -> None:
        """Update `at` and `is_found` from a capture; `now` in seconds."""
        if self.is_gone:
            return
        place = self._place_of(self._field.object)
        if place == "gone":
            # its pixels may still be there for a moment
            self.is_found = True
            self.is_gone = True
            self._since = now
            return
        if place != self._reported or not isinstance(place, Rect) or not self._is_unchanged(view):
            self._follow_from(place, view, now)
        elif not self.is_found and now - self._since >= STILL_S:
            self.is_found = True
            if self._is_field_visible(view):
                self._face = view.part(self._place(view.window))
                self._face_at = place

    def is_over(self, now: float) -> bool:
        """Return whether the field is gone, and has been for so long that its pixels are too."""
        return self.is_gone and now - self._since >= STILL_S

    def _follow_from(self, place: ReportedPlace, view: WindowView, now: float) -> None:
        self.is_found = False
        self._reported = place
        self._since = now
        if isinstance(place, Rect):
            self.at = self._from_window_corner(place)
        area = self._area(view)
        self._seen = None if area is None else (area, view)

    def _is_unchanged(self, view: WindowView) -> bool:
        if self._seen is None:
            return False
        area, before = self._seen
        if area != self._area(view) or _within(before.above, area) != _within(view.above, area):
            return False
        return patch_alike(before.part(area, view.ours), view.part(area, before.ours), 0.0)

    def _area(self, view: WindowView) -> Rect | None:
        """Return the area whose pixels must not change: the field's where it is visible, else the window's."""
        visible_window = view.window.intersection(view.shown)
        if visible_window is None or not self._is_field_visible(view):
            return visible_window
        box = self._place(view.window)
        around = Rect(box.x - _MARGIN_PX, box.y - _MARGIN_PX, box.width + 2 * _MARGIN_PX, box.height + 2 * _MARGIN_PX)
        return around.intersection(visible_window)

    def _is_field_visible(self, view: WindowView) -> bool:
        """Return whether the field is visible at its place: it looks as before, or has not moved since."""
        box = self._place(view.window)
        visible_window = view.window.intersection(view.shown)
        if visible_window is None or box.width <= 0 or box.height <= 0 or box.intersection(visible_window) != box:
            return False
        if self._face is None or self._reported == self._face_at:
            return not _within(view.above, box)
        return patch_alike(self._face, view.part(box), _ALIKE)

    def _place(self, window: Rect) -> Rect:
        return Rect(window.x + self.at.x, window.y + self.at.y, self.at.width, self.at.height)

    def _from_window_corner(self, reported: Rect) -> Rect:
        """Return a reported place from the window's left top, in screen units: programs may report larger units."""
        then = self._field.reported
        first = self._first
        across, down = _scale(then, first)
        left = first.x + round((reported.x - then.x) * across)
        top = first.y + round((reported.y - then.y) * down)
        return Rect(left, top, round(reported.width * across), round(reported.height * down))


def _scale(reported: Rect, on_screen: Rect) -> tuple[float, float]:
    """Return the pixels per unit of a program, across and down: a quarter that screens are scaled by, where one fits.

    A field of a few units is too small for an exact ratio, and it may move a thousand units.
    """
    pairs = (reported.width, on_screen.width), (reported.height, on_screen.height)
    ratios = [pixels / max(1, units) for units, pixels in pairs]
    quarter = max(1.0, round(4 * ratios[reported.width < reported.height]) / 4)
    if all(abs(pixels - units * quarter) <= _ROUNDED_PX for units, pixels in pairs):
        return quarter, quarter
    return ratios[0], ratios[1]


def _within(boxes: Sequence[Rect], area: Rect) -> set[Rect]:
    return {part for box in boxes if (part := box.intersection(area))}
