"""Whether the program that has the keyboard has read what it was told: nothing is sent faster than that."""

from __future__ import annotations

import time
from collections.abc import Callable

from desktop_agent.core.errors import InputError
from desktop_agent.core.message import Message
from desktop_agent.core.stop import Stopped, StopToken

# A key pressed and released is about 50 bytes; a program was ended by the compositor with 500 keys unread, and lived
# with 300 (measured on sway 1.7).
MOST_UNREAD = 2_000  # bytes
READS_WITHIN_S = 3.0
# Where the kernel tells nothing: the slowest of the toolkits took 6 ms for a key (measured).
_BLIND_S = 0.01
_POLL_S = 0.002


class ReadingProgram:
    """The program with the keyboard, as far as what waits for it is known."""

    def __init__(self, unread: Callable[[], int | None]) -> None:
        """`unread` tells how many bytes wait; None where that is not known."""
        self._unread = unread

    def await_room(self, stop: StopToken) -> None:
        """Return when a further key would not be one too many; InputError when the program reads nothing."""
        self._await(MOST_UNREAD, stop)

    def await_all(self, stop: StopToken) -> None:
        """Return when everything has been read; InputError as above."""
        self._await(0, stop)

    def _await(self, most: int, stop: StopToken) -> None:
        until = time.monotonic() + READS_WITHIN_S
        waiting = self._unread()
        if waiting is None:
            go_on(stop, _BLIND_S)
            return
        while waiting is not None and waiting > most:
            if time.monotonic() > until:
                raise InputError(
                    Message("The application does not read its keys, so not all of the text was typed."),
                    Message("Wait until it answers, and look at the screen."),
                )
            go_on(stop, _POLL_S)
            waiting = self._unread()


def go_on(stop: StopToken, seconds: float = 0.0) -> None:
    """Wait; Stopped when a stop has come."""
    if stop.wait(seconds) if seconds else stop.is_set():
        raise Stopped
