"""While nothing of ours is being sent, all input is the person's: when that is, and the watch that relies on it.

A Wayland compositor reports input without its source. So `Silence` keeps what the input backends announce, and from
when on the person can be noticed again: once the compositor has taken everything of ours, and a moment later, as its
report may be late. `TouchWatch` queries a source (`TouchSource`) only then. What the person does while we send is
noticed at their next event, and anything long rests now and then for that: not for a time, but until the watch has been
open for a moment and has received everything that happened in it, however long that takes on a busy computer.
"""

from __future__ import annotations

import math
import select
import threading
import time
from collections import Counter
from collections.abc import Callable
from typing import Protocol

from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.core.presence import InputKind, NoOwnInput, OwnInput
from desktop_agent.presence.watchers import WatcherThread

REST_EVERY_S = 0.22  # of sending; on a busy computer, what was sent takes a while, too, and a rest follows
_REST_WITHIN_S = 0.5  # a watch that is so late notices nothing; it's the next one's turn
_STOPS_WITHIN_S = 0.01  # how late a rest notices a stop: a signal handler may set it without a notification
_OPEN_S = 0.025  # of a rest, in which a moving mouse sends some events
_UNCONFIRMED_S = 1.0  # after that, unconfirmed input is queried less often
_REARM_S = 0.01
_POLL_S = 0.25


class TouchSource(Protocol):
    """Reports that there was input; for one thread, except `is_blind`."""

    settle_s: float  # how late our own last event may be reported, after the compositor has taken it
    counts_repeats: bool  # whether a key that is held counts as input again and again: the compositor repeats it itself

    def fileno(self) -> int:
        """Return the descriptor that is readable when there is something to `take`."""

    def arm(self, sent_s: float) -> bool:
        """Count from here on: no input from before this call is reported any more; DesktopAgentError when it is gone.

        Return False where the desktop doesn't answer in time: then it is blind. And where it reports that it hasn't
        handled yet what we sent at `sent_s` (monotonic), however long ago that was: the next input may be ours. It may
        be asked again.
        """

    def catch_up(self) -> bool:
        """Return once all input so far can be taken; DesktopAgentError when it is gone.

        Return False where the desktop doesn't answer in time: then it is blind, until it is armed again.
        """

    def take(self) -> bool:
        """Read what has come; return whether there was input since `arm`."""

    @property
    def is_blind(self) -> bool:
        """Whether input is not reported at present."""

    def close(self) -> None:
        """Leave; never raises."""


