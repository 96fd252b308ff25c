"""Whether programs have read what the compositor told them: nothing is typed faster than that.

Which program has the keyboard is not told here. But keys are bytes that wait in the socket of the one that gets them,
and the kernel tells for every program how many do. So what counts is where more wait than before.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping

from desktop_agent.core.errors import InputError
from desktop_agent.core.stop import Stopped, StopToken

MOST_UNREAD = 2_000  # bytes; a compositor ends a program that lets some 500 keys wait
_READS_WITHIN_S, _ALL_WITHIN_S = 3.0, 0.5
_BLIND_S, _POLL_S = 0.01, 0.002  # the slowest of the toolkits took 6 ms for a key


class ReadingPrograms:
    """The programs of a session, as far as what waits for them is known."""

    def __init__(self, unread: Callable[[], Mapping[int, int] | None]) -> None:
        """`unread` tells how many bytes wait for each; None where that is not known."""
        self._unread = unread
        self._before = dict[int, int]()

    def begin(self) -> None:
        """Take what waits now as what has nothing to do with us."""
        self._before = dict(self._unread() or {})

    def await_room(self, stop: StopToken) -> None:
        """Return when a further key would not be one too many; InputError when its program reads nothing."""
        until = time.monotonic() + _READS_WITHIN_S
        while (more := self._more(stop)) > MOST_UNREAD:
            if time.monotonic() > until:
                raise InputError(
                    "The application does not read its keys, so not all of the text was typed.",
                    "Wait until it answers, and look at the screen.",
                )
            if stop.wait(_POLL_S):
                raise Stopped
        if more < 0:
            _pause(stop, _BLIND_S)

    def await_all(self, stop: StopToken) -> None:
        """Return when everything has been read, or others than the one that gets the keys stay behind."""
        until = time.monotonic() + _ALL_WITHIN_S
        while self._more(stop) > 0 and time.monotonic() < until:
            _pause(stop, _POLL_S)
        self.await_room(stop)

    def _more(self, stop: StopToken) -> int:
        """Return how much more waits for a program than before, of the one with the most; -1 where it is not known."""
        if stop.is_set():
            raise Stopped
        unread = self._unread()
        if unread is None:
            return -1
        self._before = {number: min(count, unread.get(number, 0)) for number, count in self._before.items()}
        return max((count - self._before.get(number, 0) for number, count in unread.items()), default=0)


def _pause(stop: StopToken, seconds: float) -> None:
    if stop.wait(seconds):
        raise Stopped
