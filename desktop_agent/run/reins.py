"""Who has the computer: this program, or the person at it.

The person's hand, the Pause button and a locked screen take the reins at once, from any thread: what is being sent
breaks off between two events. They are given back only on the person's word, and only once the hand has come to rest:
whoever has just pressed a button is still moving the mouse.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from desktop_agent.core.presence import UserInput
from desktop_agent.core.stop import Stopped
from desktop_agent.run.control import ThreadStop

QUIET_S = 0.3  # without a touch before we touch anything
_STILL_MOVING_S = 10.0  # after that the person has taken over again
_POLL_S = 0.02
_SLICE_S = 0.005
_REASONS = {
    "pointer": "You moved the mouse.",
    "button": "You pressed a mouse button.",
    "key": "You pressed a key.",
    "lock": "The screen was locked.",
}


@dataclass(frozen=True, slots=True)
class Pause:
    """Why the run waits: `by` is takeover (the hand), human (a button of ours) or lock."""

    by: str
    reason: str


class PauseControl:
    """Set from any thread; asked by the hands between two events, as a stop token; waited for by the run's loop."""

    def __init__(self, stop: ThreadStop, quiet_for: Callable[[], float]) -> None:
        """Take the stop of the run, and what tells for how many seconds the person has touched nothing."""
        self.stop = stop
        self.resumed_by = "human"
        self.taken = False  # the person has had the computer since `begin` was last called
        self.times = 0  # that it was taken
        self._quiet_for = quiet_for
        self._lock = threading.Lock()
        self._pause: Pause | None = None
        self._counting = False

    @property
    def pause(self) -> Pause | None:
        """Return why the run waits; None while it does not."""
        return self._pause

    def is_set(self) -> bool:
        """Tell whether nothing may be sent now: after a hand-over, not before there is a new picture."""
        return self.taken or self._pause is not None or self.stop.is_set()

    def wait(self, seconds: float) -> bool:
        """Wait that long or until nothing may be sent; tell which."""
        until = time.monotonic() + seconds
        while not self.is_set() and (left := until - time.monotonic()) > 0:
            self.stop.wait(min(left, _SLICE_S))
        return self.is_set()

    def take(self, by: str, reason: str) -> None:
        """Make the run wait for the person; the first reason counts."""
        with self._lock:
            if self._pause is None:
                self._pause, self.taken = Pause(by, reason), True
                self.times += 1

    def give_back(self, by: str) -> None:
        """Let the run go on, once the hand has come to rest."""
        with self._lock:
            self._pause, self.resumed_by, self._counting = None, by, False

    def hand(self, hand: UserInput) -> None:
        """Take notice of the person's hand; called by whoever watches it."""
        if hand.what == "lock":
            self.take("lock", _REASONS["lock"])
        elif self._counting:
            self.take("takeover", _REASONS[hand.what])

    def let_person_work(self) -> None:
        """Take no notice of the hand from here on: a question is open, and nothing is sent meanwhile."""
        self._counting = False

    def begin(self) -> None:
        """Start on a new picture: the model knows of every hand-over up to here, but for one that has just begun."""
        with self._lock:
            self.taken = self._pause is not None

    async def clear(self) -> None:
        """Return once the run has the reins and the hand rests; from then on a touch takes them.

        A person who goes on working is not fought: that is a hand-over too.
        """
        asked = time.monotonic()
        while not self.stop.is_set() and (self._pause is not None or not self._rests()):
            if self._pause is not None:
                asked = time.monotonic()
            elif time.monotonic() - asked > _STILL_MOVING_S:
                self.take("takeover", "You are using the computer.")
            await asyncio.sleep(_POLL_S)
        if self.stop.is_set():
            raise Stopped
        self._counting = True

    async def until_paused(self) -> Pause:
        """Return why the run waits for the person, once it does."""
        while (pause := self._pause) is None:  # noqa: ASYNC110 - set by other threads
            await asyncio.sleep(_POLL_S)
        return pause

    async def doze(self, seconds: float) -> None:
        """Wait that long; Stopped when the person took over meanwhile."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            if self.is_set():
                raise Stopped
            await asyncio.sleep(min(left, _POLL_S))

    def _rests(self) -> bool:
        return self._counting or self._quiet_for() >= QUIET_S
