"""Brings a window to the front, with the keyboard."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget

from desktop_agent.ui.qt.sway_places import sway_places

_AGAIN_AFTER_MS = (200, 600)


def bring(window: QWidget) -> None:
    """Show a window that a person has asked for before all others.

    A window manager may not give it the keyboard: one that has just given it to a window that came up later than the
    person's last click here. It is asked again when it has seen more of us, but not away from another window of ours.
    """
    window.showNormal()
    window.raise_()
    window.activateWindow()
    if (places := sway_places()) is not None:
        places.front(window)
        return
    for after_ms in _AGAIN_AFTER_MS:
        QTimer.singleShot(after_ms, window, lambda: _ask_again(window))


def _ask_again(window: QWidget) -> None:
    if window.isVisible() and not window.isMinimized() and QApplication.activeWindow() is None:
        window.activateWindow()
