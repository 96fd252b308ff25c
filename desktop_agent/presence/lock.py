"""Notices that the screen is being locked, from the screen saver (session bus) and from logind (system bus).

Sway and its lockers tell neither: there sway itself is asked, again and again (`platforms/wayland/sway_lock.py`). So
are Windows and macOS (`system_lock.py`), which are asked before and after each picture as well.

Whoever asks is told, too, whether it is locked now: all are asked as the watch begins. Without a bus nothing is
noticed, and nothing fails.
"""

from __future__ import annotations

import asyncio
import logging
import os
import threading
from collections.abc import Callable, Coroutine, Mapping
from contextlib import closing, suppress
from functools import partial
from typing import TYPE_CHECKING, Protocol, cast

from desktop_agent.lib.dbus import (
    DAEMON,
    PROPERTIES,
    call,
    connected,
    listen,
    session_address,
    subscribe,
    system_address,
)
from desktop_agent.lib.platform_files import platform_file
from desktop_agent.presence.system_lock import asks_system

if TYPE_CHECKING:
    from dbus_fast.aio import MessageBus
    from dbus_fast.message import Message

_KNOWN_WITHIN_S = 1.0
_SAVER, _LOGIN, _SWAY, _SYSTEM = _WATCHED = ("screen saver", "login service", "sway", "system")
_ASK_EVERY_S = 0.25
_END_WITHIN_S = 2.0
_SAVERS = ("org.freedesktop.ScreenSaver", "org.gnome.ScreenSaver", "org.mate.ScreenSaver", "org.cinnamon.ScreenSaver")
_LOGIND, _LOGIND_PATH, _SESSION = "org.freedesktop.login1", "/org/freedesktop/login1", "org.freedesktop.login1.Session"
_LOGIND_SAYS = {"Lock": True, "Unlock": False}
_log = logging.getLogger(__name__)


class _SwayLock(Protocol):
    def is_locked(self) -> bool: ...
    def close(self) -> None: ...


class _SwayLocks(Protocol):
    def SwayLock(self, environment: Mapping[str, str], /) -> _SwayLock: ...  # noqa: N802 - a class of that name


