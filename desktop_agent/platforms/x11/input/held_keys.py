"""Writes every press and release to the ledger, announces each press as our own, and keeps the watchdog running.

It also sweeps: it releases what an earlier run and its watchdog have both left down.
"""

from __future__ import annotations

import logging
import os
import select
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from Xlib import X, Xatom

from desktop_agent.core.errors import InputError
from desktop_agent.core.geometry import ScreenPoint
from desktop_agent.core.message import Message
from desktop_agent.core.presence import NobodyWatches, OwnInput
from desktop_agent.input.ledger import KEYS, SERVER_BYTES, Ledger, left_behind, named, nameless
from desktop_agent.lib.child_process import RunningProcess, end_bound, pipe_fd, start_bound
from desktop_agent.platforms.x11.connection import Connection
from desktop_agent.platforms.x11.input import press_orders
from desktop_agent.platforms.x11.input.release_all import let_go

# A mark on the root window: it goes with the server, and with it everything that was down.
_MARK = "_DESKTOP_AGENT_SERVER"
_log = logging.getLogger(__name__)
END_WITHIN_S = 3.0
ANSWER_WITHIN_S = 10.0  # its start on a busy machine included
STARTS = 3
_ANSWER_BYTES = 1024


class HeldKeys:
    """What one connection holds down, with a watchdog that releases it.

    `ledgers` is the folder where a later start finds what was left down when both processes were killed.
    """

    def __init__(self, connection: Connection, name: str, ledgers: Path | None, own: OwnInput | None = None) -> None:
        self._own = own or NobodyWatches()
        window = _own_window(connection)
        self._ledger = _ledger(connection, name, ledgers)
        self._watchdog = WatchdogProcess(WatchdogDuty(self._ledger.fd, window, self._ledger.path))

    def pressing_key(self, code: int) -> None:
        """Write down a key before its press leaves."""
        self._pressing(code)
        self._own.expect("key", code)

    def released_key(self, code: int) -> None:
        """Write down that the release of a key has left."""
        self._ledger.release(code)

    def pressing_button(self, number: int, at: ScreenPoint | None) -> None:
        """Write down a button before its press leaves, and where the pointer is; None for the wheel."""
        self.noting_button(number, at)
        self._own.expect("button", number)

    def noting_button(self, number: int, at: ScreenPoint | None) -> None:
        """Write down a button that something else is about to press, which announces it itself."""
        self._pressing(KEYS + number, at)

    def moving(self) -> None:
        """Announce a motion before it leaves."""
        self._own.expect("motion", 0)

    def released_button(self, number: int) -> None:
        """Write down that the release of a button has left."""
        self._ledger.release(KEYS + number)

    def changing_locks(self, group: int, locks: int) -> None:
        """Write down the keyboard's group and locked modifiers before they are changed."""
        self._ledger.borrow(group, locks)

    def restored_locks(self) -> None:
        """Write down that group and locks have been restored."""
        self._ledger.give_back()

    def press_on(self, number: int, window: int | None, at: ScreenPoint | None, *, releases: bool) -> bool:
        """Press a button on one top-level window only, by the watchdog; see `press_orders.by_watchdog`."""
        self.pressing_button(number, at)
        pressed = False
        try:
            pressed = press_orders.by_watchdog(self._watchdog.ask, number, window, releases=releases)
        finally:
            if releases or not pressed:
                self.released_button(number)
            if not pressed:
                self._own.retract("button", number)
        return pressed

    def served(self) -> None:
        """Write down that the server has served everything that has left."""
        self._ledger.served()

    def close(self) -> None:
        """End the watchdog, which releases what is still down; the connection is closed by then. Never raises."""
        if self._ledger.closed:
            return
        self._watchdog.close(idle=not self._ledger.down() and self._ledger.borrowed() is None)
        self._ledger.close()

    def _pressing(self, slot: int, at: ScreenPoint | None = None) -> None:
        self._watchdog.keep()
        self._ledger.press(slot, at)


