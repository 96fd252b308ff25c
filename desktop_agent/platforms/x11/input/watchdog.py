"""Releases everything when the program that pressed it is gone or suspended: a separate process.

Meanwhile it makes the presses that are for one window only, as ordered on its stdin (see `press_by_watchdog`).

It reads what is down from the ledger, which it shares, and notices the other's end in two ways: the pipe on its stdin
ends, and the process is gone (a forked child may keep the pipe open). Its starter blocks Ctrl+C and SIGTERM for it: it
always ends together with the process that it observes. An empty line on its stdin means that something has gone down:
until all is up again it checks now and then whether that process has been suspended.
"""

from __future__ import annotations

import contextlib
import os
import select
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from Xlib import XK, X, error
from Xlib.ext import xtest

from desktop_agent.core.errors import InputError
from desktop_agent.core.pictures import ScreenPoint
from desktop_agent.core.texts.message import Message
from desktop_agent.input.ledger import BACK_S, KEYS, Ledger, beside
from desktop_agent.lib.programs import SuspensionWatch, end_files
from desktop_agent.platforms.x11.clients import Clients
from desktop_agent.platforms.x11.connection import Connection
from desktop_agent.platforms.x11.xkb import KeyboardExtension

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


def parsed_order(line: bytes) -> PressOrder:
    """Return the order in a line."""
    button, window, until, releases = line.split()
    return PressOrder(int(button), int(window), float(until), releases == b"1")


def press_by_watchdog(ask: Callable[[bytes], bytes], button: int, window: int | None, *, releases: bool) -> bool:
    """Order a press (and its release); return whether it was made, False if the display was blocked for too long.

    InputError when it was refused, or when the outcome is unknown: what is down then has to be released.
    """
    answer = ask(PressOrder(button, window or _BARE, time.monotonic() + GOOD_FOR_S, releases).line()).decode().strip()
    if answer not in {_PRESSED, _LATE}:
        raise InputError(answer, Message("Look at the new screenshot."))
    return answer == _PRESSED


def carry_out(connection: Connection, line: bytes) -> bytes:
    """Make the press that was ordered, on the watchdog's side; return the answer, a line."""
    order = parsed_order(line)
    try:
        with frozen_for_press(connection, order.window or None):
            if time.monotonic() > order.until:
                return f"{_LATE}\n".encode()
            for kind in (X.ButtonPress, X.ButtonRelease)[: 1 + order.releases]:
                xtest.fake_input(connection.display, kind, order.button)
        connection.sync()
    except InputError as refused:
        return f"{refused.message}\n".encode()
    return f"{_PRESSED}\n".encode()


@contextmanager
def frozen_for_press(connection: Connection, window: int | None) -> Iterator[None]:
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
            replays = _is_ignored_by_manager(connection, clients, under) and _grab_pointer(under[-1])
            if replays:
                display.allow_events(X.SyncPointer, X.CurrentTime)
            yield
        finally:
            if replays:
                display.allow_events(X.ReplayPointer, X.CurrentTime)
                display.ungrab_pointer(X.CurrentTime)
            display.ungrab_server()
            connection.flush()


def _is_ignored_by_manager(connection: Connection, clients: Clients, under: list[Window]) -> bool:
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


def _grab_pointer(window: Window) -> bool:
    """Grab the pointer; impossible while a program has grabbed it, for a menu: managers see no presses then."""
    mode = (X.GrabModeSync, X.GrabModeAsync)
    return bool(
        window.grab_pointer(_TO_US_ALONE, X.ButtonPressMask, *mode, X.NONE, X.NONE, X.CurrentTime) == X.GrabSuccess
    )


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
                _cancel_drag(connection, position)
                here = position
            key = slot < KEYS
            kind = X.KeyRelease if key else X.ButtonRelease
            xtest.fake_input(connection.display, kind, slot if key else slot - KEYS)
        if borrowed is not None:
            KeyboardExtension(connection.display).lock(group=borrowed[0], affect=_ALL_LOCKS, locks=borrowed[1])
    connection.sync()
    return len(slots) + (borrowed is not None)


def _cancel_drag(connection: Connection, position: ScreenPoint) -> None:
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


READY = b"ready\n"
_PIECE = 1 << 12


def main(fd: str, parent: str, window: str, path: str) -> None:
    """Wait for the end of `parent`, then release what it held, by the ledger on `fd`.

    `window` belongs to the parent's connection: once it is gone, the server has served all of the parent's requests.
    """
    ledger = Ledger(int(fd), path)
    connection = Connection(os.environ.get("DISPLAY", ""))
    with contextlib.suppress(OSError):  # where it has followed another one, the parent may be gone already
        os.write(sys.stdout.fileno(), READY)
    _serve(int(parent), connection, ledger)
    if ledger.down() or ledger.borrowed():
        again = ledger.has_release_mark()
        release_held(connection, ledger, buttons=False, again=again)
        # A press that was on the way may come after that, and a motion between our way back and a button's release.
        await_end_of(connection, int(window))
        release_held(connection, ledger, again=again)
    ledger.close()


def _serve(parent: int, connection: Connection, ledger: Ledger) -> None:
    """Press what is ordered, and release everything whenever `parent` is suspended, until its end."""
    orders = sys.stdin.fileno()
    ends = end_files(parent)
    server = connection.display.fileno()
    suspension = SuspensionWatch(parent)
    waiting = b""
    suspension.expect()  # where this one follows another, something may be down
    while os.getppid() == parent:
        ready = select.select([orders, *ends, server], [], [], suspension.wait_s())[0]
        if {*ends} & {*ready}:
            return
        if orders in ready:
            part = os.read(orders, _PIECE)
            if not part:
                return
            suspension.expect()
            *lines, waiting = (waiting + part).split(b"\n")
            for order in filter(None, lines):
                os.write(sys.stdout.fileno(), carry_out(connection, order))
        elif suspension.poll(holds=bool(ledger.down() or ledger.borrowed())):
            ledger.mark_released()  # first: it may go on at any moment
            release_held(connection, ledger)
        connection.drop_events()
