"""Inhibits automatic sleep of the computer, and automatic locking of its screen, while a run works.

The login service inhibits sleep for as long as the file that it returns is open. The screen saver inhibits the lock, or
the desktop's portal if there is none; both end it when the caller leaves the bus. So a killed run inhibits nothing. A
person can still lock the screen, and a laptop sleeps when it is closed.

Without a bus or such a service nothing is requested, and nothing fails. Windows and macOS aren't supported yet.
Sources: systemd's page on inhibitor locks; the idle inhibition specification of freedesktop.org, 0.1; the portal's
org.freedesktop.portal.Inhibit, version 3.
"""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Mapping
from concurrent.futures import Future
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_agent.lib import dbus

if TYPE_CHECKING:
    from dbus_fast.aio import MessageBus

_WHO = "Desktop Agent"
_LOGIND: dbus.Target = ("org.freedesktop.login1", "/org/freedesktop/login1", "org.freedesktop.login1.Manager")
_SAVER: dbus.Target = ("org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver", "org.freedesktop.ScreenSaver")
_PORTAL: dbus.Target = (
    "org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop", "org.freedesktop.portal.Inhibit",
)  # fmt: skip
_IDLE = 8  # of the portal's flags
_UNIX = "unix:path="
_log = logging.getLogger(__name__)


class SleepInhibitor:
    """Inhibits sleep and lock from `hold` until `let_go`, on a thread of its own."""

    def __init__(self, environment: Mapping[str, str], why: str, *, screen: bool) -> None:
        """`why` is displayed by the desktop; `screen`: inhibit the lock as well. Nothing is requested yet."""
        self.screen = screen
        self._why = why
        self._system = dbus.system_address(environment)
        self._session = dbus.session_address(environment) if screen else ""
        self._thread: dbus.LoopThread | None = None
        self._request: Future[bool] | None = None
        self._inhibitor_fd = -1  # the login service's
        self._buses: list[MessageBus] = []

    def hold(self) -> None:
        """Begin the requests, and return at once; does nothing without a bus."""
        if sys.platform != "linux" or not (self._session or _may_exist(self._system)):
            _log.debug("sleep is not inhibited: there is no bus")
            return
        self._thread = dbus.LoopThread("stay awake")
        self._thread.start()
        self._request = self._thread.begin(self._inhibit_all())

    def holds(self, within_s: float) -> bool:
        """Return whether a service has accepted within the time."""
        try:
            return self._request is not None and self._request.result(within_s)
        except Exception:  # noqa: BLE001 - whatever a bus does, the run goes on without it
            return False

    def let_go(self) -> None:
        """Let the computer sleep and the screen lock again; never raises."""
        if self._thread is not None:
            self._thread.end(self._release)
            _log.debug("the computer may sleep again")
        self._close_file()

    async def _inhibit_all(self) -> bool:
        results = [await self._inhibit_sleep()] if _may_exist(self._system) else []
        results += [await self._inhibit_lock()] if self._session else []
        return any(results)

    async def _inhibit_sleep(self) -> bool:
        try:
            bus = await self._connected(self._system)
            for events in ("sleep:idle", "idle"):  # the first may be forbidden to a session that is not at the screen
                with suppress(dbus.BusError):
                    call = dbus.call_of(_LOGIND, "Inhibit", "ssss", [events, _WHO, self._why, "block"])
                    answer = await dbus.answer_to(bus, call)
                    self._inhibitor_fd = answer.unix_fds[answer.body[0]]
                    _log.info("the login service keeps the computer awake (%s)", events)
                    return True
                _log.debug("the login service refuses to inhibit %s", events)
        except Exception:  # noqa: BLE001 - as above
            _log.debug("the login service doesn't inhibit sleep", exc_info=True)
        return False

    async def _inhibit_lock(self) -> bool:
        try:
            bus = await self._connected(self._session)
            if await _is_owned(bus, _SAVER):
                await dbus.call(bus, _SAVER, "Inhibit", "ss", [_WHO, self._why])
                _log.info("%s inhibits the lock of the screen", _SAVER[0])
                return True
            if await _is_owned(bus, _PORTAL):
                from dbus_fast import Variant

                await dbus.call(bus, _PORTAL, "Inhibit", "sua{sv}", ["", _IDLE, {"reason": Variant("s", self._why)}])
                _log.info("%s inhibits the lock of the screen", _PORTAL[0])
                return True
            _log.info("the lock of the screen is not inhibited: neither %s nor %s runs", _SAVER[0], _PORTAL[0])
        except Exception:  # noqa: BLE001 - as above
            _log.debug("the screen saver is not inhibited", exc_info=True)
        return False

    async def _connected(self, address: str) -> MessageBus:
        bus = await dbus.connect(address, files=True)
        self._buses.append(bus)
        return bus

    async def _release(self) -> None:
        """Leave the buses, which ends the inhibition of the screen saver and the portal."""
        self._close_file()
        for bus in self._buses:
            with suppress(Exception):  # it has ended by itself
                await dbus.disconnect(bus)

    def _close_file(self) -> None:
        fd = self._inhibitor_fd
        self._inhibitor_fd = -1
        if fd >= 0:
            os.close(fd)


async def _is_owned(bus: MessageBus, service: dbus.Target) -> bool:
    """Return whether a service runs, without a call to it, which would start it."""
    return (await dbus.call(bus, dbus.DAEMON, "NameHasOwner", "s", [service[0]])) == [True]


def _may_exist(address: str) -> bool:
    """Return whether a bus may be at an address; for a socket's address, whether the socket exists."""
    return not address.startswith(_UNIX) or Path(address.removeprefix(_UNIX).partition(",")[0]).exists()
