"""The bar of a guide: the line in words, and buttons for the mouse that confirm it, skip it and end the guide."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QLabel, QWidget

from desktop_agent.core.geometry import Rect
from desktop_agent.core.message import Message
from desktop_agent.core.own_windows import GUIDE_TITLE
from desktop_agent.studio.guided.lead import Prompt, Wish
from desktop_agent.ui.overlay.floating import MovableWindow, float_over_all, paint_background
from desktop_agent.ui.qt.icons import pixmap
from desktop_agent.ui.qt.layout import column_of, row_of
from desktop_agent.ui.qt.screen_units import clear_corner, free_part, in_units
from desktop_agent.ui.qt.theme import colours
from desktop_agent.ui.qt.widgets import polish, text_button, text_label

_WORDS_WIDTH, _SHAPE_PX = 340, 20


class GuideBar(MovableWindow):
    """It never takes the focus: the keyboard is the person's, for the task."""

    def __init__(self, monitor: Rect, ask: Callable[[Wish], None]) -> None:
        """Place the bar in a corner of `monitor`, in pixels; `ask` receives the buttons' wishes."""
        super().__init__()
        float_over_all(self, GUIDE_TITLE)
        self._monitor, self._shape = monitor, QLabel()
        self._words, self._why = text_label(role="heading"), text_label(role="muted")
        self._done = text_button(Message("Done"), lambda: ask("done"), symbol="check", colour=colours().ok, keyboard=False)
        self._skip = text_button(Message("Skip"), lambda: ask("skip"), keyboard=False)
        end = text_button(Message("End"), lambda: ask("end"), keyboard=False)
        lines = QWidget()
        lines.setFixedWidth(_WORDS_WIDTH)
        column_of(lines, self._words, self._why, spacing=2)
        row_of(self, self._shape, lines, self._done, self._skip, end, margins=(14, 8, 10, 8))

    def show_prompt(self, prompt: Prompt) -> None:
        """Show a line."""
        holds = pixmap("check", colours().ok, _SHAPE_PX, 2.0)
        self._shape.setPixmap(holds if prompt.holds else pixmap("play", colours().accent, _SHAPE_PX, 2.0))
        self._words.setText(prompt.words)
        self._why.setText(prompt.why)
        self._why.setVisible(bool(prompt.why))
        self._done.setVisible(prompt.asks)
        self._skip.setVisible(not prompt.holds)
        polish(self)
        self.adjustSize()

    def move_off(self, places: tuple[Rect, ...]) -> bool:
        """Move to a corner that covers none of these places, in pixels, else not the first; return whether it can."""
        part, boxes = free_part(self._monitor), [*map(in_units, places)]
        size = self.width(), self.height()
        corner = part.bottomRight() - QPoint(size[0] - 1, size[1] - 1)
        spot = clear_corner(*size, part, boxes) or clear_corner(*size, part, boxes[:1])
        self.move(spot or corner)
        return spot is not None

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the background, the border and the watermark."""
        paint_background(self, "watching")
