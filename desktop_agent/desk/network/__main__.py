"""The proxy as a process of its own: `python -m desktop_agent.desk.network`, told by lines on stdin (`question.py`)."""

from __future__ import annotations

import os
import sys
import threading
from pathlib import Path

from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.desk.network.asking import WriteAsker
from desktop_agent.desk.network.body import BodyAllowance
from desktop_agent.desk.network.certificates import DeskAuthority
from desktop_agent.desk.network.exchange import DeskGate
from desktop_agent.desk.network.hosts import host_scope
from desktop_agent.desk.network.proxy import DeskProxy, listen
from desktop_agent.desk.network.question import (
    GoneWrite,
    HeldWrite,
    NetworkStart,
    ProxyGreeting,
    line,
    network_start,
    to_proxy,
)
from desktop_agent.desk.network.resolve import WayOut
from desktop_agent.desk.network.sent_list import SentList


def main() -> int:
    """Serve until stdin closes; return 0, or 1 when the proxy could not start."""
    start = network_start(sys.stdin.buffer.readline())
    if start is None:
        return 1
    guard = threading.Lock()

    def tell(value: HeldWrite | GoneWrite | ProxyGreeting) -> None:
        with guard:
            sys.stdout.buffer.write(line(value))
            sys.stdout.buffer.flush()

    asker = WriteAsker(tell)
    try:
        authority = _serve(start, asker)
    except DesktopAgentError as error:
        tell(ProxyGreeting(problem=error.message, hint=error.hint))
        return 1
    except OSError as error:
        tell(ProxyGreeting(problem=str(error)))
        return 1
    tell(ProxyGreeting(ca=authority.pem))
    for text in sys.stdin.buffer:
        answered = to_proxy(text)
        if answered is not None:
            asker.answer(*answered)
    asker.close()
    return 0


def _serve(start: NetworkStart, asker: WriteAsker) -> DeskAuthority:
    scope, folder = host_scope(start.hosts), Path(start.folder)
    authority = DeskAuthority(scope)
    gate = DeskGate(scope, authority, asker, SentList(folder), folder, BodyAllowance(), WayOut())
    DeskProxy(listen(Path(start.socket)), gate)
    return authority


if __name__ == "__main__":
    code = main()
    # The threads of open connections have nothing to say any more.
    os._exit(code)
