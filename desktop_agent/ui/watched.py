"""Joins a window to its guard: presses, visibility and covering as the display server tells them. For Qt's thread."""

from __future__ import annotations

import time

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from desktop_agent.core.presence import Presence
from desktop_agent.ui.guard import Guard
from desktop_agent.ui.native import install
from desktop_agent.ui.stacking import Stacking


class Watched:
    """A guard for one window, which is named by `begin` once it is shown; `end` lets go of everything."""

    def __init__(self, presence: Presence) -> None:
        self._window: QWidget | None = None
        self._number = 0
        self._stacking, self._filter = Stacking(), install()
        self.guard = Guard(
            presence,
            self.covered,
            clock=time.monotonic,
            double_click_s=QApplication.doubleClickInterval() / 1000,
        )

    def begin(self, window: QWidget) -> None:
        """Watch a window that has just been shown."""
        self._window, self._number = window, int(window.winId())
        self._stacking.tell_visibility(self._number)
        self._filter.on_press.add(self.guard.noticed)
        self._filter.on_visibility.add(self._visibility)
        self.guard.arming.disturbed()

    def end(self) -> None:
        """Watch no longer."""
        self._window = None
        self._filter.on_press.discard(self.guard.noticed)
        self._filter.on_visibility.discard(self._visibility)

    def covered(self) -> bool:
        """Tell whether anything that is not ours lies over the window, or it is not shown at all."""
        if self._window is None or not self._window.isVisible():
            return True
        return self._stacking.is_covered(self._number, [int(one.winId()) for one in floating_windows()])

    def menu_is_open(self) -> bool:
        """Tell whether a program shows a menu: it gets every click, also one on our window."""
        return self._window is not None and self._stacking.menu_is_open(self._number)

    def _visibility(self, window: int) -> None:
        if window == self._number:
            self.guard.arming.disturbed()


def floating_windows() -> list[QWidget]:
    """Return our windows that belong beside a card: marks, signs and second windows; the console may hide a card."""
    on_top = Qt.WindowType.WindowStaysOnTopHint
    return [one for one in QApplication.topLevelWidgets() if one.isVisible() and one.windowFlags() & on_top]
