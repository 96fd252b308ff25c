"""The mark of an act before it is done: the pointer's way, a ring around its target, and its words beside that.

The ring leaves free what is compared right before a press, and every click goes through all of it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise

from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QColor, QGuiApplication, QPainter, QPaintEvent, QPen, QRegion
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop_agent.core.announcement import CLEARANCE_PX, Announcement
from desktop_agent.core.geometry import Rect
from desktop_agent.ui.overlay.floating import float_over_all, paint_background, paint_row
from desktop_agent.ui.overlay.watermark import SIDE_PX
from desktop_agent.ui.qt.screen_units import in_units, pixels_of, pointer, ratio_of, screen_of, to_units
from desktop_agent.ui.qt.theme import colours
from desktop_agent.ui.qt.widgets import text_label

TITLE = "Next action — Desktop Agent"
_BAND, _DOT, _APART = 5, 3, 16  # units: the ring's breadth, a dot's radius, and how far the dots are from each other
_GAP, _LONGEST = 10, 60


class Way(QWidget):
    """A dotted line from where the pointer is, and a ring around each end of what is pressed or dragged."""

    def __init__(self, way: Sequence[QPoint], radius: int) -> None:
        super().__init__(None, Qt.WindowType.WindowTransparentForInput)
        float_over_all(self, TITLE)
        self._radius = radius
        spots = [*filter(None, [pointer()]), *way]
        reach = radius + _BAND
        box = QRect(spots[0], spots[0])
        for spot in spots:
            box |= QRect(spot.x() - reach, spot.y() - reach, 2 * reach + 1, 2 * reach + 1)
        self.setGeometry(box & screen_box(way[0]))
        self._rings = [spot - self.pos() for spot in dict.fromkeys((way[0], way[-1]))]
        self._dots = list(_dots([spot - self.pos() for spot in spots], self._rings, reach))
        self.setMask(self._shape())

    def boxes(self) -> tuple[Rect, ...]:
        """Return the pixels that it covers, the dots aside."""
        return (pixels_of(self),)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the accent on white, which is seen on any ground, and a row of the watermark at the foot of the ring."""
        painter, accent = QPainter(self), QColor(colours().accent)
        painter.fillRect(self.rect(), QColor("#ffffff"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(accent, _BAND - 2))
        for ring in self._rings:
            painter.drawEllipse(QPointF(ring), self._radius + _BAND / 2, self._radius + _BAND / 2)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(accent)
        for dot in self._dots:
            painter.drawEllipse(QPointF(dot), _DOT - 1, _DOT - 1)
        half = SIDE_PX / 2 / self.devicePixelRatioF()
        for ring in self._rings:
            for y in (ring.y() + self._radius + _BAND // 2, ring.y() - self._radius - _BAND // 2):
                paint_row(painter, self, "watching", ring.x() - half, y)
        painter.end()

    def _shape(self) -> QRegion:
        shape = QRegion()
        for ring in self._rings:
            shape |= _disc(ring, self._radius + _BAND) - _disc(ring, self._radius)
        for dot in self._dots:
            shape |= _disc(dot, _DOT)
        return shape


class Caption(QWidget):
    """The act in words, beside a box of the desktop in Qt's units."""

    def __init__(self, words: str, beside: QRect) -> None:
        super().__init__(None, Qt.WindowType.WindowTransparentForInput)
        float_over_all(self, TITLE)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 12, 6)
        row.addWidget(
            text_label(words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1]}…", "heading", wraps=False)
        )
        self.ensurePolished()
        self.adjustSize()
        self.move(_beside(beside, self.size().width(), self.size().height(), screen_box(beside.center())))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the background, the border and the watermark."""
        paint_background(self, "watching")


class ActMark:
    """Both of them, for one act."""

    def __init__(self, act: Announcement) -> None:
        """Show it."""
        self.windows: list[Way | Caption] = []
        if act.way:
            ratio = ratio_of(screen_of(act.way[0]))
            radius, way = math.ceil(CLEARANCE_PX / ratio), [to_units(at) for at in act.way]
            reach = radius + _BAND
            last = way[-1]
            self.windows.append(Way(way, radius))
            self.windows.append(Caption(act.words, QRect(last.x() - reach, last.y() - reach, 2 * reach, 2 * reach)))
        elif act.target is not None:
            self.windows.append(Caption(act.words, in_units(act.target)))
        for window in self.windows:
            window.show()


def screen_box(at: QPoint) -> QRect:
    """Return the screen around a place, in Qt's units."""
    return (QGuiApplication.screenAt(at) or QGuiApplication.primaryScreen()).geometry()


def _disc(at: QPoint, radius: int) -> QRegion:
    return QRegion(QRect(at.x() - radius, at.y() - radius, 2 * radius + 1, 2 * radius + 1), QRegion.RegionType.Ellipse)


def _dots(spots: Sequence[QPoint], rings: Sequence[QPoint], reach: int) -> Iterator[QPoint]:
    """Yield places along the way that are clear of the rings."""
    for one, other in pairwise(spots):
        length = math.hypot(other.x() - one.x(), other.y() - one.y())
        for step in range(1, int(length / _APART)):
            share = step * _APART / length
            dot = QPoint(round(one.x() + share * (other.x() - one.x())), round(one.y() + share * (other.y() - one.y())))
            if all(math.hypot(dot.x() - ring.x(), dot.y() - ring.y()) > reach + _DOT for ring in rings):
                yield dot


def _beside(box: QRect, width: int, height: int, screen: QRect) -> QPoint:
    """Return where a window goes: below the box, else above it, and always within the screen.

    A box may reach beyond the screen, as the foot of a dialog does that is too high for it, or fill it.
    """
    below, above = box.bottom() + _GAP, box.top() - _GAP - height
    last = QPoint(screen.right() - _GAP - width, screen.bottom() - _GAP - height)
    x = min(max(box.center().x() - width // 2, screen.left() + _GAP), last.x())
    y = below if below < last.y() else above
    return QPoint(x, min(max(y, screen.top() + _GAP), last.y()))
