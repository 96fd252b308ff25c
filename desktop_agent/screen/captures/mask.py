"""Flat grey over all that no picture may show: our own windows, parts that a person hides, and a locked screen.

This happens before any other code gets the pixels, so that masked captures are only compared with masked ones. Every
capture that is sent, stored, read or displayed comes from `MaskedSource`.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from desktop_agent.core.errors import ScreenError
from desktop_agent.core.own_windows import FLOATING_TITLES
from desktop_agent.core.pictures import Pixels, Rect, Scene, Window
from desktop_agent.screen.captures.private_parts import PrivateParts
from desktop_agent.screen.captures.source import CaptureSource, CursorImage, Monitor, covering
from desktop_agent.screen.controls.window import WindowSource

if TYPE_CHECKING:
    from desktop_agent.presence.lock import LockWatch
    from desktop_agent.screen.captures.private_parts import PasswordSource


GREY = 0x80
# A window that has just opened may not be recognized yet: a manager is still putting it into its frame.
_LOOKS_UNTIL_SURE = 2
# Where a compositor draws, the screen lags behind the server's report of it.
_SHOWN_LATE_S = 0.05
# The pixels of a moved window may stay for so long: until the program below has painted there.
_REPAINTED_WITHIN_S = 3.0


@dataclass(frozen=True, slots=True)
class _Masking:
    """A capture, the boxes painted over in it, and the masked result."""

    capture: Pixels
    boxes: AbstractSet[Rect]
    shown: Pixels


@dataclass(frozen=True, slots=True)
class MaskedParts:
    """The boxes painted over in a part of the desktop; `passed`: places that masked windows have left.

    `private` are the visible parts of windows that a person hides, now and in the last scene.
    """

    now: tuple[Rect, ...] = ()
    passed: tuple[Rect, ...] = ()
    private: tuple[Rect, ...] = ()


class MaskedSource:
    """Captures of a desktop with the hidden parts painted over."""

    def __init__(self, source: CaptureSource, windows: WindowSource, masks: Masks | None) -> None:
        self._source = source
        self._windows = windows
        self.masks = masks
        self.scene = Scene()  # right after the last capture, where something may be masked
        self.is_passing = False  # whether that capture is also grey at the former places of masked windows
        self._last: _Masking | None = None
        self._left: dict[Rect, float] = {}  # places of hidden windows, now and before, and when their painting ends

    def grab(self, box: Rect, scene: Scene | None = None, *, quick: bool = False) -> Pixels:
        """Capture a part of the desktop, with the `scene` from just before; ScreenError where that fails.

        A `quick` one suffices for a mere comparison (`CaptureSource.quick_grab`).
        A window that opened, moved, was uncovered or got another title in between is painted over at all its places;
        the places of a hidden window stay painted a moment longer. Where the source returns the same capture as
        before, no window has opened since then.
        """
        take = self._source.quick_grab if quick else self._source.grab
        if self.masks is None:
            return take(box)
        before = self.masks.parts(scene or self._windows.scene(), box)
        if before.passed:
            time.sleep(_SHOWN_LATE_S)
        pixels = take(box)
        last = self._last if self._last is not None and pixels is self._last.capture else None
        now = self._windows.scene() if scene is None or last is None else scene
        self.scene = now
        if scene is not None:
            self.masks.follow(pixels, box, now)
        after = self.masks.parts(now, box)
        left = self._recently_masked({*before.private, *after.private}, {*before.passed, *after.passed})
        self.is_passing = bool(left)
        seen = (*before.now, *before.private, *after.now, *after.private)
        boxes = {*seen, *_within(box, left), *self.masks.lost_parts(now, box)}
        if last is None or last.boxes != boxes:
            last = _Masking(pixels, boxes, painted(pixels, box, boxes) if boxes else pixels)
            self._last = last
        return last.shown

    def _recently_masked(self, present: AbstractSet[Rect], passed: AbstractSet[Rect]) -> tuple[Rect, ...]:
        """Return the places that masked windows have just left, and hidden ones a moment ago."""
        now = time.monotonic()
        places = {**dict.fromkeys(present, math.inf), **self._left}
        leaving = {place: now + _REPAINTED_WITHIN_S for place, until in places.items() if until == math.inf}
        self._left = {place: until for place, until in (places | leaving).items() if until > now}
        self._left |= dict.fromkeys(present, math.inf)
        return (*passed, *self._left.keys() - present)


class Masks:
    """The masked windows; `masked` is called for each new window."""

    def __init__(
        self, windows: WindowSource, masked: Callable[[Window], bool], private: PrivateParts | None = None
    ) -> None:
        self._windows = windows
        self._masked = masked
        self._private = private
        self._known: dict[int, tuple[bool, int]] = {}  # window: whether it is masked, and the number of checks
        self._floats: dict[int, bool] = {}  # whether a masked window stays on the screen for the person

    @property
    def floating(self) -> frozenset[int]:
        """Return the masked windows by which the person watches the run."""
        return frozenset(number for number, floats in self._floats.items() if floats and self._known[number][0])

    def follow(self, pixels: Pixels, area: Rect, scene: Scene) -> None:
        """Locate the fields of secrets in a full capture, before anything is painted over in it."""
        if self._private is not None:
            ours = [number for number, (masked, _) in self._known.items() if masked]
            self._private.follow(pixels, area, scene, ours)

    def lost_parts(self, scene: Scene, area: Rect) -> tuple[Rect, ...]:
        """Return the visible parts of windows with a secret's field whose place is unknown."""
        lost = frozenset[int]() if self._private is None else self._private.windows_with_lost_fields(scene)
        return tuple(part for number in lost for part in visible_parts(scene, number, area))

    def parts(self, scene: Scene, area: Rect) -> MaskedParts:
        """Return the boxes to paint over in the part `area` of the desktop."""
        self._update_masked(scene)
        private = frozenset[int]() if self._private is None else self._private.windows_in(scene)
        masked = [number for number, (masked, _) in self._known.items() if masked or number in private]
        boxes = () if self._private is None else self._private.boxes(scene)
        now = (*_within(area, boxes), *(part for number in masked for part in visible_parts(scene, number, area)))
        hidden = {*masked} - self.floating  # the floating ones leave the screen before a picture is taken
        passed = _within(area, (item.box for item in scene.passed if item.id in hidden))
        private |= frozenset() if self._private is None else self._private.closed_hidden_windows(scene)
        seen = [part for number in private for part in visible_parts(scene, number, area)]
        seen += _within(area, (item.box for item in scene.passed if item.id in private))
        return MaskedParts(now, passed, tuple(seen))

    def kept_back(self, scene: Scene, area: Rect) -> tuple[Rect, ...]:
        """Return the boxes that the person, or the run's own bounds, hide from the model in a part of the desktop.

        Our floating windows are not among them: they leave the screen before a picture is taken.
        """
        self._update_masked(scene)
        private = frozenset[int]() if self._private is None else self._private.windows_in(scene)
        masked = [number for number, (masked, _) in self._known.items() if number in private or masked]
        parts = (
            part for number in masked if number not in self.floating for part in visible_parts(scene, number, area)
        )
        boxes = () if self._private is None else self._private.boxes(scene)
        return (*_within(area, boxes), *parts, *self.lost_parts(scene, area))

    def _update_masked(self, scene: Scene) -> None:
        known = self._known
        self._known = {}
        for number in (window.id for window in scene.windows):
            masked, looks = known.get(number, (False, 0))
            if looks < _LOOKS_UNTIL_SURE:
                window = self._windows.describe(number)
                masked = self._masked(window)
                looks = looks + 1
                self._floats[number] = window.title in FLOATING_TITLES
            self._known[number] = masked, looks
        self._floats = {number: self._floats[number] for number in self._known}


