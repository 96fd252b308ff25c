"""A note beside a person's first card, which says what is on it."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_agent.core.translation import tr
from desktop_agent.presence.promises import APPROVES
from desktop_agent.ui.overlay.floating import float_over_all, paint_background
from desktop_agent.ui.proof.guard import Proof
from desktop_agent.ui.qt.scrolling import Page, Scrolling
from desktop_agent.ui.qt.widgets import polish, text_label

TITLE = "About this card — Desktop Agent"
_LINES = (
    ("The first line", "Which step of your task this is."),
    ("The second line", "What would be done, in our own words. The red mark on the screen shows where."),
    ("Why you are asked", "What may come of it."),
    ("The box", "Names and texts that other programs have written. They may be false."),
    ("Approve once", ""),  # `APPROVES` says by what
    ("Refuse", "It is left out, and the model is told. The task goes on."),
    ("Take over", "The task waits while you use mouse and keyboard yourself."),
    ("Stop run", "Everything ends."),
)
_PRACTICE = "This is a practice form, and its order goes nowhere: try either answer."
_LETTERS_WIDE, _LEAST_LETTERS = 44, 20
_GAP_PX, _EDGE_PX = 8, 14


class CardGuide(QWidget):
    """Takes no keys and no clicks; there is none where there is no room beside the card."""

    def __init__(self, proof: Proof) -> None:
        super().__init__()
        float_over_all(self, TITLE)
        self.setAccessibleName(tr(TITLE))
        inside = Page()
        lines = QVBoxLayout(inside)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(_GAP_PX // 2)
        lines.addWidget(text_label(_PRACTICE))
        lines.addSpacing(_GAP_PX)
        for what, about in _LINES:
            lines.addWidget(text_label(what, "heading"))
            lines.addWidget(text_label(about or APPROVES[proof], "muted"))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(_EDGE_PX, _EDGE_PX, _EDGE_PX, _EDGE_PX)
        self._column.addWidget(text_label("What is on this card", "title"))
        self._column.addWidget(Scrolling(inside), 1)

    def stand_beside(self, card: QRect, part: QRect) -> None:
        """Stand beside a card, on the side with more room; hide where that is too little."""
        left, right = card.left() - part.left(), part.right() - card.right()
        letter = self.fontMetrics().averageCharWidth()
        width = min(_LETTERS_WIDE * letter, max(left, right) - _GAP_PX)
        if width < _LEAST_LETTERS * letter:
            self.hide()
            return
        size = QSize(width, min(part.height(), self._height(width)))
        across = card.right() + 1 + _GAP_PX if right >= left else card.left() - _GAP_PX - width
        down = max(part.top(), min(card.top(), part.bottom() + 1 - size.height()))
        self.setFixedSize(size)
        self.move(QPoint(across, down))
        self.show()

    def _height(self, width: int) -> int:
        """Return how high it would be if nothing scrolled."""
        self.setFixedWidth(width)
        polish(self)
        self._column.activate()
        self._column.invalidate()
        return self._column.totalHeightForWidth(width)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the background, the border and the watermark."""
        paint_background(self)