class Silence:
    """Implements `core.presence.OwnInput`: knows whether anything of ours is under way, or down and repeating."""

    def __init__(
        self,
        settle_s: float,
        unrepeating: frozenset[int] = frozenset(),
        also: OwnInput | None = None,
        *,
        counts_repeats: bool = True,
        others_until_s: Callable[[], float] = lambda: -math.inf,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`unrepeating` are the codes of modifiers. Announcements are passed on to `also`.

        `counts_repeats` is the source's; where it's false, a key that is held hides nothing. `others_until_s` returns
        until when input of ours besides the run's may come (`senders.py`).
        """
        self._settle_s = settle_s
        self._unrepeating = unrepeating
        self._counts_repeats = counts_repeats
        self._also = also or NoOwnInput()
        self._clock = clock
        self._lock = threading.Condition()
        self._down = Counter[int]()
        self._is_under_way = False
        self._others_until_s = others_until_s
        self._arrived_s = -math.inf
        self._counted_s = clock()  # when the person could be noticed last
        self._open_epoch = -1  # the last one in which the person could be noticed
        self._wake: Callable[[], None] = lambda: None
        self._is_watching: Callable[[], bool] = lambda: False
        self._is_stopped: Callable[[], bool] = lambda: False
        self.sent_s = -math.inf  # when something was announced last
        self.epoch = 0  # grows with each announcement

    def watch_by(self, wake: Callable[[], None], is_watching: Callable[[], bool]) -> None:
        """Have `wake` called, on any thread, when a silence may begin; rest only while `is_watching` returns True."""
        self._wake = wake
        self._is_watching = is_watching

    def opened(self, epoch: int) -> None:
        """Note that the person could be noticed in the silence of this epoch, which ends a rest."""
        with self._lock:
            self._open_epoch = epoch
            self._lock.notify_all()

    def expect(self, kind: InputKind, code: int) -> None:
        """Note a press or a motion that is about to be sent."""
        self._note(kind, code, 1)
        self._also.expect(kind, code)

    def retract(self, kind: InputKind, code: int) -> None:
        """Note that a press was not sent."""
        self._note(kind, code, -1)
        self._also.retract(kind, code)

    def let_go(self, kind: InputKind, code: int) -> None:
        """Note a release that is about to be sent."""
        self._note(kind, code, -1)

    def arrived(self) -> None:
        """Note that the compositor has taken everything so far."""
        with self._lock:
            if not self._is_under_way:
                return
            self._is_under_way = False
            self._arrived_s = self._clock()
        self._wake()

    def is_rest_due(self) -> bool:
        """Return whether the person could not be noticed for so long that a rest is due."""
        with self._lock:
            is_late = not self._down and self._clock() - self._counted_s >= REST_EVERY_S
        return is_late and self._is_watching() and not self._is_stopped()

    def rest(self) -> None:
        """Return once the person could be noticed in this silence, or something is sent, or at a stop."""
        ends_s = time.monotonic() + _REST_WITHIN_S
        with self._lock:
            epoch = self.epoch
            while not self._is_rest_over(epoch) and time.monotonic() < ends_s:
                self._lock.wait(_STOPS_WITHIN_S)
            self._counted_s = self._clock()

    def rest_unless(self, is_stopped: Callable[[], bool]) -> None:
        """Rest no more once `is_stopped` returns True."""
        self._is_stopped = is_stopped

    def count_while(self, is_ours: Callable[[], bool]) -> None:
        """Pass it on: no watchdog of ours has events of its own here."""
        self._also.count_while(is_ours)

    @property
    def is_repeating(self) -> bool:
        """Whether a key of ours that is down hides the person's input."""
        with self._lock:
            return bool(self._down)

    def counts_from(self) -> float:
        """Return from when on all input is the person's; infinity while a key of ours repeats."""
        with self._lock:
            return max(self._counts_from(), self._others_until_s() + self._settle_s)

    def have_others_sent(self, since_s: float) -> bool:
        """Return whether input since then may be of ours besides the run's."""
        return self._others_until_s() >= since_s

    def _note(self, kind: InputKind, code: int, change: int) -> None:
        with self._lock:
            now = self._clock()
            self._begin_epoch(now)
            self._is_under_way = True
            self.sent_s = now
            if self._counts_repeats and kind == "key" and code not in self._unrepeating:
                self._down[code] = max(0, self._down[code] + change)
                self._down += Counter()  # without those that are up

    def _begin_epoch(self, now: float) -> None:
        if self._open_epoch == self.epoch:
            self._counted_s = now
        self.epoch += 1
        self._lock.notify_all()

    def _is_rest_over(self, epoch: int) -> bool:
        return self._open_epoch == epoch or self.epoch != epoch or self._is_stopped()

    def _counts_from(self) -> float:
        if self._down:
            return math.inf
        if self._is_under_way:
            return self.sent_s + _UNCONFIRMED_S
        return self._arrived_s + self._settle_s


class TouchWatch:
    """Asks a source for input in every silence, on a thread of its own; each answer calls `on_user_input` there."""

    def __init__(
        self,
        source: TouchSource,
        silence: Silence,
        on_user_input: Callable[[], None],
        on_lost: Callable[[str], None],
        is_wanted: Callable[[], bool] = lambda: True,
    ) -> None:
        """`on_lost` gets the reason, in sentences. It is asked only while `is_wanted`."""
        self._source = source
        self._silence = silence
        self._on_user_input = on_user_input
        self._on_lost = on_lost
        self._is_wanted = is_wanted
        self._thread = WatcherThread(self._run)
        silence.watch_by(self._thread.wake, lambda: not self.is_blind and is_wanted())
        self._thread.start()

    @property
    def sees(self) -> bool:
        """Whether a touch would be noticed now, or as soon as nothing of ours is under way.

        A key of ours that is held and repeats is no such moment: it hides a touch for as long as it is held.
        """
        return self._thread.is_alive and not self._source.is_blind and not self._silence.is_repeating

    @property
    def is_blind(self) -> bool:
        """Whether the source doesn't report input at present, or has gone."""
        return not self._thread.is_alive or self._source.is_blind

    def wake(self) -> None:
        """Check at once whether it is wanted."""
        self._thread.wake()

    def close(self) -> None:
        """End; never raises."""
        self._thread.close()

    def _run(self) -> None:
        try:
            while not self._thread.is_closing():
                self._watch_once()
        except DesktopAgentError as error:
            if not self._thread.is_closing():
                self._on_lost(str(error))
        finally:
            self._source.close()

    def _watch_once(self) -> None:
        """Wait for a silence, and in it for input."""
        epoch = self._silence.epoch
        since_s = time.monotonic()
        left = self._silence.counts_from() - since_s
        if left > 0 or not self._is_wanted():
            self._wait_for(within_s=min(left, _POLL_S) if left > 0 else _POLL_S)
            self._source.take()
            return
        if not self._source.arm(self._silence.sent_s):
            is_slow = self._source.is_blind or time.monotonic() - self._silence.sent_s >= _UNCONFIRMED_S
            self._wait_for(within_s=_POLL_S if is_slow else _REARM_S)
            return
        self._wait_for_touch(epoch, since_s)

    def _wait_for_touch(self, epoch: int, since_s: float) -> None:
        """Wait for input until something of ours is sent; a rest is over once everything of its moment has come.

        Return as well where the desktop doesn't answer whether it has: it reports nothing until it is armed again.
        """
        open_until_s = time.monotonic() + _OPEN_S
        is_open = False
        while epoch == self._silence.epoch and self._is_wanted() and not self._thread.is_closing():
            left = open_until_s - time.monotonic()
            self._wait_for(self._source, within_s=max(left, 0.0) if not is_open else _POLL_S)
            is_late = not is_open and time.monotonic() >= open_until_s
            if is_late:
                is_open = self._source.catch_up()
            was_touched = self._source.take() and epoch == self._silence.epoch
            if was_touched and self._silence.have_others_sent(since_s):
                return
            if was_touched:
                self._on_user_input()
            if was_touched or is_open:
                self._silence.opened(epoch)
            if was_touched:
                time.sleep(_REARM_S)  # a moving mouse sends up to 1000 events a second
            if was_touched or (is_late and not is_open):
                return

    def _wait_for(self, *sources: TouchSource, within_s: float) -> None:
        """Wait for one of the sources, or a wake-up."""
        ready, _, _ = select.select([*(source.fileno() for source in sources), self._thread.fileno()], [], [], within_s)
        if self._thread.fileno() in ready:
            self._thread.clear_wake()
