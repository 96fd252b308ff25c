"""Paints the background of a display of our own, and waits until a window manager is in charge of it."""

from __future__ import annotations

import select
from collections.abc import Callable

from Xlib import X
from Xlib.protocol.event import ClientMessage

from desktop_agent.x11.connection import Connection

_LOOK_EVERY_S = 0.2
_FROM_A_PAGER = 2


def paint(connection: Connection, colour: int) -> None:
    """Fill the root window with a colour (0xRRGGBB)."""
    root = connection.display.screen().root
    root.change_attributes(background_pixel=colour)
    root.clear_area()
    connection.flush()


def await_window_manager(connection: Connection, has_ended: Callable[[], bool]) -> bool:
    """Return True once a window manager says that it is in charge; False when `has_ended` says that none will."""
    display = connection.display
    root = display.screen().root
    root.change_attributes(event_mask=X.PropertyChangeMask)
    while root.get_full_property(connection.atom("_NET_SUPPORTING_WM_CHECK"), X.AnyPropertyType) is None:
        if has_ended():
            return False
        select.select([display.fileno()], [], [], _LOOK_EVERY_S)
        connection.drop_events()
    return True


def managed_windows(connection: Connection) -> list[int]:
    """Return the windows of programs that the window manager knows of."""
    listed = connection.display.screen().root.get_full_property(connection.atom("_NET_CLIENT_LIST"), X.AnyPropertyType)
    return [int(window) for window in listed.value] if listed is not None else []


def ask_to_close(connection: Connection, window_id: int) -> None:
    """Ask the window manager to close a window, as its own button does."""
    display = connection.display
    event = ClientMessage(
        window=display.create_resource_object("window", window_id),
        client_type=connection.atom("_NET_CLOSE_WINDOW"),
        data=(32, [X.CurrentTime, _FROM_A_PAGER, 0, 0, 0]),
    )
    display.screen().root.send_event(event, event_mask=X.SubstructureRedirectMask | X.SubstructureNotifyMask)
    connection.flush()
