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
    ANSWER,
    START,
    GoneWrite,
    HeldWrite,
    ProxyGreeting,
    line,
    read_line,
)
from desktop_agent.desk.network.resolve import WayOut
from desktop_agent.desk.network.sent_list import SentList


def main() -> int:
    """Serve until stdin closes; return 0, or 1 when the proxy could not start."""
    start = read_line(sys.stdin.buffer.readline(), START)
    if start is None:
        return 1
    guard = threading.Lock()

    def tell(value: HeldWrite | GoneWrite | ProxyGreeting) -> None:
        with guard:
            sys.stdout.buffer.write(line(value))
            sys.stdout.buffer.flush()

    asker = WriteAsker(tell)
    try:
        scope = host_scope(start.hosts)
        folder = Path(start.folder)
        authority = DeskAuthority(scope)
        gate = DeskGate(scope, authority, asker, SentList(folder), folder, BodyAllowance(), WayOut())
        DeskProxy(listen(Path(start.socket)), gate)
    except DesktopAgentError as error:
        tell(ProxyGreeting(problem=error.message, hint=error.hint))
        return 1
    except OSError as error:
        tell(ProxyGreeting(problem=str(error)))
        return 1
    tell(ProxyGreeting(ca=authority.pem))
    for text in sys.stdin.buffer:
        answer = read_line(text, ANSWER)
        if answer is not None:
            asker.answer(answer.number, answer.say)
    asker.close()
    return 0


if __name__ == "__main__":
    code = main()
    # The threads of open connections have nothing to say any more.
    os._exit(code)
