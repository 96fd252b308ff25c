"""Runs a process of ours that releases what is down after our end, and lets nobody press anything without it.

It comes up while other things are made, and says a line once it is ready. One that has ended is started again, a few
times.
"""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Sequence
from contextlib import suppress

from desktop_agent.core.errors import InputDeniedError
from desktop_agent.core.message import Message
from desktop_agent.lib.child_process import RunningProcess, end_bound, pipe_fd, start_bound

STARTS = 3
READY_WITHIN_S = 10.0  # on a busy machine
_END_WITHIN_S = 3.0
_LINE_BYTES = 1024
_log = logging.getLogger(__name__)


class WatchdogProcess:
    """One process at a time; it always ends together with this one."""

    def __init__(self, module: str, *arguments: object, pass_fds: Sequence[int] = ()) -> None:
        """Start `python -m module`; InputDeniedError when the system starts no process."""
        self._module, self._arguments, self._pass_fds = module, arguments, pass_fds
        self._starts_left = STARTS
        self._is_ready = False
        self._process = self._start()

    @property
    def is_ready(self) -> bool:
        """Whether it has said so, whatever has become of it since."""
        return self._is_ready

    @property
    def output(self) -> int:
        """Where what it says after it is ready can be read."""
        return pipe_fd(self._process.stdout)

    def keep(self) -> bool:
        """Return once it is ready; tell whether it is another one than at the last call.

        InputDeniedError where there is none: nothing may be pressed then.
        """
        if self._is_ready and self._process.poll() is None:
            return False
        if self._is_ready:
            _log.warning("The process that releases held keys after a crash had ended and is being restarted.")
            self._is_ready = False
        while not self._comes_up():
            end_bound(self._process, _END_WITHIN_S)
            if not self._starts_left:
                raise _not_running()
            self._process = self._start()
        self._is_ready = True
        return True

    def say(self, line: bytes) -> bool:
        """Write it a line; tell whether it is there to read it."""
        with suppress(OSError, ValueError):
            return os.write(pipe_fd(self._process.stdin), line) == len(line)
        return False

    def kill(self) -> None:
        """End it at once; the next `keep` starts another one."""
        self._process.kill()
        self._process.wait()

    def close(self, *, idle: bool) -> None:
        """End it; unless it is idle it first releases what is down, however long that takes it. Never raises."""
        if idle:
            self._process.kill()  # it may still be starting
        end_bound(self._process, _END_WITHIN_S, kills=idle)

    def _comes_up(self) -> bool:
        """Tell whether it says that it is ready; where one says nothing for long, no other is tried."""
        until = time.monotonic() + READY_WITHIN_S
        too_late = threading.Timer(READY_WITHIN_S, self._process.kill)  # no pipe has a time limit on every system
        too_late.daemon = True
        too_late.start()
        is_ready = False
        with suppress(OSError, ValueError):  # the last one there was has been given up
            is_ready = bool(os.read(self.output, _LINE_BYTES))
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
