"""`python -m desktop_agent.devserver --port N`: the embedded model's server as a process of its own.

The token comes from DESKTOP_AGENT_SERVE_TOKEN, so that it is in no list of processes, and is made up without it.
With `--with-parent` the server also ends when its standard input closes, that is, with whoever started it; as that is
our own client, it is also told how long a wait is, which no dialect has a word for.
"""

import argparse
import os
import secrets
import sys
import threading

from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.devserver.server import serve


def main() -> int:
    """Serve as the arguments say; the base URL and the token are the first two lines on standard output."""
    parser = argparse.ArgumentParser(prog="python -m desktop_agent.devserver", description=__doc__)
    parser.add_argument("--port", type=int, default=8017, help="0 lets the system choose")
    parser.add_argument("--with-parent", action="store_true", help="end when standard input closes")
    asked = parser.parse_args()
    over = threading.Event()
    if asked.with_parent:
        threading.Thread(target=_wait_for_parent, args=(over,), daemon=True).start()
    token = os.environ.get("DESKTOP_AGENT_SERVE_TOKEN") or secrets.token_urlsafe(24)
    try:
        return serve(asked.port, token, announce=_say, until=over, tells_seconds=asked.with_parent)
    except DesktopAgentError as error:
        print(error, file=sys.stderr)
        return 2


def _say(line: str) -> None:
    print(line, flush=True)


def _wait_for_parent(over: threading.Event) -> None:
    # The descriptor itself: a thread that still waits in sys.stdin's lock aborts the interpreter at its end.
    while os.read(0, 4096):
        pass
    over.set()


if __name__ == "__main__":
    sys.exit(main())
