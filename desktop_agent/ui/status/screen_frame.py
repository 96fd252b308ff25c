"""The frame around the part of the desktop that a run works on: four thin strips that let every click through."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop_agent.core.geometry import Rect, ScreenPoint
from desktop_agent.core.screen_frame import strips_of
from desktop_agent.ui.overlay.floating import float_over_all, paint_row
from desktop_agent.ui.overlay.watermark import SIDE_PX
from desktop_agent.ui.qt.screen_units import ratio_of, screen_of, to_units
from desktop_agent.ui.qt.theme import colours
from desktop_agent.ui.status.states import AppState
from desktop_agent.ui.status.status_window import colour_of

TITLE = "Frame — Desktop Agent"
_EVERY_PX = 8 * SIDE_PX  # between two marks of the watermark


class Strip(QWidget):
    """One side of the frame, in a colour that tells the run's state."""

    def __init__(self, box: Rect) -> None:
        """Lie within a box, in pixels of the desktop."""
        super().__init__(None, Qt.WindowType.WindowTransparentForInput)
        float_over_all(self, TITLE)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._colour = QColor("black")
        self.setGeometry(_within(box))

    def show_colour(self, colour: str) -> None:
        """Take on a colour."""
        if self._colour != QColor(colour):
            self._colour = QColor(colour)
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the strip, and here and there a row of the watermark along it."""
        painter, ratio = QPainter(self), self.devicePixelRatioF()
        painter.fillRect(self.rect(), self._colour)
        upright = self.height() > self.width()
        length = round((self.height() if upright else self.width()) * ratio)
        for at in range(SIDE_PX, length - SIDE_PX, _EVERY_PX):
            x, y = (1 / ratio, at / ratio) if upright else (at / ratio, 1 / ratio)
            paint_row(painter, self, "watching", x, y, upright=upright)
        painter.end()


class ScreenFrame:
    """The strips of one run."""

    def __init__(self, monitor: Rect) -> None:
        """Go around a part of the desktop, in pixels."""
        self.strips = tuple(Strip(box) for box in strips_of(monitor))

    def show_state(self, state: AppState) -> None:
        """Take on the colour of a state."""
        for strip in self.strips:
            strip.show_colour(colour_of(state, colours()))


def _within(box: Rect) -> QRect:
    """Return the largest rectangle in Qt's units that is within a box of pixels, but never none."""
    ratio = ratio_of(screen_of(ScreenPoint(box.x, box.y)))
    width, height = (max(1, int(side / ratio)) for side in (box.width, box.height))
    first, last = to_units(ScreenPoint(box.x, box.y)), to_units(ScreenPoint(box.right, box.bottom))
    return QRect(max(first.x(), last.x() - width), max(first.y(), last.y() - height), width, height)
