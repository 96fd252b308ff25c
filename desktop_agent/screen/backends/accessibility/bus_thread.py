"""Keeps a connection to the accessibility bus on a thread of its own, which a program that hangs cannot hold."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from dbus_fast import Message
    from dbus_fast.aio import MessageBus
    from dbus_fast.auth import Authenticator

_log = logging.getLogger(__name__)
T = TypeVar("T")


class BusThread:
    """One bus and its event loop; whoever asks waits for the answer."""

    def __init__(self, connect: Callable[[], Coroutine[Any, Any, MessageBus]], *, name: str) -> None:
        """Start nothing yet."""
        self._connect = connect
        self._loop = asyncio.new_event_loop()
        # A bus that ends is no more than a bus that tells nothing.
        self._loop.set_exception_handler(lambda _loop, told: _log.debug("Accessibility: %s", told["message"]))
        self._thread = threading.Thread(target=self._loop.run_forever, name=name, daemon=True)
        self._bus: Future[MessageBus] | None = None
        self._is_closed = False

    def start(self) -> None:
        """Connect without waiting; until then nothing is known."""
        if self._bus is None and not self._is_closed:
            self._thread.start()
            self._bus = asyncio.run_coroutine_threadsafe(self._connect(), self._loop)

    def ask(
        self, question: Callable[[MessageBus], Coroutine[Any, Any, T]], *, connected_within_s: float = 0.0
    ) -> T | None:
        """Return what comes of a question, which limits its own time; None where the bus does not tell."""
        if self._bus is None or self._is_closed:
            return None
        try:
            bus = self._bus.result(connected_within_s)
            return asyncio.run_coroutine_threadsafe(question(bus), self._loop).result()
        except Exception:
            # A bus that is missing, full or foreign fails in many ways; each means that nothing is known.
            return None

    def close(self) -> None:
        """Call off what is asked, disconnect, and end the thread."""
        self._is_closed = True
        if self._bus is not None:
            asyncio.run_coroutine_threadsafe(self._end(self._bus), self._loop)
            self._thread.join()
        self._loop.close()

    async def _end(self, bus: Future[MessageBus]) -> None:
        for task in asyncio.all_tasks() - {asyncio.current_task()}:
            task.cancel()
        with suppress(Exception):
            await disconnect(bus.result(0))
        # What was called off ends first.
        self._loop.call_soon(self._loop.stop)


async def disconnect(bus: MessageBus) -> None:
    """Disconnect, and wait for it: the bus's socket is closed only when the loop has seen its end."""
    bus.disconnect()
    await bus.wait_for_disconnect()


def message_bus(bus_address: str | None = None, auth: Authenticator | None = None) -> MessageBus:
    """Return a bus that takes note of how its sending ends; without an address it is the session's.

    Whoever asks is told by the answer that never comes: dbus-fast drops what it gets for each message
    sent, and asyncio prints a traceback where the bus ended meanwhile.
    """
    from dbus_fast.aio import MessageBus

    class Noting(MessageBus):
        def send(self, msg: Message) -> asyncio.Future[Any]:  # type: ignore[override] # as the class that it is of
            future = super().send(msg)
            future.add_done_callback(lambda done: done.cancelled() or done.exception())
            return future

    return Noting(bus_address, auth=auth)
