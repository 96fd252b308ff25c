"""Windows that float over all others without taking the focus, and their watermark."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, qRgb
from PySide6.QtWidgets import QWidget

from desktop_agent.core.geometry import Rect
from desktop_agent.screen.watermark import COLOURS, SIDE_PX, MarkKind
from desktop_agent.ui.qt.layers import layers
from desktop_agent.ui.qt.theme import colours


def float_over_all(window: QWidget, title: str) -> None:
    """Make a window float, as a layer where the session has layers.

    On X11 it bypasses the window manager, which would put it behind a full screen or focus it.
    """
    window.setWindowFlags(
        Qt.WindowType.Tool
        | Qt.WindowType.FramelessWindowHint
        | Qt.WindowType.WindowStaysOnTopHint
        | Qt.WindowType.BypassWindowManagerHint
        | window.windowFlags() & Qt.WindowType.WindowTransparentForInput
    )
    window.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
    window.setWindowTitle(title)
    if (here := layers()) is not None:
        here.carry(window)


class MovableWindow(QWidget):
    """A floating window that can move out of the way."""

    def move_off(self, places: tuple[Rect, ...]) -> bool:
        """Move to where it covers none of these places, in pixels of the desktop; return whether that is possible."""
        raise NotImplementedError


class StandInWindow(QWidget):
    """A floating window that takes the place of another one as long as it is visible."""

    stands_for: QWidget | None = None


class TargetWindow(QWidget):
    """A floating window that marks a target, which no other window of ours may cover."""


def paint_background(window: QWidget, kind: MarkKind = "question") -> None:
    """Draw a window's background, its border, and a row of the watermark in that."""
    painter, now = QPainter(window), colours()
    painter.fillRect(window.rect(), QColor(now.card))
    painter.setPen(QPen(QColor(now.edge), 1))
    painter.drawRect(window.rect().adjusted(0, 0, -1, -1))
    paint_row(painter, window, kind, SIDE_PX, 0)
    painter.end()


def paint_row(painter: QPainter, window: QWidget, kind: MarkKind, x: float, y: float, *, upright: bool = False) -> None:
    """Draw one row of the watermark, or a column, in pixels of the screen; the place is in Qt's units."""
    row = QImage(1 if upright else SIDE_PX, SIDE_PX if upright else 1, QImage.Format.Format_RGB32)
    for at in range(SIDE_PX):
        row.setPixel(0 if upright else at, at if upright else 0, qRgb(*COLOURS[kind][at % 2]))
    ratio = window.devicePixelRatioF()
    row.setDevicePixelRatio(ratio)
    hints = painter.renderHints()
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, on=False)
    painter.drawImage(round(x * ratio) / ratio, round(y * ratio) / ratio, row)  # type: ignore[call-overload]
    painter.setRenderHints(hints)
