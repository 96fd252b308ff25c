"""Windows that float over all others without taking the focus, and their watermark."""

from __future__ import annotations

import math

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QScreen
from PySide6.QtWidgets import QWidget

from desktop_agent.core.pictures import Rect
from desktop_agent.screen.captures.watermark import COLOURS, SIDE_PX, MarkKind
from desktop_agent.ui.qt.layers import layers
from desktop_agent.ui.qt.screen_units import is_xwayland, ratio_of
from desktop_agent.ui.qt.theme import colours


def float_over_all(window: QWidget, title: str, *, opens_fields: bool = False) -> None:
    """Make a window float, as a layer where the session has layers.

    On X11 it bypasses the window manager, which would put it behind a full screen or focus it. One that `opens_fields`
    doesn't in Xwayland: a Wayland compositor gives the keyboard, after a click, to windows that it manages alone.
    """
    managed = opens_fields and is_xwayland()
    window.setWindowFlags(
        Qt.WindowType.Tool
        | Qt.WindowType.FramelessWindowHint
        | Qt.WindowType.WindowStaysOnTopHint
        | (Qt.WindowType(0) if managed else Qt.WindowType.BypassWindowManagerHint)
        | window.windowFlags() & Qt.WindowType.WindowTransparentForInput
    )
    window.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
    if is_xwayland():  # mutter draws no shadow around what may be transparent: one would change the pixels beside us
        window.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
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
    painter = QPainter(window)
    now = colours()
    painter.fillRect(window.rect(), QColor(now.card))
    painter.setPen(QPen(QColor(now.edge), 1))
    painter.drawRect(window.rect().adjusted(0, 0, -1, -1))
    paint_row(painter, window, kind, SIDE_PX, 0)
    painter.end()


def paint_row(painter: QPainter, window: QWidget, kind: MarkKind, x: float, y: float, *, upright: bool = False) -> None:
    """Draw one row of the watermark, or a column, in pixels of the screen; the place is in Qt's units."""
    side = watermark_side(window.screen())
    length = SIDE_PX * side
    row = QImage(side if upright else length, length if upright else side, QImage.Format.Format_RGB32)
    filling = QPainter(row)
    for at in range(SIDE_PX):
        place = QPoint(0, at) if upright else QPoint(at, 0)
        filling.fillRect(QRect(place * side, QSize(side, side)), QColor(*COLOURS[kind][at % 2]))
    filling.end()
    ratio = window.devicePixelRatioF()
    row.setDevicePixelRatio(ratio)
    hints = painter.renderHints()
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, on=False)
    painter.drawImage(round(x * ratio) / ratio, round(y * ratio) / ratio, row)  # type: ignore[call-overload]
    painter.setRenderHints(hints)


def watermark_side(screen: QScreen) -> int:
    """Return how many pixels of Qt's a pixel of the watermark has, so that a capture shows its pure colour.

    A Wayland compositor scales what Xwayland shows, by any factor up to that of the largest scale.
    """
    return 1 + math.ceil(screen.devicePixelRatio() / ratio_of(screen)) if is_xwayland() else 1
