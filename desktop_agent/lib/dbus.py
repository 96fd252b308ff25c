"""D-Bus: connections, calls and signals; and an event loop on a thread, for callers without one.

`dbus-fast` is imported on the first connection, as Windows and macOS have no bus.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping, Sequence
from concurrent.futures import Future
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from dbus_fast import Message
    from dbus_fast.aio import MessageBus
    from dbus_fast.auth import Authenticator

# An object that answers calls: its service, its path, and one of its interfaces.
Target = tuple[str, str, str]
DAEMON: Target = ("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus")
PROPERTIES = "org.freedesktop.DBus.Properties"
SYSTEM_BUS = "unix:path=/run/dbus/system_bus_socket"
_CONNECT_WITHIN_S = 5.0
_ANSWER_WITHIN_S = 5.0
_END_WITHIN_S = 3.0
_CANCELLED_WITHIN_S = 1.0
T = TypeVar("T")
_log = logging.getLogger(__name__)


class BusError(ConnectionError):
    """An error that a service has returned for a call."""

    def __init__(self, name: str, text: str) -> None:
        """Take the error's name (`org.freedesktop.DBus.Error.ServiceUnknown`) and its text."""
        super().__init__(text or name)
        self.name = name
        self.text = text


def session_address(environment: Mapping[str, str]) -> str:
    """Return the address of the session's bus: as named, else the login service's default; empty if there is none."""
    if named := environment.get("DBUS_SESSION_BUS_ADDRESS"):
        return "" if named.startswith("disabled:") else named
    usual = Path(environment.get("XDG_RUNTIME_DIR", "/nonexistent"), "bus")
    return f"unix:path={usual}" if usual.is_socket() else ""


def system_address(environment: Mapping[str, str]) -> str:
    """Return the address of the system's bus."""
    return environment.get("DBUS_SYSTEM_BUS_ADDRESS", SYSTEM_BUS)


async def connect(
    address: str, *, within_s: float = _CONNECT_WITHIN_S, auth: Authenticator | None = None, files: bool = False
) -> MessageBus:
    """Return a connection; any error, including TimeoutError, means only that there is none.

    `files`: messages may carry open files. Errors on this loop after the end of a bus are logged, for --debug.
    """
    from dbus_fast.aio import MessageBus

    loop = asyncio.get_running_loop()
    if loop.get_exception_handler() is None:
        loop.set_exception_handler(_note_lost_bus)
    async with asyncio.timeout(within_s):
        return await MessageBus(address, auth=auth, negotiate_unix_fd=files).connect()


def _note_lost_bus(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """Log that a bus has ended, and pass other errors to asyncio.

    dbus-fast has a future for each message, answer and connection. When the bus ends, each gets the error, even if no
    task awaits it; asyncio would print a traceback for each.
    """
    if "future" in context and isinstance(context.get("exception"), OSError):
        _log.debug("A bus has ended: %s", context["exception"])
    else:
        loop.default_exception_handler(context)


async def disconnect(bus: MessageBus) -> None:
    """Disconnect, and wait until the loop has closed the socket."""
    bus.disconnect()
    await bus.wait_for_disconnect()


@asynccontextmanager
async def connected(address: str, *, within_s: float = _CONNECT_WITHIN_S) -> AsyncIterator[MessageBus]:
    """Yield a connection that is closed after the block; raises as `connect` does."""
    bus = await connect(address, within_s=within_s)
    try:
        yield bus
    finally:
        with suppress(Exception):  # it has ended by itself
            await disconnect(bus)


def call_of(target: Target, member: str, signature: str = "", body: Sequence[object] = ()) -> Message:
    """Return a call of a method; the signature has the types of the body, in D-Bus's letters."""
    from dbus_fast import Message

    return Message(*target, member=member, signature=signature, body=list(body))


async def answer_to(bus: MessageBus, message: Message) -> Message:
    """Send a call, and return its answer; BusError if the answer is an error."""
    from dbus_fast import MessageType

    answer = await bus.call(message)
    if answer is None:  # it was sent as one that wants no answer
        raise BusError("", "no answer")
    if answer.message_type is MessageType.ERROR:
        raise BusError(str(answer.error_name), str(answer.body[0]) if answer.body else "")
    return answer


async def call(
    bus: MessageBus,
    target: Target,
    member: str,
    signature: str = "",
    body: Sequence[object] = (),
    *,
    within_s: float = _ANSWER_WITHIN_S,
) -> list[Any]:
    """Call a method, and return the values of its answer; BusError for an error, TimeoutError without an answer."""
    async with asyncio.timeout(within_s):
        return list((await answer_to(bus, call_of(target, member, signature, body))).body)


async def subscribe(bus: MessageBus, rule: str) -> None:
    """Request the signals that match a rule of D-Bus; `listen` receives them."""
    await call(bus, DAEMON, "AddMatch", "s", [rule])


def listen(bus: MessageBus, hear: Callable[[Message], None]) -> None:
    """Call `hear` with every received signal, on the thread of the connection's loop.

    Any program can send one of any shape: what `hear` can't read is passed over.
    """
    from dbus_fast import MessageType

    def on_message(message: Message) -> None:
        if message.message_type is not MessageType.SIGNAL:
            return
        try:
            hear(message)
        except (LookupError, TypeError, ValueError, AttributeError):
            _log.debug("a signal “%s” of another shape than expected", message.member, exc_info=True)

    bus.add_message_handler(on_message)


class LoopThread:
    """An event loop on a thread of its own, so that a hanging service blocks only its callers."""

    def __init__(self, name: str, on_error: Callable[[Mapping[str, object]], None] | None = None) -> None:
        """Start nothing yet. `on_error` gets what asyncio would print of tasks that are not awaited."""
        self.loop = asyncio.new_event_loop()
        if on_error is not None:
            self.loop.set_exception_handler(lambda _loop, context: on_error(context))
        self._thread = threading.Thread(target=self.loop.run_forever, name=name, daemon=True)

    def start(self) -> None:
        """Start the thread, once."""
        self._thread.start()

    def begin(self, work: Coroutine[Any, Any, T]) -> Future[T]:
        """Start a coroutine, from any thread, without waiting for it."""
        return asyncio.run_coroutine_threadsafe(work, self.loop)

    def do(self, work: Coroutine[Any, Any, T], within_s: float | None = None) -> T:
        """Run a coroutine, and return its result; TimeoutError when it takes too long."""
        return self.begin(asyncio.wait_for(work, within_s)).result()

    def end(self, last: Callable[[], Coroutine[Any, Any, None]] | None = None) -> None:
        """Cancel all tasks, run the coroutine `last`, and end; from any thread, even this one; never raises."""
        if not self._thread.is_alive():
            self.loop.close()
            return
        with suppress(RuntimeError):  # it has ended meanwhile
            self.begin(self._end(last))
        if threading.current_thread() is not self._thread:
            self._thread.join(_END_WITHIN_S)
            if not self._thread.is_alive():
                self.loop.close()

    async def _end(self, last: Callable[[], Coroutine[Any, Any, None]] | None) -> None:
        other_tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in other_tasks:
            task.cancel()
        if other_tasks:  # one that closes a connection has to hear that it is closed
            await asyncio.wait(other_tasks, timeout=_CANCELLED_WITHIN_S)
        with suppress(Exception, asyncio.CancelledError):  # what it waits for may have been cancelled with a task
            if last is not None:
                await asyncio.wait_for(last(), _END_WITHIN_S)
        self.loop.call_soon(self.loop.stop)
