"""The watchdog process, which releases held keys and buttons after our end; nothing is pressed without it.

It starts in the background, and writes a line once it is ready. A thread waits for its end, and at once starts another
one, up to `STARTS` times: a key may be held long after the last press. After the last one, everything is released.
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
from desktop_agent.core.texts.message import Message
from desktop_agent.lib.child_process import RunningProcess, await_bound_end, end_bound, pipe_fd, start_bound

STARTS = 3
READY_WITHIN_S = 30.0  # on a busy machine
_END_WITHIN_S = 3.0
_LINE_BYTES = 1024
_log = logging.getLogger(__name__)


class WatchdogProcess:
    """Runs one watchdog process at a time, which always ends together with this process."""

    def __init__(
        self,
        module: str,
        *arguments: object,
        pass_fds: Sequence[int] = (),
        what_is_down: Callable[[], Iterable[bytes]] = tuple,
        release_all: Callable[[], None],
    ) -> None:
        """Start `python -m module`; InputDeniedError when the system starts no process.

        Each further process first gets the lines of `what_is_down`. The thread calls `release_all` when the last
        process has ended. Neither may raise.
        """
        self._module = module
        self._arguments = arguments
        self._pass_fds = pass_fds
        self._what_is_down = what_is_down
        self._release_all = release_all
        self._changing = threading.Condition()
        self._starts_left = STARTS
        self._is_ready = False
        self._is_over = False
        self._process = self._start()
        self._monitor_thread = threading.Thread(target=self._monitor, name="watchdog", daemon=True)
        self._monitor_thread.start()

    def keep(self) -> None:
        """Return once a process is ready; InputDeniedError when there is none, and then nothing may be pressed."""
        with self._changing:
            self._changing.wait_for(lambda: self._is_over or (self._is_ready and self._process.poll() is None))
            if self._is_over:
                raise _not_running()

    def write_line(self, line: bytes) -> bool:
        """Write a line to the process; return whether it was accepted."""
        with self._changing, suppress(OSError, ValueError):
            return os.write(pipe_fd(self._process.stdin), line) == len(line)
        return False

    def read_line(self, within_s: float) -> bytes:
        """Return the output of the ready process; empty when none arrives in time, or the process has ended."""
        with self._changing, suppress(OSError, ValueError):
            output = pipe_fd(self._process.stdout)
            if self._is_ready and select.select([output], [], [], within_s)[0]:
                return os.read(output, _LINE_BYTES)
        return b""

    def kill(self) -> None:
        """Kill the process; the next one is started."""
        self._process.kill()
        self._process.wait()

    def close(self, *, idle: bool) -> None:
        """End the process; unless `idle`, it first releases what is down, however long that takes. Never raises."""
        with self._changing:
            self._is_over = True
            if idle:
                self._process.kill()  # the process may still be starting
            elif self._process.stdin is not None:
                self._process.stdin.close()
        self._monitor_thread.join(_END_WITHIN_S)

    def _monitor(self) -> None:
        """Wait for each process to be ready and then to end, until the last one."""
        has_next = True
        gives_up = False
        while has_next:
            process = self._process
            if self._await_ready(process):
                _log.debug("the process that releases held keys is ready: %d", process.pid)
                with self._changing:
                    self._is_ready = True
                    self._changing.notify_all()
                await_bound_end(process)
            with self._changing:
                has_next = self._start_next(process)
                gives_up = not has_next and not self._is_over
                self._is_over = not has_next
                self._changing.notify_all()
        if gives_up:
            self._release_all()

    def _start_next(self, process: RunningProcess) -> bool:
        """Start the next process after this one has ended; return whether it was started."""
        end_bound(process, _END_WITHIN_S)
        _log.debug("the process that releases held keys has ended: %s", process.returncode)
        # It ends in order, with 0, when its display is gone, as that of a desk at its end.
        if self._is_ready and not self._is_over and process.returncode:
            _log.warning("The process that releases held keys after a crash had ended and is being restarted.")
        self._is_ready = False
        if self._is_over or not self._starts_left:
            return False
        with suppress(InputDeniedError):
            self._process = self._start()
            for line in self._what_is_down():  # received even if this process ends before the other is ready
                self.write_line(line)
            return True
        return False

    def _await_ready(self, process: RunningProcess) -> bool:
        """Return whether the process reports that it is ready; after a timeout no other one is started."""
        until = time.monotonic() + READY_WITHIN_S
        kill_timer = threading.Timer(READY_WITHIN_S, process.kill)  # no pipe has a time limit on every system
        kill_timer.daemon = True
        kill_timer.start()
        is_ready = False
        with suppress(OSError):  # raised on some systems when the process has ended
            is_ready = bool(os.read(pipe_fd(process.stdout), _LINE_BYTES))
        kill_timer.cancel()
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
