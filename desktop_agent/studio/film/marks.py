"""Paints what shows an act: the pointer, rings that spread from clicks, a drag's way, the target, caps of keys."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen, QPolygonF

from desktop_agent.studio.film.colours import FilmColours
from desktop_agent.studio.film.look import PointerLook, Ripple
from desktop_agent.studio.film.words import font

# An arrow, its tip at (0, 0), 24 units high.
_ARROW = ((0, 0), (0, 20.5), (4.9, 16.2), (8.1, 23.6), (11.6, 22.1), (8.4, 14.9), (14.8, 14.6))
_POINTER, _PRESSED = 1.75, 0.14  # how large, and how much smaller with the button down
_RIPPLE, _KEY_PX, _KEY_PAD, _KEY_GAP = 44.0, 30, 20.0, 12.0


def draw_pointer(painter: QPainter, at: QPointF, pointer: PointerLook, unit: float) -> None:
    """Draw the arrow with its tip at a point."""
    painter.save()
    painter.translate(at)
    size = max(unit, 0.5) * _POINTER * (1 - _PRESSED * pointer.down)
    painter.scale(size, size)
    arrow = QPolygonF([QPointF(x, y) for x, y in _ARROW])
    painter.setPen(Qt.PenStyle.NoPen)
    for spread, strength in ((1.6, 26), (0.8, 40)):
        painter.setBrush(QColor(0, 0, 0, strength))
        painter.drawPolygon(arrow.translated(spread, spread + 1.2))
    pen = QPen(QColor("white"), 1.9)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(QColor("#14161c"))
    painter.drawPolygon(arrow)
    painter.restore()


def draw_ripple(painter: QPainter, at: QPointF, ripple: Ripple, colours: FilmColours, unit: float) -> None:
    """Draw a ring that spreads and fades."""
    size = max(unit, 0.5)
    colour = QColor(colours.accent if ripple.done else colours.tones["bad"])
    radius = _RIPPLE * size * (0.25 + 0.75 * (1 - (1 - ripple.part) ** 2))
    colour.setAlphaF((1 - ripple.part) * 0.28)
    painter.setBrush(colour)
    colour.setAlphaF((1 - ripple.part) * 0.95)
    painter.setPen(QPen(colour, 4.5 * size * (1 - 0.5 * ripple.part)))
    painter.drawEllipse(at, radius, radius)


def draw_target(
    painter: QPainter, box: QRectF, strength: float, unit: float, colours: FilmColours, *, done: bool
) -> None:
    """Draw a line around what an act is about; a broken one where it was not done."""
    size = max(unit, 0.5)
    colour = QColor(colours.accent if done else colours.tones["bad"])
    colour.setAlphaF(0.9 * strength)
    pen = QPen(colour, 3.0 * size)
    if not done:
        pen.setDashPattern([3, 2])
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    out = 4 * size
    painter.drawRoundedRect(box.adjusted(-out, -out, out, out), 7 * size, 7 * size)


def draw_trail(painter: QPainter, points: Sequence[QPointF], unit: float, colours: FilmColours) -> None:
    """Draw the way that something was dragged."""
    path = QPainterPath(points[0])
    for point in points[1:]:
        path.lineTo(point)
    colour = QColor(colours.accent)
    colour.setAlphaF(0.6)
    pen = QPen(colour, 6.0 * max(unit, 0.5))
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(path)


def draw_keys(painter: QPainter, keys: Sequence[str], at: QPointF, unit: float, colours: FilmColours) -> None:
    """Draw caps of keys side by side, in the middle of which is a point."""
    size = max(unit, 0.5)
    letters = font(round(_KEY_PX * size), bold=True)
    metrics = QFontMetricsF(letters)
    widths = [max(metrics.horizontalAdvance(key) + 2 * _KEY_PAD * size, 62 * size) for key in keys]
    height, gap = 62 * size, _KEY_GAP * size
    x = at.x() - (sum(widths) + gap * (len(keys) - 1)) / 2
    _draw_tray(painter, QRectF(x, at.y() - height / 2, at.x() * 2 - 2 * x, height), size)
    for key, width in zip(keys, widths, strict=True):
        _draw_cap(painter, key, QRectF(x, at.y() - height / 2, width, height), letters, size, colours)
        x += width + gap


def _draw_tray(painter: QPainter, box: QRectF, size: float) -> None:
    """Darken what lies under the caps, so that they stand out from any picture."""
    out = 16 * size
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(10, 14, 24, 165))
    painter.drawRoundedRect(box.adjusted(-out, -out, out, out + 4 * size), 20 * size, 20 * size)


def _draw_cap(painter: QPainter, key: str, box: QRectF, letters: QFont, size: float, colours: FilmColours) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colours.key_edge))
    painter.drawRoundedRect(box.translated(0, 5 * size), 10 * size, 10 * size)
    painter.setBrush(QColor(colours.key))
    painter.drawRoundedRect(box, 10 * size, 10 * size)
    painter.setPen(QColor(colours.key_text))
    painter.setFont(letters)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, key)
