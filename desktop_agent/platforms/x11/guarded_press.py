"""One press on the intended window, or none: no other window can come up between looking and pressing.

While the server is grabbed it serves nobody else, so what is under the pointer stays there. Only a program of one
thread may do this: another thread that waits for the server with Python's lock held, as Qt's may, would wait forever,
and with it everybody on the display.

A window manager that focuses by clicks undoes this: it freezes each press until it has looked at it, and then the
server decides anew where the press belongs (measured on Debian 12 with openbox: 1 of 300 presses went into a pop-up of
that moment). Where the manager has nothing to do, as the window has the keyboard already and no modifier is down, the
press is therefore taken by a grab of our own and replayed, which passes the manager's grabs by. It is how the manager
lets it go, too.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from Xlib import X

from desktop_agent.core.errors import InputError
from desktop_agent.platforms.x11.clients import Clients
from desktop_agent.platforms.x11.connection import Connection

if TYPE_CHECKING:
    from Xlib.xobject.drawable import Window

_MODIFIERS = X.ShiftMask | X.ControlMask | X.Mod1Mask | X.Mod3Mask | X.Mod4Mask | X.Mod5Mask
_TO_US_ALONE = False  # not to whatever window of ours may be under the pointer
_BUTTONS = X.Button1Mask | X.Button2Mask | X.Button3Mask | X.Button4Mask | X.Button5Mask


@contextmanager
def pressing_on(connection: Connection, window: int | None) -> Iterator[None]:
    """Keep everything still for one press; InputError unless the pointer is on this child of the root (None: on none).

    The block sends the press; it must not wait for anything that needs the server.
    """
    display = connection.display
    with connection.errors():
        display.grab_server()
        replays = False
        try:
            clients = Clients(connection)
            under = clients.under_pointer()
            if (under[0].id if under else None) != window:
                raise InputError("Another window came up there at the last moment.", "Look at the new picture.")
            replays = _passes_manager(connection, clients, under) and _takes(under[-1])
            if replays:
                display.allow_events(X.SyncPointer, X.CurrentTime)
            yield
        finally:
            if replays:
                display.allow_events(X.ReplayPointer, X.CurrentTime)
                display.ungrab_pointer(X.CurrentTime)
            display.ungrab_server()
            connection.flush()


def _passes_manager(connection: Connection, clients: Clients, under: list[Window]) -> bool:
    """Tell whether a manager would do nothing about a press there: the program's window already has the keyboard."""
    display = connection.display
    inside = next((n for n, one in enumerate(under) if clients.is_managed(one)), None)
    focus = display.get_input_focus().focus
    if inside is None or isinstance(focus, int) or under[0].query_pointer().mask & (_MODIFIERS | _BUTTONS):
        return False
    # Some toolkits keep the focus in a window of its own inside of theirs, which no click is in.
    holder = focus
    while holder and holder.id not in {under[inside].id, display.screen().root.id}:
        holder = holder.query_tree().parent
    return bool(holder) and holder.id == under[inside].id


def _takes(window: Window) -> bool:
    """Grab the pointer; impossible while a program has grabbed it, for a menu: managers see no presses then."""
    mode = (X.GrabModeSync, X.GrabModeAsync)
    return bool(
        window.grab_pointer(_TO_US_ALONE, X.ButtonPressMask, *mode, X.NONE, X.NONE, X.CurrentTime) == X.GrabSuccess
    )
