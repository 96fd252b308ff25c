"""Scrolls by pixels: what a notch of the wheel moves is the application's own choice, so the first one is measured.

What it moved is remembered for that place of that window as long as the run lasts. Where nothing can be measured a
notch counts as `NOTCH_PX`. The wheel knows whole notches only: where they miss what was asked for, that is told.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from desktop_agent.core.geometry import ScreenPoint
from desktop_agent.core.message import Message
from desktop_agent.core.settlement import NOTHING_MOVED
from desktop_agent.input.held import HeldInput

NOTCH_PX = 100
# As from a finger: of notches 2 ms apart Chromium loses some while it scrolls smoothly (measured on Debian 12: 3 of 9
# scrolls fell short, and none of 10 with this gap).
NOTCH_GAP_S = 0.02
LONGEST_S = 2.0
# A toolkit may move what it scrolls step by step; it is done once it was seen so often in the same place.
_POLL_S = 0.025
_ALIKE = 5
_POLLS = 40
_STARTS_WITHIN = 7  # polls: what has not moved by then does not scroll
_PLACE_PX = 256  # the parts of one window may scroll by different notches
_OFF_PX, _OFF_SHARE = 10, 0.2  # what is told
_UNSEEN = "How far this scrolled cannot be told from the picture."

# Looks at the area around a point, and returns what tells how far its content has gone since (right and down are
# positive, as for the wheel); None where that cannot be told. The second argument asks for sideways.
ScrollWatch = Callable[[ScreenPoint, bool], Callable[[], int | None]]


@dataclass(frozen=True, slots=True)
class _ScrollPlace:
    window: int | None
    across: bool
    column: int
    row: int


class Wheel:
    """The wheel of one desktop; without `watch` nothing is measured."""

    def __init__(self, held: HeldInput, watch: ScrollWatch | None) -> None:
        self._held = held
        self._watch = watch
        self._notch_px: dict[_ScrollPlace, int] = {}

    def turn(self, at: ScreenPoint, dx: int, dy: int, window: int | None) -> str:
        """Scroll by pixels where the pointer is; return what the model has to know, usually nothing."""
        notes = (
            self._turn(at, pixels, window, across=across) for across, pixels in ((False, dy), (True, dx)) if pixels
        )
        return " ".join(dict.fromkeys(filter(None, notes)))

    def _turn(self, at: ScreenPoint, pixels: int, window: int | None, *, across: bool) -> str:
        way, asked = (1 if pixels > 0 else -1), abs(pixels)
        place = _ScrollPlace(window, across, at.x // _PLACE_PX, at.y // _PLACE_PX)
        known = self._notch_px.get(place)
        if known is None and self._watch and not self._held.keys_down():
            return self._learn(place, self._watch(at, across), asked, way)
        notch = known or NOTCH_PX
        count = max(1, round(asked / notch)) if known else -(-asked // notch)
        self._send(count, way, across=across)
        return _told(asked, count * notch) if known else ""

    def _learn(self, place: _ScrollPlace, gone: Callable[[], int | None], asked: int, way: int) -> str:
        """Turn by one notch, see how far it goes, and turn by the others."""
        self._send(1, way, across=place.across)
        first = self._at_rest(gone)
        if not first or first * way < 0:
            self._send(-(-asked // NOTCH_PX) - 1, way, across=place.across)
            return NOTHING_MOVED if first == self._at_rest(gone) == 0 else _UNSEEN
        notch = abs(first)
        count = max(1, round(asked / notch))
        self._send(count - 1, way, across=place.across)
        whole = self._at_rest(gone) if count > 1 else first
        # Less than at first, or back, is what two pictures seem to tell that have nothing in common any more.
        if whole is not None and whole * way >= notch and abs(whole * way - count * notch) > notch / 2:
            return _told(asked, whole * way)  # the end was reached, or the first notch was still on its way
        self._notch_px[place] = notch
        return _told(asked, count * notch)

    def _at_rest(self, gone: Callable[[], int | None]) -> int | None:
        """Return how far the content has gone, once it stays there; None where that cannot be told."""
        seen = list[int | None]()
        for poll in range(_POLLS):
            self._held.pause(_POLL_S)
            seen.append(gone())
            last = seen[-_ALIKE:]
            if len(last) == _ALIKE and len({*last}) == 1 and (last[0] != 0 or poll >= _STARTS_WITHIN):
                return last[0]
        return None

    def _send(self, count: int, way: int, *, across: bool) -> None:
        for _ in range(count):
            self._held.notch(way if across else 0, 0 if across else way)
            self._held.pause(min(NOTCH_GAP_S, LONGEST_S / count))


def _told(asked: int, gone: int) -> str:
    off = abs(gone - asked)
    if off <= max(_OFF_PX, _OFF_SHARE * asked):
        return ""
    return Message(
        "This scrolled {gone} px and not {asked}: the wheel goes by whole notches, and to the end at most.",
        gone=gone,
        asked=asked,
    )
