"""The process that gives the person's input to a desk's display: `python -m desktop_agent.desk.view.hand`.

DISPLAY and XAUTHORITY name the display. Each line on stdin is an order, a JSON list with its name first; an order with
an answer is answered by a line on stdout, a JSON list with the same name first. When stdin ends, the process releases
all keys and buttons, and ends.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import sys
from collections.abc import Callable, Iterator

from desktop_agent.core.decisions.decision import Pasted
from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.desk.view.hand_words import FAILED, LET_GO, MOST_BYTES, PUT, READY, TAKE
from desktop_agent.platforms.x11.clients import Clients
from desktop_agent.platforms.x11.connection import Connection
from desktop_agent.platforms.x11.forwarded_input import ForwardedInput
from desktop_agent.platforms.x11.offers import HINT, Offers, text_offers
from desktop_agent.platforms.x11.selection_reader import SelectionReader
from desktop_agent.platforms.x11.selection_server import SelectionServer

_TAKE_WITHIN_S = 2.0
_SELECTION = "CLIPBOARD"
_LONGEST_LINE = 8 * MOST_BYTES


class DeskHand:
    """Carries orders out on one display."""

    def __init__(self, connection: Connection) -> None:
        self.hand = ForwardedInput(connection)
        self.connection = connection
        self.server = SelectionServer(connection, Clients(connection))
        self._text = ""  # of the person's, in the desk's clipboard as long as we own that
        self._orders: dict[str, Callable[..., object]] = {
            "move": self.hand.move,
            "button": lambda number, down: self.hand.button(number, down=down),
            "turn": self.hand.turn,
            "hold": lambda name, down: self.hand.hold(name, down=down),
            "tap": self.hand.tap,
            "release": self.hand.release_all,
            LET_GO: self.hand.release_all,
            PUT: self._put,
            TAKE: self._take,
        }

    def do(self, line: bytes) -> Iterator[list[object]]:
        """Carry out one order, and yield the answer if it has one."""
        name, *about = json.loads(line)
        answer = self._orders[name](*about)
        if name in {LET_GO, PUT, TAKE}:
            yield [name, answer]

    def _put(self, text: str) -> None:
        offers: Offers = {kind: offer for kind, offer in text_offers(text).items() if kind != HINT}
        self._text = text
        with self.connection.errors():
            self.server.own({_SELECTION: offers})

    def _take(self) -> str | None:
        """Return the text of the desk's clipboard; empty if there is none, None if its owner doesn't answer in time."""
        if _SELECTION in self.server.owns():
            return self._text
        connection = Connection(os.environ["DISPLAY"])
        with contextlib.closing(connection), connection.errors():
            window = SelectionServer(connection, Clients(connection)).window
            reader = SelectionReader(connection, window, _TAKE_WITHIN_S, MOST_BYTES)
            copied = reader.read_copied(_SELECTION) if reader.owner(_SELECTION) else Pasted("")
            return copied.text if copied is not None else None


def main() -> int:
    """Serve until stdin ends, or the display is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent handles Ctrl+C, and closes stdin
    try:
        desk = DeskHand(Connection(os.environ.get("DISPLAY", "")))
        desk.hand.release_all()
        _say([READY])
        _serve(desk)
        desk.hand.close()
    except DesktopAgentError as error:
        _say([FAILED, error.message])
        return 1
    return 0


def _serve(desk: DeskHand) -> None:
    waiting = b""
    orders = sys.stdin.fileno()
    while True:
        if not desk.connection.display.pending_events():
            select.select([orders, desk.connection.display], [], [])
        if select.select([orders], [], [], 0)[0]:
            data = os.read(orders, 65536)
            if not data or len(waiting) > _LONGEST_LINE:
                return
            *lines, waiting = (waiting + data).split(b"\n")
            for line in lines:
                for answer in desk.do(line):
                    _say(answer)
        tuple(desk.server.serve(0.0))


def _say(answer: list[object]) -> None:
    sys.stdout.write(f"{json.dumps(answer)}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    with contextlib.suppress(BrokenPipeError, KeyboardInterrupt):
        sys.exit(main())
