"""The watchdog as its starter sees it: started, asked for a press, started again when it has ended, and ended."""

from __future__ import annotations

import logging
import os
import select
import subprocess
from contextlib import suppress
from dataclasses import dataclass

from desktop_agent.core.errors import InputError
from desktop_agent.lib.bound_process import end_bound, pipe_fd, start_bound

END_WITHIN_S = 3.0
ANSWER_WITHIN_S = 10.0  # its start on a busy machine included
STARTS = 3
_ANSWER_BYTES = 1024
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class WatchdogDuty:
    """What a watchdog is given: the ledger's open file and path ("" for none), and a window of the connection."""

    fd: int
    window: int
    path: str


class WatchdogProcess:
    """One watchdog at a time; it always ends together with this process."""

    def __init__(self, duty: WatchdogDuty) -> None:
        self._duty = duty
        self._starts_left = STARTS
        self._process = self._start()

    def keep(self) -> None:
        """Start it again if it has ended."""
        if self._starts_left and self._process.poll() is not None:
            _log.warning("The process that releases held keys after a crash had ended and is started again.")
            self._await_end()
            self._process = self._start()

    def ask(self, order: bytes) -> bytes:
        """Return its answer to one order, a line; InputError when there is none: then it is ended."""
        self.keep()
        answer = b""
        with suppress(OSError):
            os.write(pipe_fd(self._process.stdin), order)
            if select.select([pipe_fd(self._process.stdout)], [], [], ANSWER_WITHIN_S)[0]:
                answer = os.read(pipe_fd(self._process.stdout), _ANSWER_BYTES)
        if not answer:
            self._process.kill()  # it may keep the display from everybody
            self._process.wait()
            raise InputError("The process that presses buttons does not answer.", "Try again.")
        return answer

    def close(self, *, idle: bool) -> None:
        """End it; unless it is idle it first releases what is down, however long that takes it. Never raises."""
        if idle:
            self._process.kill()  # it may still be starting
        self._await_end(kills=idle)

    def _await_end(self, *, kills: bool = True) -> None:
        end_bound(self._process, END_WITHIN_S, kills=kills)

    def _start(self) -> subprocess.Popen[bytes]:
        self._starts_left -= 1
        duty = self._duty
        arguments = (duty.fd, os.getpid(), duty.window, duty.path)
        try:
            return start_bound("desktop_agent.platforms.x11.input.watchdog", *arguments, pass_fds=[duty.fd])
        except OSError as cause:
            raise InputError(
                "The process that releases held keys after a crash cannot be started.", "Close programs and try again."
            ) from cause
