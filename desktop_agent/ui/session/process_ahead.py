"""The process of the next run, started while the person writes the task, so that its modules are loaded by then."""

from __future__ import annotations

import threading

from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.core.texts.message import Message
from desktop_agent.runtime.protocol.process import HostProcess


class ProcessAhead:
    """At most one process started ahead; for any thread."""

    def __init__(self) -> None:
        self._process: HostProcess | None = None
        self._lock = threading.Lock()

    def start(self, *, reads: bool) -> None:
        """Start the process, if there is none, without waiting for it; with `reads`, it loads the text reader, too."""
        with self._lock:
            if self._process is not None and self._process.is_good_for(reads=reads):
                return
            old = self._process
            self._process = None
            try:
                self._process = HostProcess(reads=reads)
            except OSError:
                return  # the run itself reports the error
            finally:
                _end(old)

    def take(self) -> HostProcess:
        """Return the process, else a new one; DesktopAgentError when none can be started."""
        with self._lock:
            process = self._process
            self._process = None
        if process is not None and process.is_good_for(reads=False):
            return process
        _end(process)
        try:
            return HostProcess()
        except OSError as error:
            raise DesktopAgentError(
                Message("The process for the run couldn't be started: {strerror}.", strerror=error.strerror),
                Message("Close other programs."),
            ) from error

    def end(self) -> None:
        """End the process: no task is being written any more."""
        with self._lock:
            old = self._process
            self._process = None
        _end(old)


def _end(process: HostProcess | None) -> None:
    """End a process on a thread, without waiting."""
    if process is not None:
        threading.Thread(target=process.end, name="desktop-agent-unused-run", daemon=True).start()
