"""The decision when the screen has come to rest after an action: look by look, without clock or screen.

It has settled once the action is answered, no relevant change goes on, and no program shows signs of work. An answer is
a strong and lasting change of a good part of the picture, unlike the hover and the pressed look of a button. Carets are
no change (`compare.py`), nor is a motion that began before the action. A program at work reports it, waits for the
network, or has used its processor most of the time (`signs.py`).

There are six times. Each has one reason and one measurement: 896 acts in 26 programs, recorded at 28 ms a look on a
busy machine and played again (2026-11-28). With the times as they are, the mean wait is 423 ms, and 57 pictures are
outdated by a change within the next 2 s, carets drawn as blocks among them.

| time       |   ms | reason                                 | measured with another value                    |
|------------|------|----------------------------------------|------------------------------------------------|
| quiet_ms   |  100 | an animation has short pauses          | 200: 467 ms, 49 outdated; 50: 419 ms, 57       |
| window_ms  |  250 | windows, pages and texts come in parts | 100: 372 ms, 62 outdated; 400: 515 ms, 45      |
| answer_ms  |  400 | an act may have no visible effect      | 250: 368 ms, 70 outdated; 1000: 676 ms, 57     |
| endless_ms | 2000 | a video or a busy program never ends   | 1000: 415 ms, 59 outdated; 3000: 426 ms, 57    |
| longest_ms | 5000 | the model decides what to do then      | the longest wait was 3 s, for a page after 2 s |
| poll_ms    |   24 | looking costs processor time           | twice that: 474 ms, 54 outdated                |
"""

from __future__ import annotations

import math
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from desktop_agent.core.actions.action import Effect
from desktop_agent.core.pictures import Size
from desktop_agent.core.runs.waiting import Unrest
from desktop_agent.screen.rest.signs import Sign

if TYPE_CHECKING:
    from desktop_agent.screen.captures.compare import Counts, Tiles

Verdict = Literal["wait", "rest"] | Unrest


@dataclass(frozen=True, slots=True)
class SettleTimes:
    """The times to wait; the table above has the reason for each."""

    quiet_ms: int = 100  # without a change
    window_ms: int = 250  # without a change, where more may follow
    answer_ms: int = 400  # for a first answer
    endless_ms: int = 2000  # what goes on for so long after the answer counts no more
    longest_ms: int = 5000
    poll_ms: int = 24


# What counts as an answer: this share of the pixels, or of the tiles, since text leaves most pixels as they were. A
# change of so many tiles at once is one, however little each changes: no button is so large.
_ANSWER_PIXELS = 0.005
_ANSWER_TILES = 0.02
_REPAINT_TILES = 0.2
_STRONG_TILE = 4  # pixels of it
_EMPTY_TILES = 4  # fewer in a new window are no content yet
# on a busy machine the looks come late, too
_PAINTED_LOOKS = 2
_QUIET_LOOKS = 3
_LEAST_LOOKS = 8
_RUN_LOOKS = 4  # in which a tile has moved again
_PATIENCE = 1.5  # times the longest pause between two steps of one change


@dataclass(frozen=True, slots=True, eq=False)
class Background:
    """The activity that is independent of actions: tiles that move, and signs of work."""

    movers: Tiles
    signs: AbstractSet[Sign] = frozenset()

    @classmethod
    def before(cls, last: Background | None, shape: tuple[int, int], signs: AbstractSet[Sign]) -> Background:
        """Return the background before an action, from the one after the `last` action and the signs of now.

        Work that a program has begun since then is independent of the actions.
        """
        movers = last.movers if last is not None and last.movers.shape == shape else np.zeros(shape, np.bool_)
        lasting = last.signs & signs if last is not None else frozenset()
        return cls(movers, lasting | (signs & {"processor"}))


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """One look: when, how many pixels changed in each tile, and the signs of work."""

    at_ms: float
    moved: Counts  # at all, since the look before
    answered: Counts  # strongly, since the picture before the action
    signs: AbstractSet[Sign] = frozenset()
    handled_ms: float | None = None  # up to when the active window has handled its events; None is unknown
    rearranged: bool = False  # a window opened, closed or moved, or the keyboard went to another one
    has_new_window: bool = False  # that was not there before the action


