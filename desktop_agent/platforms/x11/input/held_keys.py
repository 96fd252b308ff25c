"""Writes every press and release to the ledger, announces each press as our own, and keeps the watchdog running.

Nothing is pressed without a watchdog that has reported itself ready. It also sweeps: it releases what an earlier run
and its watchdog have both left down.
"""

from __future__ import annotations

import logging
import math
import os
import time
from contextlib import suppress
from pathlib import Path

from Xlib import X, Xatom

from desktop_agent.core.errors import DesktopAgentError, InputError
from desktop_agent.core.pictures import ScreenPoint
from desktop_agent.core.presence import NoOwnInput, OwnInput
from desktop_agent.core.texts.message import Message
from desktop_agent.input.backend import ReleasedWhileSuspendedError
from desktop_agent.input.ledger import KEYS, SERVER_BYTES, Ledger, abandoned_ledgers, named, nameless
from desktop_agent.input.watchdog_process import WatchdogProcess
from desktop_agent.platforms.child import CHILD
from desktop_agent.platforms.x11.connection import Connection
from desktop_agent.platforms.x11.input import watchdog
from desktop_agent.platforms.x11.input.watchdog import release_held
from desktop_agent.platforms.x11.properties import Properties

# A mark on the root window: it goes with the server, and with it everything that was down.
_MARK = "_DESKTOP_AGENT_SERVER"
_log = logging.getLogger(__name__)
ANSWER_WITHIN_S = 10.0
NEWS_WITHIN_S = 1.0  # for an event to reach the observer of the user's input
WATCHDOG = "x11.input.watchdog"


class HeldKeys:
    """The keys and buttons that one connection holds down, with a watchdog that releases them.

    `ledgers` is the folder where a later start finds what was still down when both processes were killed.
    """

    def __init__(self, connection: Connection, name: str, ledgers: Path | None, own: OwnInput | None = None) -> None:
        self._own = own or NoOwnInput()
        self._let_go_at = -math.inf  # in monotonic seconds
        window = _connection_window(connection)
        self._ledger = _ledger(connection, name, ledgers)
        duty = (self._ledger.fd, os.getpid(), window, self._ledger.path)
        self._name = name
        self._watchdog = WatchdogProcess(
            CHILD, WATCHDOG, *duty, pass_fds=[self._ledger.fd], release_all=self._release_unwatched
        )
        self._own.count_while(self._may_be_watchdogs_input)

    def await_watchdog(self) -> None:
        """Return once the watchdog is ready; InputDeniedError if none can be started."""
        self._watchdog.keep()

    def take_let_go(self) -> bool:
        """Return, once, whether the watchdog has released everything because this process was suspended."""
        is_released = self._ledger.take_let_go()
        if is_released:
            self._let_go_at = time.monotonic()
        return is_released

    def record_key_press(self, code: int) -> None:
        """Write down a key before its press leaves."""
        self._record_press(code)
        self._own.expect("key", code)

    def record_key_release(self, code: int) -> None:
        """Write down that the release of a key has left."""
        self._ledger.release(code)

    def record_button_press(self, number: int, at: ScreenPoint | None) -> None:
        """Write down a button before its press leaves, and where the pointer is; None for the wheel."""
        self.record_library_press(number, at)
        self._own.expect("button", number)

    def record_library_press(self, number: int, at: ScreenPoint | None) -> None:
        """Write down a button that a library is about to press, which announces it itself."""
        self._record_press(KEYS + number, at)

    def moving(self) -> None:
        """Announce a motion before it leaves."""
        self._check_not_released()
        self._own.expect("motion", 0)

    def record_button_release(self, number: int) -> None:
        """Write down that the release of a button has left."""
        self._ledger.release(KEYS + number)

    def changing_locks(self, group: int, locks: int) -> None:
        """Write down the keyboard's group and locked modifiers before they are changed."""
        self._check_not_released()
        self._watchdog.keep()
        self._ledger.borrow(group, locks)
        self._watchdog.write_line(watchdog.WAKE)

    def restored_locks(self) -> None:
        """Write down that group and locks have been restored."""
        self._ledger.give_back()

    def press_on(self, number: int, window: int | None, at: ScreenPoint | None, *, releases: bool) -> bool:
        """Press a button on one top-level window only, by the watchdog; see `watchdog.by_watchdog`."""
        self.record_button_press(number, at)
        pressed = False
        try:
            pressed = watchdog.press_by_watchdog(self._send_order, number, window, releases=releases)
        finally:
            if releases or not pressed:
                self.record_button_release(number)
            if not pressed:
                self._own.retract("button", number)
        return pressed

    def served(self) -> None:
        """Write down that the server has served everything that has left; LetGoError."""
        self._ledger.served()
        self._check_not_released()

    def close(self) -> None:
        """End the watchdog, which releases what is still down; the connection is closed by then. Never raises."""
        if self._ledger.closed:
            return
        self._watchdog.close(idle=not self._ledger.down() and self._ledger.borrowed() is None)
        self._ledger.close()

    def _record_press(self, slot: int, at: ScreenPoint | None = None) -> None:
        self._check_not_released()
        self._watchdog.keep()
        is_first = self._ledger.is_empty
        self._ledger.press(slot, at)
        if is_first:
            self._watchdog.write_line(watchdog.WAKE)

    def _send_order(self, order: bytes) -> bytes:
        """Return the watchdog's answer to one order, a line; InputError without one, and then the watchdog is ended."""
        self._watchdog.keep()
        answer = self._watchdog.read_line(ANSWER_WITHIN_S) if self._watchdog.write_line(order) else b""
        if not answer:
            self._watchdog.kill()  # it may block the display for all programs
            raise InputError(Message("The process that presses buttons isn't responding."), Message("Try again."))
        return answer

    def _may_be_watchdogs_input(self) -> bool:
        """Return whether motions and keys of late may be the watchdog's, by which it cancelled a drag."""
        with suppress(OSError):  # closed
            return time.monotonic() - self._let_go_at < NEWS_WITHIN_S or self._ledger.has_release_mark()
        return False

    def _check_not_released(self) -> None:
        if self.take_let_go():
            self._watchdog.keep()
            raise ReleasedWhileSuspendedError

    def _release_unwatched(self) -> None:
        """Release everything when no watchdog is left to do it; the next event is refused."""
        with suppress(DesktopAgentError, OSError):
            self._ledger.mark_released()
            connection = Connection(self._name)
            release_held(connection, self._ledger)
            connection.close()


