"""Releases everything when the program that pressed it is gone or suspended: a separate process.

Meanwhile it makes the presses that are for one window only, as ordered on its stdin (see `press_orders`).

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

from desktop_agent.input.ledger import Ledger
from desktop_agent.lib.process_stat import SuspensionWatch, end_files
from desktop_agent.platforms.x11.connection import Connection
from desktop_agent.platforms.x11.input.press_orders import carry_out
from desktop_agent.platforms.x11.input.release_all import await_end_of, release_held

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
        again = ledger.was_let_go()
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
            ledger.tell_let_go()  # first: it may go on at any moment
            release_held(connection, ledger)
        connection.drop_events()
