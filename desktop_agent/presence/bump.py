"""Tells a deliberate move of the pointer from a bump of the table.

A bump stays under 5 px within 200 ms. A slow move makes no 5 px in that time, so it is also measured from where the
pointer had come to rest: jitter stays around that place, a move leaves it. From there it is measured anew.
"""

from __future__ import annotations

from collections import deque

BUMP_PX = 5.0
WITHIN_S = 0.2
AT_REST_AFTER_S = 1.0

PointerPlace = tuple[float, float]


class Bumps:
    """The recent motion of one device."""

    def __init__(self) -> None:
        self._recent: deque[tuple[float, PointerPlace]] = deque()
        self._resting = (0.0, 0.0)
        self._last_s = float("-inf")

    def moved(self, come_from: PointerPlace, to: PointerPlace, at_s: float) -> bool:
        """Tell whether the device has moved by more than a bump; places in pixels, in its own coordinates."""
        if at_s - self._last_s > AT_REST_AFTER_S:
            self._resting = come_from
            self._recent.clear()
            self._recent.append((at_s, come_from))
        self._last_s = at_s
        while self._recent and at_s - self._recent[0][0] > WITHIN_S:
            self._recent.popleft()
        self._recent.append((at_s, to))
        if max(_apart(self._resting, to), self._extent()) < BUMP_PX:
            return False
        self._resting = to
        return True

    def _extent(self) -> float:
        xs, ys = zip(*(place for _, place in self._recent), strict=True)
        return float(max(max(xs) - min(xs), max(ys) - min(ys)))


def _apart(one: PointerPlace, other: PointerPlace) -> float:
    return max(abs(one[0] - other[0]), abs(one[1] - other[1]))
