"""Classification of input events (our own, the person's, programs'), and the resulting pauses, stops and proofs.

A backend feeds every event of the system, in order, from one thread. An event of a program (XTEST and the like) is our
own if we have announced it. Every other event is the person's, who may use VNC. Only physical devices can prove a press
or hold a chord. A release never counts as the person's, as the watchdog may have made it.
"""

from __future__ import annotations

import math
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from desktop_agent.core.actions.keys import key_name
from desktop_agent.core.errors import UnknownKeyError
from desktop_agent.core.presence import InputKind, UserInput
from desktop_agent.presence.stop_keys import CodesOf, StopKeys, StopSense
from desktop_agent.presence.watchers import InputWatchers

NEWS_WITHIN_S = 0.05
# A release may be lost (another virtual terminal, a cable): a held key counts as the person's input for this long.
HELD_FOR_SURE_S = 10.0
# A bump so soon after a deliberate input belongs to it; continued trembling doesn't.
PART_OF_IT_S = 1.0
_INPUTS = {"motion": UserInput("pointer"), "button": UserInput("button"), "key": UserInput("key")}
BUMP_PX = 5.0
WITHIN_S = 0.2
AT_REST_AFTER_S = 1.0
PointerPlace = tuple[float, float]
_MOST_PRESSES = 512
_WHEEL = (4, 5, 6, 7)  # a turn has no duration, and some systems report no release
_SERVER_BITS = 0xFFFFFFFF
# Long enough for the late events of a busy X server, short for a person.
FORGET_AFTER_S = 2.0
WHICHEVER = 0  # the code of an announcement of an unknown key or button


@dataclass(frozen=True, slots=True)
class InputEvent:
    """One event: a press (`down`), a release, or a motion.

    `code` is a key code or a button's number, 0 for motion. `device` is the system's number of the device. `physical`
    is False for a program's event. A motion goes from `come_from` to `to`, in pixels, in coordinates of the device.
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
        """Return whether it is a motion without distance: systems generate some when a window opens."""
        return self.kind == "motion" and self.come_from == self.to


class InputClassifier:
    """The input of one desktop. Only the backend calls `take` and `pointer_is`, from its own thread."""

    def __init__(
        self, keys: StopKeys, codes: CodesOf, own: OwnInjections, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._own = own
        self._codes = codes
        self._clock = clock
        self._event_arrived = threading.Condition()
        self._stops = StopSense(keys, codes)
        self._by_hand_only = keys.by_hand_only
        self._bumps: dict[int, Bumps] = {}
        self._presses = PhysicalPresses()
        self._held_keys: dict[int, set[int]] = {}  # device -> keys that it holds down
        self._key_counts = [0, 0]
        self._touched_s = -math.inf
        self._deliberate_s = self._touched_s
        self.watchers = InputWatchers()
        self.watch = self.watchers.watch
        self.report = self.watchers.report

    def take(self, event: InputEvent) -> bool:
        """Process one event; return whether it was the person's, a bump included."""
        with self._event_arrived:
            is_own = not event.physical and event.down and self._own.take(event.kind, event.code)
            self._count(event)
            stop_reason, hand = ("", None) if is_own or event.still else self._classify_foreign(event)
            self._event_arrived.notify_all()
        self.report(stop_reason, hand)
        return not is_own and event.down and not event.still and (event.physical or not self._by_hand_only)

    def pointer_is(self, at: tuple[int, int], *, theirs: bool) -> None:
        """Process the pointer's place; `theirs`: the person has moved it."""
        self.report(self._stops.pointer_is(at, theirs=theirs), None)

    def forget_other_devices(self, there: frozenset[int]) -> None:
        """Forget all devices but those that are `there`."""
        with self._event_arrived:
            self._presses.forget_devices_but(there)
            self._bumps = {device: bumps for device, bumps in self._bumps.items() if device in there}
            self._held_keys = {device: keys for device, keys in self._held_keys.items() if device in there}

    def quiet_for(self) -> float:
        """Return the seconds since the person's last input; 0.0 while they hold a key or button.

        Bumps count only for a moment after a deliberate input, so that a trembling mouse doesn't stop the run.
        """
        with self._event_arrived:
            quiet = self._clock() - self._touched_s
            return 0.0 if self._presses.is_anything_down() and quiet < HELD_FOR_SURE_S else quiet

    def was_physical(self, button: int, server_ms: int) -> bool:
        """Return whether a physical device sent this event; waits for it to arrive, and counts it once."""
        with self._event_arrived:
            return self._event_arrived.wait_for(lambda: self._presses.prove(button, server_ms), NEWS_WITHIN_S)

    def key_presses(self) -> tuple[int, int]:
        """Return the numbers of key presses: of physical devices, and of programs."""
        with self._event_arrived:
            return self._key_counts[0], self._key_counts[1]

    def held_for(self, keys: Sequence[str]) -> float:
        """Return for how many seconds exactly the physical keys of this chord have been held; 0.0 if they aren't."""
        try:
            names = [key_name(key) for key in keys]
        except UnknownKeyError:
            return 0.0
        with self._event_arrived:
            since = self._presses.held_since(names, self._codes)
            return 0.0 if since is None else self._clock() - since

    def _count(self, event: InputEvent) -> None:
        if event.kind == "key" and event.down:
            self._key_counts[0 if event.physical else 1] += 1

    def _classify_foreign(self, event: InputEvent) -> tuple[str, UserInput | None]:
        """Return the reason for a stop, empty without one, and the person's input, None for a bump or a release."""
        now = self._clock()
        if event.physical and event.kind != "motion":
            self._presses.remember(
                event.kind, event.code, down=event.down, device=event.device, server_ms=event.server_ms, at_s=now
            )
        is_bump = self._is_bump(event, now)
        if not is_bump and (event.down or event.physical):
            self._touched_s = now
            self._deliberate_s = now
        elif is_bump and now - self._deliberate_s < PART_OF_IT_S:
            self._touched_s = now
        is_counted = event.physical or not self._by_hand_only
        stop_reason, is_pause = self._stop_or_pause(event, now) if event.kind == "key" and is_counted else ("", False)
        hand = UserInput("pause") if is_pause else _INPUTS[event.kind]
        return stop_reason, hand if is_counted and event.down and not is_bump else None

    def _stop_or_pause(self, event: InputEvent, now: float) -> tuple[str, bool]:
        """Return the reason for a stop by this key, empty without one, and whether the key pauses."""
        keys = self._held_keys.setdefault(event.device, set())
        if not event.down:
            keys.discard(event.code)
            return "", False
        if event.code in keys:
            return "", False  # a held key repeats
        keys.add(event.code)
        stop_reason = self._stops.pressed(event.code, frozenset().union(*self._held_keys.values()), now)
        return stop_reason, self._stops.pauses

    def _is_bump(self, event: InputEvent, now: float) -> bool:
        # A program's pointer doesn't tremble, so every motion of it is deliberate.
        if event.kind != "motion" or not event.physical:
            return False
        return not self._bumps.setdefault(event.device, Bumps()).take_motion(event.come_from, event.to, now)


