"""Keeps a desk: starts it, watches it, and ends it when its stdin closes, it is told to, or a limit is reached.

Run by `side_desk.py` as a process of its own, so that a desk also ends when the program is killed outright; and when
the keeper is killed, the kernel ends what is inside. Its stdin brings the order (`keeper_order.py`), then a line for
each program to start; on its stdout one line says `ready` with the first process, or `failed` with the step and number.

Until it is ready a desk waits for this process, and it is there as long as the desk is: so it loads only what it needs,
and that when it needs it. Loading pathlib and dataclasses alone would take longer than starting the X server.
"""

from __future__ import annotations

import marshal
import os
import select
import time

from desktop_agent.desk.desk_lock import LOCK, keep
from desktop_agent.desk.remove import remove_folder
from desktop_agent.desk.sandbox.namespace import StartFailedError, start_inside
from desktop_agent.desk.sandbox.start_on import ORDERS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet
    from typing import Literal

    from desktop_agent.core.events import DeskEnd
    from desktop_agent.desk.sandbox.keeper_order import KeeperOrder

LOG, ENDED = "desk.log", "ended"  # in the desk's folder
START_WITHIN_S, CLOSE_WITHIN_S, DIE_WITHIN_S, NAMES_WITHIN_S = 25.0, 5.0, 5.0, 1.0
MANAGER_READY = frozenset({"manager"})
_AT_ONCE = ("memory", "processes")  # where the computer itself may stand still before windows are closed
_LOOK_EVERY_S, _SHARE_OF_LOOKING = 2.0, 0.02
_STDIN, _STDOUT, _KILL = 0, 1, 9
_MOST_FILES = 256


