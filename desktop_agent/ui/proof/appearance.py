"""Finds whether the screen shows our window as we painted it: another program may have drawn over a card's text.

A capture of the window is compared with the window painted anew, and with the last capture that was right: where it
matches either, we have painted it, even if the screen does not show our latest change yet. Mostly little has changed
since then, such as a button under the pointer: only those rows are looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QRect, QRectF
from PySide6.QtGui import QImage, QPainter, QRegion
from PySide6.QtWidgets import QWidget

from desktop_agent.core.geometry import Rect
from desktop_agent.platforms.x11.stacking import Stacking

# Letters look a little different in a picture and on a screen, and a compositor may let the ground shine through.
_ANOTHER_COLOUR = 64
_IS_ANOTHER = bytes(value > _ANOTHER_COLOUR for value in range(256))
_TILE = 16
_OF_A_TILE = 0.05


class Appearance:
    """Knows what one visible window should look like; for Qt's thread."""

    def __init__(self, window: QWidget, stacking: Stacking) -> None:
        self._window, self._stacking = window, stacking
        self._right: tuple[Rect, bytes] | None = None

    @property
    def was_right(self) -> bool:
        """Tell whether the screen has ever shown the window as we painted it; compositors do so frames later."""
        return self._right is not None

    def is_wrong(self, ours: Iterable[QWidget]) -> bool:
        """Tell whether the screen shows something that we did not paint; windows of `ours` may lie over it."""
        # A letter and a press that come together are both taken before Qt shows the letter.
        QCoreApplication.sendPostedEvents(self._window, QEvent.Type.UpdateRequest.value)
        capture = self._stacking.on_screen(int(self._window.winId()))
        if capture is None or capture == self._right:
            return False
        box, pixels = capture
        before = self._right[1] if self._right is not None and self._right[0] == box else None
        part = QRect(0, 0, box.width, box.height) if before is None else _changed(pixels, before, box)
        painted = self._painted(part.translated(box.x, box.y))
        part.setSize(painted.size())  # on a scaled screen the last row or column may be rounded away
        shown = _picture(pixels, box, part)
        mask = _differing(shown, painted)
        if before is not None:
            mask &= _differing(shown, _picture(before, box, part))
        differs = bytearray(mask.to_bytes(part.width() * part.height(), "big"))
        for one in ours:
            self._leave_out(one, part.translated(box.x, box.y), differs)
        wrong = max(_tiles(differs, part.width()), default=0.0) > _OF_A_TILE
        self._right = self._right if wrong else capture
        return wrong

    def _painted(self, part: QRect) -> QImage:
        """Return a part of the window, painted anew."""
        window, ratio = self._window, self._window.devicePixelRatioF()
        picture = QImage(window.size() * ratio, QImage.Format.Format_RGB32)
        picture.setDevicePixelRatio(ratio)
        units = QRectF(part.x() / ratio, part.y() / ratio, part.width() / ratio, part.height() / ratio).toAlignedRect()
        window.render(picture, units.topLeft(), QRegion(units))
        picture.setDevicePixelRatio(1)
        return picture.copy(part & picture.rect())

    def _leave_out(self, other: QWidget, part: QRect, differs: bytearray) -> None:
        ratio, frame = (
            self._window.devicePixelRatioF(),
            other.frameGeometry().translated(-self._window.geometry().topLeft()),
        )
        corner = QPoint(round(frame.left() * ratio) - _TILE, round(frame.top() * ratio) - _TILE)
        end = QPoint(round(frame.right() * ratio) + _TILE, round(frame.bottom() * ratio) + _TILE)
        over = (QRect(corner, end) & part).translated(-part.topLeft())
        for y in range(over.top(), over.top() + over.height()):
            at = y * part.width() + over.left()
            differs[at : at + over.width()] = bytes(over.width())


def _changed(pixels: bytes, before: bytes, box: Rect) -> QRect:
    """Return the part that has changed: all columns, in rows of whole tiles."""
    row = 4 * box.width
    changed = [at // row for at in range(0, len(pixels), row) if pixels[at : at + row] != before[at : at + row]]
    top, bottom = changed[0] // _TILE * _TILE, (changed[-1] // _TILE + 1) * _TILE
    return QRect(0, top, box.width, min(bottom, box.height) - top)


def _picture(pixels: bytes, box: Rect, part: QRect) -> QImage:
    return QImage(pixels, box.width, box.height, 4 * box.width, QImage.Format.Format_RGB32).copy(part)


def _differing(one: QImage, other: QImage) -> int:
    """Return a number with a byte for each pixel: 1 where two pictures have another colour."""
    difference = one.copy()
    painter = QPainter(difference)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Difference)
    painter.drawImage(0, 0, other)
    painter.end()
    values = bytes(difference.constBits()).translate(_IS_ANOTHER)
    blue, green, red = (int.from_bytes(values[at::4], "big") for at in range(3))
    return blue | green | red


def _tiles(differs: bytearray, width: int) -> Iterator[float]:
    """Yield for each tile in which something differs how much of it does."""
    for start in range(0, len(differs), width * _TILE):
        strip = differs[start : start + width * _TILE]
        if 1 in strip:
            rows = [strip[at : at + width] for at in range(0, len(strip), width)]
            for left in range(0, width, _TILE):
                tile = b"".join(row[left : left + _TILE] for row in rows)
                yield tile.count(1) / len(tile)
