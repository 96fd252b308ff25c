"""Marks painted over the pictures: pointer, rings, targets, key caps; and captions and cards."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QImage,
    QPainter,
    QPen,
    QPolygonF,
    QTextLayout,
    QTextOption,
)

from desktop_agent.films.film.look import CaptionLook, FilmColours, FilmLayout, PointerLook, Ripple
from desktop_agent.films.film.script import FilmCard

# An arrow, its tip at (0, 0), 24 units high.
_ARROW = ((0, 0), (0, 20.5), (4.9, 16.2), (8.1, 23.6), (11.6, 22.1), (8.4, 14.9), (14.8, 14.6))
# size, and by how much it shrinks with the button down
_POINTER = 1.75
_PRESSED = 0.14
_RIPPLE = 44.0
_KEY_PX = 30
_KEY_PAD = 20.0
_KEY_GAP = 12.0
_FAMILIES = ["Inter", "Noto Sans", "Segoe UI", "SF Pro Text", "DejaVu Sans", "Arial"]
_CARD_LINES = 3
_CARD_WIDTH = 0.8  # of the frame


def draw_pointer(painter: QPainter, at: QPointF, pointer: PointerLook, unit: float) -> None:
    """Draw the arrow with its tip at a point."""
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    image, tip = _pointer(max(unit, 0.5) * _POINTER * (1 - _PRESSED * pointer.down))
    painter.drawImage(at - QPointF(tip, tip), image)


@lru_cache(16)
def _pointer(size: float) -> tuple[QImage, float]:
    """Return the arrow with its soft shadow, and how far its tip is from the image's edges."""
    tip = 8 * size
    side = math.ceil(2 * tip + 24 * size)
    image = QImage(side, side, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(tip, tip)
    painter.scale(size, size)
    arrow = QPolygonF([QPointF(x, y) for x, y in _ARROW])
    rounded = (Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
    for width in range(11, 1, -1):  # each wider and fainter: a soft edge
        painter.setPen(QPen(QColor(0, 0, 0, 9), width, *rounded))
        painter.drawPolygon(arrow.translated(0, 1.4))
    painter.setPen(QPen(QColor("white"), 1.9, *rounded))
    painter.setBrush(QColor("#14161c"))
    painter.drawPolygon(arrow)
    painter.end()
    return image, tip


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
    """Draw a line around an act's target; a dashed one where the act was not carried out."""
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


def draw_keys(painter: QPainter, keys: Sequence[str], at: QPointF, unit: float, colours: FilmColours) -> None:
    """Draw key caps side by side, centred on a point."""
    size = max(unit, 0.5)
    letters = font(round(_KEY_PX * size), bold=True)
    metrics = QFontMetricsF(letters)
    widths = [max(metrics.horizontalAdvance(key) + 2 * _KEY_PAD * size, 62 * size) for key in keys]
    height = 62 * size
    gap = _KEY_GAP * size
    x = at.x() - (sum(widths) + gap * (len(keys) - 1)) / 2
    # they stand out from any picture
    tray = QRectF(x, at.y() - height / 2, at.x() * 2 - 2 * x, height)
    out = 16 * size
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(10, 14, 24, 165))
    painter.drawRoundedRect(tray.adjusted(-out, -out, out, out + 4 * size), 20 * size, 20 * size)
    for key, width in zip(keys, widths, strict=True):
        _draw_cap(painter, key, QRectF(x, at.y() - height / 2, width, height), letters, size, colours)
        x += width + gap


def _draw_cap(painter: QPainter, key: str, box: QRectF, letters: QFont, size: float, colours: FilmColours) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colours.key_edge))
    painter.drawRoundedRect(box.translated(0, 5 * size), 10 * size, 10 * size)
    painter.setBrush(QColor(colours.key))
    painter.drawRoundedRect(box, 10 * size, 10 * size)
    painter.setPen(QColor(colours.key_text))
    painter.setFont(letters)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, key)


def font(px: int, *, bold: bool = False) -> QFont:
    """Return the film's font at a size in pixels."""
    film_font = QFont()
    film_font.setFamilies(_FAMILIES)
    film_font.setPixelSize(max(6, px))
    film_font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    film_font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return film_font


def lines_of(text: str, letters: QFont, width: float, most: int) -> list[str]:
    """Return a text in at most `most` lines of at most this width; the last one is elided."""
    laid = QTextLayout(text, letters)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    laid.setTextOption(option)
    lines: list[str] = []
    laid.beginLayout()
    while True:
        line = laid.createLine()
        if not line.isValid():
            break
        line.setLineWidth(width)
        start = line.textStart()
        if len(lines) == most - 1:
            metrics = QFontMetricsF(letters)
            lines.append(metrics.elidedText(_units(text, start), Qt.TextElideMode.ElideRight, width))
            break
        lines.append(_units(text, start, line.textLength()).strip())
    laid.endLayout()
    return lines


