"""Keeps a connection to the accessibility bus on a thread of its own, which a program that hangs cannot hold."""

from __future__ import annotations

import logging
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any, TypeVar

from desktop_agent.lib.dbus import LoopThread, disconnect

if TYPE_CHECKING:
    from dbus_fast.aio import MessageBus

_log = logging.getLogger(__name__)
T = TypeVar("T")


class BusThread:
    """One bus and its event loop; whoever asks waits for the answer."""

    def __init__(self, connect: Callable[[], Coroutine[Any, Any, MessageBus]], *, name: str) -> None:
        """Start nothing yet."""
        self._connect = connect
        # A bus that ends is no more than a bus that tells nothing.
        self._thread = LoopThread(name, lambda context: _log.debug("Accessibility: %s", context["message"]))
        self._bus: Future[MessageBus] | None = None
        self._is_closed = False

    def start(self) -> None:
        """Connect without waiting; until then nothing is known."""
        if self._bus is None and not self._is_closed:
            self._thread.start()
            self._bus = self._thread.begin(self._connect())

    def ask(
        self, question: Callable[[MessageBus], Coroutine[Any, Any, T]], *, connected_within_s: float = 0.0
    ) -> T | None:
        """Return what comes of a question, which limits its own time; None where the bus does not tell."""
        if self._bus is None or self._is_closed:
            return None
        try:
            bus = self._bus.result(connected_within_s)
            return self._thread.do(question(bus))
        except Exception:
            # A bus that is missing, full or foreign fails in many ways; each means that nothing is known.
            return None

    def close(self) -> None:
        """Call off what is asked, disconnect, and end the thread."""
        self._is_closed = True
        bus = self._bus
        self._thread.end(None if bus is None else lambda: disconnect(bus.result(0)))
