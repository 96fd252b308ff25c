"""Deletes a window, in Qt's thread.

The last reference to a window may be dropped by Python's collector in the run's thread, and destroying the window there
would crash Qt. So its C++ side is deleted here, and what is left in Python may be collected anywhere.
"""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget
from shiboken6 import Shiboken


def delete_window(window: QWidget) -> None:
    """Hide a window at once, silence it, and delete it when its own events have been dealt with."""
    window.blockSignals(True)  # noqa: FBT003  Qt's own signature
    window.hide()
    QTimer.singleShot(0, lambda: _delete(window))


def _delete(window: QWidget) -> None:
    if Shiboken.isValid(window):
        Shiboken.delete(window)
