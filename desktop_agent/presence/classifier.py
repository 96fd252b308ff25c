"""Sorts input events into our own, the person's and other programs', and derives pauses, stops and proofs from them.

A backend feeds every event of the system, in order, from one thread. An event of a program (XTEST and the like) is our
own if we have announced it. Every other event is the person's, who may sit at the far end of VNC. Only physical devices
can prove a press or hold a chord. A release never counts as the person's: it may be the watchdog's.
"""

from __future__ import annotations

import logging
import math
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from desktop_agent.core.errors import UnknownKeyError
from desktop_agent.core.keys import key_name
from desktop_agent.core.presence import InputKind, UserInput
from desktop_agent.presence.stop_keys import CodesOf, StopKeys, StopSense
from desktop_agent.presence.watchers import InputWatchers

NEWS_WITHIN_S = 0.05
# A release may be lost (another virtual terminal, a cable): a held key counts as touching for this long at most.
HELD_FOR_SURE_S = 10.0
# A bump soon after a touch is the end of it; trembling that goes on is none.
PART_OF_IT_S = 1.0
_HANDS = {"motion": UserInput("pointer"), "button": UserInput("button"), "key": UserInput("key")}
_log = logging.getLogger(__name__)
BUMP_PX = 5.0
WITHIN_S = 0.2
AT_REST_AFTER_S = 1.0
PointerPlace = tuple[float, float]
_MOST_PRESSES = 512
_WHEEL = (4, 5, 6, 7)  # a turn is over at once, and some systems tell of no release
_SERVER_BITS = 0xFFFFFFFF
# Long enough for an X server that is busy (the event then arrives late), short for a person.
FORGET_AFTER_S = 2.0
WHICHEVER = 0  # the code of an announcement that does not know which key or button it will be


@dataclass(frozen=True, slots=True)
class InputEvent:
    """One event: a press (`down`), a release, or a motion.

    `code` is a key code or a button's number, 0 for motion; `device` is the system's number of the device, and
    `physical` tells whether it is one, or a program. A motion goes from one place to another, in pixels, in
    coordinates of the device.
    """

    kind: InputKind
    code: int
    down: bool
    device: int
    physical: bool
    server_ms: int
    come_from: PointerPlace = (0.0, 0.0)
    to: PointerPlace = (0.0, 0.0)

    @property
    def still(self) -> bool:
        """Return whether it is a motion that went nowhere: systems make some by themselves, as a window comes up."""
        return self.kind == "motion" and self.come_from == self.to


