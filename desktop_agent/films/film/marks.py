"""What is drawn into a frame: the run's pictures in their size, and the marks over them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray
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

from desktop_agent.core.runs.events import FrameTaken
from desktop_agent.films.film.look import CaptionLook, FilmColours, FilmLayout, PointerLook, Ripple
from desktop_agent.films.film.script import Area, FilmCard, TypedLine
from desktop_agent.record.picture_file import decoded_picture, recorded_picture

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
    image, tip = _pointer_image(max(unit, 0.5) * _POINTER * (1 - _PRESSED * pointer.down))
    painter.drawImage(at - QPointF(tip, tip), image)


@lru_cache(16)
def _pointer_image(size: float) -> tuple[QImage, float]:
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
            lines.append(metrics.elidedText(_utf16_part(text, start), Qt.TextElideMode.ElideRight, width))
            break
        lines.append(_utf16_part(text, start, line.textLength()).strip())
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
        _draw_text_in(painter, box, line, letters, colours.text)
        box.translate(0, metrics.height() * 1.06)
    if caption.note:
        (note,) = lines_of(caption.note, small, area.width, 1)
        under = QRectF(area.x, box.y() + layout.note_px * 0.15, area.width, layout.note_px * 1.4)
        _draw_text_in(painter, under, note, small, colours.tones[caption.tone], centred=True)
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
        _draw_text_in(painter, box, text, letters, colour, centred=not left)
        top += height


def draw_missing_text(painter: QPainter, text: str, card: QRectF, layout: FilmLayout, colours: FilmColours) -> None:
    """Draw a text in place of a missing picture."""
    painter.fillRect(card, QColor(colours.pill))
    _draw_text_in(painter, card, text, font(layout.text_px), colours.pill_text, centred=True)


def _draw_pill(
    painter: QPainter, text: str, at: QPointF, width: float, letters: QFont, colours: FilmColours
) -> None:  # fmt: skip
    height = letters.pixelSize() * 1.75
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colours.pill))
    painter.drawRoundedRect(QRectF(at.x(), at.y(), width, height), height / 2, height / 2)
    _draw_text_in(painter, QRectF(at.x(), at.y(), width, height), text, letters, colours.pill_text, centred=True)


def _draw_text_in(
    painter: QPainter, box: QRectF, text: str, letters: QFont, colour: str, *, centred: bool = False
) -> None:
    painter.setFont(letters)
    painter.setPen(QColor(colour))
    how = Qt.AlignmentFlag.AlignHCenter if centred else Qt.AlignmentFlag.AlignLeft
    painter.drawText(box, how | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, text)


def _utf16_part(text: str, start: int, length: int | None = None) -> str:
    """Return a part of a text by Qt's UTF-16 units, of which a character beyond U+FFFF has two."""
    raw = text.encode("utf-16-le", "surrogatepass")
    return raw[2 * start : None if length is None else 2 * (start + length)].decode("utf-16-le", "replace")


Bgr = NDArray[np.uint8]
Missing = Literal["none", "missing", "damaged"]
_CACHE_SIZE = 4  # pictures
_LEAST_DIFFERENCE = 12  # of a colour
_COARSE = 2  # pixels per side for each compared pixel
_NEAR_PX = 48  # changes at most this far apart are one
_AS_MUCH = 0.1  # of the pixels in the largest change: less is a clock, or a title
_LINE_GAP_PX = 2  # between the parts of letters; lines are further apart
_LEAST_LINE_PX = 5  # its height
_BLOCK = np.ones((7, 5), np.uint8)  # of a cursor as large as a letter; strokes of letters are thinner
_OTHER_COLOUR = 40  # from a background: that of a letter
_LEAST_TAIL_PX = 3  # wider than a caret


