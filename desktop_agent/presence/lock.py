"""Detection of a lock of the screen, from the screen saver (session bus) and from logind (system bus).

Many lockers report to neither. On X11 the server reports windows that only a lock has (`platforms/x11/screen_lock.py`).
Sway is polled (`platforms/wayland/sway_lock.py`), and so are Windows and macOS (`_SYSTEM_LOCKS`), which are queried
before and after each picture as well.

The present state is known, too: all sources are queried when the watch begins. Without a bus nothing is detected, and
nothing fails.
"""

from __future__ import annotations

import asyncio
import logging
import os
import sys
import threading
from collections.abc import Callable, Coroutine, Mapping
from contextlib import closing, suppress
from functools import partial
from typing import TYPE_CHECKING

from desktop_agent.lib import dbus
from desktop_agent.lib.platform_files import platform_module

if TYPE_CHECKING:
    from dbus_fast.aio import MessageBus
    from dbus_fast.message import Message

    from desktop_agent.platforms.wayland.sway_lock import SwayLock
    from desktop_agent.platforms.x11.screen_lock import X11Lock

_KNOWN_WITHIN_S = 1.0
_SAVER = "screen saver"
_LOGIN = "login service"
_X11 = "X11"
_SWAY = "sway"
_SYSTEM = "system"
_SOURCES = (_SAVER, _LOGIN, _X11, _SWAY, _SYSTEM)
_ASK_EVERY_S = 0.25
_GATHER_S = 0.02  # a dragged window is reported at each step
_END_WITHIN_S = 2.0
_SAVERS = ("org.freedesktop.ScreenSaver", "org.gnome.ScreenSaver", "org.mate.ScreenSaver", "org.cinnamon.ScreenSaver")
# Their signal of that name means the same; our extension of GNOME Shell sends it as the lock begins, before it's drawn.
_LOCKERS = (*_SAVERS, "desktop_agent.Windows1")
_LOGIND = "org.freedesktop.login1"
_LOGIND_PATH = "/org/freedesktop/login1"
_SESSION = "org.freedesktop.login1.Session"
_LOGIND_SIGNALS = {"Lock": True, "Unlock": False}
_log = logging.getLogger(__name__)
_SYSTEM_LOCKS = {"win32": "windows.user32_windows", "darwin": "libraries.quartz_windows"}  # files in platforms/