class InputClassifier:
    """The input of one desktop. Only the backend calls `take` and `pointer_is`, from its own thread."""

    def __init__(
        self, keys: StopKeys, codes: CodesOf, own: OwnInjections, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._own = own
        self._codes = codes
        self._clock = clock
        self._news = threading.Condition()
        self._stops = StopSense(keys, codes)
        self._by_hand_only = keys.by_hand_only
        self._bumps: dict[int, Bumps] = {}
        self._presses = PhysicalPresses()
        self._their_keys: dict[int, set[int]] = {}  # device -> keys that it holds down
        self._counts = [0, 0]
        self._touched_s = self._hand_s = -math.inf
        self.watchers = InputWatchers()
        self.watch = self.watchers.watch
        self.report = self.watchers.report

    def take(self, event: InputEvent) -> bool:
        """Take one event; tell whether it was the person's, a bump included."""
        with self._news:
            is_own = not event.physical and event.down and self._own.take(event.kind, event.code)
            self._count(event)
            stop_reason, hand = ("", None) if is_own or event.still else self._take_persons(event)
            self._news.notify_all()
        self.report(stop_reason, hand)
        return not is_own and event.down and not event.still and (event.physical or not self._by_hand_only)

    def pointer_is(self, at: tuple[int, int], *, theirs: bool) -> None:
        """Take the place of the pointer; `theirs` if the person moved it."""
        self.report(self._stops.pointer_is(at, theirs=theirs), None)

    def devices_are(self, there: frozenset[int]) -> None:
        """Forget devices that have been taken away."""
        with self._news:
            self._presses.forget_devices_but(there)
            self._bumps = {device: bumps for device, bumps in self._bumps.items() if device in there}
            self._their_keys = {device: keys for device, keys in self._their_keys.items() if device in there}

    def quiet_for(self) -> float:
        """Return for how many seconds there was no input; 0.0 while a person holds something down.

        Bumps count for a moment after a hand only: whoever's mouse trembles on a table is not waited for.
        """
        with self._news:
            quiet = self._clock() - self._touched_s
            return 0.0 if self._presses.anything_down() and quiet < HELD_FOR_SURE_S else quiet

    def was_physical(self, button: int, server_ms: int) -> bool:
        """Return whether a physical device did exactly this; waits for the event to arrive, and counts it once."""
        with self._news:
            return self._news.wait_for(lambda: self._presses.prove(button, server_ms), NEWS_WITHIN_S)

    def key_presses(self) -> tuple[int, int]:
        """Return how many keys went down, by physical devices and by programs."""
        with self._news:
            return self._counts[0], self._counts[1]

    def held_for(self, keys: Sequence[str]) -> float:
        """Return for how many seconds physical keys have been this chord; 0.0 when they are not."""
        try:
            names = [key_name(key) for key in keys]
        except UnknownKeyError:
            return 0.0
        with self._news:
            since = self._presses.held_since(names, self._codes)
            return 0.0 if since is None else self._clock() - since

    def _count(self, event: InputEvent) -> None:
        if event.kind == "key" and event.down:
            self._counts[0 if event.physical else 1] += 1

    def _take_persons(self, event: InputEvent) -> tuple[str, UserInput | None]:
        """Return the reason for a stop, empty without one, and what the person touched."""
        now = self._clock()
        if event.physical and event.kind != "motion":
            self._presses.remember(
                event.kind, event.code, down=event.down, device=event.device, server_ms=event.server_ms, at_s=now
            )
        is_bump = self._is_bump(event, now)
        if not is_bump and (event.down or event.physical):
            self._touched_s = self._hand_s = now
        elif is_bump and now - self._hand_s < PART_OF_IT_S:
            self._touched_s = now
        counts = event.physical or not self._by_hand_only
        stop_reason, pauses = self._take_key(event, now) if event.kind == "key" and counts else ("", False)
        hand = UserInput("pause") if pauses else _HANDS[event.kind]
        return stop_reason, hand if event.down and not is_bump else None

    def _take_key(self, event: InputEvent, now: float) -> tuple[str, bool]:
        """Return the reason for a stop by this key, empty without one, and whether it asks for a pause."""
        held = self._their_keys.setdefault(event.device, set())
        if not event.down:
            held.discard(event.code)
            return "", False
        if event.code in held:
            return "", False  # a held key repeats
        held.add(event.code)
        stop_reason = self._stops.pressed(event.code, frozenset().union(*self._their_keys.values()), now)
        return stop_reason, self._stops.pauses

    def _is_bump(self, event: InputEvent, now: float) -> bool:
        # A program's pointer does not tremble: every motion of it is deliberate.
        if event.kind != "motion" or not event.physical:
            return False
        return not self._bumps.setdefault(event.device, Bumps()).has_moved(event.come_from, event.to, now)


class Bumps:
    """The recent motion of one device.

    A bump stays under 5 px within 200 ms. A slow move makes no 5 px in that time, so it is also measured from where the
    pointer had come to rest: jitter stays around that place, a move leaves it. From there it is measured anew.
    """

    def __init__(self) -> None:
        self._recent: deque[tuple[float, PointerPlace]] = deque()
        self._resting = (0.0, 0.0)
        self._last_s = float("-inf")

    def has_moved(self, come_from: PointerPlace, to: PointerPlace, at_s: float) -> bool:
        """Return whether the device has moved by more than a bump; places in pixels, in its own coordinates."""
        if at_s - self._last_s > AT_REST_AFTER_S:
            self._resting = come_from
            self._recent.clear()
            self._recent.append((at_s, come_from))
        self._last_s = at_s
        while self._recent and at_s - self._recent[0][0] > WITHIN_S:
            self._recent.popleft()
        self._recent.append((at_s, to))
        if max(_distance(self._resting, to), self._extent()) < BUMP_PX:
            return False
        self._resting = to
        return True

    def _extent(self) -> float:
        xs, ys = zip(*(place for _, place in self._recent), strict=True)
        return float(max(max(xs) - min(xs), max(ys) - min(ys)))


def _distance(first: PointerPlace, second: PointerPlace) -> float:
    return max(abs(first[0] - second[0]), abs(first[1] - second[1]))


class PhysicalPresses:
    """The presses of physical devices; for one thread at a time. Times are the watcher's, if not the server's."""

    def __init__(self) -> None:
        self._down: dict[tuple[InputKind, int], int] = {}  # -> the device that holds it
        self._changed_s = 0.0
        # Of buttons (negative for a release), and when, in the display server's ms.
        self._proofs: deque[tuple[int, int]] = deque(maxlen=_MOST_PRESSES)

    def remember(self, kind: InputKind, code: int, *, down: bool, device: int, server_ms: int, at_s: float) -> None:
        """Remember a press or a release."""
        if kind == "button":
            self._proofs.append((code if down else -code, server_ms & _SERVER_BITS))
        before = set(self._down)
        if down and not (kind == "button" and code in _WHEEL):
            self._down[kind, code] = device
        else:
            self._down.pop((kind, code), None)
        if self._down.keys() != before:  # a repeat of a held key changes nothing
            self._changed_s = at_s

    def forget_devices_but(self, there: frozenset[int]) -> None:
        """Forget what was held by devices that have been taken away: their releases never come."""
        self._down = {key: device for key, device in self._down.items() if device in there}

    def prove(self, button: int, server_ms: int) -> bool:
        """Return whether exactly this happened; each event proves once."""
        event = (button, server_ms & _SERVER_BITS)
        if event not in self._proofs:
            return False
        self._proofs.remove(event)
        return True

    def anything_down(self) -> bool:
        """Return whether a key or a button is held."""
        return bool(self._down)

    def held_since(self, names: Sequence[str], codes: CodesOf) -> float | None:
        """Return since when the keys that are down are this chord and nothing else; None when they are not."""
        down = {code for kind, code in self._down if kind == "key"}
        chord_codes = [codes(name) for name in names]
        if not chord_codes or any(kind == "button" for kind, _ in self._down):
            return None
        all_down = all(codes & down for codes in chord_codes)
        nothing_else = down <= frozenset().union(*chord_codes)
        return self._changed_s if all_down and nothing_else else None


class OwnInjections:
    """Implements `core.presence.OwnInput`; announcements and arrivals may come from different threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._announced: dict[tuple[InputKind, int], deque[float]] = {}
        self._is_ours: Callable[[], bool] = lambda: False

    def expect(self, kind: InputKind, code: int) -> None:
        """Announce one press or motion of ours."""
        with self._lock:
            self._announced.setdefault((kind, code), deque()).append(self._clock())

    def retract(self, kind: InputKind, code: int) -> None:
        """Take back the latest announcement of what was not sent after all."""
        with self._lock:
            if self._announced.get((kind, code)):
                self._announced[kind, code].pop()

    def count_while(self, is_ours: Callable[[], bool]) -> None:
        """Take whatever programs do for ours while this says yes."""
        self._is_ours = is_ours

    def take(self, kind: InputKind, code: int) -> bool:
        """Return whether this event is one of ours, and take it off."""
        with self._lock:
            announced = self._take(kind, code) or (code != WHICHEVER and self._take(kind, WHICHEVER))
        return announced or self._is_ours()

    def _take(self, kind: InputKind, code: int) -> bool:
        waiting = self._announced.get((kind, code))
        while waiting:
            if self._clock() - waiting.popleft() <= FORGET_AFTER_S:
                return True
        return False