class FilmPictures:
    """The pictures of one run by number; the last few are cached."""

    def __init__(self, folder: Path, pictures: Sequence[FrameTaken]) -> None:
        self._folder = folder
        self._pictures = pictures
        self._read = lru_cache(_CACHE_SIZE)(self._open)

    def get(self, number: int) -> Bgr | Missing:
        """Return the pixels of a picture (height x width x 3; blue, green, red), or why there are none."""
        return self._read(number)

    def changed(self, first_number: int, second_number: int, *, everywhere: bool = False) -> Area | None:
        """Return the area in which two pictures differ most, or, `everywhere`, the one around all that differs as much.

        None where they are equal or can't be compared.
        """
        before = self.get(first_number)
        after = self.get(second_number)
        if isinstance(before, str) or isinstance(after, str) or before.shape != after.shape:
            return None
        small = [picture[::_COARSE, ::_COARSE] for picture in (before, after)]
        mask = np.asarray(cv2.absdiff(small[0], small[1]).max(axis=2) > _LEAST_DIFFERENCE, dtype=np.uint8)
        # Letters and lines of a text are one change; a title far from it is another.
        near = cv2.dilate(mask, np.ones((_NEAR_PX // _COARSE, _NEAR_PX // _COARSE), np.uint8))
        count, labels, _, _ = cv2.connectedComponentsWithStats(near)
        if count == 1:
            return None
        labels *= mask
        sizes = np.bincount(labels.ravel(), minlength=count)
        sizes[0] = 0
        least = sizes.max() * (_AS_MUCH if everywhere else 1)
        left, top, width, height = cv2.boundingRect(np.asarray((sizes >= least)[labels] & (labels > 0), dtype=np.uint8))
        return Area(left * _COARSE, top * _COARSE, width * _COARSE, height * _COARSE)

    def typed(self, numbers: tuple[int, int], area: Area, lines: int, *, entered: bool) -> tuple[TypedLine, ...]:
        """Return the lines of typed text in the second of two pictures, which differ in an area, from the top down.

        Of more than these `lines`, the others are a text that is wrapped, or what a shell has printed for one that was
        `entered`.
        """
        before = self.get(numbers[0])
        after = self.get(numbers[1])
        if isinstance(before, str) or isinstance(after, str) or before.shape != after.shape:
            return ()
        left = max(0, int(area.x) - _COARSE)
        top = max(0, int(area.y) - _COARSE)
        bottom = int(area.y + area.height) + _COARSE
        part = (slice(top, bottom), slice(left, int(area.x + area.width) + _COARSE))
        bands = _changed_lines(cv2.absdiff(before[part], after[part]).max(axis=2) > _LEAST_DIFFERENCE)
        if entered and len(bands) > lines:
            bands = bands[:lines]
        typed = (_typed_line(before[part], after[part], band) for band in bands)
        return tuple(_moved_line(line, left, top) for line in typed if line is not None)

    def _open(self, number: int) -> Bgr | Missing:
        if not 0 <= number < len(self._pictures):
            return "none"
        picture = self._pictures[number]
        data = recorded_picture(self._folder, picture)
        if isinstance(data, str):
            return "damaged" if data == "foreign" else data
        pixels = decoded_picture(data)
        return "damaged" if pixels is None or pixels.shape[:2] != (picture.height, picture.width) else pixels


def _changed_lines(differs: NDArray[np.bool_]) -> list[tuple[int, int, int, int]]:
    """Return the lines in which pixels differ, each with its top, bottom, left and right."""
    bands = []
    for top, bottom in _row_spans(differs):
        # Cursors in two lines touch each other, where the letters of these don't.
        blocks = cv2.morphologyEx(differs[top:bottom].astype(np.uint8), cv2.MORPH_OPEN, _BLOCK)
        letters = _row_spans(differs[top:bottom] & (blocks == 0))
        between = [top + (above[1] + below[0]) // 2 for above, below in pairwise(letters)]
        for first, last in pairwise((top, *between, bottom)):
            columns = np.flatnonzero(differs[first:last].any(axis=0))
            if last - first >= _LEAST_LINE_PX:
                bands.append((first, last, int(columns[0]), int(columns[-1]) + 1))
    return bands


def _row_spans(differs: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Return the tops and bottoms of what lies below each other in a picture."""
    rows = np.flatnonzero(differs.any(axis=1))
    if not rows.size:
        return []
    parts = np.split(rows, np.flatnonzero(np.diff(rows) > _LINE_GAP_PX + 1) + 1)
    return [(int(part[0]), int(part[-1]) + 1) for part in parts]


def _typed_line(before: Bgr, after: Bgr, band: tuple[int, int, int, int]) -> TypedLine | None:
    """Return a line that was typed; None where only its end has moved."""
    top, bottom, left, right = band
    old = before[top:bottom, left:right].astype(np.int16)
    new = after[top:bottom, left:right].astype(np.int16)
    colours, counts = np.unique(new.reshape(-1, 3), axis=0, return_counts=True)
    ground = colours[counts.argmax()]
    ends = [_end_of_letters(pixels, ground) for pixels in (old, new)]
    tail = 0
    while tail < min(ends):
        column = np.abs(old[:, ends[0] - tail - 1] - new[:, ends[1] - tail - 1])
        if column.max() > _OTHER_COLOUR:
            break
        tail += 1
    tail = tail if tail >= _LEAST_TAIL_PX else 0
    end = ends[1] - tail
    if end <= 0:
        return None
    blue, green, red = (int(value) for value in ground)
    return TypedLine(
        Area(left, top, right - left, bottom - top),
        left + end,
        Area(left + end, top, tail, bottom - top) if tail else None,
        (red, green, blue),
    )


def _end_of_letters(pixels: NDArray[np.int16], ground: NDArray[np.int16]) -> int:
    columns = np.flatnonzero((np.abs(pixels - ground).max(axis=2) > _OTHER_COLOUR).any(axis=0))
    return int(columns[-1]) + 1 if columns.size else 0


def _moved_line(line: TypedLine, across: int, down: int) -> TypedLine:
    area = replace(line.area, x=line.area.x + across, y=line.area.y + down)
    tail = line.tail and replace(line.tail, x=line.tail.x + across, y=line.tail.y + down)
    return TypedLine(area, line.end + across, tail, line.colour)
