"""The badge at the edge of the screen: the state of the run, with buttons that pause and stop it.

The badge shows the state by shape, colour and text, with *Pause* and *Stop run*. Its size never changes while it is
visible, so that its buttons stay in place.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Protocol

from PySide6.QtCore import QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QColor, QHideEvent, QMoveEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLayout, QVBoxLayout, QWidget

from desktop_agent.core.own_windows import FRAME_TITLE, STATUS_TITLE, strips_of
from desktop_agent.core.pictures import Rect, ScreenPoint
from desktop_agent.core.presence import UserInput
from desktop_agent.core.runs.events import FrameTaken, RunStarted, Stamped
from desktop_agent.core.runs.waiting import StreamUpdate
from desktop_agent.core.texts.message import Message, gettext, tr, visible
from desktop_agent.record.moments import Moment, MomentReader
from desktop_agent.record.status import LiveStatus
from desktop_agent.run.control import StopSource
from desktop_agent.screen.captures.watermark import SIDE_PX
from desktop_agent.ui.overlay.overlays import QtOverlays
from desktop_agent.ui.overlay.windows import (
    MovableWindow,
    SubstituteWindow,
    float_over_all,
    floating_boxes,
    ordinary_boxes,
    paint_background,
    paint_row,
)
from desktop_agent.ui.qt.executor import QtExecutor
from desktop_agent.ui.qt.icons import pixmap
from desktop_agent.ui.qt.screen_units import clear_corner, free_part, in_units, ratio_of, screen_of, to_units
from desktop_agent.ui.qt.theme import Colours, colours
from desktop_agent.ui.qt.widgets import Label, polish, stop_button, text_button, text_label, visible_windows
from desktop_agent.ui.status.states import AppState, state_after, words_for

PAUSED_BY_BUTTON = Message("You pressed Pause.")
UNNOTICED = Message("A touch isn't noticed now: press “Pause”.")  # there is room for 44 letters
_LONGEST_TEXT = 200
_TICK_MS = 1_000
_LOOK_EVERY_MS = 100
_LOOK_UNFRAMED_MS = 500


class Holdable(Protocol):
    """A run that can be held; from any thread."""

    def stop(self, by: StopSource) -> None:
        """Stop it."""

    def pause(self, by: str, reason: str) -> None:
        """Make it wait."""


class StatusBadge:
    """Badge and frame of one run, for its threads: `hear` receives its events, `pass_on` its stream updates.

    They are visible from the first picture to the end. Qt starts while the model processes that picture. A run on
    another desktop has no frame, only the badge with its buttons.
    """

    def __init__(self, executor: QtExecutor, overlays: QtOverlays, run: Holdable, *, framed: bool = True) -> None:
        self._framed = framed
        self._executor = executor
        self._overlays = overlays
        self._run = run
        self._state: AppState = "idle"
        self._has_question = False
        executor.question_listeners.append(self._wait_for)
        self._live = LiveStatus()
        self._reader = MomentReader()
        self._about = ""  # the last action, with its refusal, else the task in the person's own words
        self._has_picture = False
        self._update_requested = False
        self._window: StatusWindow | None = None
        self._frame: ScreenFrame | None = None

    def hear(self, stamped: Stamped) -> None:
        """Update the display after an event."""
        event = stamped.event
        before = self._displayed_values()
        self._has_picture = self._has_picture or isinstance(event, FrameTaken)
        self._state = state_after(self._state, event)
        self._live = self._live.after_event(event)
        index = self._reader.take(stamped)
        if isinstance(event, RunStarted):
            self._about = event.task
        elif index is not None and self._reader.moments[index].proposal is not None:
            self._about = _act_text(self._reader.moments[index])
        if before != self._displayed_values():
            self._request_update()

    def pass_on(self, update: StreamUpdate) -> None:
        """Update the display after a stream update from the model."""
        self._live = self._live.after(update, time.monotonic())
        self._request_update()

    def take_hand(self, hand: UserInput) -> None:
        """Stop the run if a person presses where *Stop* was until just before, as for a picture; from any thread."""
        if hand.what == "button":
            when = time.monotonic()
            self._executor.call(lambda: self._stop_if_pressed(when))

    def end(self) -> None:
        """Remove badge and frame; from any thread."""
        self._has_picture = False
        self._executor.question_listeners.remove(self._wait_for)
        if self._executor.started:
            self._executor.call(self._hide)

    def _stop_if_pressed(self, when: float) -> None:
        from desktop_agent.ui.qt.screen_units import pointer

        at = pointer() if self._window is not None else None
        if self._window is not None and at is not None and self._window.is_stop_press(at, when):
            self._run.stop("human")

    def _displayed_values(self) -> tuple[object, ...]:
        return self._has_picture, self._state, self._live, self._reader.steps, self._about

    def _wait_for(self, question: str | None) -> None:
        """Show that a question is open; None: no longer."""
        self._has_question = question is not None
        self._request_update()

    def _request_update(self) -> None:
        if self._has_picture and not self._update_requested:
            self._update_requested = True
            self._executor.call(self._show)

    def _show(self) -> None:
        self._update_requested = False
        state: AppState
        is_asking = self._has_question and self._state != "paused"
        state = "waiting" if is_asking else self._state
        live = self._live
        if not self._has_picture or state in {"idle", "failed"}:
            self._hide()
            return
        window = self._ensure_window()
        waits = live.waits_for(time.monotonic()) if state == "thinking" else ""
        step = Message(" · step {words}", words=self._reader.steps.words) if self._reader.steps.words else ""
        partial = live.text if state == "thinking" and not waits else ""
        about = self._about
        if live.unnoticed:
            partial = ""
            about = UNNOTICED
        newest = visible(partial[-_LONGEST_TEXT:], _LONGEST_TEXT)
        words = waits or Message("{state}{step}", state=words_for(state, self._reader.steps), step=step)
        window.show_state(state, words, newest, visible(tr(about), _LONGEST_TEXT))
        if self._frame is not None:
            self._frame.show_state(state)
        crowded = is_asking or state == "paused" or not self._framed
        if crowded:
            window.tick.start(_LOOK_EVERY_MS if self._framed else _LOOK_UNFRAMED_MS)
        if crowded and not window.keep_clear():
            window.hide()
        else:  # unless all overlays are hidden for a picture or an act
            self._overlays.windows.show(window)
        if waits:  # the seconds are counted down
            window.tick.start(_TICK_MS)

    def _ensure_window(self) -> StatusWindow:

        if self._window is None:
            run = self._run
            self._window = StatusWindow(
                self._overlays.monitor, lambda: run.pause("human", PAUSED_BY_BUTTON), lambda: run.stop("human")
            )
            self._frame = ScreenFrame(self._overlays.monitor) if self._framed else None
            self._window.tick.timeout.connect(self._request_update)
            for window in (*(self._frame.strips if self._frame else ()), self._window):
                self._overlays.windows.show(window)
        return self._window

    def _hide(self) -> None:
        if self._window is not None:
            for window in (*(self._frame.strips if self._frame else ()), self._window):
                self._overlays.windows.remove(window)
            self._window = None
            self._frame = None


def _act_text(row: Moment) -> str:
    """Return an action in words, after “Refused” if it was, so that it isn't mistaken for the current action."""
    decision = row.proposal.decisions[-1] if row.proposal and row.proposal.decisions else None
    is_refused = decision is not None and decision.verdict == "deny"
    return Message("{word}: {text}", word=gettext("Refused"), text=tr(row.text)) if is_refused else tr(row.text)


