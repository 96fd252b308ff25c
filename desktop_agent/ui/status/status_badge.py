"""The status badge in the corner of the screen: what the run is doing, by shape, colour and words."""

from __future__ import annotations

import time

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QLabel, QWidget

from desktop_agent.core.describe import visible
from desktop_agent.core.events import Stamped
from desktop_agent.core.geometry import Rect
from desktop_agent.core.stream_update import StreamUpdate
from desktop_agent.record.live_status import LiveStatus
from desktop_agent.ui.overlay.floating import float_over_all, paint_background
from desktop_agent.ui.overlay.hider import QtOverlayHider
from desktop_agent.ui.qt.app import TITLE
from desktop_agent.ui.qt.executor import QtExecutor
from desktop_agent.ui.qt.icons import pixmap
from desktop_agent.ui.qt.screen_units import free_part
from desktop_agent.ui.qt.theme import Colours, colours
from desktop_agent.ui.qt.widgets import text_label
from desktop_agent.ui.qt.wrap_row import WrapRow
from desktop_agent.ui.status.states import WORDS, AppState, state_after

_PARTIAL_PX, _PARTIAL_LETTERS = 320, 120  # the newest words of an unfinished answer
_MARGIN_PX = 14
_TICK_MS = 1_000


class BadgeWindow(QWidget):
    """A shape and a few words; others may add buttons."""

    def __init__(self) -> None:
        super().__init__()
        float_over_all(self, TITLE)
        self._row = WrapRow(spacing=10)
        self._row.setContentsMargins(14, 8, 14, 8)
        self.setLayout(self._row)
        self.tick = QTimer(self, singleShot=True)
        self._shape = QLabel()
        self._words = text_label(role="heading", wraps=False)
        self._partial = text_label(role="muted", wraps=False)
        self._partial.hide()
        for label in (self._shape, self._words, self._partial):
            self._row.addWidget(label)

    def show_state(self, state: AppState, words: str, monitor: Rect, partial: str = "") -> None:
        """Say what is going on, and after it the newest words of the model's unfinished answer."""
        newest = visible(partial[-_PARTIAL_LETTERS:], _PARTIAL_LETTERS)
        part = free_part(monitor)
        room = min(_PARTIAL_PX, part.width() - 2 * _MARGIN_PX)
        self._partial.setFixedWidth(room)
        self._partial.setText(self._partial.fontMetrics().elidedText(newest, Qt.TextElideMode.ElideLeft, room))
        self._partial.setVisible(bool(newest))
        self._shape.setPixmap(pixmap(state, _colour(state, colours()), 22, 2.0))
        self._words.setText(words)
        self.setAccessibleName(f"{TITLE}: {words}")
        for child in (self, *self.findChildren(QWidget)):
            child.ensurePolished()
        self._row.invalidate()
        width = min(self._row.sizeHint().width(), part.width())
        self.resize(width, self._row.heightForWidth(width))
        self.move(part.bottomLeft() - QPoint(0, self.height() - 1))

    def add(self, widget: QWidget) -> None:
        """Add a word or a button on the right."""
        self._row.addWidget(widget)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the background, the border and the watermark."""
        paint_background(self)


class StatusBadge:
    """The badge of one run, for its threads: `hear` listens to its events, `pass_on` to its stream updates."""

    def __init__(self, executor: QtExecutor, monitor: Rect, overlays: QtOverlayHider) -> None:
        self._executor, self._monitor, self._overlays = executor, monitor, overlays
        self._state: AppState = "idle"
        self._live = LiveStatus()
        self._update_requested = False
        self._window: BadgeWindow | None = None

    def hear(self, stamped: Stamped) -> None:
        """Show what an event means; Qt is not started for it."""
        before = self._state, self._live
        self._state, self._live = state_after(self._state, stamped.event), self._live.after_event(stamped.event)
        if before != (self._state, self._live):
            self._request_update()

    def pass_on(self, update: StreamUpdate) -> None:
        """Show what happens while the run waits for the model."""
        self._live = self._live.after(update, time.monotonic())
        self._request_update()

    def end(self) -> None:
        """Take it off the screen for good; from any thread."""
        if self._executor.started:
            self._executor.call(self._hide)

    def _request_update(self) -> None:
        if self._executor.started and not self._update_requested:
            self._update_requested = True
            self._executor.call(self._show)

    def _show(self) -> None:
        self._update_requested = False
        state, live = self._state, self._live
        if state in {"idle", "failed", "paused"}:
            self._hide()
            return
        if self._window is None:
            self._window = BadgeWindow()
            self._window.tick.timeout.connect(self._request_update)
        waits = live.waits_for(time.monotonic()) if state == "thinking" else ""
        partial = live.text if state == "thinking" and not waits else ""
        self._window.show_state(state, waits or WORDS[state], self._monitor, partial)
        if waits:  # the seconds are counted down
            self._window.tick.start(_TICK_MS)
        self._overlays.windows.show(self._window)

    def _hide(self) -> None:
        if self._window is not None:
            self._overlays.windows.remove(self._window)
            self._window = None


def _colour(state: AppState, now: Colours) -> str:
    table: dict[AppState, str] = {
        "idle": now.muted,
        "thinking": now.accent,
        "acting": now.ok,
        "waiting": now.warn,
        "paused": now.warn,
        "failed": now.bad,
    }
    return table[state]