def visible_parts(scene: Scene, number: int, within: Rect) -> tuple[Rect, ...]:
    """Return the parts of a window that are in `within` and not covered by another window."""
    above = list[Rect]()
    parts = list[Rect]()
    for window in scene.windows:
        if window.id != number:
            above.append(window.box)
        elif seen := window.box.intersection(within):
            parts += seen.without(*above)
    return tuple(parts)


def _within(area: Rect, boxes: Iterable[Rect]) -> tuple[Rect, ...]:
    parts = (box.intersection(area) for box in boxes)
    return tuple(part for part in parts if part)


def painted(pixels: Pixels, area: Rect, boxes: Iterable[Rect]) -> Pixels:
    """Return the pixels of `area` with boxes of the desktop filled with grey."""
    size = pixels.size
    rows = np.frombuffer(pixels.bgrx, np.uint8).reshape(size.height, size.width, 4).copy()
    for box in _within(area, boxes):
        part = covering(box, area, size)
        rows[part.y : part.bottom, part.x : part.right, :3] = GREY
    return Pixels(size, rows.tobytes())


class UnlockedSource:
    """A source of captures while the screen is not locked; its parts are closed with it."""

    def __init__(self, source: CaptureSource, lock: LockWatch, passwords: PasswordSource | None = None) -> None:
        """Take the source, the watch of the lock, and the source of password fields that is closed with them."""
        self._source = source
        self._lock = lock
        self._passwords = passwords

    def monitors(self) -> tuple[Monitor, ...]:
        """Return the monitors."""
        return self._source.monitors()

    def grab(self, box: Rect) -> Pixels:
        """Capture a part of the desktop; a capture during which the screen was locked is thrown away."""
        return self._grab_unlocked(self._source.grab, box)

    def quick_grab(self, box: Rect) -> Pixels:
        """Capture a part of the desktop for a comparison."""
        return self._grab_unlocked(self._source.quick_grab, box)

    def _grab_unlocked(self, take: Callable[[Rect], Pixels], box: Rect) -> Pixels:
        if not self._lock.is_locked():
            try:
                pixels = take(box)
            except ScreenError:
                if not self._lock.is_locked():  # else it could not be taken for that: Windows gives no picture then
                    raise
            else:
                if not self._lock.is_locked():
                    return pixels
        return Pixels(box.size, bytes([GREY, GREY, GREY, 0]) * (box.width * box.height))

    def cursor(self) -> CursorImage | None:
        """Return the pointer."""
        return self._source.cursor()

    def close(self) -> None:
        """Disconnect, and end the watch."""
        self._lock.close()
        if self._passwords is not None:
            self._passwords.close()
        self._source.close()
