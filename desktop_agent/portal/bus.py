"""A connection to the session's D-Bus on a thread of its own, for calls from any thread.

What is posted is not waited for by who posts it: whether it was refused shows when `flush` is called. But each of these
calls leaves only when the one before is answered: the desktop's portal (xdg-desktop-portal 1.16) takes every call on a
thread of its own, and of two that are under way together the second may come first.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Self, TypeVar

from desktop_agent.core.display_text import visible
from desktop_agent.core.errors import DesktopAgentError, InputError
from desktop_agent.portal.errors import no_bus, not_done, over
from desktop_agent.portal.wire import call_of

if TYPE_CHECKING:
    from dbus_fast import Message
    from dbus_fast.aio import MessageBus

ANSWERS_WITHIN_S = 6.0
_CONNECT_WITHIN_S, _END_WITHIN_S = 5.0, 3.0
_DAEMON = ("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus")
_LONGEST = 120
T = TypeVar("T")
OnSignal = Callable[["Message"], None]


class PortalBus:
    """One connection; what comes by it is told to the listeners, on its thread."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        """Connect; InputDeniedError where there is no bus."""
        address = bus_address(environment)
        self._listeners: list[OnSignal] = []
        self._posted = set[asyncio.Task[None]]()
        self._last_posted: asyncio.Task[None] | None = None
        self._spawned = set[asyncio.Task[None]]()
        self._refused = ""
        self._is_over = False
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="portal", daemon=True)
        self._thread.start()
        try:
            self._bus = self._result(self._connect(address), _CONNECT_WITHIN_S)
        except Exception as cause:  # a bus that is missing, full or foreign fails in a hundred ways
            self._stop()
            raise no_bus() from cause

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def listen(self, listener: OnSignal, *rules: str) -> None:
        """Tell of every signal that one of the rules lets through."""
        self._listeners.append(listener)
        for rule in rules:
            self.call(call_of(*_DAEMON, "AddMatch", "s", (rule,)))

    def call(self, message: Message, within_s: float = ANSWERS_WITHIN_S) -> Message:
        """Return the answer; InputError when it is a refusal, or does not come in time."""
        if self._is_over:
            raise over()
        try:
            return self._result(self._answered(message), within_s)
        except DesktopAgentError:
            raise
        except Exception as cause:
            raise self._failure() from cause

    def post(self, message: Message) -> None:
        """Send without waiting for an answer."""
        if self._is_over:
            raise over()
        self._loop.call_soon_threadsafe(self._start, message)

    def flush(self) -> None:
        """Return when all that was posted is answered; InputError when some was refused, or there is no answer."""
        if self._is_over:
            raise over()
        try:
            refused = self._result(self._all_answered(), ANSWERS_WITHIN_S)
        except Exception as cause:
            raise self._failure() from cause
        if refused:
            raise not_done(refused)

    def spawn(self, work: Coroutine[Any, Any, None]) -> None:
        """Begin something on the bus's thread; for listeners."""
        self._begin(work, self._spawned)

    async def answered(self, message: Message) -> Message:
        """Return the answer, for what was spawned."""
        return await self._answered(message)

    def on_end(self, call: Callable[[], None]) -> None:
        """Have this called, on the bus's thread, when the connection ends without `close`."""

        async def wait() -> None:
            with suppress(Exception):
                await self._bus.wait_for_disconnect()
            if not self._is_over:
                self._is_over = True
                call()

        asyncio.run_coroutine_threadsafe(wait(), self._loop)

    def close(self) -> None:
        """Disconnect; never raises."""
        if not self._thread.is_alive():
            return
        self._is_over = True
        with suppress(Exception):
            self._result(self._end(), _END_WITHIN_S)
        self._stop()

    def _failure(self) -> InputError:
        return over() if self._is_over else not_done("no answer")

    def _result(self, work: Coroutine[Any, Any, T], within_s: float) -> T:
        return asyncio.run_coroutine_threadsafe(asyncio.wait_for(work, within_s), self._loop).result()

    def _stop(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        if threading.current_thread() is not self._thread:
            self._thread.join(_END_WITHIN_S)
            self._loop.close()

    async def _connect(self, address: str) -> MessageBus:
        from dbus_fast.aio import MessageBus

        bus = await MessageBus(bus_address=address, negotiate_unix_fd=True).connect()
        bus.add_message_handler(self._hear)
        return bus

    def _hear(self, message: Message) -> None:
        from dbus_fast import MessageType

        if message.message_type is MessageType.SIGNAL:
            for listener in tuple(self._listeners):
                listener(message)

    async def _answered(self, message: Message) -> Message:
        from dbus_fast import MessageType

        answer = await self._bus.call(message)
        if answer.message_type is MessageType.ERROR:
            raise not_done(_reason(answer))
        return answer

    def _start(self, message: Message) -> None:
        self._last_posted = self._begin(self._noted(message, self._last_posted), self._posted)

    def _begin(self, work: Coroutine[Any, Any, None], kept: set[asyncio.Task[None]]) -> asyncio.Task[None]:
        """Start a task, and keep it until it is over: the loop itself does not."""
        task = self._loop.create_task(work)
        kept.add(task)
        task.add_done_callback(kept.discard)
        return task

    async def _noted(self, message: Message, before: asyncio.Task[None] | None) -> None:
        try:
            if before is not None:
                await asyncio.wait((before,))
            await self._answered(message)
        except InputError as error:
            self._refused = self._refused or error.message
        except Exception as error:  # noqa: BLE001 - the connection has gone, and fails in its own way
            self._refused = self._refused or type(error).__name__

    async def _all_answered(self) -> str:
        # What was posted before this was has begun: the loop takes both in their order.
        await asyncio.gather(*self._posted)
        refused, self._refused = self._refused, ""
        return refused

    async def _end(self) -> None:
        for task in asyncio.all_tasks() - {asyncio.current_task()}:
            task.cancel()
        self._bus.disconnect()
        await self._bus.wait_for_disconnect()  # the socket is closed only when the loop has seen its end


def bus_address(environment: Mapping[str, str]) -> str:
    """Return where the session's bus is; InputDeniedError where none is named."""
    folder = environment.get("XDG_RUNTIME_DIR", "")
    address = environment.get("DBUS_SESSION_BUS_ADDRESS") or (f"unix:path={folder}/bus" if folder else "")
    if not address or address.startswith("disabled:"):
        raise no_bus()
    return address


def _reason(answer: Message) -> str:
    told = answer.body[0] if answer.body else ""
    return visible(str(told) or str(answer.error_name), _LONGEST)
