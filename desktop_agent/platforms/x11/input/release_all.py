"""Releases what a dead program held, once the server has served that program's last request."""

from __future__ import annotations

import time

from Xlib import XK, X, error
from Xlib.ext import xtest

from desktop_agent.core.pictures import ScreenPoint
from desktop_agent.input.ledger import BACK_S, KEYS, Ledger, beside
from desktop_agent.platforms.x11.connection import Connection
from desktop_agent.platforms.x11.xkb import KeyboardExtension

GONE_WITHIN_S = 2.0
_ALL_LOCKS = 0xFF
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


def release_held(connection: Connection, ledger: Ledger, *, buttons: bool = True, again: bool = False) -> int:
    """Release everything that is down in the ledger, restore the keyboard's group and locks, and return the count.

    The server ignores a release of what is up. A button that another mouse also holds stays down; a key goes up,
    as with every release of ours (xserver, `UpdateDeviceState`). A button is released where it went down.
    `again`: all was released before, while the program was suspended, so that pointer and locks are the user's now.
    """
    slots = [slot for slot in ledger.down() if buttons or slot < KEYS]
    borrowed = None if again else ledger.borrowed()
    positions = {slot: None if again else ledger.place(slot) for slot in slots}
    here = None
    with connection.errors():
        for slot in sorted(slots, key=lambda slot: positions[slot] is not None):  # no other key is down with Escape
            position = positions[slot]
            if position is not None and position != here:
                _go_back(connection, position)
                here = position
            key = slot < KEYS
            kind = X.KeyRelease if key else X.ButtonRelease
            xtest.fake_input(connection.display, kind, slot if key else slot - KEYS)
        if borrowed is not None:
            KeyboardExtension(connection.display).lock(group=borrowed[0], affect=_ALL_LOCKS, locks=borrowed[1])
    connection.sync()
    return len(slots) + (borrowed is not None)


def _go_back(connection: Connection, position: ScreenPoint) -> None:
    """Cancel a drag, and put the pointer where its button went down, as `HeldInput` does."""
    pointer = connection.display.screen().root.query_pointer()
    xtest.fake_input(connection.display, X.MotionNotify, x=beside(position).x, y=beside(position).y)
    if (pointer.root_x, pointer.root_y) != (position.x, position.y):
        escape = connection.display.keysym_to_keycode(XK.XK_Escape)
        for kind in (X.KeyPress, X.KeyRelease) if escape else ():
            xtest.fake_input(connection.display, kind, escape)
    connection.sync()
    time.sleep(BACK_S)
    xtest.fake_input(connection.display, X.MotionNotify, x=position.x, y=position.y)
