"""A host on a thread of its client's own process: the same protocol, over two pipes.

It is for a run that works with what lives in that process: what stands in a model's place, a display to which the
process has been moved, or a person who is watched already. When the process is killed, run and client end together.
"""

from __future__ import annotations

import threading

from desktop_agent.core.texts.message import Message
from desktop_agent.run.end.result import RunResult
from desktop_agent.run.session import Session
from desktop_agent.runtime.protocol.messages import Sent, ToHost, joined_channels
from desktop_agent.runtime.protocol.process import ENDS_WITHIN_S
from desktop_agent.runtime.protocol.serving import serve
from desktop_agent.runtime.spec import HostParts

_UNPREPARED_WITHIN_S = 0.1


class HostThread:
    """One thread for one run."""

    def __init__(self, parts: HostParts) -> None:
        """Start it; `parts` stay the caller's to close."""
        self._parts = parts
        self._channel, self._host_channel = joined_channels()
        self._is_running = threading.Event()
        self._thread = threading.Thread(target=self._serve, name="desktop-agent-host", daemon=True)
        self._thread.start()

    def send(self, message: ToHost) -> None:
        """Send a message; OSError or ValueError where the host has ended."""
        self._channel.send(message)

    def receive(self) -> Sent:
        """Wait for the next message; EOFError when the host has ended, or sends no valid message."""
        return self._channel.receive()

    def kill(self) -> None:
        """Have it end: a thread cannot be killed, but nothing is done any more once its client is gone."""
        self._channel.hang_up()

    def end(self) -> None:
        """Wait until it has ended; hardly for one that is being prepared, which may wait for the person's leave."""
        self._channel.hang_up()
        self._thread.join(ENDS_WITHIN_S if self._is_running.is_set() else _UNPREPARED_WITHIN_S)
        if not self._thread.is_alive():
            self._channel.close()

    def how_it_ended(self) -> Message:
        """Return a description of an end without a last message."""
        return Message("exited without an error message")

    def _serve(self) -> None:
        try:
            serve(self._host_channel, self._parts, self._run)
        finally:
            self._host_channel.close()

    def _run(self, session: Session) -> RunResult:
        self._is_running.set()
        return session.run_here()
