"""The bar of a guide: the line in words, and buttons for the mouse that confirm it, skip it and end the guide."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QLabel, QWidget

from desktop_agent.core.own_windows import GUIDE_TITLE
from desktop_agent.core.pictures import Rect
from desktop_agent.core.texts.message import Message
from desktop_agent.films.guided.lead import LinePlace, Wish
from desktop_agent.ui.overlay.windows import float_over_all, paint_background
from desktop_agent.ui.qt.icons import pixmap
from desktop_agent.ui.qt.layout import WrapRow, column_of
from desktop_agent.ui.qt.screen_units import free_part, place_away_from
from desktop_agent.ui.qt.theme import colours
from desktop_agent.ui.qt.widgets import polish, text_button, text_label

_WORDS_WIDTH = 340
_BESIDE_WORDS = 60
_SHAPE_PX = 20


class GuideBar(QWidget):
    """It never takes the focus: the keyboard is the person's, for the task."""

    def __init__(self, monitor: Rect, ask: Callable[[Wish], None]) -> None:
        """Place the bar in a corner of `monitor`, in pixels; `ask` receives the buttons' wishes."""
        super().__init__()
        float_over_all(self, GUIDE_TITLE)
        self._monitor = monitor
        self._shape = QLabel()
        self._words = text_label(role="heading")
        self._why = text_label(role="muted")
        self._done = text_button(
            Message("Done"), lambda: ask("done"), symbol="check", colour=colours().ok, keyboard=False
        )
        self._skip = text_button(Message("Skip"), lambda: ask("skip"), keyboard=False)
        end = text_button(Message("End"), lambda: ask("end"), keyboard=False)
        lines = QWidget()
        lines.setFixedWidth(min(_WORDS_WIDTH, free_part(monitor).width() - _BESIDE_WORDS))
        self._column = column_of(lines, self._words, self._why, spacing=2)
        row = WrapRow(self._shape, lines, self._done, self._skip, end)
        self._row = row
        row.setContentsMargins(14, 8, 10, 8)
        self.setLayout(row)

    def show_line(self, words: str, sight: LinePlace, *, asks: bool) -> None:
        """Show a line away from its place and the next one; `asks` for the button that says that it is done."""
        symbol, colour = ("check", colours().ok) if sight.holds else ("play", colours().accent)
        self._shape.setPixmap(pixmap(symbol, colour, _SHAPE_PX, 2.0))
        self._words.setText(words)
        self._why.setText(sight.why)
        self._why.setVisible(bool(sight.why))
        self._done.setVisible(asks)
        self._skip.setVisible(not sight.holds)
        polish(self)
        self._column.activate()  # else its height is that of the line before
        part = free_part(self._monitor)
        row = self._row
        width = min(row.sizeHint().width(), part.width())
        self.setFixedSize(width, row.heightForWidth(width))
        self.move(place_away_from(sight.places, self.rect(), part))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the background, the border and the watermark."""
        paint_background(self, "watching")
