"""A process that serves the clipboard's earlier content again, and outlives the run until somebody else takes it.

X11 has no way to hand a selection back, and its content is gone with the program that serves it. Each line on stdin
is content to serve, answered by "kept" once it is owned. After the end of stdin the process stays for as long as it
owns anything. `python -m` this module.
"""

from __future__ import annotations

import contextlib
import os
import select
import sys
import time

from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.input.backends.x11.connection import Connection
from desktop_agent.input.backends.x11.offers import from_line
from desktop_agent.input.backends.x11.programs import Programs
from desktop_agent.input.backends.x11.selection_server import SelectionServer

REFUSE_FOR_S = 10.0


def main() -> None:
    """Serve until there is nothing left to serve and nobody left to ask."""
    connection = Connection(os.environ.get("DISPLAY", ""))
    server = SelectionServer(connection, Programs(connection))
    connection.sync()
    _say(str(server.window.id))
    lines = sys.stdin.buffer
    refuse_until = 0.0
    told = True
    while told or server.owns():
        tuple(server.serve(1.0, *([lines] if told else [])))
        if told and select.select([lines], [], [], 0.0)[0]:
            line = lines.readline()
            told = bool(line)
            if line:
                selections, server.refused = from_line(line)
                refuse_until = time.monotonic() + REFUSE_FOR_S
                server.own(selections)
                _say("kept")
        if time.monotonic() > refuse_until:
            server.refused = 0


def _say(word: str) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    # The display may go away first; then there is nothing left to serve.
    with contextlib.suppress(DesktopAgentError, KeyboardInterrupt, BrokenPipeError):
        main()
