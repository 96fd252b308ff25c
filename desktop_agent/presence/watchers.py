"""The watchers of the person's input, and the thread that calls them back."""

from __future__ import annotations

import logging
import socket
import threading
from collections.abc import Callable
from contextlib import suppress

from desktop_agent.core.presence import OnLost, OnStop, OnUserInput, UserInput, ignore_loss
from desktop_agent.presence.lock import LockWatch

_log = logging.getLogger(__name__)

END_WITHIN_S = 2.0
_WAKES_AT_ONCE = 4096


class InputWatchers:
    """The callbacks on the person's input; they may be added and removed on any thread."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._watchers: list[tuple[OnUserInput, OnStop, OnLost]] = []

    def watch(self, on_user_input: OnUserInput, on_stop: OnStop, on_lost: OnLost = ignore_loss) -> Callable[[], None]:
        """Call back from the reporting thread; return a function that ends it."""
        watcher = (on_user_input, on_stop, on_lost)
        with self._guard:
            self._watchers.append(watcher)

        def end() -> None:
            with self._guard:
                if watcher in self._watchers:
                    self._watchers.remove(watcher)

        return end

    def report(self, stop: str, hand: UserInput | None) -> None:
        """Report a stop to all watchers, or else the person's input."""
        if stop:
            _log.info("the person stops the run: %s", stop)
        for on_user_input, on_stop, _ in self._all():
            if stop:
                on_stop(stop)
            elif hand is not None:
                on_user_input(hand)

    def report_loss(self, why: str) -> None:
        """Report to all watchers that nothing is reported any more, and why, in sentences."""
        _log.info("the person's input is no longer reported: %s", why)
        for _, _, on_lost in self._all():
            on_lost(why)

    def _all(self) -> tuple[tuple[OnUserInput, OnStop, OnLost], ...]:
        with self._guard:
            return tuple(self._watchers)


def watch_with_lock(
    watchers: InputWatchers, lock: LockWatch | None, on_user_input: OnUserInput, on_stop: OnStop, on_lost: OnLost
) -> Callable[[], None]:
    """Watch, and report a lock of the screen to all watchers too, if it is watched; return a function that ends it."""
    end = watchers.watch(on_user_input, on_stop, on_lost)
    if lock is not None:
        lock.start(lambda: watchers.report("", UserInput("lock")))
    return end


class WatcherThread:
    """A thread that waits for input and for a wake-up by `fileno`, which it clears by `clear_wake`."""

    def __init__(self, run: Callable[[], None]) -> None:
        self._run = run
        self._closing = threading.Event()
        self._waker, self._woken = socket.socketpair()
        self._thread = threading.Thread(target=self._run_and_close, name="person", daemon=True)

    def is_closing(self) -> bool:
        """Return whether the thread has been asked to end."""
        return self._closing.is_set()

    @property
    def is_alive(self) -> bool:
        """Whether the thread runs."""
        return self._thread.is_alive()

    @property
    def is_current(self) -> bool:
        """Whether the caller is this thread."""
        return threading.current_thread() is self._thread

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def wake(self) -> None:
        """Wake the thread; does nothing when it has ended."""
        with suppress(OSError):
            self._waker.send(b".")

    def fileno(self) -> int:
        """Return the descriptor that is readable after a wake-up."""
        return self._woken.fileno()

    def clear_wake(self) -> None:
        """Clear all wake-ups so far."""
        self._woken.recv(_WAKES_AT_ONCE)

    def close(self) -> None:
        """Ask the thread to end, and wait up to `END_WITHIN_S` for it; never raises."""
        if self.is_closing():
            return
        self._closing.set()
        self.wake()
        if not self.is_current:
            self._thread.join(END_WITHIN_S)
            _log.debug("the watch of the person's input has ended: %s", not self._thread.is_alive())

    def _run_and_close(self) -> None:
        try:
            self._run()
        finally:
            self._woken.close()
            self._waker.close()
