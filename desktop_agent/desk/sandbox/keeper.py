"""Keeps a desk: starts it, watches it, and ends it when its stdin closes, it is told to, or a limit is reached.

Run by `side_desk.py` as `python -m …`; the first line on stdin is the plan, each later one a program to start. One line
of JSON on stdout says where the desk's display is, or what is missing. It is a process of its own, so that a desk also
ends when the program is killed outright; and when the keeper is killed, the kernel ends what is inside.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import sys
import threading
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Literal

from desktop_agent.core.desk_event import DeskEnd
from desktop_agent.desk.kept import keeping
from desktop_agent.desk.sandbox.ending import close_windows, paint_background, use_display
from desktop_agent.desk.sandbox.how_ended import ENDED
from desktop_agent.desk.sandbox.inside import MANAGER_ORDER, MANAGER_READY, SERVERS_READY, order, script
from desktop_agent.desk.sandbox.names import write_names
from desktop_agent.desk.sandbox.namespace import StartFailedError, start_inside
from desktop_agent.desk.sandbox.plan import SandboxPlan, read
from desktop_agent.desk.sandbox.start_on import ORDERS
from desktop_agent.desk.sandbox.walls import walls
from desktop_agent.desk.sandbox.watch import reached_limit
from desktop_agent.desk.sandbox.wire import Wire, close_wire, hold_servers, open_wire

START_WITHIN_S, CLOSE_WITHIN_S, DIE_WITHIN_S, NAMES_WITHIN_S = 25.0, 2.0, 5.0, 1.0
LOG = "desk.log"
_AT_ONCE = ("memory", "processes")  # where the computer itself may stand still before windows are closed
_LOOK_EVERY_S, _SHARE_OF_LOOKING = 2.0, 0.02


class KeptDesk:
    """One desk that runs: the first process inside, and the pipes to its shell."""

    def __init__(self, plan: SandboxPlan, wire: Wire, log: int) -> None:
        """Start it; StartFailedError when the kernel or bubblewrap does not let us, TimeoutError when it takes long."""
        self.plan, self.wire = plan, wire
        self._status: int | None = None
        requests_in, self._requests = os.pipe()
        self._answers, answers_out = os.pipe()
        command = [*walls(plan, wire), "/bin/sh", "-c", script(plan, wire)]
        try:
            self.pid = start_inside(plan, command, requests=requests_in, output=answers_out, errors=log)
        finally:
            os.close(requests_in)
            os.close(answers_out)
        self._await(SERVERS_READY)
        hold_servers(wire)
        self.tell(MANAGER_ORDER)
        self._await({MANAGER_READY})

    def tell(self, line: str) -> None:
        """Give the shell inside one order."""
        with contextlib.suppress(OSError):
            os.write(self._requests, line.encode() + b"\n")

    def has_ended(self) -> bool:
        """Tell whether the desk is over."""
        if self._status is None:
            with contextlib.suppress(ChildProcessError):
                pid, status = os.waitpid(self.pid, os.WNOHANG)
                self._status = status if pid else None
        return self._status is not None

    def end(self) -> None:
        """Close the windows, then end everything inside; returns when nothing runs any longer."""
        if not self.has_ended():
            closing = threading.Thread(
                target=close_windows, args=(f":{self.wire.number}", CLOSE_WITHIN_S, self.has_ended), daemon=True
            )
            # A hostile server may never answer.
            closing.start()
            closing.join(CLOSE_WITHIN_S + 1)
        self.cut_off()

    def cut_off(self) -> None:
        """End everything inside at once; the second time it does nothing."""
        if self._requests >= 0:
            os.close(self._requests)
            self._requests = -1
        if not self._gone_within(0.2):
            with contextlib.suppress(OSError):
                os.kill(self.pid, signal.SIGKILL)
            self._gone_within(DIE_WITHIN_S)

    def answers_fd(self) -> int:
        """Return what becomes readable when the shell inside has ended."""
        return self._answers

    def _gone_within(self, seconds: float) -> bool:
        deadline = time.monotonic() + seconds
        while not self.has_ended() and time.monotonic() < deadline:
            time.sleep(0.002)
        return self.has_ended()

    def _await(self, words: set[str] | frozenset[str]) -> None:
        """Wait until the shell has said all these words, one a line."""
        said, deadline = b"", time.monotonic() + START_WITHIN_S
        while not words <= set(said.decode(errors="replace").split()):
            readable, _, _ = select.select([self._answers], [], [], max(0.0, deadline - time.monotonic()))
            data = os.read(self._answers, 4096) if readable else b""
            if not data:
                self.cut_off()
                raise StartFailedError("inside", 0) if readable else TimeoutError
            said += data


def main() -> int:
    """Keep one desk; return 0, or 1 when it could not start."""
    signal.signal(signal.SIGTERM, _leave)
    plan = read(sys.stdin.buffer.readline())
    folder = Path(plan.folder)
    with ExitStack() as ending:
        ending.enter_context(keeping(folder))
        try:
            wire = open_wire()
            ending.callback(close_wire, wire)
            log = os.open(folder / LOG, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
            desk = KeptDesk(plan, wire, log)
        except (StartFailedError, OSError) as failure:
            return _say_failure(failure, folder)
        ending.callback(desk.end)
        use_display(f":{wire.number}", str(wire.cookie))
        orders = _open_orders(folder)
        ending.callback(os.close, orders)
        for program in plan.programs:
            desk.tell(order(program))
        _say(_facts(desk))
        names = threading.Thread(target=write_names, args=(plan,), daemon=True)
        names.start()
        ending.callback(names.join, NAMES_WITHIN_S)
        paint_background(f":{wire.number}")
        if reason := _served(desk, orders):
            if reason in _AT_ONCE:
                desk.cut_off()
            (folder / ENDED).write_text(reason)
            _say({"ended": reason})
    return 0


def _served(desk: KeptDesk, orders: int) -> DeskEnd | Literal[""]:
    """Serve until the end, and return its reason: nothing where stdin was closed."""
    try:
        return _serve(desk, orders)
    except SystemExit:
        return "told"


def _serve(desk: KeptDesk, orders: int) -> DeskEnd | Literal[""]:
    """Start what is asked for until stdin closes; return the limit that was reached, or `gone` if the desk died."""
    began = time.monotonic()
    look_at, waiting = began + _LOOK_EVERY_S, b""
    watched = [sys.stdin.fileno(), desk.answers_fd(), orders]
    while True:
        readable, _, _ = select.select(watched, [], [], max(0.0, look_at - time.monotonic()))
        if desk.answers_fd() in readable and not os.read(desk.answers_fd(), 4096):
            return "gone"
        if sys.stdin.fileno() in readable:
            data = os.read(sys.stdin.fileno(), 65536)
            if not data:
                return ""
            *lines, waiting = (waiting + data).split(b"\n")
            _start_all(desk, lines)
        if orders in readable:
            # Each line was written at once, and is shorter than what a pipe keeps together.
            _start_all(desk, os.read(orders, 65536).splitlines())
        if time.monotonic() >= look_at:
            looked = time.monotonic()
            reason = reached_limit(
                desk.plan.limits, (Path(desk.plan.folder), desk.wire.folder), desk.pid, looked - began
            )
            if reason:
                return reason
            # A full folder takes long to look through, and nothing here may keep a core busy.
            look_at = time.monotonic() + max(_LOOK_EVERY_S, (time.monotonic() - looked) / _SHARE_OF_LOOKING)


def _start_all(desk: KeptDesk, lines: list[bytes]) -> None:
    for line in lines:
        with contextlib.suppress(ValueError):
            desk.tell(order(json.loads(line)))


def _open_orders(folder: Path) -> int:
    """Make the pipe by which other processes of this person's start programs here."""
    os.mkfifo(folder / ORDERS, 0o600)
    # For reading and writing: so it has no end while nobody writes.
    return os.open(folder / ORDERS, os.O_RDWR | os.O_NONBLOCK | os.O_CLOEXEC)


def _facts(desk: KeptDesk) -> dict[str, object]:
    wire = desk.wire
    return {
        "display": f":{wire.number}",
        "xauthority": str(wire.cookie),
        "runtime": str(wire.runtime),
        "bus": f"unix:path={wire.bus}",
        "picture": str(wire.picture),
        "pid": desk.pid,
    }


def _say_failure(failure: Exception, folder: Path) -> int:
    step, number = (
        (failure.step, failure.number) if isinstance(failure, StartFailedError) else (type(failure).__name__, 0)
    )
    log = folder / LOG
    last = log.read_text(errors="replace").strip().splitlines()[-1:] if log.exists() else []
    _say({"failed": step, "number": number, "reason": last[0] if last else str(failure)})
    return 1


def _say(content: dict[str, object]) -> None:
    with contextlib.suppress(BrokenPipeError):
        print(json.dumps(content), flush=True)


def _leave(_signal: int, _frame: object) -> None:
    raise SystemExit(0)


if __name__ == "__main__":
    sys.exit(main())
