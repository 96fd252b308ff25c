"""Owns Qt on the main thread: starts it when a window is first needed, and takes calls from the run's threads.

A run from the terminal lives on a thread of its own while the main thread stands in `run_until`. Nothing of Qt exists
until something is called here; from then on the same place turns Qt's event loop. The tray app starts Qt itself and
hands its loop over with `QtExecutor.of_app()`. Signals of the system keep being handled in both: Python runs its
handlers when the main thread comes back from waiting, or, inside Qt, when a timer fires.
"""

from __future__ import annotations

import asyncio
import ctypes
import logging
import os
import sys
import threading
from collections import deque
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, TypeVar

from desktop_agent.core.errors import DesktopAgentError, NoScreenError, ScreenError

if TYPE_CHECKING:
    from PySide6.QtCore import QObject
    from PySide6.QtWidgets import QApplication

    from desktop_agent.ui.qt.overlay_windows import Veil

_log = logging.getLogger(__name__)
T = TypeVar("T")
Close = Callable[[], None]
NAME = "desktop-agent"
TICK_S = 0.05
# Qt ends the whole process when its X11 plugin cannot load; these are what systems lack most often.
_NEEDED = ("libxcb-cursor.so.0", "libxcb-icccm.so.4", "libxcb-keysyms.so.1", "libxkbcommon-x11.so.0", "libEGL.so.1")
_MEND = (
    "Install them, for example: apt-get install libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxkbcommon-x11-0 libegl1"
)


def why_no_window(environment: Mapping[str, str] = os.environ) -> str:
    """Return why no window can be shown here; empty when one can. Qt itself would abort the process."""
    if sys.platform in {"win32", "darwin"} or environment.get("QT_QPA_PLATFORM") in {"offscreen", "minimal"}:
        return ""
    missing = [name for name in _NEEDED if not _loads(name)]
    if missing:
        return f"Libraries for windows are missing: {', '.join(missing)}. {_MEND}"
    name = environment.get("DISPLAY", "")
    if not name:
        return "There is no display for windows: DISPLAY is not set. Start from an X11 desktop, or set DISPLAY."
    return "" if _answers(name) else f"The display {name} cannot be reached. Check DISPLAY and XAUTHORITY."


def start_app() -> QApplication:
    """Start Qt on this thread, dressed in our theme; ScreenError where no window can be shown."""
    why = why_no_window()
    if why:
        raise NoScreenError(why)
    from PySide6.QtWidgets import QApplication

    from desktop_agent.ui.qt.theme import use_theme

    running = QApplication.instance()
    if isinstance(running, QApplication):
        return running
    app = QApplication([NAME])
    app.setApplicationName(NAME)
    app.setDesktopFileName(NAME)
    app.setQuitOnLastWindowClosed(False)
    use_theme(app)
    return app


class QtExecutor:
    """Where windows live. `call` and `ask` are for any thread, the rest for the main thread.

    `on_question` hears our sentence when a question opens and None when it closes, in Qt's thread.
    """

    def __init__(self) -> None:
        self.on_question: Callable[[str | None], None] = lambda _sentence: None
        self._calls: deque[tuple[Callable[[], None], Callable[[DesktopAgentError], None]]] = deque()
        self._lock = threading.Lock()
        self._ring: Callable[[], None] | None = None
        self._kept: list[QObject] = []
        self._open: set[Callable[[DesktopAgentError], None]] = set()
        self._failed: DesktopAgentError | None = None
        self._veil: Veil | None = None

    @classmethod
    def of_app(cls) -> QtExecutor:
        """Return a host for a program whose Qt runs already; call it on Qt's thread."""
        host = cls()
        host._listen()
        return host

    @property
    def started(self) -> bool:
        """Tell whether Qt runs."""
        return self._ring is not None

    def call(self, work: Callable[[], None], failed: Callable[[DesktopAgentError], None] = lambda _error: None) -> None:
        """Run `work` in Qt's thread soon, starting Qt if need be; `failed` hears why it never will be."""
        with self._lock:
            self._calls.append((work, failed))
            ring = self._ring
        if ring is not None:
            ring()

    async def ask(self, show: Callable[[Callable[[T], None]], Close]) -> T:
        """Show something that is answered once and return the answer; closed when this is cancelled.

        `show` gets where to put the answer and returns how to close; it runs in Qt's thread, closing does too.
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
                fail(ScreenError(f"A window could not be shown: {error!r}", "Start again with --debug."))
                raise

        def end() -> None:
            # Emptied here: what it holds are windows, and those must not be let go of in the run's thread.
            while closing:
                closing.pop()()

        self._open.add(fail)
        try:
            self.call(begin, fail)
            return await answer
        finally:
            self._open.discard(fail)
            self.call(end)

    async def do(self, work: Callable[[], T]) -> T:
        """Run `work` in Qt's thread and return its result."""

        def show(give: Callable[[T], None]) -> Close:
            give(work())
            return lambda: None

        return await self.ask(show)

    @property
    def veil(self) -> Veil:
        """Return what shows and hides floating windows; for Qt's thread."""
        if self._veil is None:
            from desktop_agent.ui.qt.overlay_windows import Veil

            self._veil = Veil()
        return self._veil

    def run_until(self, ended: threading.Event) -> None:
        """Keep the main thread until something has ended, serving windows meanwhile."""
        while not ended.wait(TICK_S):
            if self._calls and self._begin():
                self._turn(ended)
                if not ended.is_set():
                    self._lost(NoScreenError("The display has gone away.", "Start the display again."))

    def _lost(self, error: DesktopAgentError) -> None:
        """Tell everybody who waits for an answer that none will come: Qt has left its loop by itself."""
        self._failed = error
        for fail in tuple(self._open):
            fail(error)

    def _begin(self) -> bool:
        """Start Qt; where that cannot be, tell everybody who has called."""
        if self._failed is None and self._ring is None:
            try:
                self._kept.append(start_app())
                self._listen()
            except ScreenError as error:
                self._failed = error
        if self._failed is not None:
            while self._calls:
                self._calls.popleft()[1](self._failed)
        return self._failed is None

    def _turn(self, ended: threading.Event) -> None:
        from PySide6.QtCore import QCoreApplication, QTimer

        tick = QTimer()
        tick.timeout.connect(lambda: QCoreApplication.quit() if ended.is_set() else None)
        tick.start(round(TICK_S * 1000))
        QCoreApplication.exec()
        tick.stop()

    def _listen(self) -> None:
        from desktop_agent.ui.qt.wake_up import Bell

        bell = Bell(self._serve)
        self._kept.append(bell)
        with self._lock:
            self._ring = bell.rang.emit
        bell.rang.emit()

    def _serve(self) -> None:
        while self._calls:
            work, _ = self._calls.popleft()
            try:
                work()
            except Exception:  # noqa: BLE001  the boundary of Qt's slots: an error must not end the program
                _log.exception("a window could not be shown or changed")


def _answers(display: str) -> bool:
    """Tell whether a display takes our connection, with what Qt itself connects with."""
    xcb = ctypes.CDLL("libxcb.so.1")
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connect.argtypes = (ctypes.c_char_p, ctypes.c_void_p)
    xcb.xcb_connection_has_error.argtypes = xcb.xcb_disconnect.argtypes = (ctypes.c_void_p,)
    connection = xcb.xcb_connect(display.encode(), None)
    failed = bool(xcb.xcb_connection_has_error(connection))
    xcb.xcb_disconnect(connection)
    return not failed


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True