class KeptDesk:
    """One desk that runs: the first process inside, and the pipes to its shell."""

    def __init__(self, order: KeeperOrder) -> None:
        """Start it; StartFailedError when the kernel or bubblewrap does not let us, TimeoutError when it takes long."""
        self.order = order
        self._ended = False
        requests_in, self._requests = os.pipe()
        self._answers, answers_out = os.pipe()
        log = os.open(os.path.join(order["folder"], LOG), os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
        try:
            self.pid = start_inside(order, requests=requests_in, output=answers_out, errors=log)
        finally:
            for fd in (requests_in, answers_out, log):
                os.close(fd)
        self._await(frozenset(order["servers"]), forward=False)
        for place, name in order["second_names"]:
            os.link(place, name, follow_symlinks=False)
        # The window manager is asked for by whoever writes its settings meanwhile.
        self._await(MANAGER_READY, forward=True)

    def tell(self, lines: bytes) -> None:
        """Give the shell inside orders, one a line."""
        try:
            while lines:
                lines = lines[os.write(self._requests, lines) :]
        except OSError:
            pass  # it has ended, which is seen elsewhere

    def answers_fd(self) -> int:
        """Return what becomes readable when the shell inside has ended."""
        return self._answers

    def end(self) -> None:
        """Close the windows, then end everything inside; returns when nothing runs any longer."""
        if self._ended:
            return
        from desktop_agent.desk.unkept_files import write_unsaved
        from desktop_agent.platforms.x11.root_client import close_windows

        titles = close_windows(self.order["socket"], self.order["cookie"], CLOSE_WITHIN_S, self._answers)
        write_unsaved(self.order["folder"], titles)
        self.cut_off()

    def cut_off(self) -> None:
        """End everything inside at once."""
        if self._ended:
            return
        self._ended = True
        gone = os.pidfd_open(self.pid)
        # The newest child is the first one inside, which takes all others with it; its parent ends when none is left.
        for pid in (*reversed(_children(self.pid)), self.pid):
            try:
                os.kill(pid, _KILL)
            except ProcessLookupError:
                pass  # just now, by itself
            if select.select([gone], [], [], DIE_WITHIN_S)[0]:
                break
        os.close(gone)
        os.close(self._requests)
        os.waitpid(self.pid, os.WNOHANG)

    def _await(self, words: AbstractSet[str], *, forward: bool) -> None:
        """Wait until the shell has said all these words, one a line; `forward` passes on to it what comes meanwhile."""
        said, deadline = "", time.monotonic() + START_WITHIN_S
        while not words <= set(said.split()):
            looked_at = [self._answers, *([_STDIN] if forward else [])]
            readable, _, _ = select.select(looked_at, [], [], max(0.0, deadline - time.monotonic()))
            if not readable:
                self.cut_off()
                raise TimeoutError
            if _STDIN in readable:
                orders = os.read(_STDIN, 65536)
                if not orders:  # nobody waits for this desk any longer
                    self.cut_off()
                    raise StartFailedError("alone", 0)
                self.tell(orders)
            if self._answers in readable:
                data = os.read(self._answers, 4096)
                if not data:
                    self.cut_off()
                    raise StartFailedError("inside", 0)
                said += data.decode(errors="replace")


def main() -> int:
    """Keep one desk; return 0, or 1 when it could not start."""
    order = received()
    if order is None:
        return 1
    keep(os.path.join(order["folder"], LOCK))
    try:
        return _keep(order)
    finally:
        for path in order["links"]:
            if os.path.lexists(path):
                os.unlink(path)
        remove_folder(order["wire"])


def received() -> KeeperOrder | None:
    """Return the order on stdin; None where its writer has gone."""
    size = int.from_bytes(_bytes_in(4), "little")
    content = _bytes_in(size) if size else b""
    # As its writer is the same program, it may be trusted; what is too short was cut off by that program's end.
    return marshal.loads(content) if size and len(content) == size else None  # noqa: S302


def _bytes_in(size: int) -> bytes:
    data = b""
    while len(data) < size and (more := os.read(_STDIN, size - len(data))):
        data += more
    return data


def _keep(order: KeeperOrder) -> int:
    try:
        desk = KeptDesk(order)
    except StartFailedError as failure:
        say(f"failed {failure.step} {failure.number}")
        return 1
    except OSError as failure:
        say(f"failed {type(failure).__name__} {failure.errno or 0}")
        return 1
    held = list[tuple[str, int]]()
    try:
        # The pipe by which other processes of this person's start programs here; it has no end while nobody writes.
        pipe = os.path.join(order["folder"], ORDERS)
        os.mkfifo(pipe, 0o600)
        orders = os.open(pipe, os.O_RDWR | os.O_NONBLOCK | os.O_CLOEXEC)
        say(f"ready {desk.pid}")
        names = _write_names(order)
        held = _hold_unkept(desk.pid)
        _leave_when_told()
        from desktop_agent.platforms.x11.root_client import paint

        paint(order["socket"], order["cookie"], order["background"])
        if reason := _served(desk, orders):
            if reason in _AT_ONCE:
                desk.cut_off()
            with open(os.path.join(order["folder"], ENDED), "w", encoding="ascii") as file:
                file.write(reason)
        _end_of(names)
    finally:
        desk.end()
        if held:
            from desktop_agent.desk.unkept_files import write_unkept

            write_unkept(order["folder"], held)
    return 0


def _served(desk: KeptDesk, orders: int) -> DeskEnd | Literal[""]:
    """Serve until the end, and return its reason: nothing where stdin was closed."""
    try:
        return _serve(desk, orders)
    except SystemExit:
        return "told"


def _serve(desk: KeptDesk, orders: int) -> DeskEnd | Literal[""]:
    """Start what is asked for until stdin closes; return the limit that was reached, or `gone` if the desk died."""
    from desktop_agent.desk.sandbox.watch import reached_limit

    began, look_at = time.monotonic(), 0.0
    while True:
        readable, _, _ = select.select(
            [_STDIN, desk.answers_fd(), orders], [], [], max(0.0, look_at - time.monotonic())
        )
        if desk.answers_fd() in readable and not os.read(desk.answers_fd(), 4096):
            return "gone"
        if _STDIN in readable:
            data = os.read(_STDIN, 65536)
            if not data:
                return ""
            desk.tell(data)
        if orders in readable:
            # Each line was written at once, and is shorter than what a pipe keeps together.
            desk.tell(os.read(orders, 65536))
        if time.monotonic() >= look_at:
            looked = time.monotonic()
            reason = reached_limit(desk.order, desk.pid, looked - began)
            if reason:
                return reason
            # A full folder takes long to look through, and nothing here may keep a core busy.
            look_at = time.monotonic() + max(_LOOK_EVERY_S, (time.monotonic() - looked) / _SHARE_OF_LOOKING)


def _children(pid: int) -> list[int]:
    try:
        with open(f"/proc/{pid}/task/{pid}/children", encoding="ascii") as file:
            return [int(one) for one in file.read().split()]
    except OSError:  # it has ended, or the kernel does not tell
        return []


def _write_names(order: KeeperOrder) -> int:
    """Write down in a process beside what is in the person's folders, and return that process."""
    pid = os.fork()
    if pid:
        return pid
    try:
        # The lock and the pipes are not for it to hold.
        os.closerange(0, _MOST_FILES)
        from desktop_agent.desk.sandbox.names import write_names

        for layer in order["layers"]:
            write_names(layer["names"], None if layer["unseen"] else layer["lower"], layer["hidden"])
    finally:
        os._exit(0)


def _hold_unkept(pid: int) -> list[tuple[str, int]]:
    """Hold the folders that end with a desk; the first process inside is the newest child of the first one outside."""
    from desktop_agent.desk.unkept_files import hold_unkept

    return [one for child in _children(pid)[-1:] for one in hold_unkept(child)]


def _end_of(process: int) -> None:
    try:
        ended = os.pidfd_open(process)
    except OSError:
        return
    if not select.select([ended], [], [], NAMES_WITHIN_S)[0]:
        os.kill(process, _KILL)
    os.close(ended)
    os.waitpid(process, 0)


def _leave_when_told() -> None:
    import signal
    import sys

    def leave(*_: object) -> None:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        sys.exit(0)

    signal.signal(signal.SIGTERM, leave)


def say(line: str) -> None:
    """Tell whoever has started this process."""
    try:
        os.write(_STDOUT, f"{line}\n".encode())
    except BrokenPipeError:
        pass
