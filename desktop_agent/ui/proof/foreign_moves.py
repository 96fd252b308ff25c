"""Tells who has moved, resized or restacked a window of ours: we, or another program. For Qt's thread.

The server tells of every change in the same words. Ours are the places that Qt has asked for; and what the server tells
before it has read the last of our requests may be an echo of them.
"""

from __future__ import annotations

from collections import deque
from typing import Literal

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QWidget

from desktop_agent.core.geometry import Rect
from desktop_agent.platforms.x11.stacking import Stacking
from desktop_agent.ui.qt.screen_units import frame_pixels_of

_ROUNDED_PX = 2  # a place on a scaled screen
_REMEMBERED = 64

Mover = Literal["nobody", "us", "another"]


class ForeignMoves(QObject):
    """Watches a window that is shown; a window manager may move those that it manages, on a person's behalf."""

    def __init__(self, window: QWidget, stacking: Stacking) -> None:
        super().__init__(window)
        self._window, self._stacking = window, stacking
        self._is_managed = not window.windowFlags() & Qt.WindowType.BypassWindowManagerHint
        self._asked: deque[Rect] = deque(maxlen=_REMEMBERED)
        self._at: Rect | None = None
        self._last_request = 0
        self.settle()
        window.installEventFilter(self)

    def end(self) -> None:
        """Stop watching."""
        self._window.removeEventFilter(self)

    def settle(self) -> None:
        """Take the place and the order of now as ours: we have just shown or raised it."""
        self._last_request = self._stacking.sync()
        self._at = self._stacking.place(int(self._window.winId()))

    def raise_up(self) -> None:
        """Put the window on top of the others."""
        self._window.raise_()
        self._last_request = self._stacking.sync()

    def mover(self, read: int) -> Mover:
        """Tell who changed the window when the server says that it has changed, and what request it had `read`."""
        place = self._stacking.place(int(self._window.winId()))
        if place is None or place == self._at:
            return "nobody" if place is None or self._is_managed or read < self._last_request else "another"
        self._at = place
        while self._asked:
            if _is_same(self._asked.popleft(), place):
                self._last_request = self._stacking.sync()
                return "us"
        return "us" if self._is_managed else "another"

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note where we put it; what only follows from the server's word is no wish of ours."""
        if event.type() in {QEvent.Type.Move, QEvent.Type.Resize}:
            wanted = frame_pixels_of(self._window)
            if self._asked or self._at is None or not _is_same(wanted, self._at):
                self._asked.append(wanted)
        return False


def _is_same(one: Rect, other: Rect) -> bool:
    pairs = zip((one.x, one.y, one.width, one.height), (other.x, other.y, other.width, other.height), strict=True)
    return all(abs(first - second) <= _ROUNDED_PX for first, second in pairs)
