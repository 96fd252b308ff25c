"""Connects a window to its guard: what changes it, what covers it, and every press on a window of ours. For Qt."""

from __future__ import annotations

import time

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QWidget

from desktop_agent.core.presence import Presence
from desktop_agent.ui.proof.guard import Guard
from desktop_agent.ui.proof.native import install
from desktop_agent.ui.qt.stacking import stacking
from desktop_agent.ui.qt.widgets import visible_windows

_CHANGES = {
    QEvent.Type.Show,
    QEvent.Type.Move,
    QEvent.Type.Resize,
    QEvent.Type.WindowActivate,
    QEvent.Type.WindowDeactivate,
}


class GuardedWindow(QObject):
    """A guard for one window: `begin` once the window is shown, `look` several times a second, `end` before it goes."""

    def __init__(self, presence: Presence) -> None:
        super().__init__()
        self._window: QWidget | None = None
        self._presence = presence
        self._stacking = stacking()
        self._filter = install()
        self.guard = Guard(
            presence,
            self.covered,
            clock=time.monotonic,
            double_click_s=QApplication.doubleClickInterval() / 1000,
        )

    def begin(self, window: QWidget) -> None:
        """Watch a window that has just been shown."""
        self._window = window
        window.installEventFilter(self)
        self._stacking.report_covers(int(window.winId()))
        self._filter.on_press.add(self.guard.noticed)
        self._filter.on_visibility.add(self._visibility)
        self._presence.expects_press()
        self.guard.arming.disturbed()

    def end(self) -> None:
        """Stop watching."""
        if self._window is not None:
            self._window.removeEventFilter(self)
        self._window = None
        self._filter.on_press.discard(self.guard.noticed)
        self._filter.on_visibility.discard(self._visibility)

    def look(self) -> bool:
        """Return whether the window is covered, and wait again while it is: under a compositor no server reports it."""
        self._presence.expects_press()
        covered = self.covered()
        if covered:
            self.guard.arming.restart()
        return covered

    def covered(self) -> bool:
        """Return whether another program's window lies over this one, or this one is not visible."""
        if self._window is None or not self._window.isVisible():
            return True
        floating = [int(window.winId()) for window in floating_windows()]
        return self._stacking.is_covered(int(self._window.winId()), floating)

    def menu_is_open(self) -> bool:
        """Return whether a program shows a menu: it gets every click, also one on our window."""
        return self._window is not None and self._stacking.menu_is_open(int(self._window.winId()))

    def _visibility(self, number: int) -> None:
        """Wait again at once: what has covered the window for a moment may be gone when a press is judged."""
        if self._window is not None and number == int(self._window.winId()):
            self.guard.arming.disturbed()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Wait again: what the person read or aimed at is another, or elsewhere now."""
        if event.type() in _CHANGES:
            self.guard.arming.disturbed()
        return False


def floating_windows() -> list[QWidget]:
    """Return our windows that may lie over a card: marks, badges, tooltips, secondary windows; the console may not."""
    on_top = Qt.WindowType.WindowStaysOnTopHint
    tip = Qt.WindowType.ToolTip
    return [window for window in visible_windows() if window.windowFlags() & on_top or window.windowType() == tip]
