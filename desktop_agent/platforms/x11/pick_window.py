"""Lets a person point at a window: a cross-hair, one click, Escape to leave it."""

from __future__ import annotations

import select
import time

from Xlib import XK, X

from desktop_agent.core.errors import ScreenError
from desktop_agent.core.message import Message
from desktop_agent.platforms.x11.connection import Connection, connect

_CROSSHAIR = 34  # in the font of cursors; the one after it is its mask
_BLACK, _WHITE = (0, 0, 0), (0xFFFF, 0xFFFF, 0xFFFF)
_LOOK_EVERY_S = 0.2


def picked_window(within_s: float) -> int | None:
    """Return the child of the root that the person clicks, asked on a connection of its own; see `pick_window`."""
    connection = connect()
    try:
        return pick_window(connection, within_s)
    finally:
        connection.close()


def pick_window(connection: Connection, within_s: float) -> int | None:
    """Return the child of the root that the person clicks; None for the bare desktop, Escape, or no click in time.

    ScreenError where another program holds the pointer or the keyboard. The click reaches nobody else.
    """
    display, root = connection.display, connection.display.screen().root
    font = display.open_font("cursor")
    cursor = font.create_glyph_cursor(font, _CROSSHAIR, _CROSSHAIR + 1, _BLACK, _WHITE)
    mask, at_once = X.ButtonPressMask | X.ButtonReleaseMask, X.GrabModeAsync
    try:
        pointer = root.grab_pointer(False, mask, at_once, at_once, X.NONE, cursor, X.CurrentTime)  # noqa: FBT003 - X's own
        keyboard = root.grab_keyboard(False, at_once, at_once, X.CurrentTime)  # noqa: FBT003 - as above
        if X.GrabSuccess not in {pointer, keyboard} or pointer != keyboard:
            raise ScreenError(
                Message("Another program has control of the mouse or keyboard."),
                Message("Close its menu, then choose again."),
            )
        return _clicked(connection, time.monotonic() + within_s)
    finally:
        display.ungrab_pointer(X.CurrentTime)
        display.ungrab_keyboard(X.CurrentTime)
        cursor.free()
        font.close()
        connection.flush()


def _clicked(connection: Connection, deadline: float) -> int | None:
    display, clicked = connection.display, None
    while time.monotonic() < deadline:
        if not display.pending_events():
            select.select([display.fileno()], [], [], _LOOK_EVERY_S)
            continue
        event = display.next_event()
        if event.type == X.KeyPress and display.keycode_to_keysym(event.detail, 0) == XK.XK_Escape:
            return None
        if event.type == X.ButtonPress and event.detail == X.Button1:
            clicked = event.child
        if event.type == X.ButtonRelease and clicked is not None:
            return int(getattr(clicked, "id", clicked)) or None
    return None
