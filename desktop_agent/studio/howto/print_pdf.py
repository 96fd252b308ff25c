"""Draws a how-to as a PDF: a process of its own, as Qt has to be told at its start that there is no screen.

Its environment says that. On its standard input is what to draw, as JSON; the file's path is its one argument.
"""

from __future__ import annotations

import json
import sys
from base64 import b64decode
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtGui import QImage, QPainter, QPdfWriter, QTextDocument

_DPI = 144
_MM = _DPI / 25.4
_MARGIN_MM, _GAP_MM, _NUMBER_MM, _INDENT_MM = 18, 9, 8, 13
_MOST_MM_PER_PX = 0.165  # a picture is shown no larger than this
_TITLE_PT, _TEXT_PT, _SMALL_PT = 22, 12, 9
_INK, _MUTED, _ACCENT, _LINE = "#1b1e24", "#626b78", "#2563eb", "#ccd1d9"


@dataclass(slots=True)
class _Sheet:
    """The page that is drawn on, and how far down it is used."""

    writer: QPdfWriter
    painter: QPainter
    y: float = 0.0
    number: int = 1

    @property
    def width(self) -> float:
        return float(self.writer.width())

    @property
    def height(self) -> float:
        return float(self.writer.height()) - 8 * _MM  # the last line has the page's number

    def take(self, height: float) -> None:
        """Begin another page where there is no room for this much, unless this one is still empty."""
        if self.y and self.y + height > self.height:
            self.finish()
            self.writer.newPage()
            self.y, self.number = 0.0, self.number + 1

    def finish(self) -> None:
        """Write the page's number."""
        from PySide6.QtCore import QRectF, Qt

        _use(self.painter, _SMALL_PT, _MUTED)
        foot = QRectF(0, self.height, self.width, 8 * _MM)
        self.painter.drawText(foot, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom, str(self.number))


def main() -> int:
    """Draw what the standard input says."""
    from PySide6.QtCore import QMarginsF
    from PySide6.QtGui import QGuiApplication, QPageLayout, QPageSize, QPainter, QPdfWriter

    work = json.load(sys.stdin)
    app = QGuiApplication([])
    writer = QPdfWriter(sys.argv[1])
    writer.setResolution(_DPI)
    writer.setTitle(work["title"])
    writer.setCreator("Desktop Agent")
    margins = QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM)
    paper, unit = QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Unit.Millimeter
    writer.setPageLayout(QPageLayout(paper, QPageLayout.Orientation.Portrait, margins, unit))
    painter = QPainter()
    if not painter.begin(writer):
        return 1
    _draw(_Sheet(writer, painter), work["title"], work["count"], work["steps"])
    painter.end()
    del app
    return 0


def _draw(sheet: _Sheet, title: str, count: str, steps: list[dict[str, object]]) -> None:
    images = [_image(step["picture"]) for step in steps]
    widest = max((image.width() for image in images if image), default=1)
    scale = min(_MOST_MM_PER_PX * _MM, (sheet.width - _INDENT_MM * _MM) / widest)
    _title(sheet, title, count)
    for step, image in zip(steps, images, strict=True):
        _step(sheet, step, image, scale)
    sheet.finish()


def _title(sheet: _Sheet, title: str, count: str) -> None:
    text = _text(f'<p style="font-size:{_pixels(_TITLE_PT)}px;font-weight:600">{escape(title)}</p>', sheet.width)
    _put(sheet, text, 0)
    count_text = _text(f'<p style="color:{_MUTED}">{escape(count)}</p>', sheet.width)
    _put(sheet, count_text, 0)
    sheet.y += _GAP_MM * _MM


def _step(sheet: _Sheet, step: dict[str, object], image: QImage | None, scale: float) -> None:
    left = _INDENT_MM * _MM
    text = _text(str(step["html"]), sheet.width - left)
    width, height = (image.width() * scale, image.height() * scale) if image else (0.0, 0.0)
    room = sheet.height - text.size().height() - 3 * _MM
    if height > room:  # a picture that is higher than a page
        width, height = width * room / height, room
    sheet.take(text.size().height() + (height + 3 * _MM if image else 0))
    _number(sheet, str(step["number"]), below=bool(step["window"]))
    _put(sheet, text, left)
    if image:
        _picture(sheet, image, left, width, height)
    sheet.y += _GAP_MM * _MM


def _number(sheet: _Sheet, number: str, *, below: bool) -> None:
    from PySide6.QtCore import QRectF, Qt
    from PySide6.QtGui import QColor

    size = _NUMBER_MM * _MM
    box = QRectF(0, sheet.y + (4.2 * _MM if below else 0) - 1.0 * _MM, size, size)
    sheet.painter.setPen(Qt.PenStyle.NoPen)
    sheet.painter.setBrush(QColor(_ACCENT))
    sheet.painter.drawEllipse(box)
    _use(sheet.painter, _SMALL_PT + 1, "#ffffff", bold=True)
    sheet.painter.drawText(box, Qt.AlignmentFlag.AlignCenter, number)


def _picture(sheet: _Sheet, image: QImage, left: float, width: float, height: float) -> None:
    from PySide6.QtCore import QRectF, Qt
    from PySide6.QtGui import QColor, QPen

    sheet.y += 3 * _MM
    box = QRectF(left, sheet.y, width, height)
    sheet.painter.drawImage(box, image)
    sheet.painter.setPen(QPen(QColor(_LINE), 1.5))
    sheet.painter.setBrush(Qt.BrushStyle.NoBrush)
    sheet.painter.drawRect(box)
    sheet.y += height


def _put(sheet: _Sheet, text: QTextDocument, left: float) -> None:
    sheet.painter.save()
    sheet.painter.translate(left, sheet.y)
    text.drawContents(sheet.painter)
    sheet.painter.restore()
    sheet.y += text.size().height()


def _text(html: str, width: float) -> QTextDocument:
    from PySide6.QtGui import QFont, QTextDocument

    text = QTextDocument()
    font = QFont()
    font.setFamilies(["Inter", "Noto Sans", "DejaVu Sans"])
    font.setPixelSize(_pixels(_TEXT_PT))
    text.setDefaultFont(font)
    text.setDocumentMargin(0)
    text.setTextWidth(width)
    text.setHtml(html)
    return text


def _use(painter: QPainter, points: int, colour: str, *, bold: bool = False) -> None:
    from PySide6.QtGui import QColor, QFont

    font = QFont()
    font.setFamilies(["Inter", "Noto Sans", "DejaVu Sans"])
    font.setPixelSize(_pixels(points))
    font.setBold(bold)
    painter.setFont(font)
    painter.setPen(QColor(colour))


def _image(data: object) -> QImage | None:
    from PySide6.QtGui import QImage

    image = QImage.fromData(b64decode(str(data))) if data else QImage()
    return None if image.isNull() else image


def _pixels(points: float) -> int:
    return round(points * _DPI / 72)


if __name__ == "__main__":
    raise SystemExit(main())
