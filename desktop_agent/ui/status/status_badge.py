"""The small sign at the screen's edge that says what the run is doing, by shape, colour and words."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, QTimer
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

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

_SO_FAR_PX, _SO_FAR_LETTERS = 320, 120  # of the newest words
_MARGIN_PX = 14
_TICK_MS = 1_000


class BadgeWindow(QWidget):
    """A shape, a few words, and buttons for those who need them."""

    def __init__(self) -> None:
        super().__init__()
        float_over_all(self, TITLE)
        self._row = WrapRow(spacing=10)
        self._row.setContentsMargins(14, 8, 14, 8)
        self.setLayout(self._row)
        self._shape = QLabel()
        self._words = text_label("", "heading")
        self._words.setWordWrap(False)
        self._row.addWidget(self._shape)
        self._row.addWidget(self._words)
        self._so_far = text_label("", "muted")
        self._so_far.setWordWrap(False)
        self._so_far.setVisible(False)
        self._row.addWidget(self._so_far)
        self._tick: Callable[[], None] | None = None
        self._ticking = QTimer(self)
        self._ticking.timeout.connect(self._beat)

    def show_state(self, state: AppState, words: str, monitor: Rect, so_far: str = "") -> None:
        """Say what is going on, in the corner, and behind it the newest of what the model is saying."""
        newest = visible(so_far[-_SO_FAR_LETTERS:], _SO_FAR_LETTERS)
        part = free_part(monitor)
        room = min(_SO_FAR_PX, part.width() - 2 * _MARGIN_PX)
        self._so_far.setFixedWidth(room)
        self._so_far.setText(self._so_far.fontMetrics().elidedText(newest, Qt.TextElideMode.ElideLeft, room))
        self._so_far.setVisible(bool(newest))
        self._shape.setPixmap(pixmap(state, _colour(state, colours()), 22, 2.0))
        self._words.setText(words)
        self.setAccessibleName(f"{TITLE}: {words}")
        for child in (self, *self.findChildren(QWidget)):
            child.ensurePolished()
        self._row.invalidate()
        width = min(self._row.sizeHint().width(), part.width())
        self.resize(width, self._row.heightForWidth(width))
        self.move(part.bottomLeft() - QPoint(0, self.height() - 1))

    def tick_for(self, tick: Callable[[], None] | None) -> None:
        """Call something every second; None: no longer."""
        self._tick = tick
        if tick is None:
            self._ticking.stop()
        elif not self._ticking.isActive():
            self._ticking.start(_TICK_MS)

    def add(self, widget: QWidget) -> None:
        """Add a word or a button on the right."""
        self._row.addWidget(widget)

    def _beat(self) -> None:
        if self._tick is not None:
            self._tick()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground, the border and the sign."""
        paint_background(self)


class StatusBadge:
    """The sign of one run, for its threads: `hear` is a listener of its events, `pass_on` of what passes meanwhile."""

    def __init__(self, executor: QtExecutor, monitor: Rect, overlays: QtOverlayHider) -> None:
        self._executor, self._monitor, self._overlays = executor, monitor, overlays
        self._state: AppState = "idle"
        self._meanwhile = LiveStatus()
        self._asked = False  # for a look at both, which is on its way
        self._window: BadgeWindow | None = None

    def hear(self, stamped: Stamped) -> None:
        """Show what an event means; a program without windows gets none for it."""
        before = self._state, self._meanwhile
        self._state = state_after(self._state, stamped.event)
        self._meanwhile = self._meanwhile.after_event(stamped.event)
        if before != (self._state, self._meanwhile):
            self._ask()

    def pass_on(self, passing: StreamUpdate) -> None:
        """Show what passes while the model is waited for."""
        self._meanwhile = self._meanwhile.after(passing, time.monotonic())
        self._ask()

    def end(self) -> None:
        """Take it off the screen for good; from any thread."""
        if self._executor.started:
            self._executor.call(self._hide)

    def _ask(self) -> None:
        if self._executor.started and not self._asked:
            self._asked = True
            self._executor.call(self._show)

    def _show(self) -> None:
        self._asked = False
        state, meanwhile = self._state, self._meanwhile
        if state in {"idle", "failed", "paused"}:
            self._hide()
            return
        if self._window is None:
            self._window = BadgeWindow()
        waits = meanwhile.waits_for(time.monotonic()) if state == "thinking" else ""
        so_far = meanwhile.text if state == "thinking" and not waits else ""
        self._window.show_state(state, waits or WORDS[state], self._monitor, so_far)
        self._window.tick_for(self._ask if waits else None)
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
