"""Handles Ctrl+C and SIGTERM at once while Qt runs its loop, without a timer that wakes the program for nothing."""

from __future__ import annotations

import os
import signal
import socket
from collections.abc import Callable

from PySide6.QtCore import QObject, QSocketNotifier

_NAMES = ("SIGINT", "SIGTERM", "SIGHUP")


class QuitSignals(QObject):
    """Calls back in Qt's thread with the number of a signal that asks the program to end."""

    def __init__(self, on_signal: Callable[[int], None], parent: QObject | None = None) -> None:
        """Listen from now on; main thread only."""
        super().__init__(parent)
        self._on_signal = on_signal
        self._ours, self._theirs = socket.socketpair()
        for end in (self._ours, self._theirs):
            end.setblocking(False)  # noqa: FBT003 - the socket's own signature
        # Python writes the number into the socket; the handler itself has nothing left to do.
        numbers = [getattr(signal, name) for name in _NAMES if hasattr(signal, name)]
        self._before = {number: signal.signal(number, lambda *_: None) for number in numbers}
        signal.set_wakeup_fd(self._theirs.fileno(), warn_on_full_buffer=False)
        self._notifier = QSocketNotifier(self._ours.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._read)

    def _read(self) -> None:
        for number in os.read(self._ours.fileno(), 64):
            self._on_signal(number)

    def close(self) -> None:
        """Restore the handlers from before."""
        signal.set_wakeup_fd(-1)
        for number, handler in self._before.items():
            signal.signal(number, handler)
        self._notifier.setEnabled(False)
        self._ours.close()
        self._theirs.close()
