"""A thread that UI Automation is asked on, so that a program which hangs cannot hold whoever asks."""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, TypeVar

from desktop_agent.platforms.windows.automation.elements import ElementTree

_log = logging.getLogger(__name__)
T = TypeVar("T")


class AutomationThread:
    """Answers one question after the other; what was called off meanwhile is left out."""

    def __init__(self, connect: Callable[[], ElementTree], *, name: str) -> None:
        """Start nothing yet; `connect` is called on the thread."""
        self._connect = connect
        self._questions = queue.SimpleQueue[tuple[Future[Any], Callable[[ElementTree], Any]] | None]()
        self._thread = threading.Thread(target=self._answer, name=name, daemon=True)
        self._begun = threading.Lock()
        self.is_lost = False  # UI Automation could not be had

    def start(self) -> None:
        """Connect without waiting."""
        with self._begun:
            if self._thread.ident is None:
                self._thread.start()

    def ask(self, question: Callable[[ElementTree], T]) -> Future[T]:
        """Return where the answer will be; an error in it means that nothing is known."""
        self.start()
        answer = Future[T]()
        self._questions.put((answer, question))
        return answer

    def close(self) -> None:
        """Have the thread end after the question that it is at, which nobody waits for."""
        self._questions.put(None)

    def _answer(self) -> None:
        tree: ElementTree | None = None
        try:
            tree = self._connect()
        except Exception:
            _log.debug("UI Automation cannot be had.", exc_info=True)
            self.is_lost = True
        while (asked := self._questions.get()) is not None:
            answer, question = asked
            if not answer.set_running_or_notify_cancel():
                continue
            if tree is None:
                answer.set_exception(ConnectionError("UI Automation cannot be had."))
                continue
            try:
                answer.set_result(question(tree))
            except Exception as error:
                answer.set_exception(error)
