"""Looks at the screen again and again on a thread of its own, and gives away what is to be kept of it.

Its looks go the way of all pictures: hidden windows and places, fields for passwords and a locked screen are grey, and
in the place of our own floating windows stands what was below them in the last picture. A picture is given away only
after fields for passwords were looked for again, so that one that has just come up is hidden in it.

It takes no more than its share of a processor: what has no time is left out, never queued.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.core.frame import Frame, Pixels
from desktop_agent.screen.looking import Capture, Looker
from desktop_agent.screen.mask import painted
from desktop_agent.screen.private import PrivateParts
from desktop_agent.screen.source import CaptureSource

SLOT_S = 1 / 30
SHARE = 0.08  # of one core
_HELD, _HELD_S = 6, 0.4  # pictures that wait for the next look for fields
_AGAIN_S = 0.5  # after the screen could not be captured
_END_WITHIN_S = 5.0
Keep = Callable[[int, Pixels], None]  # with milliseconds since 1970; OSError ends it
_log = logging.getLogger(__name__)


class LiveCamera:
    """What is shown now, masked as any picture; owned by one thread."""

    def __init__(self, source: CaptureSource, looker: Looker, private: PrivateParts, close: Callable[[], None]) -> None:
        """`source` is what the looker captures from; `close` ends them all."""
        self._source, self._looker, self._private, self.close = source, looker, private, close
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
        return self._looker.look_past()

    def without_fields(self, looks: list[Capture]) -> list[Pixels]:
        """Look for fields for passwords; return the looks without those of before and of now."""
        fields = self._private.fields_now(looks[-1].scene)
        return [painted(one.pixels, one.viewport.screen, fields) if fields else one.pixels for one in looks]


class LiveThread:
    """The thread; `make` is called on it, and what it makes is closed on it."""

    def __init__(self, make: Callable[[], LiveCamera], keep: Keep) -> None:
        self._make, self._keep = make, keep
        self._ends, self._rests = threading.Event(), threading.Event()
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
        due, last = time.monotonic(), None
        held = list[tuple[int, Capture]]()
        while not self._ends.wait(max(0.0, due - time.monotonic())):
            began, used = time.monotonic(), time.thread_time()
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
        looks, times = [one for _, one in held], [at for at, _ in held]
        held.clear()
        for at, pixels in zip(times, camera.without_fields(looks), strict=True):
            self._keep(at, pixels)

    def _due(self, due: float, earliest: float) -> float:
        """Return when the next look is: at a slot by the clock, once there is time for it."""
        late = max(earliest, time.monotonic()) - due
        slots = max(1, -int(-late // SLOT_S))
        self.dropped += slots - 1
        return due + slots * SLOT_S
