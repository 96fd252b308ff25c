"""Windows that float over all others without the keyboard, and the sign by which a capture shows that one is there."""

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
    """Draw a window's ground, its border, and the sign."""
    painter, now = QPainter(window), colours()
    painter.fillRect(window.rect(), QColor(now.card))
    painter.setPen(QPen(QColor(now.edge), 1))
    painter.drawRect(window.rect().adjusted(0, 0, -1, -1))
    paint_watermark(painter, window)
    painter.end()


def paint_watermark(painter: QPainter, window: QWidget, x: float = 0, y: float = 0) -> None:
    """Draw the sign, pixel by pixel of the screen however it is scaled."""
    sign = QImage(SIDE_PX, SIDE_PX, QImage.Format.Format_RGB32)
    for across in range(SIDE_PX):
        for down in range(SIDE_PX):
            sign.setPixel(across, down, qRgb(*ODD[(across + down) % 2]))
    ratio = window.devicePixelRatioF()
    sign.setDevicePixelRatio(ratio)
    hints = painter.renderHints()
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, on=False)
    painter.drawImage(round(x * ratio) / ratio, round(y * ratio) / ratio, sign)  # type: ignore[call-overload]
    painter.setRenderHints(hints)
