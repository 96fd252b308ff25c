"""The card and the windows of a run whose host is in another program, in a process of their own.

That program may have a main thread of its own and no Qt. `AttendedHost` is a host beside it: questions and orders for
windows go to the process alone, events also, and what the person says there goes to the run. The process is the client
of `run_client`, so it shows, asks and stops as the command does: `python -m desktop_agent.cli.attended`, with the
protocol on its standard input and output.
"""

from __future__ import annotations

import os
import sys
import threading
from contextlib import suppress
from typing import cast

from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.core.texts.message import Message
from desktop_agent.lib.child_process import ChildProcess, python_command
from desktop_agent.runtime.protocol import messages as protocol
from desktop_agent.runtime.protocol.client import RunHost
from desktop_agent.runtime.protocol.process import ENDS_WITHIN_S, standard_channel

_FOR_WINDOWS = (protocol.Call, protocol.Withdraw, protocol.Restore, protocol.Remember, protocol.MarkFound)
_GONE = Message("The process that asks the person has ended.")


class AttendedHost:
    """A host, and the process that attends to its run."""

    def __init__(self, host: RunHost) -> None:
        """Start the process; OSError when that cannot be done."""
        self._host = host
        self._child = ChildProcess(python_command("desktop_agent.cli.attended"), requests=True)
        self._windows = protocol.Channel(self._child.output, self._child.requests)

    def send(self, message: protocol.ToHost) -> None:
        """Send a message to the host, or first to the process if it is the order; DesktopAgentError as it says."""
        if isinstance(message, protocol.Start):
            message = self._send_to_windows(message)
            threading.Thread(target=self._forward_messages, name="desktop-agent-attended", daemon=True).start()
        self._host.send(message)

    def receive(self) -> protocol.Sent:
        """Wait for the host's next message that isn't for the windows alone; EOFError when the host has ended."""
        while True:
            message = self._host.receive()
            with suppress(OSError, ValueError):
                self._windows.send(message)
            if not isinstance(message, _FOR_WINDOWS):
                return message

    def kill(self) -> None:
        """End the host at once."""
        self._host.kill()

    def end(self) -> None:
        """Wait for the end of both."""
        self._host.end()
        self._child.end(ENDS_WITHIN_S)

    def how_it_ended(self) -> Message:
        """Return a description of the host's end."""
        return self._host.how_it_ended()

    def _send_to_windows(self, order: protocol.Start) -> protocol.Start:
        try:
            self._windows.send(order)
            answer = self._windows.receive()
        except (EOFError, OSError) as error:
            raise DesktopAgentError(_GONE) from error
        if isinstance(answer, protocol.Broken):
            raise protocol.error_of(answer)
        if not isinstance(answer, protocol.Start):
            raise TypeError(answer)
        return answer

    def _forward_messages(self) -> None:
        """Pass on what the person says and does, until the process ends."""
        with suppress(OSError, ValueError):  # the host has ended
            try:
                while True:
                    message = self._windows.receive()
                    if not isinstance(message, protocol.Heard):  # the caller's own listeners decide
                        self._host.send(cast("protocol.ToHost", message))
            except EOFError:
                self._host.send(protocol.Stop("signal", _GONE))


class _CallersHost:
    """The host in the program that has started this process."""

    def __init__(self, channel: protocol.Channel) -> None:
        self.send = channel.send
        self.receive = channel.receive
        self.kill = channel.hang_up
        self.end = channel.hang_up

    def how_it_ended(self) -> Message:
        """Return a description of an end without a last message."""
        return _GONE


def main() -> int:
    """Attend to one run."""
    from desktop_agent.cli import progress, run_client
    from desktop_agent.runtime.desktop.own_process import use_real_pixels
    from desktop_agent.runtime.language import use_language
    from desktop_agent.runtime.provider.keys import take_session_keys

    use_real_pixels()
    channel = standard_channel()
    order = channel.receive()
    if not isinstance(order, protocol.Start):
        raise TypeError(order)
    use_language()
    take_session_keys(order.keys)
    with suppress(OSError):
        os.chdir(order.folder or os.curdir)
    attended = run_client.RunForAgent(progress.Quiet(), lambda _: None)
    try:
        run_client.carry_out(order.spec, json_lines=False, agent=attended, host=_CallersHost(channel))
    except DesktopAgentError as error:
        with suppress(OSError, ValueError):
            channel.send(protocol.broken_by(error))
        return 1
    return 0


if __name__ == "__main__":
    from desktop_agent.__main__ import leave_threads

    code = main()
    leave_threads(code)
    sys.exit(code)
