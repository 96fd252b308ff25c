"""Whether a program hangs: the window manager's own question (_NET_WM_PING) and the kernel's word on the process.

Qt 6 promises to answer and does not (seen on Debian 12), but it sleeps while it waits for events. A program that is
stopped, computes or waits for a disk does not, and one that does so while it leaves the question open hangs.
"""

from __future__ import annotations

import select
import time
from contextlib import closing
from typing import TYPE_CHECKING

from Xlib import X, Xatom
from Xlib.protocol import event as x_event

from desktop_agent.lib.process_stat import is_stopped, state_of
from desktop_agent.platforms.x11.clients import Clients
from desktop_agent.platforms.x11.connection import Connection

if TYPE_CHECKING:
    from Xlib.xobject.drawable import Window


_SLEEPS = "S"


def hangs(name: str, window_id: int, within_s: float) -> bool:
    """Tell whether the program of a window does not answer in time; no where that cannot be known.

    `name` is the display's. Asked on a connection of its own: the answer is an event of the root window.
    """
    with closing(Connection(name)) as connection, connection.errors():
        window = _promising(connection, connection.display.create_resource_object("window", window_id))
        pid = Clients(connection).pid_of(window_id)
        if is_stopped(pid):
            return True
        if window is None or _sleeps(pid):
            return False
        connection.display.screen().root.change_attributes(event_mask=X.SubstructureNotifyMask)
        ping = connection.atom("_NET_WM_PING")
        question = x_event.ClientMessage(
            window=window, client_type=connection.atom("WM_PROTOCOLS"), data=(32, [ping, 0, window.id, 0, 0])
        )
        window.send_event(question)
        connection.flush()
        return not _answered(connection, ping, time.monotonic() + within_s) and not _sleeps(pid)


def _sleeps(pid: int) -> bool:
    """Tell whether a process waits for something to happen; yes where that is not known."""
    return state_of(pid) in {_SLEEPS, ""}


def _promising(connection: Connection, window: Window) -> Window | None:
    """Return the program's window that takes pings: this one, or one that it is in."""
    protocols, ping = connection.atom("WM_PROTOCOLS"), connection.atom("_NET_WM_PING")
    while window.id != connection.display.screen().root.id:
        promised = window.get_full_property(protocols, Xatom.ATOM)
        if promised is not None:
            return window if ping in promised.value else None
        window = window.query_tree().parent
    return None


def _answered(connection: Connection, ping: int, until: float) -> bool:
    display = connection.display
    while (left := until - time.monotonic()) > 0:
        if not display.pending_events() and not select.select([display], [], [], left)[0]:
            return False
        while display.pending_events():
            event = display.next_event()
            if event.type == X.ClientMessage and event.data[1][0] == ping:
                return True
    return False