def sweep(connection: Connection, name: str, ledgers: Path) -> int:
    """Release what earlier runs on this display have left down, and nothing else; return the count."""
    count = 0
    for ledger in left_behind(ledgers, name):
        if ledger.server() == _mark(connection):
            count += let_go(connection, ledger)
        ledger.close()
    if count:
        _log.warning("Released %d keys, buttons or locks that a run which was killed had left.", count)
    return count


def _ledger(connection: Connection, name: str, folder: Path | None) -> Ledger:
    if folder is not None:
        sweep(connection, name, folder)
        try:
            return named(folder, name, _mark(connection))
        except OSError as cause:
            # That costs the sweep after both processes were killed, never the run.
            _log.warning("No ledger of held keys can be kept in %s: %s", folder, cause.strerror)
    try:
        return nameless()
    except OSError as cause:
        raise InputError(
            Message("The record of held keys couldn't be created."), Message("Free up some space for temporary files.")
        ) from cause


def _own_window(connection: Connection) -> int:
    with connection.errors():
        root = connection.display.screen().root
        return int(root.create_window(-1, -1, 1, 1, 0, X.CopyFromParent, window_class=X.InputOnly).id)


def _mark(connection: Connection) -> bytes:
    with connection.errors():
        root = connection.display.screen().root
        mark = connection.display.intern_atom(_MARK)
        mark_property = root.get_full_property(mark, Xatom.STRING)
        if mark_property is None:
            root.change_property(mark, Xatom.STRING, 8, os.urandom(SERVER_BYTES // 2).hex().encode())
            mark_property = root.get_full_property(mark, Xatom.STRING)
    value = mark_property.value if mark_property is not None else b""
    return value if isinstance(value, bytes) else str(value).encode()


@dataclass(frozen=True, slots=True)
class WatchdogDuty:
    """What a watchdog is given: the ledger's open file and path ("" for none), and a window of the connection."""

    fd: int
    window: int
    path: str


class WatchdogProcess:
    """One watchdog at a time; it always ends together with this process."""

    def __init__(self, duty: WatchdogDuty) -> None:
        self._duty = duty
        self._starts_left = STARTS
        self._process = self._start()

    def keep(self) -> None:
        """Start it again if it has ended."""
        if self._starts_left and self._process.poll() is not None:
            _log.warning("The process that releases held keys after a crash had ended and is being restarted.")
            self._await_end()
            self._process = self._start()

    def ask(self, order: bytes) -> bytes:
        """Return its answer to one order, a line; InputError when there is none: then it is ended."""
        self.keep()
        answer = b""
        with suppress(OSError):
            os.write(pipe_fd(self._process.stdin), order)
            if select.select([pipe_fd(self._process.stdout)], [], [], ANSWER_WITHIN_S)[0]:
                answer = os.read(pipe_fd(self._process.stdout), _ANSWER_BYTES)
        if not answer:
            self._process.kill()  # it may keep the display from everybody
            self._process.wait()
            raise InputError(Message("The process that presses buttons isn't responding."), Message("Try again."))
        return answer

    def close(self, *, idle: bool) -> None:
        """End it; unless it is idle it first releases what is down, however long that takes it. Never raises."""
        if idle:
            self._process.kill()  # it may still be starting
        self._await_end(kills=idle)

    def _await_end(self, *, kills: bool = True) -> None:
        end_bound(self._process, END_WITHIN_S, kills=kills)

    def _start(self) -> RunningProcess:
        self._starts_left -= 1
        duty = self._duty
        arguments = (duty.fd, os.getpid(), duty.window, duty.path)
        try:
            return start_bound("desktop_agent.platforms.x11.input.watchdog", *arguments, pass_fds=[duty.fd])
        except OSError as cause:
            raise InputError(
                Message("The process that releases held keys after a crash couldn't be started."),
                Message("Close some programs and try again."),
            ) from cause
