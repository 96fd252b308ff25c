"""Calls from any thread in Qt's thread."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal


class MainThread(QObject):
    """Calls what it is given in the thread that made it; must live as long as threads may call."""

    _posted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._posted.connect(self._call, Qt.ConnectionType.QueuedConnection)

    def post(self, work: Callable[[], None]) -> None:
        """Call `work` soon; from any thread."""
        self._posted.emit(work)

    def _call(self, work: Callable[[], None]) -> None:
        work()
