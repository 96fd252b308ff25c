"""Finds whether the screen shows our window as we painted it: another program may have drawn over a card's text.

A capture of the window is compared with the window painted anew, and with the last capture that was right: where it
matches either, we have painted it, even if the screen does not show our latest change yet.
"""

from __future__ import annotations

from collections.abc import Iterable

from PIL import Image, ImageChops
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QRegion
from PySide6.QtWidgets import QWidget

from desktop_agent.core.geometry import Rect
from desktop_agent.x11.stacking import Stacking

# Letters look a little different in a picture and on a screen, and a compositor may let the ground shine through.
_ANOTHER_COLOUR = 64
_TILE = 16
_OF_A_TILE = 0.05


class Appearance:
    """Knows what one visible window should look like; for Qt's thread."""

    def __init__(self, window: QWidget, stacking: Stacking) -> None:
        self._window, self._stacking = window, stacking
        self._right: tuple[Rect, bytes] | None = None

    def is_wrong(self, ours: Iterable[QWidget]) -> bool:
        """Tell whether the screen shows something that we did not paint; windows of `ours` may lie over it."""
        capture = self._stacking.on_screen(int(self._window.winId()))
        if capture is None or capture == self._right:
            return False
        box, pixels = capture
        shown, before = _picture(box.width, box.height, pixels), self._before(box)
        # Mostly little has changed, such as a button under the pointer: only that is painted anew.
        part = (ImageChops.difference(shown, before).getbbox() if before else shown.getbbox()) or (0, 0, 1, 1)
        painted = self._painted(box, part)
        # On a scaled screen the last row or column may be rounded away.
        part = (part[0], part[1], part[0] + painted.width, part[1] + painted.height)
        differs = Image.new("L", shown.size)
        changed = _differs(shown.crop(part), painted)
        differs.paste(
            ImageChops.darker(changed, _differs(shown.crop(part), before.crop(part))) if before else changed, part
        )
        for one in ours:
            self._leave_out(one, box, differs)
        wrong = _worst_tile(differs) > _OF_A_TILE
        self._right = self._right if wrong else capture
        return wrong

    def _before(self, box: Rect) -> Image.Image | None:
        """Return the last right capture, if the window lay in the same place then."""
        if self._right is None or self._right[0] != box:
            return None
        return _picture(box.width, box.height, self._right[1])

    def _painted(self, box: Rect, part: tuple[int, int, int, int]) -> Image.Image:
        """Return a part of what is on the screen, painted anew."""
        window, ratio = self._window, self._window.devicePixelRatioF()
        picture = QImage(window.size() * ratio, QImage.Format.Format_RGB32)
        picture.setDevicePixelRatio(ratio)
        left, top, right, bottom = (at + from_ for at, from_ in zip(part, (box.x, box.y, box.x, box.y), strict=True))
        units = QRectF(left / ratio, top / ratio, (right - left) / ratio, (bottom - top) / ratio).toAlignedRect()
        window.render(picture, units.topLeft(), QRegion(units))
        right, bottom = min(picture.width(), right), min(picture.height(), bottom)
        cut = picture.copy(left, top, right - left, bottom - top)
        return _picture(cut.width(), cut.height(), bytes(cut.constBits()))

    def _leave_out(self, other: QWidget, box: Rect, differs: Image.Image) -> None:
        ratio, corner = self._window.devicePixelRatioF(), self._window.geometry().topLeft()
        part = other.frameGeometry().translated(-corner)
        left, top = part.left() * ratio - box.x - _TILE, part.top() * ratio - box.y - _TILE
        right, bottom = part.right() * ratio - box.x + _TILE, part.bottom() * ratio - box.y + _TILE
        if right > left and bottom > top:
            differs.paste(0, (round(left), round(top), round(right), round(bottom)))


def _picture(width: int, height: int, pixels: bytes) -> Image.Image:
    return Image.frombuffer("RGB", (width, height), pixels, "raw", "BGRX", 0, 1)


def _differs(one: Image.Image, other: Image.Image) -> Image.Image:
    """Return a picture that is white where two have another colour."""
    red, green, blue = ImageChops.difference(one, other).split()
    most = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    return most.point(lambda value: 255 if value > _ANOTHER_COLOUR else 0)


def _worst_tile(differs: Image.Image) -> float:
    """Return the largest part of a tile that is white."""
    return max(differs.reduce(_TILE).tobytes()) / 255
