"""What a run is watched by: the status badge's window and the frame around the screen.

The badge says what the run is doing, by shape, colour and words, with *Pause* and *Stop run*. Its size stays the same
as long as it is shown, so that its buttons are where the person saw them.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop_agent.core.geometry import Rect, ScreenPoint
from desktop_agent.core.message import Message
from desktop_agent.core.own_windows import STATUS_TITLE, strips_of
from desktop_agent.core.translation import tr
from desktop_agent.ui.overlay.floating import MovableWindow, float_over_all, paint_background, paint_row
from desktop_agent.ui.overlay.watermark import SIDE_PX
from desktop_agent.ui.overlay.windows import floating_boxes, ordinary_boxes
from desktop_agent.ui.qt.icons import pixmap
from desktop_agent.ui.qt.screen_units import clear_corner, free_part, in_units, ratio_of, screen_of, to_units
from desktop_agent.ui.qt.theme import Colours, colours
from desktop_agent.ui.qt.widgets import Label, polish, text_button, text_label
from desktop_agent.ui.status.states import AppState

_WIDTH_LETTERS = 44  # the room for words
_SHAPE_PX = 22
FRAME_TITLE = Message("Frame — Desktop Agent")
_EVERY_PX = 8 * SIDE_PX  # between two marks of the watermark


class StatusWindow(MovableWindow):
    """A shape, two lines of words and two buttons."""

    def __init__(self, monitor: Rect, pause: Callable[[], None], stop: Callable[[], None]) -> None:
        """Lie in a corner of a part of the desktop, in pixels; the rest is what the buttons do."""
        super().__init__()
        float_over_all(self, STATUS_TITLE)
        self._monitor = monitor
        self.tick = QTimer(self, singleShot=True)
        self._shape = QLabel()
        self._words, self._detail = text_label(role="heading", wraps=False), text_label(role="muted", wraps=False)
        now = colours()
        self._pause = text_button(Message("Pause"), pause, symbol="pause", colour=now.text, keyboard=False)
        end = text_button(
            Message("Stop"), stop, name=Message("Stop run"), symbol="stop", colour=now.bad, keyboard=False
        )
        lines = QVBoxLayout()
        lines.setSpacing(2)
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(14, 8, 10, 8)
        row.setSpacing(10)
        for label in (self._words, self._detail):
            lines.addWidget(label)
        row.addWidget(self._shape)
        row.addLayout(lines, 1)
        for button in (self._pause, end):
            row.addWidget(button)
        self._fit()

    def show_state(self, state: AppState, words: str, newest: str, about: str) -> None:
        """Say what is going on; below it, as they are, the newest words of an answer, else what it is about."""
        self._shape.setPixmap(pixmap(state, colour_of(state, colours()), _SHAPE_PX, 2.0))
        self._put(self._words, tr(words), Qt.TextElideMode.ElideRight)
        self._put(self._detail, newest or about, Qt.TextElideMode.ElideLeft if newest else Qt.TextElideMode.ElideRight)
        self._pause.setEnabled(state != "paused")
        self.setAccessibleName(tr(Message("{status_title}: {words}", status_title=STATUS_TITLE, words=words)))

    def move_off(self, places: tuple[Rect, ...]) -> bool:
        """Move to a corner where none of these places is covered, in pixels; return whether there is one.

        The place where it was has to be free as well: that it has left it is seen by what is there.
        """
        others = [*map(in_units, places), self.geometry()]
        spot = clear_corner(self.width(), self.height(), free_part(self._monitor), others)
        if spot is not None:
            self.move(spot)
        return spot is not None

    def keep_clear(self) -> bool:
        """Move off our windows that can be clicked, and return whether there is room: they hold the run as well."""
        others = (*ordinary_boxes(), *floating_boxes(but=self))
        if not any(self.geometry() & box for box in others):
            return True
        spot = clear_corner(self.width(), self.height(), free_part(self._monitor), others)
        self.move(spot or self.pos())
        return spot is not None

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the background, the border and the watermark."""
        paint_background(self, "watching")

    def _put(self, label: Label, shown: str, mode: Qt.TextElideMode) -> None:
        label.show_foreign(label.fontMetrics().elidedText(shown, mode, label.width()))
        label.setToolTip(shown)

    def _fit(self) -> None:
        """Take the size for the longest words that are shown, or what the screen has."""
        part, row = free_part(self._monitor), self._row
        self._shape.setFixedWidth(_SHAPE_PX)
        polish(self)
        for label in (self._words, self._detail):
            label.setText("Wg")
            label.setFixedWidth(1)
        row.activate()
        room = min(self._words.fontMetrics().averageCharWidth() * _WIDTH_LETTERS, part.width() - row.sizeHint().width())
        for label in (self._words, self._detail):
            label.setFixedWidth(room)
        row.activate()
        self.setFixedSize(row.sizeHint())
        self.move(part.bottomLeft() - QPoint(0, self.height() - 1))


def colour_of(state: AppState, now: Colours) -> str:
    """Return the colour of a state."""
    table: dict[AppState, str] = {
        "idle": now.muted,
        "thinking": now.accent,
        "acting": now.ok,
        "waiting": now.warn,
        "paused": now.warn,
        "failed": now.bad,
    }
    return table[state]


class Strip(QWidget):
    """One side of the frame, in a colour that tells the run's state."""

    def __init__(self, box: Rect) -> None:
        """Lie within a box, in pixels of the desktop."""
        super().__init__(None, Qt.WindowType.WindowTransparentForInput)
        float_over_all(self, FRAME_TITLE)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._colour = QColor("black")
        self.setGeometry(_within(box))

    def show_colour(self, colour: str) -> None:
        """Take on a colour."""
        if self._colour != QColor(colour):
            self._colour = QColor(colour)
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the strip, and here and there a row of the watermark along it."""
        painter, ratio = QPainter(self), self.devicePixelRatioF()
        painter.fillRect(self.rect(), self._colour)
        upright = self.height() > self.width()
        length = round((self.height() if upright else self.width()) * ratio)
        for at in range(SIDE_PX, length - SIDE_PX, _EVERY_PX):
            x, y = (1 / ratio, at / ratio) if upright else (at / ratio, 1 / ratio)
            paint_row(painter, self, "watching", x, y, upright=upright)
        painter.end()


class ScreenFrame:
    """The frame around the part of the desktop that a run works on: four thin strips that let every click through."""

    def __init__(self, monitor: Rect) -> None:
        """Go around a part of the desktop, in pixels."""
        self.strips = tuple(Strip(box) for box in strips_of(monitor))

    def show_state(self, state: AppState) -> None:
        """Take on the colour of a state."""
        for strip in self.strips:
            strip.show_colour(colour_of(state, colours()))


def _within(box: Rect) -> QRect:
    """Return the largest rectangle in Qt's units that is within a box of pixels, but never none."""
    ratio = ratio_of(screen_of(ScreenPoint(box.x, box.y)))
    width, height = (max(1, int(side / ratio)) for side in (box.width, box.height))
    first, last = to_units(ScreenPoint(box.x, box.y)), to_units(ScreenPoint(box.right, box.bottom))
    return QRect(max(first.x(), last.x() - width), max(first.y(), last.y() - height), width, height)
