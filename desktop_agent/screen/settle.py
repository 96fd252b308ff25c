"""Decides when the screen has come to rest after an action: look by look, without clock or screen.

An answer is awaited first: a strong change of a good part of the picture that stays, unlike the hover and the pressed
look of a button. Then the screen has to be quiet for a while, but for carets. How long to wait where no answer comes is
what earlier answers of the window suggest (`Habits`).

A picture may be sent early, before the screen is known to be at rest: after the answer and a short rest, or where none
has come within the time that answers of this window take. Each wait tells whether anything came after that, early
picture or not, and the window's record of it decides whether one is sent early there. What was done to the same control
a few times has a record of its own: when its answer is there, and that nothing follows, is known sooner.

A program at work is waited for: one that says so, waits for the network, or has had work for its processor most of the
time (`signs.py`), and one that the action has set moving, as a browser's tab does while a page loads. A page that has
come is complete once what told of its loading, as the stop button does, is gone. What moved or worked before the action
and goes on, or does so long after the answer, is neither an answer nor unrest.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import reduce
from typing import TYPE_CHECKING, Literal

import numpy as np

from desktop_agent.core.actions import Effect
from desktop_agent.core.geometry import Size
from desktop_agent.core.settlement import EarlyReason, Unrest
from desktop_agent.screen.signs import COMPUTES

if TYPE_CHECKING:
    from desktop_agent.screen.compare import Counts, Tiles
    from desktop_agent.screen.signs import Sign

Verdict = Literal["wait", "rest"] | Unrest
_REMEMBERED_MS = 1500.0
_OFTEN = 3  # looks in which a tile moved
_MOTIONS = 4  # looks in which a region moved
_RUN_MS = 200.0  # it goes on for so long: the look of a pressed button changes for less
_GAP_MS = 300.0  # and stops for no longer; carets stop for 500 ms
_STILL_MS = 100.0  # after that it has stopped, unless it always moved more seldom
_LOST_MS = 400.0  # a known region that has stopped for so long is none any more
_REMEMBERED = 12  # actions in one window
_ENOUGH = 8  # actions after which a window is known
_AT_ONCE_MS = 300.0
_SOON_MS = 400.0  # where answers come at once or never
_LATER = 1.25  # times the slowest answer
_SOONER = 0.9  # times the soonest
_SLACK_MS = 40.0
_LONGEST_MS = 2500.0
_RECORD = 20  # waits in one window
_KNOWN = 4  # waits after which the answer to an act on one control is known
_MOST_KNOWN = 400  # of these
_LEAST_USUAL_MS = 200.0  # until no answer counts as none, where all came at once


@dataclass(frozen=True, slots=True)
class SettleTimes:
    """The times to wait; milliseconds from the end of the action."""

    floor_ms: int = 0
    answer_ms: int = 1000  # for a first change, in a window of which nothing is known
    quiet_ms: int = 100  # without a change
    early_ms: int = 50  # the same, for a picture that is sent early
    due_ms: int = 16  # the same, where the last change is there that was the last one before
    window_ms: int = 260  # the same, where a window came up: it fills, and GTK opens a submenu after 225 ms
    empty_ms: int = 2000  # for something in a window that has come up empty
    closing_ms: int = 180  # the same, where one went, or the keyboard did: what had it is drawn anew
    loading_ms: int = 200  # the same, where the network has answered: browsers add to a page
    letters_ms: int = 160  # without a change, after text
    beginning_ms: int = 200  # after the smallest change, for more to follow, as when a page begins to load
    endless_ms: int = 1000  # what moves for so long after the answer says nothing more
    asking_ms: int = 2000  # nor does what the network still owes
    rendering_ms: int = 700  # for a first change, after the network has answered
    telling_ms: int = 900  # for what tells of the loading to go: Firefox gives its button back 650 ms after the page
    ceiling_ms: int = 3000
    working_ms: int = 5000  # the ceiling for a program that is seen to work
    starved_ms: int = 8000  # and for one that hardly got a processor
    ceiling_looks: int = 8  # and a ceiling counts only after so many looks
    longest_ms: int = 20_000  # but for this one
    poll_ms: int = 24
    due_poll_ms: int = 10  # while the answer is due
    calm_ms: int = 150  # without a change, after which looks may be rarer
    calm_poll_ms: int = 40
    sent_poll_ms: int = 80  # while the model thinks
    answer_share: float = 0.005  # of the picture's pixels: what counts as an answer
    answer_tiles: float = 0.02  # or of its tiles: text leaves most pixels as they were
    repaint_tiles: float = 0.2  # or that change at once, however little: no button is so large


_STRONG_TILE = 4
_PAINTED_TILE = 128  # pixels of a tile


_EMPTY_TILES = 4  # fewer are no word


_PAINTED_LOOKS = 2  # after a program has handled what it was sent


_QUIET_LOOKS = 3  # on a busy machine the looks come late, too
_EARLY_LOOKS = 2


_SLOWEST_PACE_MS = 200.0  # between two steps of one change


_PATIENCE = 1.5  # times its slowest step so far, for a next one


@dataclass(frozen=True, slots=True)
class Subject:
    """What an action was done to: a window, and in it what `habit` is the name for, as one of its buttons."""

    window: int | None = None
    habit: str = ""


@dataclass(frozen=True, slots=True)
class Due:
    """When the last change came of acts like this one: between these moments after it."""

    from_ms: float
    to_ms: float


@dataclass(frozen=True, slots=True, eq=False)
class Expectation:
    """The expectation before an action: how long to wait for an answer, and which motion and signs mean nothing.

    `usual_ms` is the time within which answers come, and `early` whether so little comes later that a picture may be
    sent early. `due` is when all is there, where that is known of acts like this one.
    """

    patience_ms: float
    movers: Tiles
    signs: AbstractSet[Sign] = frozenset()
    usual_ms: float = _LEAST_USUAL_MS
    early: bool = False
    due: Due | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """One look: when, how many pixels changed in each tile, and what programs tell of their work."""

    at_ms: float
    moved: Counts  # at all, since the look before
    answered: Counts  # strongly, since the picture before the action
    signs: AbstractSet[Sign] = frozenset()
    handled_ms: float | None = None  # up to when the active window has handled its events; None: it does not tell
    rearranged: bool = False  # a window came, went or moved, or the keyboard went to another one
    has_new_window: bool = False  # one that was not there before the action


class Settling:
    """The wait after one action; `size` is the capture's."""

    def __init__(self, size: Size, effect: Effect, times: SettleTimes, expected: Expectation) -> None:
        self.effect = effect
        self._times = times
        self._expected = expected
        self._least = times.answer_share * size.width * size.height
        self._is_repainted = False
        self._painted = np.zeros_like(expected.movers)  # as a whole, and what of it just now
        self._loading_tiles = np.zeros_like(expected.movers)  # tiles that differ since before the answer, and not by it
        self.answer_ms: float | None = None
        self.early: EarlyReason | None = None  # why a picture could have been sent, or was
        self.is_outdated = False  # something has changed since then
        self._came_late = False  # the same of any earlier picture
        self._motion = Motion(expected.movers)
        self._at_ms = self._step_ms = 0.0  # of the newest look, and since the one before
        self._has_new_window = self._rearranged = self._is_empty = False
        self._signs: AbstractSet[Sign] = frozenset()
        self._working = self._tells_work = self._has_told_work = False
        self._starved_ms = -math.inf  # the last look at which it was
        self._worked_ms: float | None = None
        self._asked_ms: float | None = None  # the last look at which the network owed an answer, or had just given one
        self._stirred_ms: float | None = None  # the last change at all
        self._changed_ms = 0.0  # the last one that counts
        self._pace_ms = self._last_pace_ms = 0.0  # between two steps of one change: the longest, the newest
        self._looks = self._quiet_looks = self._handled_looks = 0

    @property
    def is_typical(self) -> bool:
        """Tell whether this wait teaches when all that comes of such an action is there: no program said it works."""
        return self.effect == "any" and not self._has_told_work

    @property
    def teaches(self) -> bool:
        """Tell whether this wait teaches how long to wait the next time."""
        return self.effect == "any" and self._worked_ms is None

    @property
    def came_late(self) -> bool:
        """Tell whether something came after a picture that could have been sent early.

        A first answer that is later than any before it counts only where one was sent: it has changed what is usual.
        """
        counts = self.early == "answered" or self._expected.early
        return self._came_late or (self.is_outdated and counts)

    @property
    def may_be_early(self) -> bool:
        """Tell whether a picture may be sent now, though the screen may not be at rest yet."""
        return self._expected.early and self.early is not None and not self.is_outdated

    @property
    def last_news_ms(self) -> float:
        """Return when the answer came; without one, when anything changed last."""
        return self.answer_ms if self.answer_ms is not None else self._stirred_ms or 0.0

    @property
    def last_change_ms(self) -> float:
        """Return when anything that counts changed last."""
        return self._changed_ms

    @property
    def is_due(self) -> bool:
        """Tell whether the answer is likely to be there any moment now."""
        due = self._expected.due
        return due is not None and self.early is None and due.from_ms <= self._at_ms <= due.to_ms

    @property
    def outlasting(self) -> AbstractSet[Sign]:
        """Return the signs of work that were still there when waiting was over."""
        return self._signs if self.effect != "none" else frozenset()

    def movers(self) -> Tiles:
        """Return the tiles that still moved at the end, as they will after the next action."""
        regions = (region.tiles for region in self._motion.regions(self._at_ms))
        return reduce(np.logical_or, regions, self._motion.endless(self._at_ms))

    def add(self, sample: Sample) -> Verdict:
        """Take in a look; tell whether it shows the outcome of the action, or why waiting for that is over."""
        at = sample.at_ms
        self._looks += 1
        self._step_ms = sample.at_ms - self._at_ms
        self._at_ms = at
        self._signs = sample.signs
        self._has_new_window = sample.has_new_window
        self._motion.add(at, sample.moved > 0)
        if self.effect == "none":
            return "rest"
        elsewhere = ~self._motion.endless(at)
        self._note_change(sample, np.where(elsewhere, sample.moved, 0))
        self._note_answer(sample, elsewhere)
        self._note_handled(sample)
        working = self._working = self._is_working(at)
        self.early = self.early or self._early_reason(at)
        rests = not working and self._is_over(at)
        if not rests and not self._is_too_long(at):
            return "wait"
        return "silent" if "silent" in self._signs else "rest" if rests else "working" if working else "moving"

    def _is_too_long(self, at: float) -> bool:
        """Tell whether to wait no longer: on a busy machine a look may take a second, and one or two tell nothing."""
        times = self._times
        ceiling_ms = times.ceiling_ms if self._worked_ms is None else times.working_ms
        if at - self._starved_ms < times.answer_ms:
            ceiling_ms = times.starved_ms
        return (at >= ceiling_ms and self._looks >= times.ceiling_looks) or at >= times.longest_ms

    def is_nearly_over(self) -> bool:
        """Tell whether the screen will be at rest a look or two from now, if nothing more changes."""
        return not self._working and self._is_over(self._at_ms + 2 * self._step_ms, 2)

    @property
    def is_calm(self) -> bool:
        """Tell whether nothing has changed for a while."""
        return self._at_ms - self._changed_ms >= self._times.calm_ms

    def is_nearly_early(self) -> bool:
        """Tell whether a picture may be sent a look or two from now, if nothing more changes."""
        if not self._expected.early or self.early is not None:
            return False
        return self._early_reason(self._at_ms + 2 * self._step_ms, 2) is not None

    def expect_more(self) -> None:
        """Wait on after a picture that something came after."""
        self._came_late = self.came_late
        self.early, self.is_outdated = None, False

    def _early_reason(self, at: float, more_looks: int = 0) -> EarlyReason | None:
        """Return why a picture could be sent at a moment; None while it cannot.

        Where windows came or went more follows too often, and where the network owes something too late. What moves is
        no rest before it has stopped for longer than between any two of its steps.
        """
        if self._tells_work or self._rearranged or self._has_new_window or self._asked_ms is not None:
            return None
        due = self._expected.due
        rest_ms, pace_ms, looks = self._times.early_ms, self._pace_ms, _EARLY_LOOKS
        if due and self._changed_ms >= due.from_ms:  # what was the last change before
            rest_ms, pace_ms, looks = self._times.due_ms, self._last_pace_ms, 1
        elif due and at < due.from_ms:
            return None
        if at - self._changed_ms < max(rest_ms, _PATIENCE * pace_ms):
            return None
        if min(self._handled_looks, self._quiet_looks) + more_looks < looks or self._is_empty:
            return None
        if self.answer_ms is not None:
            return "answered"
        return "usual" if at >= self._expected.usual_ms else None

    def _note_change(self, sample: Sample, moved: Counts) -> None:
        at = sample.at_ms
        self._rearranged = self._rearranged or sample.rearranged
        tiles = int(np.count_nonzero(moved))
        if tiles:
            self._stirred_ms = at
        # A window that the keyboard goes to, or leaves, may be shaded as a whole; that is no answer.
        is_page = tiles >= self._times.repaint_tiles * moved.size
        self._is_repainted |= is_page and not self._rearranged
        self._painted = (sample.moved >= _PAINTED_TILE) & is_page
        if not tiles and not sample.rearranged:
            self._quiet_looks += 1
            return
        self.is_outdated = self.early is not None
        step = at - self._changed_ms
        self._last_pace_ms = step if self._changed_ms and step <= _SLOWEST_PACE_MS else 0.0
        self._pace_ms = max(self._pace_ms, self._last_pace_ms)
        self._changed_ms = at
        self._quiet_looks = 0

    def _note_answer(self, sample: Sample, elsewhere: Tiles) -> None:
        if self.effect == "small":
            answered = self._stirred_ms is not None
        else:
            strong = np.where(elsewhere, sample.answered, 0)
            pixels = int(strong.sum())
            tiles = int(np.count_nonzero(strong >= _STRONG_TILE))
            answered = pixels >= self._least or tiles >= self._times.answer_tiles * strong.size or self._is_repainted
            differs = sample.answered >= _STRONG_TILE
            self._is_empty = self._has_new_window and tiles < _EMPTY_TILES
            self._loading_tiles = self._loading_tiles & differs & ~self._painted if answered else differs
        if not answered:
            self.answer_ms = None
        elif self.answer_ms is None:
            self.answer_ms = sample.at_ms

    def _note_handled(self, sample: Sample) -> None:
        """Note whether the active window has handled all events before the last change, the focus among them."""
        handled_ms = sample.handled_ms
        handled = handled_ms is None or handled_ms >= self._changed_ms or "silent" in self._expected.signs
        self._handled_looks = self._handled_looks + 1 if handled else 0

    def _is_working(self, at: float) -> bool:
        """Tell whether a program says that it is at work, or moves since the action did something to it."""
        telling = self._telling_signs(at)
        working = self._tells_work = bool(telling)
        self._has_told_work |= working
        if "starved" in telling:
            self._starved_ms = at
        if working:
            self._quiet_looks = 0  # what it works at is painted a moment later
        for region in self._motion.regions(at):
            if self.answer_ms is not None and at - max(region.since_ms, self.answer_ms) >= self._times.endless_ms:
                self._motion.ignore(region)
            else:
                # A letter has appeared or has not; what else the program does with it need not be waited for.
                working = working or self.effect == "any"
        if working:
            self._worked_ms = at
        return working

    def _telling_signs(self, at: float) -> AbstractSet[Sign]:
        """Return the signs of work on this action; long after the answer what is asked for or computed is none.

        Nor is it for letters, which have appeared or not, unless their program is starved.
        """
        signs = self._signs - self._expected.signs
        is_over = self.answer_ms is not None and at - self.answer_ms >= self._times.asking_ms
        if self.effect != "any" or is_over:
            signs -= {"network", "answered"}
        if is_over or (self.effect == "small" and self.answer_ms is not None and "starved" not in signs):
            signs -= COMPUTES
        if signs & {"network", "answered"}:
            self._asked_ms = at
        return signs - {"answered"}

    def _quiet_ms(self) -> float:
        """Return how long nothing may change before the screen is at rest: the longest of the times that apply."""
        times = self._times
        waits = [times.quiet_ms, _PATIENCE * self._pace_ms]
        waits += [times.letters_ms] if self.effect == "small" else []
        waits += [times.closing_ms] if self._rearranged else []
        waits += [times.loading_ms] if self._asked_ms is not None else []
        return max(*waits, times.window_ms if self._has_new_window else 0)

    def _is_over(self, at: float, more_looks: int = 0) -> bool:
        times = self._times
        if at < times.floor_ms or self._handled_looks + more_looks < _PAINTED_LOOKS:
            return False
        if at - self._changed_ms < self._quiet_ms() or self._quiet_looks + more_looks < _QUIET_LOOKS:
            return False
        if self.answer_ms is not None:
            return not self._is_still_loading(at)
        last_ms = max((ms for ms in (self._stirred_ms, self._worked_ms) if ms is not None), default=-times.beginning_ms)
        is_painting = self._asked_ms is not None and at - self._asked_ms < times.rendering_ms
        is_painting = is_painting or (self._is_empty and at < times.empty_ms)
        return not is_painting and at >= self._expected.patience_ms and at - last_ms >= times.beginning_ms

    def _is_still_loading(self, at: float) -> bool:
        """Tell whether a page has come, and a sign of its loading around it is still there."""
        if self._asked_ms is None or self.answer_ms is None or not self._is_repainted:
            return False
        # A busy machine paints the page long after the network has answered.
        since_ms = max(self._asked_ms, self.answer_ms)
        return at - since_ms < self._times.telling_ms and bool(self._loading_tiles.any())