def draw_caption(painter: QPainter, caption: CaptionLook, layout: FilmLayout, colours: FilmColours, steps: int) -> None:
    """Draw the caption below the picture: step, act and outcome."""
    painter.setOpacity(caption.strength)
    letters = font(layout.text_px, bold=True)
    small = font(layout.note_px)
    pill = f"{caption.step} / {steps}" if 0 < caption.step <= steps else ""
    pill_width = QFontMetricsF(small).horizontalAdvance(pill) + layout.note_px * 1.3 if pill else 0.0
    gap = layout.note_px * 0.7 if pill else 0.0
    area = layout.words
    lines = lines_of(caption.text, letters, area.width - pill_width - gap, 1 if caption.note else 2)
    metrics = QFontMetricsF(letters)
    widest = max(map(metrics.horizontalAdvance, lines), default=0.0)
    left = area.x + (area.width - widest - pill_width - gap) / 2
    if pill_width:
        down = (metrics.height() - layout.note_px * 1.75) / 2
        _draw_pill(painter, pill, QPointF(left, area.y + down), pill_width, small, colours)
    box = QRectF(left + pill_width + gap, area.y, widest + 2, 0)
    for line in lines:
        box.setHeight(metrics.height())
        _text(painter, box, line, letters, colours.text)
        box.translate(0, metrics.height() * 1.06)
    if caption.note:
        (note,) = lines_of(caption.note, small, area.width, 1)
        under = QRectF(area.x, box.y() + layout.note_px * 0.15, area.width, layout.note_px * 1.4)
        _text(painter, under, note, small, colours.tones[caption.tone], centred=True)
    painter.setOpacity(1.0)


def draw_card(painter: QPainter, card: FilmCard, layout: FilmLayout, colours: FilmColours) -> None:
    """Draw a card in the centre of the frame: a heading, lines, facts."""
    width = layout.size.width * _CARD_WIDTH
    heading = font(round(layout.text_px * 1.9), bold=True)
    body = font(round(layout.text_px * 1.05))
    small = font(layout.note_px)
    listed = len(card.lines) > 1
    rows = [(line, heading, colours.tones[card.tone]) for line in lines_of(card.heading, heading, width, _CARD_LINES)]
    most = 1 if len(card.lines) > _CARD_LINES else _CARD_LINES
    rows += [(part, body, colours.text) for line in card.lines for part in lines_of(line, body, width, most)]
    rows += [(card.facts, small, colours.muted)] if card.facts else []
    heights = [QFontMetricsF(letters).height() * 1.18 for _, letters, _ in rows]
    gaps = layout.text_px * 0.7 * (bool(card.lines) + bool(card.facts))
    top = (layout.size.height - sum(heights) - gaps) / 2
    before: QFont | None = None
    widest = max(
        (QFontMetricsF(body).horizontalAdvance(text) for text, letters, _ in rows if letters is body), default=0
    )
    for (text, letters, colour), height in zip(rows, heights, strict=True):
        top += layout.text_px * 0.7 if before not in (None, letters) else 0.0
        before = letters
        left = (layout.size.width - widest) / 2 if listed and letters is body else 0.0
        box = QRectF(left, top, layout.size.width - left, height)
        _text(painter, box, text, letters, colour, centred=not left)
        top += height


def draw_plain(painter: QPainter, text: str, card: QRectF, layout: FilmLayout, colours: FilmColours) -> None:
    """Draw a text in place of a missing picture."""
    painter.fillRect(card, QColor(colours.pill))
    _text(painter, card, text, font(layout.text_px), colours.pill_text, centred=True)


def _draw_pill(
    painter: QPainter, text: str, at: QPointF, width: float, letters: QFont, colours: FilmColours
) -> None:  # fmt: skip
    height = letters.pixelSize() * 1.75
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colours.pill))
    painter.drawRoundedRect(QRectF(at.x(), at.y(), width, height), height / 2, height / 2)
    _text(painter, QRectF(at.x(), at.y(), width, height), text, letters, colours.pill_text, centred=True)


def _text(painter: QPainter, box: QRectF, text: str, letters: QFont, colour: str, *, centred: bool = False) -> None:
    painter.setFont(letters)
    painter.setPen(QColor(colour))
    how = Qt.AlignmentFlag.AlignHCenter if centred else Qt.AlignmentFlag.AlignLeft
    painter.drawText(box, how | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, text)


def _units(text: str, start: int, length: int | None = None) -> str:
    """Return a part of a text by Qt's UTF-16 units, of which a character beyond U+FFFF has two."""
    raw = text.encode("utf-16-le", "surrogatepass")
    return raw[2 * start : None if length is None else 2 * (start + length)].decode("utf-16-le", "replace")