class LockWatch:
    """Watches all sources on a thread and a loop of its own, from the first `start` on."""

    def __init__(self, environment: Mapping[str, str], system: Callable[[], bool] | None = None) -> None:
        """Take the environment with the buses and displays, and the query of the system's own state, if any."""
        self._environment = environment
        self._system = system or system_lock_query()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._end = threading.Event()
        self._known = threading.Event()
        self._pending_sources = set(_SOURCES)
        self._locked: dict[str, bool] = {}  # by source

    def is_locked(self) -> bool:
        """Return whether any source reports that the screen is locked; after `start`, from any thread.

        It waits for the sources' first reports, at most a second.
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
        """End the watch; never raises."""
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
            watches = (
                (_SAVER, self._watch_savers(on_lock)),
                (_LOGIN, self._watch_logind(on_lock)),
                (_X11, self._watch_x11(on_lock)),
                (_SWAY, self._watch_sway(on_lock)),
                (_SYSTEM, self._watch_system(on_lock)),
            )
            await asyncio.gather(*(self._watch_until_gone(*watch) for watch in watches), return_exceptions=True)

    async def _watch_until_gone(self, source: str, watch: Coroutine[object, object, None]) -> None:
        """Watch one source until it ends; from then on it counts as not locked."""
        try:
            await watch
        except Exception as error:
            _log.info("lock of the screen: %s is not asked: %s", source, error)
            raise
        finally:
            self._locked[source] = False
            self._mark_answered(source)

    def _mark_answered(self, source: str) -> None:
        if source in self._pending_sources:
            _log.debug("lock of the screen: %s has answered, or isn't there", source)
        self._pending_sources.discard(source)
        if not self._pending_sources:
            self._known.set()

    def _report(self, source: str, on_lock: Callable[[], None], *, locked: bool) -> None:
        _log.info("lock of the screen: %s reports: %s", source, "locked" if locked else "unlocked")
        self._locked[source] = locked
        if locked:
            on_lock()

    async def _watch_x11(self, on_lock: Callable[[], None]) -> None:
        if not self._environment.get("DISPLAY"):
            return
        made: X11Lock = platform_module("x11.screen_lock").X11Lock(self._environment)
        with closing(made) as lock:
            news = asyncio.Event()
            loop = asyncio.get_running_loop()
            loop.add_reader(lock.fileno(), news.set)
            try:
                while True:
                    news.clear()
                    self._update_state(_X11, on_lock, locked=lock.is_locked())
                    with suppress(TimeoutError):
                        await asyncio.wait_for(news.wait(), _ASK_EVERY_S if lock.may_change_without_events else None)
                    await asyncio.sleep(_GATHER_S)
            finally:
                loop.remove_reader(lock.fileno())

    async def _watch_sway(self, on_lock: Callable[[], None]) -> None:
        if not self._environment.get("SWAYSOCK"):
            return
        made: SwayLock = platform_module("wayland.sway_lock").SwayLock(self._environment)
        with closing(made) as lock:
            await self._poll(_SWAY, on_lock, lock.poll_locked)

    async def _watch_system(self, on_lock: Callable[[], None]) -> None:
        if self._system is not None:
            await self._poll(_SYSTEM, on_lock, self._system_is_locked)

    async def _poll(self, source: str, on_lock: Callable[[], None], is_locked: Callable[[], bool]) -> None:
        while True:
            self._update_state(source, on_lock, locked=is_locked())
            await asyncio.sleep(_ASK_EVERY_S)

    def _update_state(self, source: str, on_lock: Callable[[], None], *, locked: bool) -> None:
        if locked != self._locked.get(source, False):
            self._report(source, on_lock, locked=locked)
        self._mark_answered(source)

    def _system_is_locked(self) -> bool:
        try:
            return self._system is not None and self._system()
        except (OSError, AttributeError):  # a library without this query; doctor reports it
            return False

    async def _watch_savers(self, on_lock: Callable[[], None]) -> None:
        """Report the locks of the screen savers on the session bus, until the bus ends or this is cancelled."""
        address = dbus.session_address(self._environment)
        if not address:
            _log.info("lock of the screen: there is no session bus")
            return
        async with dbus.connected(address) as bus, asyncio.TaskGroup() as tasks:
            # Signals are received before the present state is queried, so that no change in between is missed.
            for locker in _LOCKERS:
                await dbus.subscribe(bus, f"type='signal',interface='{locker}',member='ActiveChanged'")
            tasks.create_task(_report_locks(bus, _saver_lock_state, partial(self._report, _SAVER, on_lock)))
            if any([await _is_saver_on(bus, saver) for saver in _SAVERS]):
                self._report(_SAVER, on_lock, locked=True)
            self._mark_answered(_SAVER)

    async def _watch_logind(self, on_lock: Callable[[], None]) -> None:
        """Report the locks of this login session on the system bus, until the bus ends or this is cancelled."""
        async with dbus.connected(dbus.system_address(self._environment)) as bus, asyncio.TaskGroup() as tasks:
            session = await _own_session(bus, self._environment.get("XDG_SESSION_ID", ""))
            _log.debug("lock of the screen: the login service knows this session")
            # Signals are received before the present state is queried, so that no change in between is missed.
            for member in _LOGIND_SIGNALS:
                await dbus.subscribe(bus, f"type='signal',interface='{_SESSION}',member='{member}',path='{session}'")
            report = partial(self._report, _LOGIN, on_lock)
            tasks.create_task(_report_locks(bus, partial(_logind_lock_state, session), report))
            if await _is_session_locked(bus, session):
                report(locked=True)
            self._mark_answered(_LOGIN)


async def _own_session(bus: MessageBus, session_id: str) -> str:
    """Return the path of the login session that this program belongs to."""
    manager = (_LOGIND, _LOGIND_PATH, f"{_LOGIND}.Manager")
    if session_id:
        return str((await dbus.call(bus, manager, "GetSession", "s", [session_id]))[0])
    return str((await dbus.call(bus, manager, "GetSessionByPID", "u", [os.getpid()]))[0])


async def _is_saver_on(bus: MessageBus, saver: str) -> bool:
    """Return whether a running screen saver locks the screen now."""
    try:
        if await dbus.call(bus, dbus.DAEMON, "NameHasOwner", "s", [saver]) == [False]:
            _log.debug("lock of the screen: no program owns the name %s", saver)
            return False  # asking would start it
        return await dbus.call(bus, (saver, f"/{saver.replace('.', '/')}", saver), "GetActive") == [True]
    except (ConnectionError, TimeoutError):
        return False


async def _is_session_locked(bus: MessageBus, session: str) -> bool:
    """Return whether the login service reports that a session is locked."""
    try:
        answer = await dbus.call(bus, (_LOGIND, session, dbus.PROPERTIES), "Get", "ss", [_SESSION, "LockedHint"])
    except (ConnectionError, TimeoutError):
        return False
    return bool(answer[0].value)


async def _report_locks(
    bus: MessageBus, lock_state: Callable[[Message], bool | None], report: Callable[..., None]
) -> None:
    """Report every lock and unlock until the bus ends."""

    def read(message: Message) -> None:
        locked = lock_state(message)
        if locked is not None:
            report(locked=locked)

    dbus.listen(bus, read)
    await bus.wait_for_disconnect()  # the one that dbus-fast has left untyped


def _logind_lock_state(session: str, message: Message) -> bool | None:
    return _LOGIND_SIGNALS.get(message.member or "") if message.path == session else None


def _saver_lock_state(message: Message) -> bool | None:
    is_state = message.interface in _LOCKERS and message.member == "ActiveChanged" and len(message.body) == 1
    return bool(message.body[0]) if is_state else None


def system_lock_query() -> Callable[[], bool] | None:
    """Return the system's function for whether the screen is locked; None if it has none."""
    file = _SYSTEM_LOCKS.get(sys.platform)
    is_locked: Callable[[], bool] | None = platform_module(file).is_locked if file else None
    return is_locked
