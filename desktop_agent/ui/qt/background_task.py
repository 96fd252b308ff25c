"""Slow work on its own thread with the result in Qt's thread, and calls from any thread to that thread."""

from __future__ import annotations

import logging
import threading
import weakref
from collections.abc import Callable
from functools import cache

from PySide6.QtCore import QObject, Qt, Signal
from shiboken6 import isValid

from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.core.texts.message import Message

_log = logging.getLogger(__name__)


class BackgroundTask(QObject):
    """Work on a thread; the result of an earlier `start` is dropped."""

    done = Signal(object)
    failed = Signal(object)  # a DesktopAgentError

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._number = 0
        _main_thread()

    def start(self, work: Callable[[], object]) -> None:
        """Start `work`, which must not use Qt."""
        self._number += 1
        job = _Job(work, self._number, weakref.ref(self))
        threading.Thread(target=job.run, name="desktop-agent-task", daemon=True).start()

    def drop(self) -> None:
        """Drop the result of the current work."""
        self._number += 1

    def deliver(self, number: int, outcome: object, *, succeeded: bool) -> None:
        """Emit a result, in Qt's thread."""
        if number == self._number:
            (self.done if succeeded else self.failed).emit(outcome)


class _Job:
    """The thread's data, without a window, as the thread with the last reference would destroy it."""

    def __init__(self, work: Callable[[], object], number: int, task: weakref.ref[BackgroundTask]) -> None:
        self._work: list[Callable[[], object]] = [work]
        self._number = number
        self._task = task

    def run(self) -> None:
        outcome: object
        try:
            outcome = self._work[0]()
            succeeded = True
        except DesktopAgentError as error:
            outcome = error
            succeeded = False
        except Exception as error:  # noqa: BLE001 - otherwise the thread would end silently
            _log.exception("a background task failed")
            outcome = DesktopAgentError(Message("That failed: {name}.", name=type(error).__name__))
            succeeded = False
        _main_thread().post(lambda: self._end(outcome, succeeded=succeeded))

    def _end(self, outcome: object, *, succeeded: bool) -> None:
        # Only now, in Qt's thread: the work may hold the last reference to a window.
        self._work.clear()
        task = self._task()
        if task is not None and isValid(task):
            task.deliver(self._number, outcome, succeeded=succeeded)


@cache
def _main_thread() -> MainThread:
    return MainThread()


class MainThread(QObject):
    """Calls functions in the thread that created it; must live as long as other threads may post."""

    _posted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._posted.connect(self._call, Qt.ConnectionType.QueuedConnection)

    def post(self, work: Callable[[], None]) -> None:
        """Call `work` soon; from any thread."""
        self._posted.emit(work)

    def _call(self, work: Callable[[], None]) -> None:
        work()
