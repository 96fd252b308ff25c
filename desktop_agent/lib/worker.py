"""Work on a thread of its own, while the main thread waits for it, serves windows, or handles Ctrl+C."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Generic, TypeVar

T = TypeVar("T")
_LOOK_FOR_SIGNALS_S = 0.05


class Worker(Generic[T]):
    """Work that is started once; `ended` is set when it is done. For any thread."""

    def __init__(self, work: Callable[[], T], name: str) -> None:
        """Take the work, and the name of its thread."""
        self.ended = threading.Event()
        self._work = work
        self._outcome: tuple[T] | BaseException | None = None
        self._thread = threading.Thread(target=self._do, name=name, daemon=True)

    def start(self) -> None:
        """Start the work on its own thread."""
        self._thread.start()

    def run(self, stop: Callable[[], None]) -> T:
        """Run the work, or wait for it if it is started; a KeyboardInterrupt stops it, and is raised again."""
        try:
            if self._thread.ident is None:
                self.start()
            self._wait()
        except BaseException:
            # Ctrl+C in a program that calls us: nothing may go on clicking behind its back.
            stop()
            if self._thread.ident is not None:
                self._wait()
            raise
        return self.result()

    def result(self) -> T:
        """Return the result of the finished work; an exception of the work is raised here."""
        if isinstance(self._outcome, tuple):
            return self._outcome[0]
        raise self._outcome or RuntimeError("the work has not ended")

    def _do(self) -> None:
        try:
            self._outcome = (self._work(),)
        except BaseException as error:  # noqa: BLE001 - handed to the thread that waits
            self._outcome = error
        finally:
            self.ended.set()

    def _wait(self) -> None:
        # Not `Thread.join`: interrupted by Ctrl+C, it takes the thread for ended on Python 3.11 (bpo-45274).
        while not self.ended.wait(_LOOK_FOR_SIGNALS_S):
            pass


class DaemonExecutor(ThreadPoolExecutor):
    """Threads for blocking calls. A loop doesn't wait for them at its end, as a name lookup may take half a minute."""

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002 - its signature
        """Let the threads end by themselves."""
        super().shutdown(wait=False, cancel_futures=cancel_futures)
