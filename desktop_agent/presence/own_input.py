"""Our own injections as a multiset: each is announced before it is sent, and removed when its event arrives.

An announcement whose event never arrives expires, so that it cannot excuse somebody else's event later.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable

from desktop_agent.core.own_input import InputKind

# Long enough for an X server that is busy (the event then arrives late), short for a person.
FORGET_AFTER_S = 2.0
WHICHEVER = 0  # the code of an announcement that does not know which key or button it will be


class OwnInjections:
    """Implements `core.own_input.OwnInput`; announcements and arrivals may come from different threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._announced: dict[tuple[InputKind, int], deque[float]] = {}

    def expect(self, kind: InputKind, code: int) -> None:
        """Announce one press or motion of ours."""
        with self._lock:
            self._announced.setdefault((kind, code), deque()).append(self._clock())

    def retract(self, kind: InputKind, code: int) -> None:
        """Take back the latest announcement of what was not sent after all."""
        with self._lock:
            if self._announced.get((kind, code)):
                self._announced[kind, code].pop()

    def take(self, kind: InputKind, code: int) -> bool:
        """Tell whether this event is one of ours, and take it off."""
        with self._lock:
            return self._take(kind, code) or (code != WHICHEVER and self._take(kind, WHICHEVER))

    def _take(self, kind: InputKind, code: int) -> bool:
        waiting = self._announced.get((kind, code))
        while waiting:
            if self._clock() - waiting.popleft() <= FORGET_AFTER_S:
                return True
        return False
