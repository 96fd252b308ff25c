"""A process that restores the clipboard's old content, and outlives the run until another program copies something.

X11 cannot hand a selection back, and its content is gone with the program that serves it. Each line on stdin is content
to serve, answered by "kept" once it is owned. After the end of stdin the process stays as long as it owns anything.
`platforms/child.py` starts it.

The program that we pasted into may ask once more, late, for that same paste: it gets nothing for a while.
"""

from __future__ import annotations

import os
import select
import sys
import time
from collections.abc import Mapping

from desktop_agent.platforms.child import CHILD
from desktop_agent.platforms.x11.clients import Clients
from desktop_agent.platforms.x11.connection import Connection
from desktop_agent.platforms.x11.offers import Offers, RefusedClient, from_line, to_line
from desktop_agent.platforms.x11.selection_server import SelectionServer

WITHIN_S = 2.0


class KeeperProcess:
    """Starts the keeper and talks to it; if it fails, the old content is lost, never the run.

    `start` returns at once, the first use waits until it is ready.
    """

    def __init__(self) -> None:
        from desktop_agent.lib.child_process import OutlivingProcess  # the keeper itself starts nothing

        self._process = OutlivingProcess(CHILD, "x11.clipboard_keeper")
        self._window = 0
        self._content: dict[str, Offers] = {}  # what it was given last

    def start(self) -> None:
        """Start it without waiting: it gets ready while the text is pasted."""
        if not self._process.runs:
            self._process.start()
            self._window, self._content = 0, {}

    def content(self, selection: str, owner: int) -> Offers | None:
        """Return what it serves in a selection; None unless it is the owner."""
        return self._content.get(selection) if owner and owner == self._window else None

    def keep(self, selections: Mapping[str, Offers], refused: RefusedClient) -> bool:
        """Hand selections over; tell whether the keeper owns them now."""
        self.start()
        try:
            if not self._window:
                self._window = int(self._process.hear(WITHIN_S) or 0)
            known = self._content
            new = {name: None if offers is known.get(name) else offers for name, offers in selections.items()}
            self._process.say(to_line(new, refused))
            self._content |= selections
            return bool(self._window) and self._process.hear(WITHIN_S) == b"kept\n"
        except (OSError, ValueError) as cause:
            import logging  # nor does it log

            logging.getLogger(__name__).warning(
                "The clipboard's old content could not be kept: %s", type(cause).__name__
            )
            return False

    def close(self) -> None:
        """Let the keeper run on by itself: it stays until somebody else takes the clipboard."""
        self._process.let_go()


def main() -> None:
    """Serve until nothing is owned any more and stdin has ended."""
    connection = Connection(os.environ.get("DISPLAY", ""))
    server = SelectionServer(connection, Clients(connection))
    connection.sync()
    _say(str(server.window.id))
    lines, content = sys.stdin.buffer, dict[str, Offers]()
    reads_lines, refused_until = True, 0.0
    while reads_lines or server.owns():
        if reads_lines and select.select([lines], [], [], 0.0)[0]:
            line = lines.readline()
            reads_lines = bool(line)
            if line:
                selections, server.refused = from_line(line, content)
                refused_until = time.monotonic() + server.refused.seconds
                content |= selections
                server.own(selections)
                _say("kept")
        server.wait(1.0, *([lines] if reads_lines else []))
        if time.monotonic() > refused_until:
            server.refused = RefusedClient()
        tuple(server.serve(0.0))


def _say(word: str) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()
