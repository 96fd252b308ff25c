"""Pure: turns what physical devices do into the words for one client."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Collection, Iterator

from desktop_agent.platforms.evdev.reports import EvdevEvent
from desktop_agent.platforms.evdev.words import (
    ACTIVITY,
    CHORD_DOWN,
    CHORD_UP,
    ESCAPES,
    NO,
    STOP,
    WRAPS_MS,
    YES,
    CardNotice,
    CodedChord,
    PressQuestion,
    WatchRequest,
)

ACTIVITY_EVERY_S = 0.1
ESCAPE_TIMES = 3
ESCAPES_WITHIN_MS = 1000
_ESCAPE_KEY = 1
_REMEMBERED = 64


class KeysDown:
    """Which keys and buttons are down, by device."""

    def __init__(self) -> None:
        self._down: dict[int, set[int]] = {}

    def take(self, device: int, event: EvdevEvent) -> frozenset[int]:
        """Take one event; return what is down on all devices after it."""
        held = self._down.setdefault(device, set())
        if event.act == "lost":
            held.clear()
        elif event.act == "press" and event.is_held:
            held.add(event.code)
        elif event.act == "release":
            held.discard(event.code)
        return frozenset().union(*self._down.values())

    def forget(self, device: int) -> frozenset[int]:
        """Forget a device that has gone: its releases never come."""
        self._down.pop(device, None)
        return frozenset().union(*self._down.values())


class ClientSense:
    """What one client is told; presses are remembered only while it has a card open."""

    def __init__(self, request: WatchRequest) -> None:
        self._stop = request.stop
        self._approve: CodedChord | None = None
        self._told_s = -math.inf
        self._escapes: deque[int] = deque(maxlen=ESCAPE_TIMES)
        self._is_chord = False
        self._presses: deque[tuple[bool, int]] | None = None

    def take(self, event: EvdevEvent, down: Collection[int], now_s: float) -> Iterator[str]:
        """Yield the words for one event; `down` is what is held after it."""
        if event.act == "press":
            yield from self._pressed(event, down)
        yield from self.held_is(down, pressed=event.act == "press")
        if self._presses is not None and event.proves:
            self._presses.append((event.act == "press", event.at_ms))
        if event.act in {"press", "repeat", "motion"} and now_s - self._told_s >= ACTIVITY_EVERY_S:
            self._told_s = now_s
            yield ACTIVITY

    def held_is(self, down: Collection[int], *, pressed: bool = False) -> Iterator[str]:
        """Yield the word for the chord that approves, when it ends, or begins with a press."""
        is_chord = self._approve is not None and self._approve.is_all_of(down)
        if is_chord != self._is_chord and (pressed or not is_chord):
            self._is_chord = is_chord
            yield CHORD_DOWN if is_chord else CHORD_UP

    def card(self, notice: CardNotice) -> None:
        """Begin to remember presses, or forget them; a chord that is held already has not begun."""
        self._approve = notice.approve
        self._is_chord = False
        if not notice.is_open:
            self._presses = None
        elif self._presses is None:
            self._presses = deque(maxlen=_REMEMBERED)

    def answer(self, question: PressQuestion) -> str:
        """Return whether that was so; each press counts once."""
        press = (question.down, question.at_ms % WRAPS_MS)
        if self._presses is None or press not in self._presses:
            return NO
        self._presses.remove(press)
        return YES

    def _pressed(self, event: EvdevEvent, down: Collection[int]) -> Iterator[str]:
        if self._stop is not None and event.code == self._stop.key and self._stop.is_in(down):
            yield STOP
        if event.code == _ESCAPE_KEY:
            self._escapes.append(event.at_ms)
            first_ms = self._escapes[0]
            times = len(self._escapes)
            if times == ESCAPE_TIMES and (event.at_ms - first_ms) % WRAPS_MS <= ESCAPES_WITHIN_MS:
                self._escapes.clear()
                yield ESCAPES