def sweep(connection: Connection, name: str, ledgers: Path) -> int:
    """Release what earlier runs on this display have left down, and nothing else; return the count."""
    count = 0
    for ledger in abandoned_ledgers(ledgers, name):
        if ledger.server() == _server_mark(connection):
            count += release_held(connection, ledger, again=ledger.has_release_mark())
        ledger.close()
    if count:
        _log.warning("Released %d keys, buttons or locks that a run which was killed had left.", count)
    return count


def _ledger(connection: Connection, name: str, folder: Path | None) -> Ledger:
    if folder is not None:
        sweep(connection, name, folder)
        try:
            return named(folder, name, _server_mark(connection))
        except OSError as cause:
            # That costs the sweep after both processes were killed, never the run.
            _log.warning("No ledger of held keys can be kept in %s: %s", folder, cause.strerror)
    try:
        return nameless()
    except OSError as cause:
        raise InputError(
            Message("The record of held keys couldn't be created."), Message("Free up some space for temporary files.")
        ) from cause


def _connection_window(connection: Connection) -> int:
    with connection.errors():
        root = connection.display.screen().root
        return int(root.create_window(-1, -1, 1, 1, 0, X.CopyFromParent, window_class=X.InputOnly).id)


def _server_mark(connection: Connection) -> bytes:
    with connection.errors():
        root = connection.display.screen().root
        properties = Properties(connection)
        mark = properties.data(root, _MARK, SERVER_BYTES)
        if not mark:
            made = os.urandom(SERVER_BYTES // 2).hex().encode()
            root.change_property(connection.atom(_MARK), Xatom.STRING, 8, made)
            mark = properties.data(root, _MARK, SERVER_BYTES)
    return mark
