"""Captures for the model, and captures to compare with them: these leave out our own floating windows.

The person watches a run by a frame around the screen and a status badge. They are hidden for each picture; in
captures that are only compared, the pixels below them are taken from the last picture.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

import numpy as np

from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.core.own_windows import strips_of
from desktop_agent.core.pictures import Frame, Pixels, Rect, Scene, Viewport
from desktop_agent.screen.captures.capture_region import CaptureRegionTracker
from desktop_agent.screen.captures.compare import patch
from desktop_agent.screen.captures.mask import MaskedSource, painted
from desktop_agent.screen.captures.private_parts import PrivateParts
from desktop_agent.screen.captures.source import CaptureSource, covering, in_capture
from desktop_agent.screen.controls.window import WindowSource

_SLOT_S = 0.08  # between two looks
_SHARE = 0.08  # of one core
_RETRY_S = 0.5  # after the screen could not be captured
_END_WITHIN_S = 5.0
Keep = Callable[[Pixels], None]
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Capture:
    """One capture: its viewport, the windows, the pixels, and its time in monotonic seconds."""

    viewport: Viewport
    scene: Scene
    pixels: Pixels
    at: float
    words: str = ""  # the shown part in words, where it may change from picture to picture


class Looker:
    """Captures the aim's part of the screen, with the hidden parts painted over."""

    def __init__(self, source: MaskedSource, windows: WindowSource, aimer: CaptureRegionTracker) -> None:
        self._source = source
        self._windows = windows
        self._aimer = aimer
        self._strips: tuple[Rect, ...] = ()
        self._unlisted: tuple[Rect, ...] = ()
        self._clean: Frame | None = None
        self._pasted: tuple[Pixels, Frame, list[Rect], Pixels] | None = None  # input of the last paste, and its result

    @property
    def is_framed(self) -> bool:
        """Return whether our frame is on the screen."""
        return bool(self._strips)

    @property
    def is_passing(self) -> bool:
        """Return whether the last capture is grey at places that are no longer masked, so that the next one differs."""
        return self._source.is_passing

    def leave_out(self, frame: Rect | None) -> None:
        """Leave out our frame around this part of the desktop; None: there is no frame."""
        self._strips = () if frame is None else strips_of(frame)

    def leave_out_windows(self, boxes: tuple[Rect, ...]) -> None:
        """Leave out our floating windows that no list of windows has, at these places of the desktop."""
        self._unlisted = boxes

    def keep(self, frame: Frame) -> None:
        """Store a picture without our floating windows, for the pixels below them."""
        self._clean = frame

    def look(self, last: Scene | None = None) -> Capture:
        """Capture the part for the model; a quick grab suffices where no window has moved since the `last` one."""
        # The windows first: one that opens in between is only in the picture, and the check before a press sees it.
        scene = self._windows.scene()
        aim = self._aimer.follow(scene)
        pixels = self._source.grab(aim.viewport.screen, scene, quick=scene == last)
        return Capture(aim.viewport, scene, pixels, time.monotonic(), aim.words)

    def capture_without_own_windows(self, last: Scene | None = None) -> Capture:
        """Capture it for a comparison: without our floating windows, as if they were not there. `last` as in `look`."""
        look = self.look(last)
        if not self._has_pixels_below(look.viewport.screen):
            return look
        floating = self._floating()
        boxes = tuple(item for item in look.scene.windows if item.id not in floating)
        pixels = self._without_own_windows(look.pixels, look.viewport.screen, look.scene, floating)
        return replace(look, scene=replace(look.scene, windows=boxes), pixels=pixels)

    def shown(self, box: Rect, *, beneath: bool = False) -> Pixels:
        """Return a capture of a part; `beneath`: without our floating windows, as if they were not there."""
        if not beneath:
            return self._source.grab(box)
        scene = self._windows.scene()
        pixels = self._source.grab(box, scene)
        return (
            self._without_own_windows(pixels, box, scene, self._floating()) if self._has_pixels_below(box) else pixels
        )

    def capture_as_in(self, frame: Frame, box: Rect, *, beneath: bool = False) -> Pixels:
        """Return a capture of a part, in the same pixels as in a frame; `beneath` as in `shown`."""
        screen = frame.viewport.screen
        size = frame.pixels.size
        part = in_capture(box, frame)
        # On a monitor of scale 1.5 units lie on no whole pixels, and a capture of a part alone begins elsewhere.
        if size.width % screen.width or size.height % screen.height:
            return patch(self.shown(screen, beneath=beneath), part)
        now = self.shown(box, beneath=beneath)
        return now if now.size == part.size else patch(self.shown(screen, beneath=beneath), part)

    def _has_pixels_below(self, box: Rect) -> bool:
        """Return whether the pixels below our floating windows in this part are known."""
        return self._clean is not None and self._clean.viewport.screen.intersection(box) == box

    def _floating(self) -> frozenset[int]:
        return frozenset() if self._source.masks is None else self._source.masks.floating

    def _without_own_windows(self, pixels: Pixels, box: Rect, scene: Scene, floating: frozenset[int]) -> Pixels:
        covered = (*self._strips, *self._unlisted, *(item.box for item in scene.windows if item.id in floating))
        parts = [part for box_of_ours in covered if (part := box_of_ours.intersection(box)) is not None]
        if self._clean is None or not parts:
            return pixels
        last = self._pasted
        if last is None or last[0] is not pixels or last[1] is not self._clean or last[2] != parts:
            outcome = pasted(pixels, box, parts, self._clean.pixels, self._clean.viewport.screen)
            last = pixels, self._clean, parts, outcome
            self._pasted = last
        return last[3]


