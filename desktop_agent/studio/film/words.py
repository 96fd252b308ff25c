"""Paints the words of a film: the caption under the picture, the mark of shortened time, and the cards at both ends."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPolygonF, QTextLayout, QTextOption

from desktop_agent.studio.film.colours import FilmColours
from desktop_agent.studio.film.layout import FilmLayout
from desktop_agent.studio.film.look import CaptionLook
from desktop_agent.studio.film.script import FilmCard

_FAMILIES = ["Inter", "Noto Sans", "Segoe UI", "SF Pro Text", "DejaVu Sans", "Arial"]
_CARD_LINES = 3
_CARD_WIDTH = 0.8  # of the frame


def font(px: int, *, bold: bool = False) -> QFont:
    """Return the film's font at a size in pixels."""
    made = QFont()
    made.setFamilies(_FAMILIES)
    made.setPixelSize(max(6, px))
    made.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return made


def lines_of(text: str, letters: QFont, width: float, most: int) -> list[str]:
    """Return a text in lines that are no wider than this; what does not fit into the last one is cut off."""
    laid = QTextLayout(text, letters)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    laid.setTextOption(option)
    lines: list[str] = []
    laid.beginLayout()
    while (line := laid.createLine()).isValid():
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
    """Draw the words under the picture: step, what is done, and what became of it."""
    painter.setOpacity(caption.strength)
    letters, small = font(layout.text_px, bold=True), font(layout.note_px)
    pill = f"{caption.step} / {steps}" if 0 < caption.step <= steps else ""
    pill_width = QFontMetricsF(small).horizontalAdvance(pill) + layout.note_px * 1.3 if pill else 0.0
    gap = layout.note_px * 0.7 if pill else 0.0
    most = layout.lines if caption.note or layout.lines > 1 else 2
    area = layout.words
    lines = lines_of(caption.text, letters, area.width - (pill_width + gap if layout.lines == 1 else 0), most)
    top = area.y
    if layout.lines > 1 and pill:
        _draw_pill(painter, pill, QPointF(area.x + (area.width - pill_width) / 2, top), pill_width, small, colours)
        top, pill_width, gap = top + layout.note_px * 2.4, 0.0, 0.0
    metrics = QFontMetricsF(letters)
    widest = max(map(metrics.horizontalAdvance, lines), default=0.0)
    left = area.x + (area.width - widest - pill_width - gap) / 2
    if pill_width:
        down = (metrics.height() - layout.note_px * 1.75) / 2
        _draw_pill(painter, pill, QPointF(left, top + down), pill_width, small, colours)
    box = QRectF(left + pill_width + gap, top, widest + 2, 0)
    for line in lines:
        box.setHeight(metrics.height())
        _text(painter, box, line, letters, colours.text, centred=layout.lines > 1)
        box.translate(0, metrics.height() * 1.06)
    if caption.note:
        note = lines_of(caption.note, small, area.width, 1 if layout.lines == 1 else 2)
        for number, line in enumerate(note):
            under = QRectF(area.x, box.y() + layout.note_px * (0.15 + 1.3 * number), area.width, layout.note_px * 1.4)
            _text(painter, under, line, small, colours.tones[caption.tone], centred=True)
    painter.setOpacity(1.0)


def draw_shortened(painter: QPainter, text: str, corner: QPointF, layout: FilmLayout) -> None:
    """Draw a mark at the top right of the card: time was left out here."""
    small = font(layout.note_px, bold=True)
    px = layout.note_px
    width = QFontMetricsF(small).horizontalAdvance(text) + 3.2 * px
    box = QRectF(corner.x() - width - px * 0.8, corner.y() + px * 0.8, width, px * 2.0)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(10, 14, 24, 190))
    painter.drawRoundedRect(box, px, px)
    painter.setBrush(QColor("white"))
    for n in range(2):
        x, y = box.x() + px * (0.85 + 0.62 * n), box.center().y()
        painter.drawPolygon(QPolygonF([QPointF(x, y - px * 0.42), QPointF(x + px * 0.6, y), QPointF(x, y + px * 0.42)]))
    _text(painter, box.adjusted(px * 2.4, 0, 0, 0), text, small, "white")


def draw_card(painter: QPainter, card: FilmCard, layout: FilmLayout, colours: FilmColours) -> None:
    """Draw a card in the middle of the frame: a heading, lines, facts."""
    width = layout.size.width * _CARD_WIDTH
    heading, body, small = (
        font(round(layout.text_px * 1.9), bold=True),
        font(round(layout.text_px * 1.05)),
        font(layout.note_px),
    )
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
    """Draw a card with words where there is no picture."""
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
    """Return a part of a text by Qt's counting, in which a letter beyond U+FFFF is two."""
    raw = text.encode("utf-16-le", "surrogatepass")
    return raw[2 * start : None if length is None else 2 * (start + length)].decode("utf-16-le", "replace")
