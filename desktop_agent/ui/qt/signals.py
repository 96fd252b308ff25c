"""Signals that end a program while Qt's loop runs: Python's own handlers would raise in the middle of Qt's code."""

from __future__ import annotations

import os
import signal
import socket
from collections.abc import Callable

from PySide6.QtCore import QObject, QSocketNotifier
from PySide6.QtWidgets import QApplication

_NAMES = ("SIGINT", "SIGTERM", "SIGHUP")


def run_windows(app: QApplication) -> None:
    """Run Qt's loop until the application quits; main thread only. Ctrl+C ends it, and raises KeyboardInterrupt.

    Any other signal that ends a program takes its usual course once the loop has ended.
    """
    numbers = list[int]()

    def quit_by(number: int) -> None:
        numbers.append(number)
        app.quit()

    signals = QuitSignals(quit_by)
    try:
        app.exec()
    finally:
        signals.close()
    if signal.SIGINT in numbers:
        raise KeyboardInterrupt
    for number in numbers:
        os.kill(os.getpid(), number)


class QuitSignals(QObject):
    """Calls back in Qt's thread with the number of a signal to end the program."""

    def __init__(self, on_signal: Callable[[int], None], parent: QObject | None = None) -> None:
        """Listen from now on; main thread only."""
        super().__init__(parent)
        self._on_signal = on_signal
        self._ours, self._theirs = socket.socketpair()
        for end in (self._ours, self._theirs):
            end.setblocking(False)  # noqa: FBT003 - the socket's own signature
        # Python writes the number into the socket, so the handler itself does nothing.
        numbers = [getattr(signal, name) for name in _NAMES if hasattr(signal, name)]
        self._before = {number: signal.signal(number, lambda *_: None) for number in numbers}
        self._woken_before = signal.set_wakeup_fd(self._theirs.fileno(), warn_on_full_buffer=False)
        self._notifier = QSocketNotifier(self._ours.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._read)

    def _read(self) -> None:
        for number in os.read(self._ours.fileno(), 64):
            self._on_signal(number)

    def close(self) -> None:
        """Restore the handlers from before."""
        signal.set_wakeup_fd(self._woken_before)
        for number, handler in self._before.items():
            signal.signal(number, handler)
        self._notifier.setEnabled(False)
        self._ours.close()
        self._theirs.close()
