"""The badge of a demonstration: its state, and the buttons and keys that pause, end and discard it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QLabel, QWidget

from desktop_agent.core.own_windows import LEARN_TITLE
from desktop_agent.core.pictures import Rect
from desktop_agent.core.texts.message import Message, tr
from desktop_agent.tasks.learn.control_keys import ControlKeys, PersonsWish
from desktop_agent.ui.overlay.windows import MovableWindow, float_over_all, paint_background
from desktop_agent.ui.qt.icons import icon, pixmap
from desktop_agent.ui.qt.layout import WrapRow, column_of
from desktop_agent.ui.qt.screen_units import clear_corner, free_part, in_units
from desktop_agent.ui.qt.theme import colours
from desktop_agent.ui.qt.widgets import polish, text_button, text_label

RECORDING = Message("Recording your actions")
PAUSED = Message("Paused: nothing is being recorded")
_SHAPE_PX = 22


class LearnBadgeWindow(MovableWindow):
    """A red dot, text and three buttons; it accepts clicks, so that no one clicks controls hidden below it."""

    def __init__(self, monitor: Rect, keys: ControlKeys, ask: Callable[[PersonsWish], None]) -> None:
        """Place the badge in a corner of `monitor`, in pixels; `ask` receives the buttons' wishes."""
        super().__init__()
        float_over_all(self, LEARN_TITLE)
        self._monitor = monitor
        self._shape = QLabel()
        self._words = text_label(RECORDING, "heading", wraps=False)
        hint = text_label(keys.hint, "muted", wraps=False)
        self._pause = text_button(
            Message("Pause"), lambda: ask("pause"), symbol="pause", colour=colours().text, keyboard=False
        )
        done = text_button(Message("Done"), lambda: ask("end"), symbol="check", colour=colours().ok, keyboard=False)
        drop = text_button(
            Message("Discard"), lambda: ask("discard"), symbol="trash", colour=colours().bad, keyboard=False
        )
        lines = QWidget()
        column_of(lines, self._words, hint, spacing=2)
        row = WrapRow(self._shape, lines, self._pause, done, drop)
        self._row = row
        row.setContentsMargins(14, 8, 10, 8)
        self.setLayout(row)
        self.show_state(paused=True)
        self._resize_to_text()

    def show_state(self, *, paused: bool) -> None:
        """Show whether the recording is paused."""
        now = colours()
        self._shape.setPixmap(pixmap("paused" if paused else "record", now.warn if paused else now.bad, _SHAPE_PX, 2.0))
        self._words.setText(PAUSED if paused else RECORDING)
        self._pause.setText(Message("Resume") if paused else Message("Pause"))
        self._pause.setIcon(icon("play" if paused else "pause", now.text, 16))
        self.setAccessibleName(tr(PAUSED if paused else RECORDING))

    def move_off(self, places: tuple[Rect, ...]) -> bool:
        """Move to a corner that covers none of these places, in pixels; return whether there is one."""
        spot = clear_corner(self.width(), self.height(), free_part(self._monitor), [*map(in_units, places)])
        if spot is not None:
            self.move(spot)
        return spot is not None

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the background, the border and the watermark."""
        paint_background(self, "watching")

    def _resize_to_text(self) -> None:
        """Resize to the longest text, and move to the lower right corner."""
        polish(self)
        part = free_part(self._monitor)
        self._shape.setFixedWidth(_SHAPE_PX)
        row = self._row
        width = min(self._row.sizeHint().width(), part.width())
        self.setFixedSize(width, row.heightForWidth(width))
        self.move(part.bottomRight() - QPoint(self.width() - 1, self.height() - 1))
