"""What is learned of the screen from one action to the next, in memory and for one run.

How long the answers of each window take, what moves there all the time, and which signs of work mean nothing because
they outlasted all waiting.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING

import numpy as np

from desktop_agent.screen.settle import Expectation, Settling

if TYPE_CHECKING:
    from desktop_agent.screen.compare import Tiles
    from desktop_agent.screen.signs import Sign

_REMEMBERED = 12  # actions in one window
_ENOUGH = 8  # actions after which a window is known
_AT_ONCE_MS = 300.0
_SOON_MS = 400.0  # where answers come at once or never
_LATER = 1.25  # times the slowest answer
_LONGEST_MS = 2500.0


class Habits:
    """Learns from each action what to expect of the next; `answer_ms` where nothing is known."""

    def __init__(self, answer_ms: float) -> None:
        self._answer_ms = answer_ms
        self._answers = dict[int | None, deque[float]]()
        self._movers: Tiles | None = None
        self._signs: AbstractSet[Sign] = frozenset()

    def expect(self, window: int | None, shape: tuple[int, int], signs: AbstractSet[Sign]) -> Expectation:
        """Return what to expect of an action in a window, on a screen of so many tiles, with these signs before it."""
        if self._movers is None or self._movers.shape != shape:
            self._movers = np.zeros(shape, np.bool_)
        self._signs &= signs
        return Expectation(self._patience_ms(window), self._movers, self._signs)

    def learn(self, window: int | None, settling: Settling) -> Tiles:
        """Take note of what came of an action in a window; return which tiles move all the time."""
        if settling.is_telling:
            self._answers.setdefault(window, deque(maxlen=_REMEMBERED)).append(settling.last_news_ms)
        self._movers = settling.movers()
        self._signs |= settling.outlasting
        return self._movers

    def _patience_ms(self, window: int | None) -> float:
        answers = self._answers.get(window, ())
        slowest = max(answers, default=0.0)
        if slowest > _AT_ONCE_MS:
            return min(max(self._answer_ms, _LATER * slowest), _LONGEST_MS)
        return min(_SOON_MS, self._answer_ms) if len(answers) >= _ENOUGH else self._answer_ms
