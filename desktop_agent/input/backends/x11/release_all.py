"""Releases what a dead program held, once the server has served that program's last request."""

from __future__ import annotations

import time

from Xlib import X, error
from Xlib.ext import xtest

from desktop_agent.input.ledger import KEYS, Ledger
from desktop_agent.x11.connection import Connection
from desktop_agent.x11.keymap import LOCK, NUM_LOCK
from desktop_agent.x11.xkb import KeyboardExtension

GONE_WITHIN_S = 2.0
_LOCKS = LOCK | NUM_LOCK
_POLL_S = 0.002


def await_end_of(connection: Connection, window: int) -> None:
    """Return when the client that made the window is gone: one last press of it may still be on the way."""
    deadline = time.monotonic() + GONE_WITHIN_S
    with connection.errors():
        drawable = connection.display.create_resource_object("window", window)
        while time.monotonic() < deadline:
            try:
                drawable.get_geometry()
            except error.BadDrawable:
                return
            time.sleep(_POLL_S)


def let_go(connection: Connection, ledger: Ledger) -> int:
    """Release what the ledger says is down, restore the keyboard's group and locks, and return the count.

    The server ignores a release of what is up. A button that another mouse also holds stays down; a key goes up,
    as with every release of ours (xserver, `UpdateDeviceState`).
    """
    slots, borrowed = ledger.down(), ledger.borrowed()
    with connection.errors():
        for slot in slots:
            key = slot < KEYS
            kind = X.KeyRelease if key else X.ButtonRelease
            xtest.fake_input(connection.display, kind, slot if key else slot - KEYS)
        if borrowed is not None:
            KeyboardExtension(connection.display).lock(group=borrowed[0], affect=_LOCKS, locks=borrowed[1] & _LOCKS)
    connection.sync()
    return len(slots) + (borrowed is not None)
