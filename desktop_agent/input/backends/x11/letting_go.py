"""Releases on behalf of a program that is gone, and only once the server has done everything that it had asked for."""

from __future__ import annotations

import time
from collections.abc import Sequence

from Xlib import X, error
from Xlib.ext import xtest

from desktop_agent.input.backends.x11.connection import Connection, x_errors
from desktop_agent.input.ledger import KEYS

GONE_WITHIN_S = 2.0
_POLL_S = 0.002


def await_end_of(connection: Connection, window: int) -> None:
    """Return when the client that made the window is gone: a last press of its own may still be on the way."""
    deadline = time.monotonic() + GONE_WITHIN_S
    with x_errors():
        drawable = connection.display.create_resource_object("window", window)
        while time.monotonic() < deadline:
            try:
                drawable.get_geometry()
            except error.BadDrawable:
                return
            time.sleep(_POLL_S)


def let_go(connection: Connection, slots: Sequence[int]) -> None:
    """Release keys and buttons, in this order.

    The server drops a release of what XTEST has not pressed, and leaves down what another keyboard holds as well.
    """
    with x_errors():
        for slot in slots:
            key = slot < KEYS
            kind = X.KeyRelease if key else X.ButtonRelease
            xtest.fake_input(connection.display, kind, slot if key else slot - KEYS)
    connection.sync()
