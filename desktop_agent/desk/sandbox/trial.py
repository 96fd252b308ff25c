"""Tries an order in a process of its own: starts its command inside of the layers, and says how that ended.

`code` and a number when it ran, `failed` with the step and the system's number when it could not be started.
"""

from __future__ import annotations

import os

from desktop_agent.desk.sandbox.keeper import LOG, received, say
from desktop_agent.desk.sandbox.namespace import StartFailedError, start_inside


def main() -> int:
    """Try the order on stdin; what the command says goes to its log."""
    order = received()
    if order is None:
        return 1
    nothing = os.open(os.devnull, os.O_RDONLY)
    log = os.open(f"{order['folder']}/{LOG}", os.O_WRONLY | os.O_CREAT, 0o600)
    try:
        pid = start_inside(order, requests=nothing, output=log, errors=log)
    except StartFailedError as failure:
        say(f"failed {failure.step} {failure.number}")
        return 0
    say(f"code {os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])}")
    return 0
