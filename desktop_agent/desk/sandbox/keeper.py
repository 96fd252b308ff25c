"""Keeps a desk: starts it, watches it, and ends it when its stdin closes, on SIGTERM, or when a limit is reached.

Run by `side_desk.py` in its own process, so that the desk also ends when the program is killed; and when the keeper is
killed, the kernel ends everything inside. Its stdin brings the order (`keeper_order.py`), then a line for each program
to start; on its stdout one line says `ready` with the first process, or `failed` with the step and number.

A desk's start waits for this process, and it lives as long as the desk: so it loads only needed modules, as late as
possible. Loading pathlib and dataclasses alone would take longer than starting the X server.
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

    from desktop_agent.core.runs.events import DeskEnd
    from desktop_agent.desk.sandbox.keeper_order import KeeperOrder

# in the desk's folder
LOG = "desk.log"
ENDED = "ended"
START_WITHIN_S = 25.0
CLOSE_WITHIN_S = 5.0
DIE_WITHIN_S = 5.0
NAMES_WITHIN_S = 1.0
MANAGER_READY = frozenset({"manager"})
_END_AT_ONCE = ("memory", "processes")  # the computer may freeze before all windows are closed
_LOOK_EVERY_S = 2.0
_SHARE_OF_LOOKING = 0.02
_STDIN = 0
_STDOUT = 1
_KILL = 9
_MOST_FILES = 256


class KeptDesk:
    """A running desk: its first process, and the pipes to the shell inside."""

    def __init__(self, order: KeeperOrder) -> None:
        """Start the desk; StartFailedError if the kernel or bubblewrap refuses, TimeoutError if it takes too long."""
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
        self._await_words(frozenset(order["servers"]), forward=False)
        for place, name in order["second_names"]:
            os.link(place, name, follow_symlinks=False)
        # The parent orders the window manager, once it has written its settings.
        self._await_words(MANAGER_READY, forward=True)

    def send(self, lines: bytes) -> None:
        """Send orders to the shell inside, one a line."""
        try:
            while lines:
                lines = lines[os.write(self._requests, lines) :]
        except OSError:
            pass  # the shell has ended, which `_start_ordered_programs` notices

    def answers_fd(self) -> int:
        """Return the descriptor that becomes readable when the shell inside has ended."""
        return self._answers

    def end(self) -> None:
        """Close the windows, then end everything inside, and wait for it."""
        if self._ended:
            return
        from desktop_agent.desk.sandbox.lists import write_unsaved
        from desktop_agent.platforms.x11.root_client import close_windows

        titles = close_windows(self.order["socket"], self.order["cookie"], CLOSE_WITHIN_S, self._answers)
        write_unsaved(self.order["folder"], titles)
        self.cut_off()

    def cut_off(self) -> None:
        """End everything inside at once."""
        if self._ended:
            return
        self._ended = True
        pid_descriptor = os.pidfd_open(self.pid)
        # The newest child is the first process inside; with it all others end, and then its parent.
        for pid in (*reversed(_children(self.pid)), self.pid):
            try:
                os.kill(pid, _KILL)
            except ProcessLookupError:
                pass  # it has ended by itself
            if select.select([pid_descriptor], [], [], DIE_WITHIN_S)[0]:
                break
        os.close(pid_descriptor)
        os.close(self._requests)
        os.waitpid(self.pid, os.WNOHANG)

    def _await_words(self, expected_words: AbstractSet[str], *, forward: bool) -> None:
        """Wait until the shell has printed all these words, one a line; `forward` passes orders from stdin to it."""
        output = ""
        deadline = time.monotonic() + START_WITHIN_S
        while not expected_words <= set(output.split()):
            looked_at = [self._answers, *([_STDIN] if forward else [])]
            readable, _, _ = select.select(looked_at, [], [], max(0.0, deadline - time.monotonic()))
            if not readable:
                self.cut_off()
                raise TimeoutError
            if _STDIN in readable:
                orders = os.read(_STDIN, 65536)
                if not orders:  # the parent has given up
                    self.cut_off()
                    raise StartFailedError("alone", 0)
                self.send(orders)
            if self._answers in readable:
                data = os.read(self._answers, 4096)
                if not data:
                    self.cut_off()
                    raise StartFailedError("inside", 0)
                output += data.decode(errors="replace")


def main() -> int:
    """Keep one desk; return 0, or 1 when it could not start."""
    order = read_order()
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


def read_order() -> KeeperOrder | None:
    """Return the order from stdin; None if its writer has ended."""
    size = int.from_bytes(_read_bytes(4), "little")
    content = _read_bytes(size) if size else b""
    # The writer is the same program, so the order is trusted; it is too short if the writer ended meanwhile.
    return marshal.loads(content) if size and len(content) == size else None  # noqa: S302


def _read_bytes(size: int) -> bytes:
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
    unkept_folders = list[tuple[str, int]]()
    try:
        # Other processes of this person start programs by this pipe; opened for writing too, it never reads as closed.
        pipe = os.path.join(order["folder"], ORDERS)
        os.mkfifo(pipe, 0o600)
        orders = os.open(pipe, os.O_RDWR | os.O_NONBLOCK | os.O_CLOEXEC)
        say(f"ready {desk.pid}")
        names = _write_names(order)
        unkept_folders = _open_unkept(desk.pid)
        _exit_on_sigterm()
        from desktop_agent.platforms.x11.root_client import paint

        paint(order["socket"], order["cookie"], order["background"])
        if reason := _end_reason(desk, orders):
            if reason in _END_AT_ONCE:
                desk.cut_off()
            with open(os.path.join(order["folder"], ENDED), "w", encoding="ascii") as file:
                file.write(reason)
        _wait_or_kill(names)
    finally:
        desk.end()
        if unkept_folders:
            from desktop_agent.desk.sandbox.lists import write_unkept

            write_unkept(order["folder"], unkept_folders)
    return 0


def _end_reason(desk: KeptDesk, orders: int) -> DeskEnd | Literal[""]:
    """Serve until the desk ends, and return the reason; empty if stdin was closed."""
    try:
        return _start_ordered_programs(desk, orders)
    except SystemExit:
        return "told"


def _start_ordered_programs(desk: KeptDesk, orders: int) -> DeskEnd | Literal[""]:
    """Start ordered programs until stdin closes; return the limit that was reached, or `gone` if the desk died."""
    from desktop_agent.desk.sandbox.resource_use import reached_limit

    began = time.monotonic()
    look_at = 0.0
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
            desk.send(data)
        if orders in readable:
            # Each line was written at once, and is short enough for the pipe to keep it together.
            desk.send(os.read(orders, 65536))
        if time.monotonic() >= look_at:
            looked = time.monotonic()
            reason = reached_limit(desk.order, desk.pid, looked - began)
            if reason:
                return reason
            # Checking a full folder takes long, and this process must not keep a core busy.
            look_at = time.monotonic() + max(_LOOK_EVERY_S, (time.monotonic() - looked) / _SHARE_OF_LOOKING)


def _children(pid: int) -> list[int]:
    try:
        with open(f"/proc/{pid}/task/{pid}/children", encoding="ascii") as file:
            return [int(pid_text) for pid_text in file.read().split()]
    except OSError:  # it has ended, or the kernel doesn't report children
        return []


def _write_names(order: KeeperOrder) -> int:
    """Write the names in the person's folders in another process, and return its process id."""
    pid = os.fork()
    if pid:
        return pid
    try:
        # It must not hold the lock and the pipes.
        os.closerange(0, _MOST_FILES)
        from desktop_agent.desk.sandbox.lists import write_names

        for layer in order["layers"]:
            write_names(layer["names"], None if layer["unseen"] else layer["lower"], layer["hidden"])
    finally:
        os._exit(0)


def _open_unkept(pid: int) -> list[tuple[str, int]]:
    """Open the folders that end with a desk, as seen by its first process: the newest child of `pid`."""
    from desktop_agent.desk.sandbox.lists import open_unkept

    return [folder for child in _children(pid)[-1:] for folder in open_unkept(child)]


def _wait_or_kill(process: int) -> None:
    try:
        ended = os.pidfd_open(process)
    except OSError:
        return
    if not select.select([ended], [], [], NAMES_WITHIN_S)[0]:
        os.kill(process, _KILL)
    os.close(ended)
    os.waitpid(process, 0)


def _exit_on_sigterm() -> None:
    import signal
    import sys

    def leave(*_: object) -> None:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        sys.exit(0)

    signal.signal(signal.SIGTERM, leave)


def say(line: str) -> None:
    """Write a line to the parent process."""
    try:
        os.write(_STDOUT, f"{line}\n".encode())
    except BrokenPipeError:
        pass
