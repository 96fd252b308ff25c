"""Captures for the model to see, and captures to compare with them: these look past our own floating windows.

The person watches a run by a frame around the screen and a status badge. They are hidden for each picture; while
captures are only compared, what was below them in the last picture stands in their place.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

import numpy as np

from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.core.frame import Frame, Pixels, Scene
from desktop_agent.core.geometry import Rect, Viewport
from desktop_agent.core.own_windows import strips_of
from desktop_agent.screen.aim import Aimer
from desktop_agent.screen.capture_units import covering, in_capture
from desktop_agent.screen.compare import patch
from desktop_agent.screen.mask import MaskedSource, painted
from desktop_agent.screen.private_parts import PrivateParts
from desktop_agent.screen.source import CaptureSource
from desktop_agent.screen.window import WindowSource

SLOT_S = 1 / 30
SHARE = 0.08  # of one core
_HELD = 6
_HELD_S = 0.4  # pictures that wait for the next look for fields
_AGAIN_S = 0.5  # after the screen could not be captured
_END_WITHIN_S = 5.0
Keep = Callable[[int, Pixels], None]  # with milliseconds since 1970; OSError ends it
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Capture:
    """One capture: where, the windows, the pixels, and when in monotonic seconds."""

    viewport: Viewport
    scene: Scene
    pixels: Pixels
    at: float
    words: str = ""  # what is shown, where that may change from picture to picture


class Looker:
    """Captures what is aimed at, with what may not be shown painted over."""

    def __init__(self, source: MaskedSource, windows: WindowSource, aimer: Aimer) -> None:
        self._source = source
        self._windows = windows
        self._aimer = aimer
        self._strips: tuple[Rect, ...] = ()
        self._clean: Frame | None = None
        self._pasted: tuple[Pixels, Frame, list[Rect], Pixels] | None = None  # what was pasted last, and the outcome

    @property
    def is_framed(self) -> bool:
        """Tell whether a frame of ours lies on the screen."""
        return bool(self._strips)

    @property
    def is_passing(self) -> bool:
        """Tell whether the last capture is grey where nothing is masked any more, so that the next one differs."""
        return self._source.is_passing

    def leave_out(self, frame: Rect | None) -> None:
        """Look past a frame of ours around this part of the desktop."""
        self._strips = () if frame is None else strips_of(frame)

    def keep(self, frame: Frame) -> None:
        """Take note of a picture without our floating windows: it tells what is below them."""
        self._clean = frame

    def look(self, last: Scene | None = None) -> Capture:
        """Capture what the model may see; a glance will do where no window has moved since the `last` look."""
        # The windows first: one that comes up in between is in the picture only, and the check before a press sees it.
        scene = self._windows.scene()
        aim = self._aimer.follow(scene)
        pixels = self._source.grab(aim.viewport.screen, scene, glance=scene == last)
        return Capture(aim.viewport, scene, pixels, time.monotonic(), aim.words)

    def look_beneath(self, last: Scene | None = None) -> Capture:
        """Capture it to compare it: without our floating windows, as if they were not there. `last` as in `look`."""
        look = self.look(last)
        if not self._knows_below(look.viewport.screen):
            return look
        floating = self._floating()
        boxes = tuple(one for one in look.scene.windows if one.id not in floating)
        pixels = self._without_own_windows(look.pixels, look.viewport.screen, look.scene, floating)
        return replace(look, scene=replace(look.scene, windows=boxes), pixels=pixels)

    def shown(self, box: Rect, scene: Scene | None = None) -> Pixels:
        """Return a capture of a part; `scene` is from just before it."""
        return self._source.grab(box, scene)

    def shown_as_in(self, frame: Frame, box: Rect) -> Pixels:
        """Return a capture of a part, in the very pixels that show it in a frame."""
        return _part_as_in(frame, box, self.shown)

    def shown_beneath_as_in(self, frame: Frame, box: Rect) -> Pixels:
        """Return the same to compare it: without our floating windows."""
        return _part_as_in(frame, box, self._shown_beneath)

    def _shown_beneath(self, box: Rect) -> Pixels:
        scene = self._windows.scene()
        pixels = self.shown(box, scene)
        return self._without_own_windows(pixels, box, scene, self._floating()) if self._knows_below(box) else pixels

    def _knows_below(self, box: Rect) -> bool:
        """Tell whether it is known what lies below our floating windows in this part."""
        return self._clean is not None and self._clean.viewport.screen.intersection(box) == box

    def _floating(self) -> frozenset[int]:
        return frozenset() if self._source.masks is None else self._source.masks.floating

    def _without_own_windows(self, pixels: Pixels, box: Rect, scene: Scene, floating: frozenset[int]) -> Pixels:
        covered = (*self._strips, *(one.box for one in scene.windows if one.id in floating))
        parts = [part for one in covered if (part := one.intersection(box)) is not None]
        if self._clean is None or not parts:
            return pixels
        last = self._pasted
        if last is None or last[0] is not pixels or last[1] is not self._clean or last[2] != parts:
            outcome = pasted(pixels, box, parts, self._clean.pixels, self._clean.viewport.screen)
            last = self._pasted = pixels, self._clean, parts, outcome
        return last[3]


def _part_as_in(frame: Frame, box: Rect, shown: Callable[[Rect], Pixels]) -> Pixels:
    screen = frame.viewport.screen
    size = frame.pixels.size
    part = in_capture(box, frame)
    # On a monitor of scale 1.5 units lie on no whole pixels, and a capture of a part alone begins elsewhere.
    if size.width % screen.width or size.height % screen.height:
        return patch(shown(screen), part)
    now = shown(box)
    return now if now.size == part.size else patch(shown(screen), part)


def pasted(pixels: Pixels, shown: Rect, parts: Iterable[Rect], clean: Pixels, screen: Rect) -> Pixels:
    """Return the pixels of `shown` with parts of the desktop as they are in `clean`, which shows `screen`."""
    size, whole = pixels.size, clean.size
    if shown == screen and size != whole:
        return pixels
    rows = np.frombuffer(pixels.bgrx, np.uint32).reshape(size.height, size.width).copy()
    known = np.frombuffer(clean.bgrx, np.uint32).reshape(whole.height, whole.width)
    at = covering(shown, screen, whole)
    for one in parts:
        part = covering(one, shown, size)
        right = min(part.right, whole.width - at.x)
        bottom = min(part.bottom, whole.height - at.y)
        rows[part.y : bottom, part.x : right] = known[part.y + at.y : bottom + at.y, part.x + at.x : right + at.x]
    return Pixels(size, rows.tobytes())


class LiveCamera:
    """What is shown now, masked as any picture; owned by one thread."""

    def __init__(self, source: CaptureSource, looker: Looker, private: PrivateParts, close: Callable[[], None]) -> None:
        """`source` is what the looker captures from; `close` ends them all."""
        self._source = source
        self._looker = looker
        self._private = private
        self.close = close
        self._raw: Pixels | None = None

    def keep(self, clean: Frame) -> None:
        """Take note of a picture without our floating windows."""
        self._looker.keep(clean)

    def look(self, last: Capture | None) -> Capture | None:
        """Return what is shown; None where no pixel differs from the last look. DesktopAgentError where it cannot."""
        if last is not None:
            raw = self._source.glance(last.viewport.screen)
            if raw == self._raw and not self._private.is_lost and not self._looker.is_passing:
                return None
            self._raw = raw
        return self._looker.look_beneath()

    def without_fields(self, looks: list[Capture]) -> list[Pixels]:
        """Look for fields for passwords; return the looks without those of before and of now."""
        fields = self._private.fields_now(looks[-1].scene)
        return [painted(one.pixels, one.viewport.screen, fields) if fields else one.pixels for one in looks]


class LiveThread:
    """The thread; `make` is called on it, and what it makes is closed on it."""

    def __init__(self, make: Callable[[], LiveCamera], keep: Keep) -> None:
        self._make = make
        self._keep = keep
        self._ends = threading.Event()
        self._rests = threading.Event()
        self._clean: Frame | None = None
        self.trouble: Exception | None = None
        self.dropped = 0  # slots that passed without a look
        self._thread = threading.Thread(target=self._run, name="live-picture", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def rest(self, *, rests: bool) -> None:
        """Look at nothing while the run rests."""
        (self._rests.set if rests else self._rests.clear)()

    def clean(self, frame: Frame) -> None:
        """Take a picture without our floating windows: it tells what is below them."""
        self._clean = frame

    def stop(self) -> None:
        """End it, and wait for that; a second call does nothing."""
        self._ends.set()
        if self._thread.is_alive():
            self._thread.join(_END_WITHIN_S)

    def _run(self) -> None:
        try:
            camera = self._make()
        except Exception as error:  # noqa: BLE001 - the run goes on without it, and its person is told
            self.trouble = error
            return
        try:
            self._film(camera)
        except Exception as error:  # noqa: BLE001
            self.trouble = error
            _log.debug("the live picture has ended", exc_info=True)
        finally:
            camera.close()

    def _film(self, camera: LiveCamera) -> None:
        due = time.monotonic()
        last = None
        held = list[tuple[int, Capture]]()
        while not self._ends.wait(max(0.0, due - time.monotonic())):
            began = time.monotonic()
            used = time.thread_time()
            if not self._rests.is_set():
                look = self._look(camera, last)
                if look is not None:
                    held.append((time.time_ns() // 1_000_000, last := look))
            if held and (len(held) >= _HELD or began - held[0][1].at >= _HELD_S):
                self._give(camera, held)
            due = self._due(due, began + (time.thread_time() - used) / SHARE)
        if held:
            self._give(camera, held)

    def _look(self, camera: LiveCamera, last: Capture | None) -> Capture | None:
        if (clean := self._clean) is not None:
            camera.keep(clean)
        try:
            return camera.look(last)
        except DesktopAgentError:
            self._ends.wait(_AGAIN_S)
            return None

    def _give(self, camera: LiveCamera, held: list[tuple[int, Capture]]) -> None:
        looks = [one for _, one in held]
        times = [at for at, _ in held]
        held.clear()
        for at, pixels in zip(times, camera.without_fields(looks), strict=True):
            self._keep(at, pixels)

    def _due(self, due: float, earliest: float) -> float:
        """Return when the next look is: at a slot by the clock, once there is time for it."""
        late = max(earliest, time.monotonic()) - due
        slots = max(1, -int(-late // SLOT_S))
        self.dropped += slots - 1
        return due + slots * SLOT_S
