"""Whether the screen shows our window as we painted it: another program may have drawn over the words of a card.

What the screen shows is held against the window painted anew, and against what it showed when it was right last:
between the two lies what we changed and the screen does not show yet.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PIL import Image, ImageChops
from PySide6.QtCore import QPoint
from PySide6.QtGui import QImage

from desktop_agent.core.geometry import Rect
from desktop_agent.ui.stacking import Stacking

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

# Letters look a little different in a picture and on a screen, and a compositor may let the ground shine through.
_ANOTHER_COLOUR = 64
_TILE = 16
_OF_A_TILE = 0.05


class Appearance:
    """What one shown window looks like; for Qt's thread."""

    def __init__(self, window: QWidget, stacking: Stacking) -> None:
        self._window, self._stacking = window, stacking
        self._right: tuple[Rect, bytes] | None = None

    def is_wrong(self, ours: Iterable[QWidget]) -> bool:
        """Tell whether the screen shows something that we did not paint; windows of `ours` may lie over it."""
        told = self._stacking.on_screen(int(self._window.winId()))
        if told is None or told == self._right:
            return False
        box, pixels = told
        shown, painted = _picture(box.width, box.height, pixels), self._painted(box)
        # On a scaled screen the last row or column may be rounded away.
        size = (0, 0, min(shown.width, painted.width), min(shown.height, painted.height))
        differs = _differs(shown.crop(size), painted.crop(size))
        if self._right is not None and self._right[0] == box:
            before = _picture(box.width, box.height, self._right[1])
            differs = ImageChops.darker(differs, _differs(shown.crop(size), before.crop(size)))
        for one in ours:
            self._leave_out(one, box, differs)
        wrong = _worst_tile(differs) > _OF_A_TILE
        self._right = self._right if wrong else told
        return wrong

    def _painted(self, box: Rect) -> Image.Image:
        window, ratio = self._window, self._window.devicePixelRatioF()
        picture = QImage(window.size() * ratio, QImage.Format.Format_RGB32)
        picture.setDevicePixelRatio(ratio)
        picture.fill(window.palette().window().color())
        window.render(picture, QPoint())
        whole = _picture(picture.width(), picture.height(), bytes(picture.constBits()))
        right, bottom = min(whole.width, box.x + box.width), min(whole.height, box.y + box.height)
        return whole.crop((box.x, box.y, right, bottom))

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