class LockWatch:
    """Listens on a thread and a loop of its own, from the first `start` on."""

    def __init__(self, environment: Mapping[str, str] = os.environ, system: Callable[[], bool] | None = None) -> None:
        """Take the environment that names who tells, and what asks the system itself, where it can be asked."""
        self._environment = environment
        self._system = system or asks_system()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._end = threading.Event()
        self._known = threading.Event()
        self._to_answer = set(_WATCHED)
        self._locked: dict[str, bool] = {}  # by who says so

    def is_locked(self) -> bool:
        """Tell whether the screen is locked, as far as anybody tells; after `start`, from any thread.

        It waits for the first word on it, a second at most.
        """
        if self._thread is not None:
            self._known.wait(_KNOWN_WITHIN_S)
        return any(self._locked.values()) or self._system_is_locked()

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
        finally:
            self._known.set()

    async def _listen(self, on_lock: Callable[[], None]) -> None:
        self._loop = asyncio.get_running_loop()
        if not self._end.is_set():
            looks = (
                (_SAVER, self._session_bus(on_lock)),
                (_LOGIN, self._system_bus(on_lock)),
                (_SWAY, self._sway(on_lock)),
                (_SYSTEM, self._ask_system(on_lock)),
            )
            await asyncio.gather(*(self._watched(*look) for look in looks), return_exceptions=True)

    async def _watched(self, who: str, look: Coroutine[object, object, None]) -> None:
        """Listen to one of them; once it is gone, it says nothing any more."""
        try:
            await look
        finally:
            self._locked[who] = False
            self._answered(who)

    def _answered(self, who: str) -> None:
        self._to_answer.discard(who)
        if not self._to_answer:
            self._known.set()

    def _tell(self, who: str, on_lock: Callable[[], None], *, locked: bool) -> None:
        self._locked[who] = locked
        if locked:
            on_lock()

    async def _sway(self, on_lock: Callable[[], None]) -> None:
        if not self._environment.get("SWAYSOCK"):
            return
        sway = cast("_SwayLocks", platform_file("wayland.sway_lock"))
        with closing(sway.SwayLock(self._environment)) as lock:
            while True:
                if (locked := lock.is_locked()) != self._locked.get(_SWAY, False):
                    self._tell(_SWAY, on_lock, locked=locked)
                self._answered(_SWAY)
                await asyncio.sleep(_ASK_EVERY_S)

    async def _ask_system(self, on_lock: Callable[[], None]) -> None:
        while self._system is not None:
            if (locked := self._system_is_locked()) != self._locked.get(_SYSTEM, False):
                self._tell(_SYSTEM, on_lock, locked=locked)
            self._answered(_SYSTEM)
            await asyncio.sleep(_ASK_EVERY_S)

    def _system_is_locked(self) -> bool:
        try:
            return self._system is not None and self._system()
        except (OSError, AttributeError):  # a library that lacks the question; doctor says so
            return False

    async def _session_bus(self, on_lock: Callable[[], None]) -> None:
        if not (address := session_address(self._environment)):
            return
        async with connected(address) as bus:
            for saver in _SAVERS:
                await subscribe(bus, f"type='signal',interface='{saver}',member='ActiveChanged'")
            hearing = asyncio.create_task(_hear(bus, _saver_says, partial(self._tell, _SAVER, on_lock)))
            if any([await _is_on(bus, saver) for saver in _SAVERS]):
                self._tell(_SAVER, on_lock, locked=True)
            self._answered(_SAVER)
            await hearing

    async def _system_bus(self, on_lock: Callable[[], None]) -> None:
        async with connected(system_address(self._environment)) as bus:
            session = await _own_session(bus, self._environment.get("XDG_SESSION_ID", ""))
            for member in _LOGIND_SAYS:
                await subscribe(bus, f"type='signal',interface='{_SESSION}',member='{member}',path='{session}'")
            tell = partial(self._tell, _LOGIN, on_lock)
            hearing = asyncio.create_task(_hear(bus, partial(_logind_says, session), tell))
            if await _has_hint(bus, session):
                tell(locked=True)
            self._answered(_LOGIN)
            await hearing


async def _own_session(bus: MessageBus, session_id: str) -> str:
    """Return the path of the login session that this program belongs to."""
    manager = (_LOGIND, _LOGIND_PATH, f"{_LOGIND}.Manager")
    if session_id:
        return str((await call(bus, manager, "GetSession", "s", [session_id]))[0])
    return str((await call(bus, manager, "GetSessionByPID", "u", [os.getpid()]))[0])


async def _is_on(bus: MessageBus, saver: str) -> bool:
    """Ask a screen saver that is there whether it locks the screen now."""
    try:
        if await call(bus, DAEMON, "NameHasOwner", "s", [saver]) == [False]:
            return False  # asking would start it
        return await call(bus, (saver, f"/{saver.replace('.', '/')}", saver), "GetActive") == [True]
    except (ConnectionError, TimeoutError):
        return False


async def _has_hint(bus: MessageBus, session: str) -> bool:
    """Ask the login service whether a session says that it is locked."""
    try:
        answer = await call(bus, (_LOGIND, session, PROPERTIES), "Get", "ss", [_SESSION, "LockedHint"])
    except (ConnectionError, TimeoutError):
        return False
    return bool(answer[0].value)


async def _hear(bus: MessageBus, says: Callable[[Message], bool | None], tell: Callable[..., None]) -> None:
    """Tell of every message that reports a lock or its end, until the bus is gone."""

    def read(message: Message) -> None:
        if (locked := says(message)) is not None:
            tell(locked=locked)

    listen(bus, read)
    await bus.wait_for_disconnect()  # the one that dbus-fast has left untyped


def _logind_says(session: str, message: Message) -> bool | None:
    return _LOGIND_SAYS.get(message.member or "") if message.path == session else None


def _saver_says(message: Message) -> bool | None:
    is_word = message.interface in _SAVERS and message.member == "ActiveChanged" and len(message.body) == 1
    return bool(message.body[0]) if is_word else None
