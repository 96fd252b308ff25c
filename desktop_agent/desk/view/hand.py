"""The process that gives the person's input to a desk's display: `python -m desktop_agent.desk.view.hand`.

DISPLAY and XAUTHORITY name the display. Each line on stdin is an order, a JSON list with its name first; an order with
an answer is answered by a line on stdout, a JSON list with the same name first, and a key that the desk's keyboard
hasn't is reported there. When stdin ends, the process releases all keys and buttons, and ends.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from desktop_agent.core.errors import DesktopAgentError, UnknownKeyError

if TYPE_CHECKING:
    from desktop_agent.platforms.x11.connection import Connection

# What it answers by; the other end (`remote_hand.py`) loads no library of X for these.
READY = "ready"
LET_GO = "released"
LACKS = "lacks"  # with the modifier or the symbol of the key that the desk's keyboard hasn't
_LONGEST_ORDERS = 1_000_000  # bytes of those that wait


class DeskHand:
    """Carries orders out on one display."""

    def __init__(self, connection: Connection) -> None:
        from desktop_agent.platforms.x11.forwarded_input import ForwardedInput

        hand = ForwardedInput(connection)
        self.hand = hand
        self.connection = connection
        self._orders: dict[str, Callable[..., object]] = {
            "move": hand.move,
            "button": lambda number, down: hand.button(number, down=down),
            "turn": hand.turn,
            "hold": lambda name, down: hand.hold(name, down=down),
            "tap": hand.tap,
            "release": hand.release_all,
            LET_GO: hand.release_all,
        }

    def do(self, line: bytes) -> None:
        """Carry out one order, and answer it if it has an answer."""
        name, *about = json.loads(line)
        try:
            self._orders[name](*about)
        except UnknownKeyError:
            _print_event(LACKS, about[0])
        if name == LET_GO:
            _print_event(LET_GO)


def main() -> int:
    """Serve until stdin ends, or the display is gone."""
    from desktop_agent.platforms.x11.connection import Connection

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent handles Ctrl+C, and closes stdin
    try:
        desk = DeskHand(Connection(os.environ.get("DISPLAY", "")))
        desk.hand.release_all()
        _print_event(READY)
        _serve(desk)
        desk.hand.close()
    except DesktopAgentError:
        return 1
    return 0


def _serve(desk: DeskHand) -> None:
    waiting = b""
    orders = sys.stdin.fileno()
    while True:
        desk.connection.drop_events()
        ready, _, _ = select.select([orders, desk.connection.display], [], [])
        if orders not in ready:
            continue
        data = os.read(orders, 65536)
        if not data or len(waiting) > _LONGEST_ORDERS:
            return
        *lines, waiting = (waiting + data).split(b"\n")
        for line in lines:
            desk.do(line)


def _print_event(name: str, *about: object) -> None:
    sys.stdout.write(f"{json.dumps([name, *about])}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    with contextlib.suppress(BrokenPipeError, KeyboardInterrupt):
        sys.exit(main())
