"""Does slow work on a thread of its own, and delivers the result in Qt's thread."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from contextlib import suppress

from PySide6.QtCore import QObject, Qt, Signal

from desktop_agent.core.errors import DesktopAgentError

_log = logging.getLogger(__name__)


class BackgroundTask(QObject):
    """Only the last `start` counts: the result of an earlier one is dropped."""

    done = Signal(object)
    failed = Signal(object)  # a DesktopAgentError
    _returned = Signal(int, object, bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._number = 0
        self._returned.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def start(self, work: Callable[[], object]) -> None:
        """Begin; `work` must not touch Qt."""
        self._number += 1
        number = self._number

        def run() -> None:
            try:
                outcome, succeeded = work(), True
            except DesktopAgentError as error:
                outcome, succeeded = error, False
            except Exception as error:  # noqa: BLE001 - the last place before the thread ends without a word
                _log.exception("a background task failed")
                outcome, succeeded = DesktopAgentError(f"That failed: {type(error).__name__}."), False
            with suppress(RuntimeError):  # the window was closed meanwhile
                self._returned.emit(number, outcome, succeeded)

        threading.Thread(target=run, name="desktop-agent-task", daemon=True).start()

    def _deliver(self, number: int, outcome: object, succeeded: bool) -> None:  # noqa: FBT001 - as the signal gives it
        if number == self._number:
            (self.done if succeeded else self.failed).emit(outcome)
