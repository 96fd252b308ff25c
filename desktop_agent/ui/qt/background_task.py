"""Does something slow on a thread of its own, and tells Qt's thread how it ended."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from contextlib import suppress

from PySide6.QtCore import QObject, Qt, Signal

from desktop_agent.core.errors import DesktopAgentError

_log = logging.getLogger(__name__)


class BackgroundTask(QObject):
    """One errand at a time counts: what an earlier one brings back after a later was sent is dropped."""

    done = Signal(object)
    failed = Signal(object)  # a DesktopAgentError
    _back = Signal(int, object, bool)

    def __init__(self, parent: QObject | None = None) -> None:
        """Wait to be sent."""
        super().__init__(parent)
        self._number = 0
        self._back.connect(self._take, Qt.ConnectionType.QueuedConnection)

    def send(self, work: Callable[[], object]) -> None:
        """Begin; `work` touches nothing of Qt."""
        self._number += 1
        number = self._number

        def go() -> None:
            try:
                outcome, went_well = work(), True
            except DesktopAgentError as error:
                outcome, went_well = error, False
            except Exception as error:  # noqa: BLE001 - the last place before the thread ends without a word
                _log.exception("an errand failed")
                outcome, went_well = DesktopAgentError(f"That failed: {type(error).__name__}."), False
            with suppress(RuntimeError):  # the window was closed meanwhile
                self._back.emit(number, outcome, went_well)

        threading.Thread(target=go, name="errand", daemon=True).start()

    def _take(self, number: int, outcome: object, went_well: bool) -> None:  # noqa: FBT001 - as the signal gives it
        if number == self._number:
            (self.done if went_well else self.failed).emit(outcome)
