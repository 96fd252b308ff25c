"""Input by GNOME's `org.gnome.Mutter.IdleMonitor`: a watch that is fired once, by the next input of any device."""

from __future__ import annotations

import logging
import os
import socket
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING

from desktop_agent.core.errors import DesktopAgentError, InputDeniedError
from desktop_agent.core.texts.message import Message
from desktop_agent.lib.dbus import Target, call_of
from desktop_agent.platforms.portal.bus import PortalBus
from desktop_agent.platforms.portal.wire import owner_change_rule

if TYPE_CHECKING:
    from dbus_fast import Message as BusMessage

_log = logging.getLogger(__name__)

SETTLE_S = 0.05
_LATEST_S = 0.1  # that input of ours is handled after it was sent; what comes after that is taken for the person's
_NAME = "org.gnome.Mutter.IdleMonitor"
_MONITOR: Target = (_NAME, "/org/gnome/Mutter/IdleMonitor/Core", _NAME)
_NEWS_AT_ONCE = 4096
_GONE = Message("The desktop no longer reports that there is input, so you couldn't have stopped the run.")


def create(environment: Mapping[str, str] = os.environ) -> MutterIdle:
    """Connect; a DesktopAgentError where this isn't GNOME."""
    return MutterIdle(environment)


class MutterIdle:
    """Implements `presence.silence.TouchSource` by a connection of its own."""

    settle_s = SETTLE_S
    counts_repeats = True
    is_blind = False  # but while the desktop doesn't answer; no inhibitor holds it back

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._bus = PortalBus(environment)
        self._sender, self._receiver = socket.socketpair()
        self._receiver.setblocking(False)  # noqa: FBT003 - the standard library has it so
        self._watch = 0
        self._fired = 0
        self._idle_s = 0.0
        self._is_gone = False
        try:
            self._bus.listen(
                self._receive, f"type='signal',interface='{_NAME}',member='WatchFired'", owner_change_rule(_NAME)
            )
            self._bus.on_end(self._on_name_lost)
            self._add_watch()
        except BaseException:
            self.close()
            raise

    def fileno(self) -> int:
        """Return the descriptor that is readable when a watch was fired."""
        return self._receiver.fileno()

    def arm(self, sent_s: float) -> bool:
        """Set a new watch where the last one was fired; False while the last input is older than what we sent.

        And False while that input is too fresh, as more of ours may follow it: a desktop that takes longer to answer is
        late with input by as much. A hand that never rests is no reason to wait for longer. Only after that is the
        watch set, as what we sent may have fired the last one until then.
        """
        asked_s = time.monotonic()
        if not self._call_desktop(self._ask_idle_time):
            self._watch = 0
            return False
        now = time.monotonic()
        input_s = now - self._idle_s
        ours_s = min(input_s, sent_s + _LATEST_S)
        is_settled = asked_s - ours_s >= SETTLE_S + (now - asked_s)
        if not is_settled or input_s < sent_s:
            return False
        if not self._call_desktop(self._add_watch):
            self._watch = 0
            return False
        return True

    def catch_up(self) -> bool:
        """Ask for anything: signals arrive before the answer to what was asked after them."""
        return self._call_desktop(self._ask_idle_time)

    def take(self) -> bool:
        """Return whether the present watch was fired; InputDeniedError when the desktop has gone."""
        with suppress(BlockingIOError):
            self._receiver.recv(_NEWS_AT_ONCE)
        if self._is_gone:
            raise InputDeniedError(_GONE)
        return bool(self._watch) and self._fired == self._watch

    def close(self) -> None:
        """Leave the bus, which ends the watch."""
        self._bus.close()
        self._sender.close()
        self._receiver.close()

    def _call_desktop(self, call: Callable[[], None]) -> bool:
        """Call the desktop; return whether it has answered."""
        try:
            call()
        except DesktopAgentError as cause:
            self.is_blind = True
            if self._is_gone:
                raise InputDeniedError(_GONE) from cause
            _log.info("the desktop doesn't answer about input: %s", cause)
            return False
        self.is_blind = False
        return True

    def _add_watch(self) -> None:
        if self._watch in {0, self._fired}:
            self._watch = int(self._bus.call(call_of(_MONITOR, "AddUserActiveWatch")).body[0])

    def _ask_idle_time(self) -> None:
        self._idle_s = int(self._bus.call(call_of(_MONITOR, "GetIdletime")).body[0]) / 1000

    def _receive(self, message: BusMessage) -> None:
        """Take a signal; on the bus's thread."""
        if message.member == "NameOwnerChanged":
            if message.body[0] == _NAME and not message.body[2]:
                self._on_name_lost()
        elif message.interface == _NAME:
            self._fired = int(message.body[0])
            self._wake_reader()

    def _on_name_lost(self) -> None:
        self._is_gone = True
        self._wake_reader()

    def _wake_reader(self) -> None:
        with suppress(OSError):
            self._sender.send(b".")