@dataclass(frozen=True, slots=True, eq=False)
class Region:
    """Tiles that move again and again, and since when without a stop.

    Tiles that moved several times within a second make a region with their neighbours: the arc of a spinner leaves each
    of its tiles now and then, and the whole of it never rests. What moved like that when the last action had come to
    rest, and still does, has nothing to do with this one. What an action has set moving is a program at work.
    """

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
        found = (self._region(tiles, at_ms) for tiles in _parts(_widen(often)))
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


def _widen(tiles: Tiles) -> Tiles:
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


class Habits:
    """Learns from each action what to expect of the next; `answer_ms` where nothing is known.

    How long the answers of each window take, and to acts on one control of it, what moves there all the time, and which
    signs of work mean nothing because they outlasted all waiting.
    """

    def __init__(self, answer_ms: float) -> None:
        self._answer_ms = answer_ms
        self._windows = dict[int | None, _Record]()
        self._subjects = dict[Subject, _Record]()
        self._movers: Tiles | None = None
        self._signs: AbstractSet[Sign] = frozenset()

    def expect(self, subject: Subject, shape: tuple[int, int], signs: AbstractSet[Sign]) -> Expectation:
        """Return what to expect of an action, on a screen of so many tiles, with these signs before it.

        A program that has had work all the while since the last action has it from elsewhere.
        """
        if self._movers is None or self._movers.shape != shape:
            self._movers = np.zeros(shape, np.bool_)
        self._signs &= signs
        of_window, own = self._windows.get(subject.window, _Record()), self._subjects.get(subject, _Record())
        record = own if own.is_known else of_window
        return Expectation(
            self._patience_ms(of_window),
            self._movers,
            signs=self._signs | (COMPUTES if signs & COMPUTES else frozenset()),
            usual_ms=max(_LEAST_USUAL_MS, _LATER * record.slowest_ms),
            early=not any(own.late) and (own.is_known or of_window.is_punctual),
            due=own.due,
        )

    def learn(self, subject: Subject, settling: Settling) -> Tiles:
        """Take note of what came of an action; return which tiles move all the time."""
        self._windows.setdefault(subject.window, _Record()).add(settling, counts=settling.teaches, judges=True)
        if subject.habit:
            record = self._subjects.pop(subject, _Record())
            record.add(settling, counts=settling.is_typical, judges=record.is_known)
            self._subjects[subject] = record  # at the end: the newest
            if len(self._subjects) > _MOST_KNOWN:
                del self._subjects[next(iter(self._subjects))]
        self._movers = settling.movers()
        self._signs |= settling.outlasting
        return self._movers

    def _patience_ms(self, record: _Record) -> float:
        if record.slowest_ms > _AT_ONCE_MS:
            return min(max(self._answer_ms, _LATER * record.slowest_ms), _LONGEST_MS)
        return min(_SOON_MS, self._answer_ms) if len(record.answers) >= _ENOUGH else self._answer_ms


