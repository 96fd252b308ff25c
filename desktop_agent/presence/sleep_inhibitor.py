"""Keeps the computer from sleeping, and its screen from locking, by itself for as long as a run works.

The login service is asked for the computer: it gives a file, and whoever holds that keeps it awake. The screen saver is
asked for the screen, or the desktop's portal where there is none; both let go when whoever asked leaves the bus. So a
run that is killed holds nothing. A person may lock the screen all the same, and a laptop that is closed sleeps.

Without a bus, or without such a service, nothing is asked and nothing fails. Windows and macOS are not asked yet.
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


class StayAwake:
    """Asks on a thread of its own, from `hold` on, and lets go of all of it at `let_go`."""

    def __init__(self, environment: Mapping[str, str], why: str, *, screen: bool) -> None:
        """`why` is shown by the desktop; `screen`: the screen is not to lock either. Nothing is asked yet."""
        self.screen = screen
        self._why = why
        self._system = dbus.system_address(environment)
        self._session = dbus.session_address(environment) if screen else ""
        self._thread: dbus.LoopThread | None = None
        self._asked: Future[bool] | None = None
        self._file = -1  # the login service's
        self._buses: list[MessageBus] = []

    def hold(self) -> None:
        """Begin to ask, and return at once; does nothing where no service could be asked."""
        if sys.platform != "linux" or not (self._session or _is_there(self._system)):
            return
        self._thread = dbus.LoopThread("stay awake")
        self._thread.start()
        self._asked = self._thread.begin(self._ask())

    def holds(self, within_s: float) -> bool:
        """Return whether somebody has agreed to it by then."""
        try:
            return self._asked is not None and self._asked.result(within_s)
        except Exception:  # noqa: BLE001 - whatever a bus does, the run goes on without it
            return False

    def let_go(self) -> None:
        """Let the computer sleep and the screen lock again; never raises."""
        if self._thread is not None:
            self._thread.end(self._release)
        self._close_file()

    async def _ask(self) -> bool:
        asked = [await self._awake()] if _is_there(self._system) else []
        asked += [await self._unlocked()] if self._session else []
        return any(asked)

    async def _awake(self) -> bool:
        try:
            bus = await self._connected(self._system)
            for what in ("sleep:idle", "idle"):  # the first may be forbidden to a session that is not at the screen
                with suppress(dbus.BusError):
                    call = dbus.call_of(_LOGIND, "Inhibit", "ssss", [what, _WHO, self._why, "block"])
                    answer = await dbus.answer_to(bus, call)
                    self._file = answer.unix_fds[answer.body[0]]
                    return True
        except Exception:  # noqa: BLE001 - as above
            _log.debug("the login service is not asked to stay awake", exc_info=True)
        return False

    async def _unlocked(self) -> bool:
        try:
            bus = await self._connected(self._session)
            if await _is_owned(bus, _SAVER):
                await dbus.call(bus, _SAVER, "Inhibit", "ss", [_WHO, self._why])
                return True
            if await _is_owned(bus, _PORTAL):
                from dbus_fast import Variant

                await dbus.call(bus, _PORTAL, "Inhibit", "sua{sv}", ["", _IDLE, {"reason": Variant("s", self._why)}])
                return True
        except Exception:  # noqa: BLE001 - as above
            _log.debug("the screen saver is not held off", exc_info=True)
        return False

    async def _connected(self, address: str) -> MessageBus:
        bus = await dbus.connect(address, files=True)
        self._buses.append(bus)
        return bus

    async def _release(self) -> None:
        """Leave the buses, which is what ends it: for the screen saver and the portal as for one that is killed."""
        self._close_file()
        for bus in self._buses:
            with suppress(Exception):  # it has ended by itself
                await dbus.disconnect(bus)

    def _close_file(self) -> None:
        file, self._file = self._file, -1
        if file >= 0:
            os.close(file)


async def _is_owned(bus: MessageBus, service: dbus.Target) -> bool:
    """Return whether a service runs; to ask it would start it."""
    return (await dbus.call(bus, dbus.DAEMON, "NameHasOwner", "s", [service[0]])) == [True]


def _is_there(address: str) -> bool:
    """Return whether a bus can be at an address: of a socket, whether there is one."""
    return not address.startswith(_UNIX) or Path(address.removeprefix(_UNIX).partition(",")[0]).exists()
