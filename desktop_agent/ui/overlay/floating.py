"""Makes windows that float over all others without taking the keyboard, and paints their watermark."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, qRgb
from PySide6.QtWidgets import QWidget

from desktop_agent.ui.overlay.watermark import ODD, SIDE_PX
from desktop_agent.ui.qt.theme import colours


def float_over_all(window: QWidget, title: str) -> None:
    """Make a window float; on X11 without the window manager, which would put it behind a full screen or focus it."""
    window.setWindowFlags(
        Qt.WindowType.Tool
        | Qt.WindowType.FramelessWindowHint
        | Qt.WindowType.WindowStaysOnTopHint
        | Qt.WindowType.BypassWindowManagerHint
        | window.windowFlags() & Qt.WindowType.WindowTransparentForInput
    )
    window.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
    window.setWindowTitle(title)


def paint_background(window: QWidget) -> None:
    """Draw a window's background, its border and its watermark."""
    painter, now = QPainter(window), colours()
    painter.fillRect(window.rect(), QColor(now.card))
    painter.setPen(QPen(QColor(now.edge), 1))
    painter.drawRect(window.rect().adjusted(0, 0, -1, -1))
    paint_watermark(painter, window)
    painter.end()


def paint_watermark(painter: QPainter, window: QWidget, x: float = 0, y: float = 0) -> None:
    """Draw the watermark in pixels of the screen, however that is scaled."""
    mark = QImage(SIDE_PX, SIDE_PX, QImage.Format.Format_RGB32)
    for across in range(SIDE_PX):
        for down in range(SIDE_PX):
            mark.setPixel(across, down, qRgb(*ODD[(across + down) % 2]))
    ratio = window.devicePixelRatioF()
    mark.setDevicePixelRatio(ratio)
    hints = painter.renderHints()
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, on=False)
    painter.drawImage(round(x * ratio) / ratio, round(y * ratio) / ratio, mark)  # type: ignore[call-overload]
    painter.setRenderHints(hints)
