"""Runs calls from any thread in Qt's thread, and lets a coroutine of the run ask something by a window.

A command-line run lives on a thread of its own while the main thread waits in `run_until`. Qt is not loaded until the
first call; from then on `run_until` runs Qt's event loop. The tray app starts Qt itself and takes `of_app()`. Python
handles system signals in both: when the main thread returns from waiting or, inside Qt, when a timer fires.
"""

from __future__ import annotations

import asyncio
import logging
import os
import sys
import threading
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from desktop_agent.core.errors import DesktopAgentError, NoScreenError, ScreenError, display_gone
from desktop_agent.core.texts.message import Message
from desktop_agent.ui.qt.app import start_app

if TYPE_CHECKING:
    from PySide6.QtCore import QMessageLogContext, QObject, QtMsgType

_log = logging.getLogger(__name__)
T = TypeVar("T")
Close = Callable[[], None]
OnError = Callable[[DesktopAgentError], None]
TICK_S = 0.05
_LAST_WORDS = "The Wayland connection "  # of libQt6WaylandClient (6.11), which then calls _exit wherever it is


class QtExecutor:
    """`call`, `ask` and `do` are for any thread, `of_app` and `run_until` for the main thread.

    `question_listeners` get the sentence of a question when it opens and None when it closes, in Qt's thread.
    """

    def __init__(self) -> None:
        self.question_listeners: list[Callable[[str | None], None]] = []
        self._calls: deque[tuple[Callable[[], None], OnError]] = deque()
        self._lock = threading.Lock()
        self._wake: Callable[[], None] | None = None
        self._alive: list[QObject] = []  # what nothing else keeps a reference to
        self._unanswered: set[OnError] = set()
        self._error: DesktopAgentError | None = None
        self._leave: Callable[[], None] = lambda: None

    @classmethod
    def of_app(cls) -> QtExecutor:
        """Return an executor for a program whose Qt runs already; call it on Qt's thread."""
        executor = cls()
        executor._accept_calls()
        return executor

    @property
    def started(self) -> bool:
        """Return whether Qt runs."""
        return self._wake is not None

    def call(self, work: Callable[[], None], on_error: OnError = lambda _error: None) -> None:
        """Run `work` in Qt's thread soon, starting Qt if need be; `on_error` learns why that will never happen."""
        with self._lock:
            self._calls.append((work, on_error))
            wake = self._wake
        if wake is not None:
            wake()

    def tell_question(self, sentence: str | None) -> None:
        """Report that a question has opened, or that it has closed; on Qt's thread."""
        for listener in tuple(self.question_listeners):
            listener(sentence)

    async def ask(self, show: Callable[[Callable[[T], None]], Close]) -> T:
        """Show something that is answered once, and return the answer; it is closed when this is cancelled.

        `show` gets where to put the answer and returns how to close; both run in Qt's thread.
        Raises what `show` raised, and ScreenError where no window can be shown.
        """
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[T] = loop.create_future()
        closing: list[Close] = []

        def settle(put: Callable[[], None]) -> None:
            with suppress(RuntimeError):  # the run has ended meanwhile, and its loop is closed
                loop.call_soon_threadsafe(lambda: None if answer.done() else put())

        def fail(error: DesktopAgentError) -> None:
            settle(lambda: answer.set_exception(error))

        def begin() -> None:
            if answer.done():
                return
            try:
                closing.append(show(lambda value: settle(lambda: answer.set_result(value))))
            except DesktopAgentError as error:
                fail(error)
            except Exception as error:
                fail(
                    ScreenError(
                        Message("A window couldn't be shown: {error}", error=repr(error)),
                        Message("Try again with --debug."),
                    )
                )
                raise

        def end() -> None:
            # Emptied here: it refers to windows, and the run's thread must not drop the last reference to one.
            while closing:
                closing.pop()()

        self._unanswered.add(fail)
        try:
            self.call(begin, fail)
            return await answer
        finally:
            self._unanswered.discard(fail)
            self.call(end)

    async def do(self, work: Callable[[], T]) -> T:
        """Run `work` in Qt's thread and return its result."""

        def show(give: Callable[[T], None]) -> Close:
            give(work())
            return lambda: None

        return await self.ask(show)

    def run_until(self, ended: threading.Event, leave: Callable[[], int] = lambda: 1) -> None:
        """Keep the main thread until something has ended, running Qt once it is needed.

        Where a Wayland display goes away, this can't return: then `leave` is called at the end in place of all that
        would follow, and the process ends with its exit code.
        """
        self._leave = lambda: self._wait_without_qt(ended, leave)
        while not ended.wait(TICK_S):
            if self._calls and self.begin():
                _run_qt(ended)
                if not ended.is_set():  # Qt has left its loop by itself
                    self._fail_calls()

    def _wait_without_qt(self, ended: threading.Event, leave: Callable[[], int]) -> None:
        self._fail_calls()
        while not ended.wait(TICK_S):
            self.begin()
        code = leave()
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)

    def _fail_calls(self) -> None:
        """Let no one wait for an answer: none will come."""
        self._error = display_gone(NoScreenError)
        for fail in tuple(self._unanswered):
            fail(self._error)

    def _on_qt_message(self, kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
        """Print a message of Qt's; once it has said that Wayland's connection broke, it ends the process."""
        if text.startswith(_LAST_WORDS):
            self._leave()
        from PySide6.QtCore import qFormatLogMessage

        sys.stderr.write(f"{qFormatLogMessage(kind, context, text)}\n")

    def begin(self) -> bool:
        """Start Qt now, on the main thread, and return whether it runs; where that is impossible, fail every call."""
        if self._error is None and self._wake is None:
            try:
                app = start_app()
                self._alive.append(app)
                if app.platformName() == "wayland":
                    _install_message_handler(self._on_qt_message)
                self._accept_calls()
            except ScreenError as error:
                self._error = error
        if self._error is not None:
            while self._calls:
                self._calls.popleft()[1](self._error)
        return self._error is None

    def _accept_calls(self) -> None:
        from desktop_agent.ui.qt.background_task import MainThread

        main_thread = MainThread()
        self._alive.append(main_thread)
        wake = partial(main_thread.post, self._run_calls)
        with self._lock:
            self._wake = wake
        wake()

    def _run_calls(self) -> None:
        while self._calls:
            work, _ = self._calls.popleft()
            try:
                work()
            except Exception:  # noqa: BLE001  the boundary of Qt's slots: an error must not end the program
                _log.exception("a window could not be shown or changed")


def _install_message_handler(hear: Callable[[QtMsgType, QMessageLogContext, str], None]) -> None:
    from PySide6.QtCore import qInstallMessageHandler

    qInstallMessageHandler(hear)


def _run_qt(ended: threading.Event) -> None:
    from PySide6.QtCore import QCoreApplication, QTimer

    tick = QTimer()
    tick.timeout.connect(lambda: QCoreApplication.quit() if ended.is_set() else None)
    tick.start(round(TICK_S * 1000))
    QCoreApplication.exec()
    tick.stop()
