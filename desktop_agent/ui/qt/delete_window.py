"""Ends a window for good, in Qt's thread.

Whoever lets go of a window last would destroy it, be that Python's collector in the run's thread: Qt crashes then. So
the C++ side is deleted here, soon after, and what is left of it in Python may be collected anywhere.
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
