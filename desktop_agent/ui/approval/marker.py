"""The mark on the real screen: a ring and a cross around the target; clicks go through it."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QSize, Qt
from PySide6.QtGui import QBitmap, QColor, QPainter, QPaintEvent, QPen, QRegion
from PySide6.QtWidgets import QWidget

from desktop_agent.core.geometry import ScreenPoint
from desktop_agent.ui.approval.crop import ring_and_cross
from desktop_agent.ui.overlay.floating import float_over_all, paint_watermark
from desktop_agent.ui.overlay.watermark import SIDE_PX
from desktop_agent.ui.qt.screen_units import native, screen_of, to_units

TITLE = "Target — Desktop Agent"
SIDE = 84
_RADIUS = 22.0
_EDGE_PX = 2 * SIDE  # of the screen, whose pixels may be smaller than ours


class Marker(QWidget):
    """One target, in pixels of the desktop."""

    def __init__(self, at: ScreenPoint) -> None:
        super().__init__(None, Qt.WindowType.WindowTransparentForInput)
        float_over_all(self, TITLE)
        self.setAccessibleName(TITLE)
        self.setFixedSize(QSize(SIDE, SIDE))
        self._watermark = _watermark_at(at)
        centre = to_units(at)
        self.move(centre.x() - SIDE // 2, centre.y() - SIDE // 2)
        self.setMask(self._shape())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw red on white, which is seen on any ground; the mask leaves the rest of the screen alone."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor("#ffffff"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor("#e02d2d"), 4))
        painter.drawPath(ring_and_cross(QPointF(SIDE / 2, SIDE / 2), _RADIUS))
        paint_watermark(painter, self, *self._watermark)
        painter.end()

    def _shape(self) -> QRegion:
        bits = QBitmap(SIDE, SIDE)
        bits.clear()
        painter = QPainter(bits)
        painter.setPen(QPen(Qt.GlobalColor.color1, 7))
        painter.drawPath(ring_and_cross(QPointF(SIDE / 2, SIDE / 2), _RADIUS))
        painter.end()
        x, y = self._watermark
        return QRegion(bits).united(QRect(x - 1, y - 1, SIDE_PX + 2, SIDE_PX + 2))


def _watermark_at(at: ScreenPoint) -> tuple[int, int]:
    """Return the watermark's place: the end of the cross's right arm, or its left one at the screen's right edge."""
    box = native(screen_of(at))
    is_at_edge = at.x > box.x + box.width - _EDGE_PX
    return (2 if is_at_edge else SIDE - SIDE_PX - 2), (SIDE - SIDE_PX) // 2
