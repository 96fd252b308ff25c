"""A press on one window only is ordered from the watchdog, for it has no other threads.

A program of several threads must not keep the server for itself: a thread of Qt's that waits for the server with
Python's lock held would keep the thread that has the server from releasing it, and no program on the display would be
served any more (measured on Debian 12: a table that scrolled in the tray's console at the moment of a press).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from Xlib import X
from Xlib.ext import xtest

from desktop_agent.core.errors import InputError
from desktop_agent.core.texts.message import Message
from desktop_agent.platforms.x11.clients import Clients
from desktop_agent.platforms.x11.connection import Connection

if TYPE_CHECKING:
    from Xlib.xobject.drawable import Window

WAKE = b"\n"  # no order: something has gone down
# A stop that came after the order is not seen, so an order is good for a moment only.
GOOD_FOR_S = 0.1
_PRESSED = "pressed"
_LATE = "late"
_BARE = 0  # no window has this number
_MODIFIERS = X.ShiftMask | X.ControlMask | X.Mod1Mask | X.Mod3Mask | X.Mod4Mask | X.Mod5Mask
_TO_US_ALONE = False  # not to whatever window of ours may be under the pointer
_BUTTONS = X.Button1Mask | X.Button2Mask | X.Button3Mask | X.Button4Mask | X.Button5Mask


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
    """Return the order in a line."""
    button, window, until, releases = line.split()
    return PressOrder(int(button), int(window), float(until), releases == b"1")


def by_watchdog(ask: Callable[[bytes], bytes], button: int, window: int | None, *, releases: bool) -> bool:
    """Order a press (and its release); return whether it was made, False if the display was blocked for too long.

    InputError when it was refused, or when the outcome is unknown: what is down then has to be released.
    """
    answer = ask(PressOrder(button, window or _BARE, time.monotonic() + GOOD_FOR_S, releases).line()).decode().strip()
    if answer not in {_PRESSED, _LATE}:
        raise InputError(answer, Message("Look at the new screenshot."))
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


@contextmanager
def pressing_on(connection: Connection, window: int | None) -> Iterator[None]:
    """Keep everything still for one press; InputError unless the pointer is on this child of the root (None: on none).

    While the server is grabbed it serves no other client, so what is under the pointer stays there. Only a program of
    one thread may do this: another thread that waits for the server with Python's lock held, as Qt's may, would wait
    forever, and with it all programs on the display.

    A window manager that focuses by clicks undoes this: it freezes each press until it has handled it, and then the
    server decides again where the press belongs (measured on Debian 12 with openbox: 1 of 300 presses went into a
    pop-up of that moment). Where the manager has nothing to do, as the window has the keyboard already and no modifier
    is down, the press is therefore taken by a grab of ours and replayed, which bypasses the manager's grabs. The
    manager releases it the same way.

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
                raise InputError(
                    Message("Another window appeared there at the last moment."), Message("Look at the new screenshot.")
                )
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
    """Return whether a manager would ignore a press there: the program's window already has the keyboard."""
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
