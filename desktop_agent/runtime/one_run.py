"""One run at a time on a screen, as two would compete for the pointer; and the order to stop it.

A run is stopped over its socket (`protocol/run_socket.py`). One that doesn't say there that it stops gets SIGTERM, and
so does a recording, which has no socket: if the process with the screen says that it takes one, as it would kill
another. Python has no such sockets on Windows, and `os.kill` would end the process at once, with keys held down: so a
file in the person's own cache orders the stop there, and it comes as SIGTERM does.
"""

from __future__ import annotations

import _thread
import os
import signal
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from desktop_agent.core.errors import BusyError
from desktop_agent.core.texts.message import Message, visible
from desktop_agent.lib.paths import places
from desktop_agent.lib.traces import Trace, named_in
from desktop_agent.record.lock import is_locked, lock_file
from desktop_agent.runtime.protocol.local_sockets import screen_name
from desktop_agent.runtime.protocol.run_socket import stop_over_sockets

# letters that are shown, bytes that are kept
_LONGEST = 60
_LONG = 256
_STOPPABLE = "stoppable"
HELD = "held"  # in the cache: a record of the keys and buttons that are down
_LOOK_EVERY_S = 0.05  # for a stop on Windows, which has 100 ms to be heard


@contextmanager
def only_run(task: str, environment: Mapping[str, str]) -> Iterator[None]:
    """Reserve this screen for the run; BusyError where another run has it, with the other run's task.

    Its file says who has it: the process in its first line, and whether it takes a stop, and then the task. It's
    emptied once the run is over.
    """
    lock = _lock_of_screen(environment)
    cache = lock.parent
    try:
        cache.mkdir(mode=0o700, parents=True, exist_ok=True)
        fd = os.open(lock, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError:
        yield  # a cache that cannot be written keeps no one from working
        return
    try:
        if is_locked(fd):
            os.lseek(fd, 0, os.SEEK_SET)
            _, _, task_there = os.read(fd, _LONG).decode(errors="ignore").partition("\n")
            other = visible(task_there, _LONGEST)
            message = Message("Another task is running on this screen: “{other}”", other=other)
            raise BusyError(message, Message("Wait for it to finish, or stop it first."))
        lock_file(fd)
        with suppress(OSError):
            os.lseek(fd, 0, os.SEEK_SET)
            holder = f"{os.getpid()} {_STOPPABLE if _takes_stop() else ''}"
            os.truncate(fd, os.write(fd, f"{holder}\n{task}".encode()[:_LONG]))
        try:
            with _watch_stop_files(cache):
                yield
        finally:
            with suppress(OSError):
                os.truncate(fd, 0)  # a task may hold what no one is to read later
    finally:
        os.close(fd)


def has_run(environment: Mapping[str, str] = os.environ) -> bool:
    """Return whether a run works on this screen now."""
    try:
        with _lock_of_screen(environment).open("rb") as opened:
            return is_locked(opened.fileno())
    except OSError:
        return False


def _lock_of_screen(environment: Mapping[str, str]) -> Path:
    screen = "".join(char for char in screen_name(environment) if char.isalnum())
    return places(environment).cache / f"run{screen}.lock"


def _stoppable_holders(cache: Path) -> Iterator[int]:
    """Yield the processes that hold a screen now and handle a stop: the signal would kill any other process."""
    for file in sorted(cache.glob("run*.lock")):
        with suppress(OSError, ValueError), file.open("rb") as opened:
            if is_locked(opened.fileno()):
                opened.seek(0)
                process, _, says = opened.readline().decode().strip().partition(" ")
                if says == _STOPPABLE:
                    yield int(process)


def _takes_stop() -> bool:
    """Return whether this process handles the signal."""
    return callable(signal.getsignal(signal.SIGTERM))


@contextmanager
def _watch_stop_files(cache: Path) -> Iterator[None]:
    """Watch for stops in the form of a file, where the system has no signal for that."""
    if os.name != "nt" or not _takes_stop():
        yield
        return
    ended = threading.Event()
    order = _stop_file(cache, os.getpid())

    def hear() -> None:
        while not ended.wait(_LOOK_EVERY_S):
            if order.exists():
                order.unlink(missing_ok=True)
                _thread.interrupt_main(signal.SIGTERM)

    thread = threading.Thread(target=hear, name="stop-order", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
        order.unlink(missing_ok=True)


def _order_stop(cache: Path, process: int) -> bool:
    """Order a process to stop; return whether the order was delivered."""
    with suppress(OSError):
        if os.name == "nt":
            _stop_file(cache, process).touch()
        else:
            os.kill(process, signal.SIGTERM)
        return True
    return False


def _stop_file(cache: Path, process: int) -> Path:
    return cache / f"stop{process}"


def stop_run(environment: Mapping[str, str] = os.environ) -> bool:
    """Order every run to stop, from another process; False where no run is active."""
    ordered = stop_over_sockets(environment)
    stopping = {process for process, is_stopping in ordered if is_stopping}
    cache = places(environment).cache
    signalled = [_order_stop(cache, process) for process in _stoppable_holders(cache) if process not in stopping]
    return bool(ordered) or any(signalled)


def traces(environment: Mapping[str, str]) -> Iterator[Trace]:
    """Yield the locks of screens, and the record of held keys beside them."""
    yield from named_in(Message("Locks"), places(environment).cache, "run*.lock", "stop*", HELD)
