"""Paints flat grey over all that no picture may show: our own windows, and what a person keeps back.

This happens before anything else sees the pixels, so that masked captures are only compared with masked ones. It is
the only way to a capture that is sent, kept, read or shown: `MaskedSource`.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

import numpy as np

from desktop_agent.core.frame import Pixels, Scene, Window
from desktop_agent.core.geometry import Rect
from desktop_agent.core.own_windows import FLOATING_TITLES
from desktop_agent.screen.capture_units import covering
from desktop_agent.screen.private_parts import PrivateParts
from desktop_agent.screen.source import CaptureSource
from desktop_agent.screen.window import WindowSource

GREY = 0x80
# A window that has just come up may not be known yet for what it is: a manager still puts it into its frame.
_LOOKS_UNTIL_SURE = 2
# What is on the screen comes later than what the server tells of it, where a compositor draws.
_SHOWN_LATE_S = 0.05
# For so long the pixels of a window may stay where it was: until the program below has painted there.
_REPAINTED_WITHIN_S = 3.0


@dataclass(frozen=True, slots=True)
class _Masking:
    """A capture, what was painted over in it, and what is shown of it."""

    capture: Pixels
    boxes: AbstractSet[Rect]
    shown: Pixels


@dataclass(frozen=True, slots=True)
class MaskedParts:
    """What is painted over in a part of the desktop; `passed`: where something of that was until now.

    `private` is what is seen, and was seen until now, of the windows that a person hides.
    """

    now: tuple[Rect, ...] = ()
    passed: tuple[Rect, ...] = ()
    private: tuple[Rect, ...] = ()


class MaskedSource:
    """Captures of a desktop with what may not be shown painted over."""

    def __init__(self, source: CaptureSource, windows: WindowSource, masks: Masks | None) -> None:
        self._source = source
        self._windows = windows
        self.masks = masks
        self.scene = Scene()  # right after the last capture, where something may be masked
        self.is_passing = False  # that one is grey, too, where a masked window only was until then
        self._last: _Masking | None = None
        self._left: dict[Rect, float] = {}  # where hidden windows are and were, and until when that is painted over

    def grab(self, box: Rect, scene: Scene | None = None, *, glance: bool = False) -> Pixels:
        """Capture a part of the desktop, or all that is shown, with the `scene` from just before; ScreenError if not.

        A glance is enough for what is only compared (`CaptureSource.glance`).
        What came up, moved, was uncovered or got another title in between is painted over at all its places, and the
        places of a hidden window for a moment longer. Where a capture is the very one from before, nothing has come up
        since then.
        """
        take = self._source.glance if glance else self._source.grab
        if self.masks is None:
            return take(box)
        before = self.masks.parts(scene or self._windows.scene(), box)
        if before.passed:
            time.sleep(_SHOWN_LATE_S)
        pixels = take(box)
        last = self._last if self._last is not None and pixels is self._last.capture else None
        now = self.scene = self._windows.scene() if scene is None or last is None else scene
        if scene is not None:
            self.masks.follow(pixels, box, now)
        after = self.masks.parts(now, box)
        left = self._left_by({*before.private, *after.private}, {*before.passed, *after.passed})
        self.is_passing = bool(left)
        seen = (*before.now, *before.private, *after.now, *after.private)
        boxes = {*seen, *_within(box, left), *self.masks.lost_parts(now, box)}
        if last is None or last.boxes != boxes:
            last = self._last = _Masking(pixels, boxes, painted(pixels, box, boxes) if boxes else pixels)
        return last.shown

    def _left_by(self, present: AbstractSet[Rect], passed: AbstractSet[Rect]) -> tuple[Rect, ...]:
        """Return where windows were until now, or where hidden ones were a moment ago."""
        now = time.monotonic()
        places = {**dict.fromkeys(present, math.inf), **self._left}
        gone = {place: now + _REPAINTED_WITHIN_S for place, until in places.items() if until == math.inf}
        self._left = {place: until for place, until in (places | gone).items() if until > now}
        self._left |= dict.fromkeys(present, math.inf)
        return (*passed, *self._left.keys() - present)


class Masks:
    """Remembers which windows are masked; `masked` is called for each new window."""

    def __init__(
        self, windows: WindowSource, masked: Callable[[Window], bool], private: PrivateParts | None = None
    ) -> None:
        self._windows = windows
        self._masked = masked
        self._private = private
        self._known: dict[int, tuple[bool, int]] = {}  # window: is it masked, and how often that was asked
        self._floats: dict[int, bool] = {}  # which of the masked ones stay on the screen for the person to see

    @property
    def floating(self) -> frozenset[int]:
        """Return the masked windows by which the person watches the run."""
        return frozenset(number for number, floats in self._floats.items() if floats and self._known[number][0])

    def follow(self, pixels: Pixels, shown: Rect, scene: Scene) -> None:
        """Find the fields of secrets in a capture of all that is shown, before anything is painted over in it."""
        if self._private is not None:
            ours = [number for number, (masked, _) in self._known.items() if masked]
            self._private.follow(pixels, shown, scene, ours)

    def lost_parts(self, scene: Scene, shown: Rect) -> tuple[Rect, ...]:
        """Return what is seen of windows in which a secret's field is, nobody knows where."""
        lost = frozenset[int]() if self._private is None else self._private.lost_in(scene)
        return tuple(part for number in lost for part in visible_parts(scene, number, shown))

    def parts(self, scene: Scene, shown: Rect) -> MaskedParts:
        """Return what is to be painted over in the part `shown` of the desktop."""
        self._learn(scene)
        private = frozenset[int]() if self._private is None else self._private.windows_in(scene)
        masked = [number for number, (masked, _) in self._known.items() if masked or number in private]
        boxes = () if self._private is None else self._private.boxes(scene)
        now = (*_within(shown, boxes), *(part for number in masked for part in visible_parts(scene, number, shown)))
        hidden = {*masked} - self.floating  # those are gone from the screen before a picture is taken
        passed = _within(shown, (one.box for one in scene.passed if one.id in hidden))
        private |= frozenset() if self._private is None else self._private.passed_in(scene)
        seen = [part for number in private for part in visible_parts(scene, number, shown)]
        seen += _within(shown, (one.box for one in scene.passed if one.id in private))
        return MaskedParts(now, passed, tuple(seen))

    def kept_back(self, scene: Scene, shown: Rect) -> tuple[Rect, ...]:
        """Return what the person, or the run's own bounds, keep from the model in a part of the desktop.

        Our floating windows are not among it: they are gone from the screen before a picture is taken.
        """
        self._learn(scene)
        private = frozenset[int]() if self._private is None else self._private.windows_in(scene)
        masked = [one for one, (masked, _) in self._known.items() if one in private or masked]
        parts = (part for one in masked if one not in self.floating for part in visible_parts(scene, one, shown))
        boxes = () if self._private is None else self._private.boxes(scene)
        return (*_within(shown, boxes), *parts, *self.lost_parts(scene, shown))

    def _learn(self, scene: Scene) -> None:
        known = self._known
        self._known = {}
        for number in (window.id for window in scene.windows):
            masked, looks = known.get(number, (False, 0))
            if looks < _LOOKS_UNTIL_SURE:
                window = self._windows.describe(number)
                masked, looks = self._masked(window), looks + 1
                self._floats[number] = window.title in FLOATING_TITLES
            self._known[number] = masked, looks
        self._floats = {number: self._floats[number] for number in self._known}


def visible_parts(scene: Scene, number: int, within: Rect) -> tuple[Rect, ...]:
    """Return the parts of a window that lie in `within` and that no other window covers."""
    above = list[Rect]()
    parts = list[Rect]()
    for window in scene.windows:
        if window.id != number:
            above.append(window.box)
        elif seen := window.box.intersection(within):
            parts += seen.without(*above)
    return tuple(parts)


def _within(shown: Rect, boxes: Iterable[Rect]) -> tuple[Rect, ...]:
    return tuple(part for box in boxes if (part := box.intersection(shown)))


def painted(pixels: Pixels, shown: Rect, boxes: Iterable[Rect]) -> Pixels:
    """Return the pixels of `shown` with boxes of the desktop filled with grey."""
    size = pixels.size
    rows = np.frombuffer(pixels.bgrx, np.uint8).reshape(size.height, size.width, 4).copy()
    for box in _within(shown, boxes):
        part = covering(box, shown, size)
        rows[part.y : part.bottom, part.x : part.right, :3] = GREY
    return Pixels(size, rows.tobytes())
