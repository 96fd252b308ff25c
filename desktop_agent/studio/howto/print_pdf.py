"""The process that draws a how-to as a PDF, as Qt must know at its start, by the environment, that it has no screen.

Its standard input is JSON with the title and the parts to draw, each as HTML that stays together on a page. Its
argument is the file's path.
"""

from __future__ import annotations

import json
import sys

DPI = 144
_MM = DPI / 25.4
_MARGIN_MM, _FOOT_MM, _GAP_MM = 18, 8, 9
_TEXT_PX, _NUMBER_PX = 24, 18
WIDTH_PX = round((210 - 2 * _MARGIN_MM) * _MM)


def main() -> int:
    """Draw the PDF from the standard input; return the exit code."""
    from PySide6.QtCore import QMarginsF, QPointF, QRectF, Qt
    from PySide6.QtGui import QFont, QGuiApplication, QPageLayout, QPageSize, QPainter, QPdfWriter, QTextDocument

    work = json.load(sys.stdin)
    app = QGuiApplication([])
    writer = QPdfWriter(sys.argv[1])
    writer.setResolution(DPI)
    writer.setTitle(work["title"])
    writer.setCreator("Desktop Agent")
    margins = QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM)
    paper, unit = QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Unit.Millimeter
    writer.setPageLayout(QPageLayout(paper, QPageLayout.Orientation.Portrait, margins, unit))
    painter = QPainter()
    if not painter.begin(writer):
        return 1
    font = QFont()
    font.setFamilies(["Inter", "Noto Sans", "DejaVu Sans"])
    font.setPixelSize(_NUMBER_PX)
    painter.setFont(font)
    font.setPixelSize(_TEXT_PX)
    height = writer.height() - _FOOT_MM * _MM  # below it is the page's number
    foot = QRectF(0, height, WIDTH_PX, _FOOT_MM * _MM)
    y, page = 0.0, 0
    for part in work["parts"]:
        text = QTextDocument()
        text.setDefaultFont(font)
        text.setDocumentMargin(0)
        text.setTextWidth(WIDTH_PX)
        text.setHtml(part)
        if not page or y + text.size().height() > height:
            if page:
                writer.newPage()
            y, page = 0.0, page + 1
            painter.drawText(foot, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom, str(page))
        painter.translate(QPointF(0, y))
        text.drawContents(painter)
        painter.translate(QPointF(0, -y))
        y += text.size().height() + _GAP_MM * _MM
    painter.end()
    del app
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
