"""The small sign at the screen's edge that says what the run is doing, by shape, colour and words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from desktop_agent.core.events import Stamped
from desktop_agent.core.geometry import Rect
from desktop_agent.ui.card_body import words_label
from desktop_agent.ui.ended import end_window
from desktop_agent.ui.floating import float_over_all, paint_ground
from desktop_agent.ui.host import Host
from desktop_agent.ui.icons import pixmap
from desktop_agent.ui.places import free_part
from desktop_agent.ui.states import WORDS, State, state_after
from desktop_agent.ui.theme import Colours, colours

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

TITLE = "Desktop Agent"


class PillWindow(QWidget):
    """A shape, a few words, and buttons for those who need them."""

    def __init__(self) -> None:
        super().__init__()
        float_over_all(self, TITLE)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(14, 8, 14, 8)
        self._row.setSpacing(10)
        self._shape = QLabel()
        self._words = words_label("", "heading")
        self._words.setWordWrap(False)
        self._row.addWidget(self._shape)
        self._row.addWidget(self._words)

    def show_state(self, state: State, words: str, monitor: Rect) -> None:
        """Say what is going on, in the corner."""
        self._shape.setPixmap(pixmap(state, _colour(state, colours()), 22, 2.0))
        self._words.setText(words)
        self.setAccessibleName(f"{TITLE}: {words}")
        self.adjustSize()
        part = free_part(monitor)
        self.move(part.bottomLeft() - QPoint(0, self.height() - 1))

    def add(self, widget: QWidget) -> None:
        """Add a word or a button on the right."""
        self._row.addWidget(widget)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground, the border and the sign."""
        paint_ground(self)


class Pill:
    """The sign of one run, for its threads: `hear` is a listener of the run's events."""

    def __init__(self, host: Host, monitor: Rect) -> None:
        self._host, self._monitor = host, monitor
        self._state: State = "idle"
        self._window: PillWindow | None = None

    def hear(self, stamped: Stamped) -> None:
        """Show what an event means; a program without windows gets none for it."""
        state = state_after(self._state, stamped.event)
        if state != self._state and self._host.started:
            self._host.call(lambda: self._show(state))
        self._state = state

    def end(self) -> None:
        """Take it off the screen for good; from any thread."""
        if self._host.started:
            self._host.call(self._hide)

    def _show(self, state: State) -> None:
        if state in {"idle", "failed", "paused"}:
            self._hide()
            return
        if self._window is None:
            self._window = PillWindow()
        self._window.show_state(state, WORDS[state], self._monitor)
        self._host.veil.show(self._window)

    def _hide(self) -> None:
        if self._window is not None:
            self._host.veil.hide(self._window)
            end_window(self._window)
            self._window = None


def _colour(state: State, now: Colours) -> str:
    table: dict[State, str] = {
        "idle": now.muted,
        "thinking": now.accent,
        "acting": now.ok,
        "waiting": now.warn,
        "paused": now.warn,
        "failed": now.bad,
    }
    return table[state]
