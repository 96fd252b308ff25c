"""Runs a process of ours that releases what is down after our end; without it nothing is pressed.

It comes up while other things are made, and says a line once it is ready. A thread waits for its end, and at once
starts another one, a few times: a key may be held long after the last press. After the last one, all is released.
"""

from __future__ import annotations

import logging
import os
import select
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress

from desktop_agent.core.errors import InputDeniedError
from desktop_agent.core.message import Message
from desktop_agent.lib.child_process import RunningProcess, await_bound_end, end_bound, pipe_fd, start_bound

STARTS = 3
READY_WITHIN_S = 10.0  # on a busy machine
_END_WITHIN_S = 3.0
_LINE_BYTES = 1024
_log = logging.getLogger(__name__)


class WatchdogProcess:
    """One process at a time; it always ends together with this one."""

    def __init__(
        self,
        module: str,
        *arguments: object,
        pass_fds: Sequence[int] = (),
        what_is_down: Callable[[], Iterable[bytes]] = tuple,
        release_all: Callable[[], None],
    ) -> None:
        """Start `python -m module`; InputDeniedError when the system starts no process.

        Each that follows is first told `what_is_down`, in lines. `release_all` is called by the thread, once there is
        none any more. Neither may raise.
        """
        self._module, self._arguments, self._pass_fds = module, arguments, pass_fds
        self._what_is_down, self._release_all = what_is_down, release_all
        self._changing = threading.Condition()
        self._starts_left = STARTS
        self._is_ready = False
        self._is_over = False
        self._process = self._start()
        self._attendant = threading.Thread(target=self._attend, name="watchdog", daemon=True)
        self._attendant.start()

    def keep(self) -> None:
        """Return once one is ready; InputDeniedError where there is none: nothing may be pressed then."""
        with self._changing:
            self._changing.wait_for(lambda: self._is_over or (self._is_ready and self._process.poll() is None))
            if self._is_over:
                raise _not_running()

    def write_line(self, line: bytes) -> bool:
        """Write it a line; tell whether it is there to read it."""
        with self._changing, suppress(OSError, ValueError):
            return os.write(pipe_fd(self._process.stdin), line) == len(line)
        return False

    def read_line(self, within_s: float) -> bytes:
        """Return what it says after it is ready; nothing where it is silent for so long, or has ended."""
        with self._changing, suppress(OSError, ValueError):
            output = pipe_fd(self._process.stdout)
            if self._is_ready and select.select([output], [], [], within_s)[0]:
                return os.read(output, _LINE_BYTES)
        return b""

    def kill(self) -> None:
        """End it at once; another one follows."""
        self._process.kill()
        self._process.wait()

    def close(self, *, idle: bool) -> None:
        """End it; unless it is idle it first releases what is down, however long that takes it. Never raises."""
        with self._changing:
            self._is_over = True
            if idle:
                self._process.kill()  # it may still be starting
            elif self._process.stdin is not None:
                self._process.stdin.close()
        self._attendant.join(_END_WITHIN_S)

    def _attend(self) -> None:
        """See each through from its start to its end, until the last one."""
        is_another, gives_up = True, False
        while is_another:
            process = self._process
            if self._comes_up(process):
                with self._changing:
                    self._is_ready = True
                    self._changing.notify_all()
                await_bound_end(process)
            with self._changing:
                is_another = self._follows(process)
                gives_up = not is_another and not self._is_over
                self._is_over = not is_another
                self._changing.notify_all()
        if gives_up:
            self._release_all()

    def _follows(self, process: RunningProcess) -> bool:
        """Return whether another one has been started after this one."""
        end_bound(process, _END_WITHIN_S)
        if self._is_ready and not self._is_over:
            _log.warning("The process that releases held keys after a crash had ended and is being restarted.")
        self._is_ready = False
        if self._is_over or not self._starts_left:
            return False
        with suppress(InputDeniedError):
            self._process = self._start()
            for line in self._what_is_down():  # it hears that even if this process has ended before it is ready
                self.write_line(line)
            return True
        return False

    def _comes_up(self, process: RunningProcess) -> bool:
        """Return whether it says that it is ready; where one says nothing for long, no other is tried."""
        until = time.monotonic() + READY_WITHIN_S
        too_late = threading.Timer(READY_WITHIN_S, process.kill)  # no pipe has a time limit on every system
        too_late.daemon = True
        too_late.start()
        is_ready = False
        with suppress(OSError):  # on some systems, where it has ended
            is_ready = bool(os.read(pipe_fd(process.stdout), _LINE_BYTES))
        too_late.cancel()
        if not is_ready and time.monotonic() >= until:
            self._starts_left = 0
        return is_ready

    def _start(self) -> RunningProcess:
        self._starts_left -= 1
        try:
            return start_bound(self._module, *self._arguments, pass_fds=self._pass_fds)
        except OSError as cause:
            raise InputDeniedError(
                Message("The process that releases held keys after a crash couldn't be started."),
                Message("Close some programs and try again."),
            ) from cause


def _not_running() -> InputDeniedError:
    return InputDeniedError(
        Message("The process that releases held keys after a crash isn't running, so nothing was pressed."),
        Message("Start the run again."),
    )