class Settling:
    """The wait after one action; `size` is the capture's."""

    def __init__(self, size: Size, effect: Effect, times: SettleTimes, background: Background) -> None:
        self._effect = effect
        self._times = times
        self._least_pixels = _ANSWER_PIXELS * size.width * size.height
        self._signs: AbstractSet[Sign] = frozenset()
        self._ignored_signs = background.signs
        self._motion = Motion(background.movers, times)
        self._answered_ms: float | None = None
        self._changed_ms: float | None = None
        self._busy_ms = 0.0  # the last look at which something changed or worked
        self._pace_ms = 0.0  # the longest pause between two steps of one change
        self._is_repainted = False
        self._has_new_window = False
        self._is_rearranged = False
        self._is_empty = False
        self._has_asked = False
        self._looks = 0
        self._quiet_looks = 0
        self._handled_looks = 0

    @property
    def background(self) -> Background:
        """Return the background at the end of the wait."""
        outlasting = self._signs if self._effect != "none" else frozenset[Sign]()
        return Background(self._motion.running(), self._ignored_signs | outlasting)

    def add(self, sample: Sample) -> Verdict:
        """Add a look; return whether it shows the outcome of the action, or why the wait for it is over."""
        if self._effect == "none":
            return "rest"
        self._looks += 1
        at = sample.at_ms
        self._signs = sample.signs
        counting = self._motion.add(at, sample.moved > 0, self._answered_ms)
        self._note_change(sample, np.where(counting, sample.moved, 0))
        self._update_answered(at, np.where(counting, sample.answered, 0))
        is_handled = sample.handled_ms is None or sample.handled_ms >= (self._changed_ms or 0.0)
        self._handled_looks = self._handled_looks + 1 if is_handled or "silent" in self._ignored_signs else 0
        is_working = self._note_work(at)
        if is_working:
            self._busy_ms = at  # what it works at is painted a moment later
            self._quiet_looks = 0
        elif self._is_at_rest(at):
            return "rest"
        if at < self._times.longest_ms or self._looks < _LEAST_LOOKS:
            return "wait"
        if "silent" in self._signs:
            return "silent"
        return "working" if is_working else "moving"

    def _note_change(self, sample: Sample, moved: Counts) -> None:
        self._is_rearranged |= sample.rearranged
        self._has_new_window = sample.has_new_window
        tiles = int(np.count_nonzero(moved))
        # A window that the keyboard goes to, or leaves, may be shaded as a whole; that is no answer.
        self._is_repainted |= tiles >= _REPAINT_TILES * moved.size and not self._is_rearranged
        if not tiles and not sample.rearranged:
            self._quiet_looks += 1
            return
        step_ms = sample.at_ms - (self._changed_ms or sample.at_ms)
        if step_ms <= 2 * self._times.quiet_ms:
            self._pace_ms = max(self._pace_ms, step_ms)
        self._changed_ms = sample.at_ms
        self._busy_ms = sample.at_ms
        self._quiet_looks = 0

    def _update_answered(self, at: float, strong: Counts) -> None:
        tiles = int(np.count_nonzero(strong >= _STRONG_TILE))
        self._is_empty = self._has_new_window and tiles < _EMPTY_TILES
        if self._effect == "small":
            is_answered = self._changed_ms is not None
        else:
            is_large = int(strong.sum()) >= self._least_pixels or tiles >= _ANSWER_TILES * strong.size
            is_answered = is_large or self._is_repainted
        if not is_answered:
            self._answered_ms = None
        elif self._answered_ms is None:
            self._answered_ms = at

    def _note_work(self, at: float) -> bool:
        """Return whether a program shows signs of work on this action.

        Requests and computing long after the answer are unrelated to it. After letters they are unrelated from the
        start: letters appear or they don't.
        """
        signs = self._signs - self._ignored_signs
        is_over = self._answered_ms is not None and at - self._answered_ms >= self._times.endless_ms
        if is_over or self._effect == "small":
            signs -= {"network"}
        if is_over or (self._effect == "small" and self._answered_ms is not None):
            signs -= {"processor"}
        self._has_asked |= "network" in signs
        return bool(signs)

    def _is_at_rest(self, at: float) -> bool:
        times = self._times
        if self._quiet_looks < _QUIET_LOOKS or self._handled_looks < _PAINTED_LOOKS:
            return False
        may_follow = self._effect == "small" or self._answered_ms is None or self._has_asked
        may_follow = may_follow or self._is_rearranged or self._has_new_window
        quiet_ms = max(times.window_ms if may_follow else times.quiet_ms, _PATIENCE * self._pace_ms)
        if at - self._busy_ms < quiet_ms:
            return False
        if self._is_empty and at < times.endless_ms:
            return False
        return self._answered_ms is not None or at >= times.answer_ms


class Motion:
    """Repeated motion: the tiles of a spinner or a video, each with its neighbours.

    An arc leaves each of its tiles now and then. A run of motion goes on while its pauses are no longer than
    `window_ms`.
    """

    def __init__(self, movers: Tiles, times: SettleTimes) -> None:
        """`movers` are the tiles that moved before the action."""
        self._times = times
        self._ignored = movers.copy()
        self._since_ms = np.zeros(movers.shape)
        self._last_ms = np.where(movers, 0.0, -math.inf)
        self._looks = np.zeros(movers.shape, np.int32)
        self._at_ms = 0.0

    def add(self, at_ms: float, moved: Tiles, answered_ms: float | None) -> Tiles:
        """Add one look; return the tiles whose motion counts.

        Motion that began before the action doesn't count, nor motion long after the answer.
        """
        near = _with_neighbours(moved)
        self._at_ms = at_ms
        begun = near & ~self._recently_moving()
        self._since_ms[begun] = at_ms
        self._looks[begun] = 0
        self._looks[near] += 1
        self._last_ms[near] = at_ms
        if answered_ms is not None:
            since_ms = np.maximum(self._since_ms, answered_ms)
            self._ignored |= (self._looks >= _RUN_LOOKS) & (at_ms - since_ms >= self._times.endless_ms)
        self._ignored &= self._recently_moving()
        return ~self._ignored

    def running(self) -> Tiles:
        """Return the tiles with repeated motion now."""
        is_moving = self._at_ms - self._last_ms < self._times.quiet_ms
        return self._ignored | (is_moving & (self._looks >= _RUN_LOOKS))

    def _recently_moving(self) -> Tiles:
        return self._at_ms - self._last_ms <= self._times.window_ms


def _with_neighbours(tiles: Tiles) -> Tiles:
    import cv2

    return cv2.dilate(tiles.astype(np.uint8), np.ones((3, 3), np.uint8)).astype(np.bool_)
