"""Notices that the screen is being locked, from the screen saver (session bus) and from logind (system bus).

Without a bus nothing is noticed, and nothing fails.
"""

from __future__ import annotations

import asyncio
import logging
import os
import threading
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dbus_fast.aio import MessageBus
    from dbus_fast.message import Message

_CONNECT_WITHIN_S = 5.0
_END_WITHIN_S = 2.0
_SAVERS = ("org.freedesktop.ScreenSaver", "org.gnome.ScreenSaver", "org.mate.ScreenSaver", "org.cinnamon.ScreenSaver")
_SYSTEM_BUS = "unix:path=/run/dbus/system_bus_socket"
_BUS, _BUS_PATH = "org.freedesktop.DBus", "/org/freedesktop/DBus"
_LOGIND, _LOGIND_PATH, _SESSION = "org.freedesktop.login1", "/org/freedesktop/login1", "org.freedesktop.login1.Session"
_log = logging.getLogger(__name__)


class LockWatch:
    """Listens on a thread and a loop of its own, from the first `start` on."""

    def __init__(self, environment: Mapping[str, str] = os.environ) -> None:
        self._environment = environment
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._end = threading.Event()

    def start(self, on_lock: Callable[[], None]) -> None:
        """Call back on every lock, from the watch's thread; later calls do nothing."""
        if self._thread is None and not self._end.is_set():
            self._thread = threading.Thread(target=self._run, args=(on_lock,), name="screen lock", daemon=True)
            self._thread.start()

    def close(self) -> None:
        """End it; never raises."""
        self._end.set()
        loop = self._loop
        if loop is not None:
            with suppress(RuntimeError):  # it has ended by itself
                loop.call_soon_threadsafe(lambda: [task.cancel() for task in asyncio.all_tasks(loop)])
        if self._thread is not None and threading.current_thread() is not self._thread:
            self._thread.join(_END_WITHIN_S)

    def _run(self, on_lock: Callable[[], None]) -> None:
        try:
            asyncio.run(self._listen(on_lock))
        except asyncio.CancelledError:
            return  # closed
        except Exception:  # noqa: BLE001 - whatever a bus does, the run goes on without it
            _log.debug("the lock of the screen is not watched", exc_info=True)

    async def _listen(self, on_lock: Callable[[], None]) -> None:
        self._loop = asyncio.get_running_loop()
        if not self._end.is_set():
            await asyncio.gather(self._session_bus(on_lock), self._system_bus(on_lock), return_exceptions=True)

    async def _session_bus(self, on_lock: Callable[[], None]) -> None:
        address = self._environment.get("DBUS_SESSION_BUS_ADDRESS", "")
        if not address or address.startswith("disabled:"):
            return
        async with _bus(address) as bus:
            for saver in _SAVERS:
                await _match(bus, f"type='signal',interface='{saver}',member='ActiveChanged'")
            await _hear(bus, _is_saver_on, on_lock)

    async def _system_bus(self, on_lock: Callable[[], None]) -> None:
        async with _bus(self._environment.get("DBUS_SYSTEM_BUS_ADDRESS", _SYSTEM_BUS)) as bus:
            session = await _own_session(bus, self._environment.get("XDG_SESSION_ID", ""))
            await _match(bus, f"type='signal',interface='{_SESSION}',member='Lock',path='{session}'")
            await _hear(bus, lambda message: message.member == "Lock" and message.path == session, on_lock)


@asynccontextmanager
async def _bus(address: str) -> AsyncIterator[MessageBus]:
    from dbus_fast.aio import MessageBus

    async with asyncio.timeout(_CONNECT_WITHIN_S):
        bus = await MessageBus(bus_address=address).connect()
    try:
        yield bus
    finally:
        bus.disconnect()


async def _match(bus: MessageBus, rule: str) -> None:
    await _call(bus, _BUS, _BUS_PATH, _BUS, "AddMatch", rule)


async def _own_session(bus: MessageBus, session_id: str) -> str:
    """Return the path of the login session that this program belongs to."""
    what = ("GetSession", session_id) if session_id else ("GetSessionByPID", os.getpid())
    reply = await _call(bus, _LOGIND, _LOGIND_PATH, f"{_LOGIND}.Manager", *what)
    return str(reply.body[0])


async def _call(bus: MessageBus, to: str, path: str, interface: str, member: str, argument: str | int) -> Message:
    from dbus_fast import Message, MessageType

    signature = "s" if isinstance(argument, str) else "u"
    question = Message(
        destination=to, path=path, interface=interface, member=member, signature=signature, body=[argument]
    )
    async with asyncio.timeout(_CONNECT_WITHIN_S):
        reply = await bus.call(question)
    if reply.message_type is MessageType.ERROR:
        raise ConnectionError(member)
    return reply


async def _hear(bus: MessageBus, is_lock: Callable[[Message], bool], on_lock: Callable[[], None]) -> None:
    """Call back on every message that reports a lock, until the bus is gone."""
    from dbus_fast import MessageType

    def read(message: Message) -> None:
        if message.message_type is MessageType.SIGNAL and is_lock(message):
            on_lock()

    bus.add_message_handler(read)
    await bus.wait_for_disconnect()  # the one that dbus-fast has left untyped


def _is_saver_on(message: Message) -> bool:
    return message.interface in _SAVERS and message.member == "ActiveChanged" and message.body == [True]
