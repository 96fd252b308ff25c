"""Wakes Qt's thread from another thread."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal


class WakeUp(QObject):
    """Calls `work` in the thread that made it, soon after `requested` is emitted in any thread."""

    requested = Signal()

    def __init__(self, work: Callable[[], None]) -> None:
        super().__init__()
        self._work = work
        self.requested.connect(self._run, Qt.ConnectionType.QueuedConnection)

    def _run(self) -> None:
        self._work()
