"""A picture of a window, to see whether a paste that no program was seen to take has changed it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from Xlib import X
from Xlib.error import XError

from desktop_agent.core.geometry import Rect

if TYPE_CHECKING:
    from Xlib.display import Display
    from Xlib.xobject.drawable import Window

_CARET_WIDTH, _CARET_HEIGHT = 24, 48  # px: a caret that blinks changes no more
_ALL_PLANES = 0xFFFFFFFF
_EVERY = 4  # px: one row in so many is looked at, as text is higher; a whole picture would take python-xlib seconds


@dataclass(frozen=True, slots=True)
class WindowPicture:
    """The part of the screen where a top-level window was, one row in four; no rows where it cannot be captured."""

    display: Display
    box: Rect
    rows: tuple[bytes, ...]

    @classmethod
    def of(cls, display: Display, window: Window) -> Self:
        """Take the picture of a top-level window."""
        place, screen = window.get_geometry(), display.screen().root.get_geometry()
        whole = Rect(0, 0, screen.width, screen.height)
        box = Rect(place.x, place.y, place.width, place.height).intersection(whole) or Rect(0, 0, 0, 0)
        return cls(display, box, _rows(display, box))

    def has_changed(self) -> bool:
        """Tell whether more has changed since than a caret; yes where there is no picture."""
        now = _rows(self.display, self.box)
        if not now or len(now) != len(self.rows):
            return True
        changed = [number for number, row in enumerate(now) if row != self.rows[number]]
        if not changed:
            return False
        if (changed[-1] - changed[0]) * _EVERY >= _CARET_HEIGHT:
            return True
        size = len(now[0]) // self.box.width  # bytes of a pixel
        spans = [_span(self.rows[number], now[number]) for number in changed]
        return (max(end for _, end in spans) - min(begin for begin, _ in spans)) // size >= _CARET_WIDTH


def _rows(display: Display, box: Rect) -> tuple[bytes, ...]:
    root = display.screen().root
    try:
        images = [
            root.get_image(box.x, y, box.width, 1, X.ZPixmap, _ALL_PLANES) for y in range(box.y, box.bottom, _EVERY)
        ]
    except XError:
        return ()  # a display without a picture to give
    return tuple(one.data.encode("latin-1") if isinstance(one.data, str) else bytes(one.data) for one in images)


def _span(one: bytes, other: bytes) -> tuple[int, int]:
    """Return the first byte at which two rows differ, and the end of the last."""
    different = [at for at, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    return different[0], different[-1] + 1
