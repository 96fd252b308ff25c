"""The process of a run on this computer: a host, with the protocol on its standard input and output."""

from __future__ import annotations

import logging
import os
import signal
from collections.abc import Mapping

from desktop_agent.core.texts.message import Message
from desktop_agent.lib.child_process import ChildProcess, python_command
from desktop_agent.lib.logs import is_on_stderr
from desktop_agent.runtime.protocol.messages import DEBUG, READS, Channel, Sent, ToHost

_log = logging.getLogger(__name__)

# A run that was stopped may still cancel an answer on the server, and have it forgotten.
ENDS_WITHIN_S = 15.0


class HostProcess:
    """One process for one run; it may be started before there is an order."""

    def __init__(self, *, reads: bool = False, environment: Mapping[str, str] | None = None) -> None:
        """Start it; OSError when no process can be started. `reads`: with what reads the text on the screen."""
        self._reads = reads
        flags = {READS: reads, DEBUG: is_on_stderr()}
        command = python_command("desktop_agent.runtime", *(flag for flag, is_set in flags.items() if is_set))
        self._child = ChildProcess(command, requests=True, environment=environment)
        self._channel = Channel(self._child.output, self._child.requests)
        _log.debug("a run's process was started: %d", self._child.pid)

    @property
    def pid(self) -> int:
        """The process's id."""
        return self._child.pid

    def is_good_for(self, *, reads: bool) -> bool:
        """Return whether the process still runs, with the reader of the screen's text if that is needed."""
        return not self._child.has_ended and self._reads >= reads

    def send(self, message: ToHost) -> None:
        """Send a message; OSError or ValueError where the process has ended."""
        self._channel.send(message)

    def receive(self) -> Sent:
        """Wait for the next message; EOFError when the process has ended, or sends no valid message."""
        return self._channel.receive()

    def kill(self) -> None:
        """Kill the process, without waiting for its end."""
        self._child.kill()

    def end(self) -> None:
        """Wait for the end of the process, and force it where that takes too long; OSError where that fails."""
        self._child.end(ENDS_WITHIN_S)
        _log.debug("a run's process has ended: %s", self._child.exit_code)

    def how_it_ended(self) -> Message:
        """Return a description of an end without a last message."""
        self._child.end()
        code = self._child.exit_code
        if code is not None and code < 0:
            return Message("was terminated by the system ({name})", name=signal.Signals(-code).name)
        return Message("exited without an error message")


def standard_channel() -> Channel:
    """Reserve stdin and stdout of this process for the messages; all other input and output is redirected."""
    reads = os.fdopen(os.dup(0), "rb")
    writes = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    with open(os.devnull, "rb") as nothing:  # noqa: PTH123 - a descriptor is needed, not a path
        os.dup2(nothing.fileno(), 0)
    return Channel(reads, writes)