@dataclass(frozen=True, slots=True)
class _Record:
    """What came of the last acts in one window, or on one control."""

    answers: deque[float] = field(default_factory=lambda: deque(maxlen=_REMEMBERED))  # when they came
    ends: deque[float] = field(default_factory=lambda: deque(maxlen=_REMEMBERED))  # and the last change of all
    late: deque[bool] = field(default_factory=lambda: deque(maxlen=_RECORD))  # whether anything came after that

    def add(self, settling: Settling, *, counts: bool, judges: bool) -> None:
        """Add what came of one act; `counts`: when it came is typical; `judges`: it shows what this record is worth."""
        if counts:
            self.answers.append(settling.last_news_ms)
            self.ends.append(settling.last_change_ms)
        if judges and settling.effect != "none":
            self.late.append(settling.came_late)

    @property
    def slowest_ms(self) -> float:
        """Return when the slowest answer came."""
        return max(self.answers, default=0.0)

    @property
    def is_punctual(self) -> bool:
        """Tell whether nothing came after an early picture of the acts on record: fewer than one in twenty."""
        return len(self.late) >= _ENOUGH and not any(self.late)

    @property
    def is_known(self) -> bool:
        """Tell whether this is enough to tell how acts on one control are answered."""
        return len(self.answers) >= _KNOWN

    @property
    def due(self) -> Due | None:
        """Return when the last change is due, where that is known."""
        if not self.is_known:
            return None
        return Due(_SOONER * min(self.ends), _LATER * max(self.ends) + _SLACK_MS)