_WIDTH_LETTERS = 44  # the room for words
SHAPE_PX = 22
_MEANT_S = 0.5  # a press may be on its way to a button that makes way
_EVERY_PX = 8 * SIDE_PX  # between two marks of the watermark


class StatusWindow(MovableWindow):
    """A shape, two lines of words and two buttons."""

    def __init__(self, monitor: Rect, pause: Callable[[], None], stop: Callable[[], None]) -> None:
        """Place the badge in a corner of `monitor`, in pixels; `pause` and `stop` are the buttons' actions."""
        super().__init__()
        float_over_all(self, STATUS_TITLE)
        self._monitor = monitor
        self.tick = QTimer(self, singleShot=True)
        self._shape = QLabel()
        self._words = text_label(role="heading", wraps=False)
        self._detail = text_label(role="muted", wraps=False)
        now = colours()
        self._pause = text_button(Message("Pause"), pause, symbol="pause", colour=now.text, keyboard=False)
        self.stop = stop_button(stop)
        self._left: tuple[QRect, float] | None = None  # where *Stop* was until when
        lines = QVBoxLayout()
        lines.setSpacing(2)
        row = QHBoxLayout(self)
        self._row = row
        row.setContentsMargins(14, 8, 10, 8)
        row.setSpacing(10)
        for label in (self._words, self._detail):
            lines.addWidget(label)
        row.addWidget(self._shape)
        row.addLayout(lines, 1)
        for button in (self._pause, self.stop):
            row.addWidget(button)
        self._resize_to_text()

    def show_state(self, state: AppState, words: str, newest: str, about: str) -> None:
        """Show the state in words; below it the newest unformatted text of an answer, else `about`."""
        self._shape.setPixmap(pixmap(state, colour_of(state, colours()), SHAPE_PX, 2.0))
        self._show_elided(self._words, tr(words), Qt.TextElideMode.ElideRight)
        self._show_elided(
            self._detail, newest or about, Qt.TextElideMode.ElideLeft if newest else Qt.TextElideMode.ElideRight
        )
        self._pause.setEnabled(state != "paused")
        self.setAccessibleName(tr(Message("{status_title}: {words}", status_title=STATUS_TITLE, words=words)))

    def move_off(self, places: tuple[Rect, ...]) -> bool:
        """Move to a corner where none of these places is covered, in pixels; return whether there is one.

        The new place may not overlap the current one, so that the move is noticeable.
        """
        places_to_avoid = [*map(in_units, places), self.geometry()]
        spot = clear_corner(self.width(), self.height(), free_part(self._monitor), places_to_avoid)
        if spot is not None:
            self.move(spot)
        return spot is not None

    def keep_clear(self) -> bool:
        """Move off our own clickable windows; return whether there is room. These can hold the run as well."""
        if any(isinstance(each, SubstituteWindow) and each.stands_for is self for each in visible_windows()):
            return False
        boxes = (*ordinary_boxes(), *floating_boxes(self))
        if not any(self.geometry() & box for box in boxes):
            return True
        spot = clear_corner(self.width(), self.height(), free_part(self._monitor), boxes)
        self.move(spot or self.pos())
        return spot is not None

    def is_stop_press(self, at: QPoint, when: float) -> bool:
        """Return whether *Stop* was at a place when a person pressed there, or had left it only just before."""
        left = self._left
        return left is not None and left[0].contains(at) and when - left[1] < _MEANT_S

    def moveEvent(self, event: QMoveEvent) -> None:
        """Remember where *Stop* was."""
        if self.isVisible():
            self._note_stop_place(event.oldPos())

    def hideEvent(self, event: QHideEvent) -> None:
        """Remember where *Stop* was."""
        self._note_stop_place(self.pos())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the background, the border and the watermark."""
        paint_background(self, "watching")

    def _note_stop_place(self, place: QPoint) -> None:
        self._left = self.stop.geometry().translated(place), time.monotonic()

    def _show_elided(self, label: Label, text: str, mode: Qt.TextElideMode) -> None:
        label.show_foreign(label.fontMetrics().elidedText(text, mode, label.width()))
        label.setToolTip(text)

    def _resize_to_text(self) -> None:
        """Resize to the longest text, limited by the screen."""
        part = free_part(self._monitor)
        self._shape.setFixedWidth(SHAPE_PX)
        self._words.setText("Wg")
        self._detail.setText("Wg")
        polish(self)
        set_label_widths(self._row, (self._words, self._detail), part.width())
        self.setFixedSize(self._row.sizeHint())
        self.move(part.bottomLeft() - QPoint(0, self.height() - 1))


def set_label_widths(row: QLayout, labels: Sequence[QLabel], widest: int) -> int:
    """Give the labels of a bar the same width in every bar, limited by what a screen leaves; return it."""
    for label in labels:
        label.setFixedWidth(1)
    row.activate()
    letters = labels[0].fontMetrics().averageCharWidth() * _WIDTH_LETTERS
    room = max(1, min(letters, widest - row.sizeHint().width()))
    for label in labels:
        label.setFixedWidth(room)
    row.activate()
    return room


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
    """One side of the frame, in the colour of the run's state."""

    def __init__(self, box: Rect) -> None:
        """Place the strip within a box, in pixels of the desktop."""
        super().__init__(None, Qt.WindowType.WindowTransparentForInput)
        float_over_all(self, FRAME_TITLE)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._colour = QColor("black")
        self.setGeometry(_box_within(box))

    def show_colour(self, colour: str) -> None:
        """Change the colour."""
        if self._colour != QColor(colour):
            self._colour = QColor(colour)
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the strip, with rows of the watermark at intervals."""
        painter = QPainter(self)
        ratio = self.devicePixelRatioF()
        painter.fillRect(self.rect(), self._colour)
        upright = self.height() > self.width()
        length = round((self.height() if upright else self.width()) * ratio)
        for at in range(SIDE_PX, length - SIDE_PX, _EVERY_PX):
            x, y = (1 / ratio, at / ratio) if upright else (at / ratio, 1 / ratio)
            paint_row(painter, self, "watching", x, y, upright=upright)
        painter.end()


class ScreenFrame:
    """The frame around a run's part of the desktop: four thin strips that are transparent for clicks."""

    def __init__(self, monitor: Rect) -> None:
        """Put the frame around a part of the desktop, in pixels."""
        self.strips = tuple(Strip(box) for box in strips_of(monitor))

    def show_state(self, state: AppState) -> None:
        """Show the colour of a state."""
        for strip in self.strips:
            strip.show_colour(colour_of(state, colours()))


def _box_within(box: Rect) -> QRect:
    """Return the largest nonempty rectangle in Qt's units within a box of pixels."""
    ratio = ratio_of(screen_of(ScreenPoint(box.x, box.y)))
    width, height = (max(1, int(side / ratio)) for side in (box.width, box.height))
    first = to_units(ScreenPoint(box.x, box.y))
    last = to_units(ScreenPoint(box.right, box.bottom))
    return QRect(max(first.x(), last.x() - width), max(first.y(), last.y() - height), width, height)
