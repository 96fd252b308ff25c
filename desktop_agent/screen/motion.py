"""What moves again and again on the screen: spinners, videos, throbbers; a decision over looks, without a screen.

Tiles that moved several times within a second make a region with their neighbours: the arc of a spinner leaves each of
its tiles now and then, and the whole of it never rests. What moved like that when the last action had come to rest, and
still does, has nothing to do with this one. What an action has set moving is a program at work.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from desktop_agent.screen.compare import Tiles

_REMEMBERED_MS = 1500.0
_OFTEN = 3  # looks in which a tile moved
_MOTIONS = 4  # looks in which a region moved
_RUN_MS = 200.0  # it goes on for so long: the look of a pressed button changes for less
_GAP_MS = 300.0  # and stops for no longer; carets stop for 500 ms
_STILL_MS = 100.0  # after that it has stopped, unless it always moved more seldom
_LOST_MS = 400.0  # a known region that has stopped for so long is none any more


@dataclass(frozen=True, slots=True, eq=False)
class Region:
    """Tiles that move again and again, and since when without a stop."""

    tiles: Tiles
    since_ms: float


class Motion:
    """What moved in the looks after one action; `known` are the regions from before it."""

    def __init__(self, known: Tiles) -> None:
        self._history = deque[tuple[float, "Tiles"]]()
        self._often = np.zeros(known.shape, np.int32)
        self._known = {one.tobytes(): (one, 0.0) for one in _parts(known)}  # with when it last moved
        self._endless = np.zeros(known.shape, np.bool_)

    def add(self, at_ms: float, moved: Tiles) -> None:
        """Take in one look."""
        if moved.any():
            self._history.append((at_ms, moved))
            self._often += moved
        while self._history and at_ms - self._history[0][0] > _REMEMBERED_MS:
            self._often -= self._history.popleft()[1]
        for key, (tiles, _) in self._known.items():
            if (tiles & moved).any():
                self._known[key] = (tiles, at_ms)

    def endless(self, at_ms: float) -> Tiles:
        """Return the tiles whose motion says nothing: what moved before the action and still does, and `ignore`d."""
        alive = (tiles for tiles, last_ms in self._known.values() if at_ms - last_ms <= _LOST_MS)
        return reduce(np.logical_or, alive, self._endless)

    def ignore(self, region: Region) -> None:
        """Count a region as endless from here on."""
        self._endless = self._endless | region.tiles

    def regions(self, at_ms: float) -> list[Region]:
        """Return what moves again and again now, but for what is endless."""
        often = (self._often >= _OFTEN) & ~self.endless(at_ms)
        found = (self._region(tiles, at_ms) for tiles in _parts(_widened(often)))
        return [region for region in found if region]

    def _region(self, tiles: Tiles, at_ms: float) -> Region | None:
        """Return a region when it moves now and has done so for a while."""
        times = [at for at, moved in self._history if (moved & tiles).any()]
        since = max((n for n in range(1, len(times)) if times[n] - times[n - 1] > _GAP_MS), default=0)
        run = times[since:]
        if len(run) < _MOTIONS or run[-1] - run[0] < _RUN_MS:
            return None
        pace_ms = (run[-1] - run[0]) / (len(run) - 1)
        return Region(tiles, run[0]) if at_ms - run[-1] < max(_STILL_MS, 3 * pace_ms) else None


def _widened(tiles: Tiles) -> Tiles:
    """Return some tiles with their neighbours."""
    import cv2

    return cv2.dilate(tiles.astype(np.uint8), np.ones((3, 3), np.uint8)).astype(np.bool_)


def _parts(tiles: Tiles) -> list[Tiles]:
    """Return the connected parts of some tiles."""
    import cv2

    if not tiles.any():
        return []
    count, labels = cv2.connectedComponents(tiles.astype(np.uint8), connectivity=8)
    return [labels == n for n in range(1, count)]
