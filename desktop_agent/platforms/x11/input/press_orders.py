"""A press on one window only is ordered from the watchdog, for it has no other threads.

A program of several threads must not keep the server for itself: a thread of Qt's that waits for the server with
Python's lock held would keep the thread that has the server from giving it back, and nobody on the display would be
served any more (measured on Debian 12: a table that scrolled in the tray's console at the moment of a press).
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from Xlib import X
from Xlib.ext import xtest

from desktop_agent.core.errors import InputError
from desktop_agent.platforms.x11.connection import Connection
from desktop_agent.platforms.x11.guarded_press import pressing_on

LONGEST_ORDER = 256  # bytes
# A stop that came after the order is not seen, so an order is good for a moment only.
GOOD_FOR_S = 0.1
_PRESSED, _LATE = "pressed", "late"
_BARE = 0  # no window has this number


@dataclass(frozen=True, slots=True)
class PressOrder:
    """Press this button on this child of the root window (`_BARE`: on none), if it is not later than `until`."""

    button: int
    window: int
    until: float  # seconds of the system's monotonic clock
    releases: bool

    def line(self) -> bytes:
        """Return the order as a line."""
        return f"{self.button} {self.window} {self.until!r} {int(self.releases)}\n".encode()


def order_of(line: bytes) -> PressOrder:
    """Return the order that a line says."""
    button, window, until, releases = line.split()
    return PressOrder(int(button), int(window), float(until), releases == b"1")


def by_watchdog(ask: Callable[[bytes], bytes], button: int, window: int | None, *, releases: bool) -> bool:
    """Order a press (and its release); return whether it was made, or the display let nobody in for too long.

    InputError when it was refused, or when nobody knows: what is down then has to be released.
    """
    answer = ask(PressOrder(button, window or _BARE, time.monotonic() + GOOD_FOR_S, releases).line()).decode().strip()
    if answer not in {_PRESSED, _LATE}:
        raise InputError(answer, "Look at the new picture.")
    return answer == _PRESSED


def carry_out(connection: Connection, line: bytes) -> bytes:
    """Make the press that was ordered, on the watchdog's side; return the answer, a line."""
    order = order_of(line)
    try:
        with pressing_on(connection, order.window or None):
            if time.monotonic() > order.until:
                return f"{_LATE}\n".encode()
            for kind in (X.ButtonPress, X.ButtonRelease)[: 1 + order.releases]:
                xtest.fake_input(connection.display, kind, order.button)
        connection.sync()
    except InputError as refused:
        return f"{refused.message}\n".encode()
    return f"{_PRESSED}\n".encode()