class Bumps:
    """The recent motion of one device.

    A bump is shorter than 5 px within 200 ms. A slow move is, too, so it is also measured from the pointer's last
    resting place: jitter stays around that place, a move leaves it. The end of a move is the next resting place.
    """

    def __init__(self) -> None:
        self._recent: deque[tuple[float, PointerPlace]] = deque()
        self._resting = (0.0, 0.0)
        self._last_s = float("-inf")

    def take_motion(self, come_from: PointerPlace, to: PointerPlace, at_s: float) -> bool:
        """Take a motion, and return whether the device has moved by more than a bump since it was last at rest.

        Places are in pixels, in the device's own coordinates. Where that is so, it counts as at rest in its new place.
        """
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
    """The presses of physical devices; for one thread at a time. Times without `server` are of the watcher's clock."""

    def __init__(self) -> None:
        self._down: dict[tuple[InputKind, int], int] = {}  # -> the device that holds it
        self._changed_s = 0.0
        # Button numbers (negative for a release) with times in the display server's ms.
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
        """Forget the presses of removed devices, whose releases never arrive."""
        self._down = {key: device for key, device in self._down.items() if device in there}

    def prove(self, button: int, server_ms: int) -> bool:
        """Return whether this event happened, and remove it, so that it proves only one press."""
        event = (button, server_ms & _SERVER_BITS)
        if event not in self._proofs:
            return False
        self._proofs.remove(event)
        return True

    def is_anything_down(self) -> bool:
        """Return whether a key or a button is held."""
        return bool(self._down)

    def held_since(self, names: Sequence[str], codes: CodesOf) -> float | None:
        """Return the time since which exactly the keys of this chord are down; None if they aren't."""
        down = {code for kind, code in self._down if kind == "key"}
        chord_codes = [codes(name) for name in names]
        if not chord_codes or any(kind == "button" for kind, _ in self._down):
            return None
        all_down = all(codes & down for codes in chord_codes)
        nothing_else = down <= frozenset().union(*chord_codes)
        return self._changed_s if all_down and nothing_else else None


class OwnInjections:
    """Implements `core.presence.OwnInput`; announcements and events may come from different threads."""

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
        """Withdraw the latest announcement of an event that was not sent."""
        with self._lock:
            if self._announced.get((kind, code)):
                self._announced[kind, code].pop()

    def let_go(self, kind: InputKind, code: int) -> None:
        """Do nothing: a release never counts as the person's."""

    def arrived(self) -> None:
        """Do nothing: each event is identified by itself."""

    def is_rest_due(self) -> bool:
        """Return False: the person is noticed at any time."""
        return False

    def rest(self) -> None:
        """Do nothing."""

    def rest_unless(self, is_stopped: Callable[[], bool]) -> None:
        """Do nothing: there is no rest."""

    def count_while(self, is_ours: Callable[[], bool]) -> None:
        """Treat all programs' input as ours while `is_ours` returns True."""
        self._is_ours = is_ours

    def take(self, kind: InputKind, code: int) -> bool:
        """Return whether this event is one of ours, and remove its announcement."""
        with self._lock:
            announced = self._take(kind, code) or (code != WHICHEVER and self._take(kind, WHICHEVER))
        return announced or self._is_ours()

    def _take(self, kind: InputKind, code: int) -> bool:
        waiting = self._announced.get((kind, code))
        while waiting:
            if self._clock() - waiting.popleft() <= FORGET_AFTER_S:
                return True
        return False
