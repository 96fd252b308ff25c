"""Restores the clipboard's old content: a process that outlives the run, until another program copies something.

X11 cannot return a selection to its owner, and its content is gone with the program that serves it. Each line on stdin
is content to serve, answered by "kept" once it is owned. After the end of stdin the process stays as long as it owns
anything.
`platforms/child.py` starts it.

The program that we pasted into may ask once more, late, for that same paste: it gets nothing for a while.
"""

from __future__ import annotations

import os
import select
import sys
import time

from desktop_agent.platforms.child import KEPT
from desktop_agent.platforms.x11.clients import Clients
from desktop_agent.platforms.x11.connection import Connection
from desktop_agent.platforms.x11.selections import RefusedClient, SelectionServer, from_line


def main() -> None:
    """Serve until nothing is owned any more and stdin has ended."""
    connection = Connection(os.environ.get("DISPLAY", ""))
    server = SelectionServer(connection, Clients(connection))
    connection.sync()
    lines = sys.stdin.buffer
    reads_lines = True
    refused_until = 0.0
    while reads_lines or server.owns():
        if reads_lines and select.select([lines], [], [], 0.0)[0]:
            line = lines.readline()
            reads_lines = bool(line)
            if line:
                selections, server.refused = from_line(line)
                refused_until = time.monotonic() + server.refused.seconds
                server.own(selections)
                os.write(sys.stdout.fileno(), KEPT)
        server.wait(1.0, *([lines] if reads_lines else []))
        if time.monotonic() > refused_until:
            server.refused = RefusedClient()
        tuple(server.serve(0.0))
