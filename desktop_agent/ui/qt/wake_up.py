"""Wakes Qt's thread from another one."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal


class Bell(QObject):
    """Calls `answer` in the thread that made it, soon after `rang` is emitted in any thread."""

    rang = Signal()

    def __init__(self, answer: Callable[[], None]) -> None:
        super().__init__()
        self._answer = answer
        self.rang.connect(self._rung, Qt.ConnectionType.QueuedConnection)

    def _rung(self) -> None:
        self._answer()