def pasted(pixels: Pixels, area: Rect, parts: Iterable[Rect], clean: Pixels, screen: Rect) -> Pixels:
    """Return the pixels of `area` with parts of the desktop as they are in `clean`, which shows `screen`."""
    size = pixels.size
    clean_size = clean.size
    if area == screen and size != clean_size:
        return pixels
    rows = np.frombuffer(pixels.bgrx, np.uint32).reshape(size.height, size.width).copy()
    known = np.frombuffer(clean.bgrx, np.uint32).reshape(clean_size.height, clean_size.width)
    at = covering(area, screen, clean_size)
    for box in parts:
        part = covering(box, area, size)
        right = min(part.right, clean_size.width - at.x)
        bottom = min(part.bottom, clean_size.height - at.y)
        rows[part.y : bottom, part.x : right] = known[part.y + at.y : bottom + at.y, part.x + at.x : right + at.x]
    return Pixels(size, rows.tobytes())


class LiveCamera:
    """The screen of now, masked as any picture; owned by one thread."""

    def __init__(self, source: CaptureSource, looker: Looker, private: PrivateParts, close: Callable[[], None]) -> None:
        """`source` is the looker's source; `close` ends them all."""
        self._source = source
        self._looker = looker
        self._private = private
        self.close = close
        self._raw: Pixels | None = None

    def keep(self, clean: Frame) -> None:
        """Store a picture without our floating windows."""
        self._looker.keep(clean)

    def look(self, last: Capture | None) -> Capture | None:
        """Return a capture; None where no pixel differs from the last one. DesktopAgentError where that fails."""
        if last is not None:
            raw = self._source.quick_grab(last.viewport.screen)
            if raw == self._raw and not self._private.is_lost and not self._looker.is_passing:
                return None
            self._raw = raw
        return self._looker.capture_without_own_windows()

    def without_fields(self, look: Capture) -> Pixels:
        """Look for password fields; return the pixels of the capture with these fields painted over."""
        fields = self._private.fields_now(look.scene)
        return painted(look.pixels, look.viewport.screen, fields) if fields else look.pixels


class LiveThread:
    """The thread of a live camera, which `make` creates on it and which is closed on it."""

    def __init__(self, make: Callable[[], LiveCamera], keep: Keep) -> None:
        """`keep` gets each picture that differs from the one before."""
        self._make = make
        self._keep = keep
        self._stop_event = threading.Event()
        self._rest_event = threading.Event()
        self._clean: Frame | None = None
        self._thread = threading.Thread(target=self._run, name="live-picture", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def rest(self, *, rests: bool) -> None:
        """Pause the captures while the run rests."""
        (self._rest_event.set if rests else self._rest_event.clear)()

    def clean(self, frame: Frame) -> None:
        """Store a picture without our floating windows, for the pixels below them."""
        self._clean = frame

    def leave(self) -> None:
        """End the thread, without waiting for its end."""
        self._stop_event.set()

    def stop(self) -> None:
        """End the thread, and wait for its end; a second call does nothing."""
        self.leave()
        if self._thread.is_alive():
            self._thread.join(_END_WITHIN_S)

    def _run(self) -> None:
        """Show the screen until the end: whatever breaks off, a camera is opened again, as it is still watched."""
        while not self._stop_event.is_set():
            try:
                self._capture_and_close(self._make())
            except Exception:  # noqa: BLE001 - the run goes on without it
                _log.debug("the live picture has broken off", exc_info=True)
                self._stop_event.wait(_RETRY_S)

    def _capture_and_close(self, camera: LiveCamera) -> None:
        try:
            self._capture_until_stop(camera)
        finally:
            camera.close()

    def _capture_until_stop(self, camera: LiveCamera) -> None:
        due = time.monotonic()
        last: Capture | None = None
        while not self._stop_event.wait(max(0.0, due - time.monotonic())):
            began = time.monotonic()
            used = time.thread_time()
            look = None if self._rest_event.is_set() else self._look(camera, last)
            if look is not None:
                last = look
                self._keep(camera.without_fields(look))
            due = _next_slot(due, began + (time.thread_time() - used) / _SHARE)

    def _look(self, camera: LiveCamera, last: Capture | None) -> Capture | None:
        if (clean := self._clean) is not None:
            camera.keep(clean)
        try:
            return camera.look(last)
        except DesktopAgentError:
            self._stop_event.wait(_RETRY_S)
            return None


def _next_slot(due: float, earliest: float) -> float:
    """Return the time of the next look: the first slot of the clock that leaves enough processor time."""
    late = max(earliest, time.monotonic()) - due
    return due + max(1, -int(-late // _SLOT_S)) * _SLOT_S
