"""A line that says what would be done, with each name that others wrote on a ground of its own.

What others wrote cannot end such a name and go on in our voice: it is drawn by itself, in one line inside of a border,
in lighter letters than ours, and cut where it is too long for that.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLabel, QSizePolicy

from desktop_agent.core.texts.message import Quotation, marked, pieces
from desktop_agent.ui.qt.theme import Colours, colours, font

_PX = 17
_DENSE_PX = 14
_PAD = 6
_ROUND = 5.0
_LINE_GAP = 3
_OFTEN = 420  # across: how wide it likes to be


@dataclass(frozen=True, slots=True)
class _Bit:
    """A word of ours, or a whole name of others; `glued` to what stands before it, as a question mark is."""

    text: str
    quoted: bool
    glued: bool


class ActLine(QLabel):
    """As high as its text needs at its width; `alarm` has our words in red."""

    def __init__(self, text: str, *, alarm: bool = False, px: int = _PX) -> None:
        super().__init__()
        self._bits = tuple(_bits(pieces(text)))
        self._alarm = alarm
        self._px = px
        self._ours, self._theirs = _fonts(px)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setText(marked(text))
        self.setAccessibleName(self.text())
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_dense(self, *, dense: bool) -> None:
        """Have smaller letters, or as large ones as before."""
        self._ours, self._theirs = _fonts(min(self._px, _DENSE_PX) if dense else self._px)
        self.updateGeometry()

    def quoted_boxes(self) -> tuple[QRect, ...]:
        """Return where the names of others are drawn."""
        return tuple(box for bit, box in self._placed(self.width()) if bit.quoted)

    def heightForWidth(self, width: int) -> int:
        """Return the height of all lines."""
        return max((box.bottom() + 1 for _, box in self._placed(width)), default=0)

    def sizeHint(self) -> QSize:
        """Ask for the height at the width that it has."""
        width = self.width() if self.testAttribute(Qt.WidgetAttribute.WA_Resized) else _OFTEN
        return QSize(_OFTEN, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Ask for a line, and for no width."""
        return QSize(0, self._high())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw our words, and the names in their borders."""
        painter = QPainter(self)
        now = colours()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for bit, box in self._placed(self.width()):
            if bit.quoted:
                self._draw_name(painter, bit.text, box, now)
            else:
                painter.setFont(self._ours)
                painter.setPen(QColor(now.bad if self._alarm else now.text))
                painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextDontClip, bit.text)
        painter.end()

    def _draw_name(self, painter: QPainter, text: str, box: QRect, now: Colours) -> None:
        painter.setPen(QPen(QColor(now.edge), 1))
        painter.setBrush(QColor(now.ground))
        painter.drawRoundedRect(box.toRectF().adjusted(0.5, 0.5, -0.5, -0.5), _ROUND, _ROUND)
        inside = box.adjusted(_PAD, 1, -_PAD, -1)
        letters = QFontMetrics(self._theirs)
        painter.save()
        painter.setClipRect(inside)  # marks that are piled on a letter would stand in the lines beside it
        painter.setFont(self._theirs)
        painter.setPen(QColor(now.text))
        shown = letters.elidedText(text, Qt.TextElideMode.ElideMiddle, inside.width())
        painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, shown)
        painter.restore()

    def _placed(self, width: int) -> Iterator[tuple[_Bit, QRect]]:
        """Yield each bit with its box."""
        high = self._high()
        x = 0
        y = 0
        blank = QFontMetrics(self._ours).horizontalAdvance(" ")
        for unit in _units(self._bits):
            across = self._widths(unit, width)
            before = blank if x else 0
            if x and x + before + sum(across) > width:
                x = 0
                y = y + high + _LINE_GAP
                before = 0
            x += before
            for bit, wide in zip(unit, across, strict=True):
                yield bit, QRect(x, y, wide, high)
                x += wide

    def _widths(self, unit: Sequence[_Bit], width: int) -> list[int]:
        """Return how wide each bit is; names get what our words leave of a line."""
        ours = QFontMetrics(self._ours)
        theirs = QFontMetrics(self._theirs)
        words = sum(ours.horizontalAdvance(bit.text) for bit in unit if not bit.quoted)
        names = max(1, sum(bit.quoted for bit in unit))
        most = max(0, width - words) // names
        return [
            min(most, theirs.horizontalAdvance(bit.text) + 2 * _PAD + 1)
            if bit.quoted
            else ours.horizontalAdvance(bit.text)
            for bit in unit
        ]

    def _high(self) -> int:
        return QFontMetrics(self._ours).lineSpacing() + 2


def _fonts(px: int) -> tuple[QFont, QFont]:
    ours = font(px)
    theirs = font(px)
    ours.setWeight(QFont.Weight.DemiBold)
    return ours, theirs


def _bits(shown: Sequence[str]) -> Iterator[_Bit]:
    for before, piece in pairwise(("", *shown)):
        apart = not before or (before[-1:].isspace() and not isinstance(before, Quotation))
        if isinstance(piece, Quotation):
            yield _Bit(piece, quoted=True, glued=not apart)
            continue
        for number, word in enumerate(piece.split()):
            yield _Bit(word, quoted=False, glued=not (number or apart or piece[:1].isspace()))


def _units(bits: Sequence[_Bit]) -> Iterator[list[_Bit]]:
    """Yield what no line may end in."""
    unit: list[_Bit] = []
    for bit in bits:
        if unit and not bit.glued:
            yield unit
            unit = []
        unit.append(bit)
    if unit:
        yield unit
