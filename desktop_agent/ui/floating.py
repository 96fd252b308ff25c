"""Windows that float over all others without the keyboard, and the sign by which a capture shows that one is there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter, qRgb

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

SIGN_PX = 8
# Two colours that no theme has; side by side, and turned in the next row, no picture has them by chance.
_ODD = (qRgb(0xE3, 0x2A, 0x2B), qRgb(0xE1, 0x2F, 0x33))


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


def paint_sign(painter: QPainter, window: QWidget, x: float = 0, y: float = 0) -> None:
    """Draw the sign, pixel by pixel of the screen however it is scaled."""
    sign = QImage(SIGN_PX, SIGN_PX, QImage.Format.Format_RGB32)
    for across in range(SIGN_PX):
        for down in range(SIGN_PX):
            sign.setPixel(across, down, _ODD[(across + down) % 2])
    ratio = window.devicePixelRatioF()
    sign.setDevicePixelRatio(ratio)
    hints = painter.renderHints()
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, on=False)
    painter.drawImage(round(x * ratio) / ratio, round(y * ratio) / ratio, sign)  # type: ignore[call-overload]
    painter.setRenderHints(hints)


def shows_sign(bgrx: bytes) -> bool:
    """Tell whether a capture shows the sign anywhere: two half rows of it are enough."""
    row = b"".join(colour.to_bytes(4, "little")[:3] + b"." for colour in _ODD * (SIGN_PX // 2))
    return _find(bgrx, row)


def _find(bgrx: bytes, row: bytes) -> bool:
    # The fourth byte of a pixel is anything: compare with it set to one value on both sides.
    flat = bytearray(bgrx)
    flat[3::4] = b"." * len(flat[3::4])
    return flat.find(row) >= 0 or flat.find(row[4:] + row[:4]) >= 0
