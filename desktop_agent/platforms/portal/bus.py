"""A connection to the session's D-Bus on a thread of its own, for calls from any thread.

A posted call returns at once: whether it was refused shows when `flush` is called. To the desktop's
portal each of these calls leaves only when the one before is answered: it (xdg-desktop-portal 1.16) takes every call on
a thread of its own, and of two concurrent ones the second may be taken first. So a key stays down for as long as the
portal takes to answer, and on a busy desktop it may repeat: `flush` returns the longest delay.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Coroutine, Mapping
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any, Self, TypeVar

from desktop_agent.core.errors import DesktopAgentError, InputError
from desktop_agent.core.texts.message import Message, visible
from desktop_agent.lib.dbus import (
    BusError,
    LoopThread,
    answer_to,
    connect,
    disconnect,
    listen,
    session_address,
    subscribe,
)
from desktop_agent.platforms.portal.errors import no_bus, not_done, over

if TYPE_CHECKING:
    from dbus_fast import Message as BusMessage
    from dbus_fast.aio import MessageBus

_log = logging.getLogger(__name__)

ANSWERS_WITHIN_S = 6.0
_LONGEST = 120
T = TypeVar("T")
OnSignal = Callable[["BusMessage"], None]


class PortalBus:
    """One connection; its signals are passed to the listeners, on its thread."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        """Connect; InputDeniedError without a bus."""
        address = bus_address(environment)
        self._listeners: list[OnSignal] = []
        self._posted = set[asyncio.Task[None]]()
        self._last_posted: asyncio.Task[None] | None = None
        self._spawned = set[asyncio.Task[None]]()
        self._refused: InputError | None = None
        self._left_at = 0.0
        self._latest_s = 0.0
        self._is_over = False
        self._thread = LoopThread("portal")
        self._thread.start()
        try:
            self._bus = self._thread.do(self._connect(address))
        except Exception as cause:  # a bus that is missing, full or foreign fails in a hundred ways
            self._thread.end()
            _log.info("no connection to the session bus: %s", cause)
            raise no_bus() from cause

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def listen(self, listener: OnSignal, *rules: str) -> None:
        """Pass every signal that matches one of the rules to the listener."""
        self._listeners.append(listener)
        for rule in rules:
            self._run(subscribe(self._bus, rule), ANSWERS_WITHIN_S)

    def call(self, message: BusMessage, within_s: float = ANSWERS_WITHIN_S) -> BusMessage:
        """Return the answer; InputError if it is a refusal, or doesn't come in time."""
        return self._run(self.answered(message), within_s)

    def post(self, message: BusMessage) -> None:
        """Send without waiting for an answer."""
        if self._is_over:
            raise over()
        self._thread.loop.call_soon_threadsafe(self._start_post, message, time.monotonic())

    def flush(self) -> float:
        """Return when all posted calls are answered; InputError if one was refused, or isn't answered in time.

        Return the longest delay in seconds: how much later than meant the effect of one call was ended by the next.
        """
        refused, latest_s = self._run(self._await_all_posted(), ANSWERS_WITHIN_S)
        if refused is not None:
            raise refused
        return latest_s

    def spawn(self, work: Coroutine[Any, Any, None]) -> None:
        """Start a task on the bus's thread; for listeners."""
        self._start_task(work, self._spawned)

    async def answered(self, message: BusMessage) -> BusMessage:
        """Return the answer, within a spawned task; InputError if it is a refusal."""
        try:
            return await answer_to(self._bus, message)
        except BusError as refusal:
            raise not_done(visible(refusal.text or refusal.name, _LONGEST)) from refusal

    def on_end(self, call: Callable[[], None]) -> None:
        """Have this called, on the bus's thread, when the connection ends without `close`."""

        async def wait() -> None:
            with suppress(Exception):
                await self._bus.wait_for_disconnect()
            if not self._is_over:
                _log.info("the session bus has ended")
                self._is_over = True
                call()

        self._thread.begin(wait())

    def close(self) -> None:
        """Disconnect; never raises."""
        self._is_over = True
        self._thread.end(partial(disconnect, self._bus))

    def _run(self, work: Coroutine[Any, Any, T], within_s: float) -> T:
        if self._is_over:
            work.close()
            raise over()
        try:
            return self._thread.do(work, within_s)
        except DesktopAgentError:
            raise
        except Exception as cause:
            raise self._failure() from cause

    def _failure(self) -> InputError:
        return over() if self._is_over else not_done(Message("no answer"))

    async def _connect(self, address: str) -> MessageBus:
        bus = await connect(address, files=True)
        listen(bus, self._on_signal)
        return bus

    def _on_signal(self, message: BusMessage) -> None:
        for listener in tuple(self._listeners):
            listener(message)

    def _start_post(self, message: BusMessage, posted_at: float) -> None:
        self._last_posted = self._start_task(self._await_posted(message, posted_at, self._last_posted), self._posted)

    def _start_task(self, work: Coroutine[Any, Any, None], tasks: set[asyncio.Task[None]]) -> asyncio.Task[None]:
        """Start a task, and hold a reference until it is over: the loop itself does not."""
        task = self._thread.loop.create_task(work)
        tasks.add(task)
        task.add_done_callback(tasks.discard)
        return task

    async def _await_posted(self, message: BusMessage, posted_at: float, before: asyncio.Task[None] | None) -> None:
        try:
            if before is not None:
                await asyncio.wait((before,))
            since = max(posted_at, self._left_at)
            self._left_at = time.monotonic()
            await self.answered(message)
            if before is not None:
                self._latest_s = max(self._latest_s, time.monotonic() - since)
        except InputError as error:
            if self._refused is None:
                _log.debug("the desktop refused input: %s", error)
            self._refused = self._refused or error
        except Exception as error:
            self._refused = self._refused or not_done(type(error).__name__)

    async def _await_all_posted(self) -> tuple[InputError | None, float]:
        # Earlier posts have started: the loop takes them and this in their order.
        await asyncio.gather(*self._posted)
        outcome = self._refused, self._latest_s
        self._refused = None
        self._latest_s = 0.0
        return outcome


def bus_address(environment: Mapping[str, str]) -> str:
    """Return the address of the session's bus; InputDeniedError if none is named."""
    if not (address := session_address(environment)):
        raise no_bus()
    return address
