"""The screen as it moves, for those who watch the run; nothing is captured while no one does.

While a run on the person's own screen is paused, that screen is theirs, and nothing of it is sent. A desk belongs to no
one.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from desktop_agent.core.pictures import Frame, Pixels, Rect
from desktop_agent.core.remote_session import RemoteSession
from desktop_agent.core.runs.events import DeskEnded, FrameTaken, Paused, Resumed, RunFinished, Stamped
from desktop_agent.presence.lock import LockWatch
from desktop_agent.runtime.protocol.messages import Seen
from desktop_agent.screen.captures.capture_region import CaptureRegionTracker, Wish
from desktop_agent.screen.captures.capturer import LiveCamera, LiveThread, Looker
from desktop_agent.screen.captures.mask import MaskedSource, Masks, UnlockedSource
from desktop_agent.screen.captures.private_parts import HiddenParts, PrivateParts
from desktop_agent.screen.choose import choose_capture, choose_passwords, choose_windows
from desktop_agent.screen.controls.own_programs import own_windows
from desktop_agent.screen.controls.secret_fields import KeptParts
from desktop_agent.settings import Settings


@dataclass(frozen=True, slots=True)
class LiveEye:
    """Opens its own access to the screen, which shows and hides the same parts as the run's camera."""

    settings: Settings
    environment: Mapping[str, str]
    kept: KeptParts  # shared with the run's camera

    def open(self, frame: Rect | None, remote: RemoteSession | None = None) -> LiveCamera:
        """Open it; `frame` is the one of ours around the screen. DesktopAgentError where that fails."""
        screen = self.settings.screen
        privacy = self.settings.privacy
        windows = choose_windows()
        passwords = choose_passwords()
        lock = LockWatch(self.environment)
        lock.start(lambda: None)
        source = UnlockedSource(choose_capture(self.environment, remote), lock, passwords)
        private = PrivateParts(windows, HiddenParts(privacy.regions, privacy.windows), passwords, self.kept)
        wish = Wish(screen.monitor, screen.region, screen.viewport, screen.window)

        def close() -> None:
            source.close()
            windows.close()

        try:
            aimer = CaptureRegionTracker(source, windows, wish, own_windows(windows, self.environment))
        except BaseException:
            close()
            raise
        looker = Looker(MaskedSource(source, windows, Masks(windows, aimer.masks, private)), windows, aimer)
        looker.leave_out(frame)
        return LiveCamera(source, looker, private, close)


class LiveView:
    """Sends what has changed on the screen, while it is switched on."""

    def __init__(self, send: Callable[[Seen], None]) -> None:
        self._send = send
        self._make: Callable[[], LiveCamera] | None = None  # None before the run has a screen, and after its end
        self._newest: Callable[[], Frame | None] = lambda: None
        self._lock = threading.Lock()
        self._on = False
        self._is_private = False
        self._rests = False
        self._thread: LiveThread | None = None

    def open_by(self, make: Callable[[], LiveCamera], newest: Callable[[], Frame | None], *, is_private: bool) -> None:
        """Take the screen; `newest` returns the newest picture without our floating windows."""
        with self._lock:
            self._make = make
            self._newest = newest
            self._is_private = is_private
        self.switch(on=self._on)

    def switch(self, *, on: bool) -> None:
        """Begin, or end, to look; from any thread, and without waiting."""
        with self._lock:
            self._on = on
            if self._thread is not None:  # a new viewer needs all of it
                self._thread.leave()
                self._thread = None
            if on and self._make is not None:
                changes = _Changes(self._send, lambda: self._rests)
                self._thread = LiveThread(self._make, changes.keep)
                self._thread.rest(rests=self._rests)
                self._clean()
                self._thread.start()

    def hear(self, stamped: Stamped) -> None:
        """Receive an event of the run."""
        match stamped.event:
            case Paused() | Resumed():
                self._rests = self._is_private and isinstance(stamped.event, Paused)
                if self._thread is not None:
                    self._thread.rest(rests=self._rests)
                if self._on and self._is_private and not self._rests:
                    self.switch(on=True)  # a look that came too late has been thrown away
            case FrameTaken():
                self._clean()
            case DeskEnded() | RunFinished():
                self.close()
            case _:
                pass

    def close(self) -> None:
        """End for good, and wait for it: the screen may be gone right after."""
        with self._lock:
            thread = self._thread
            self._thread = None
            self._make = None
        if thread is not None:
            thread.stop()

    def _clean(self) -> None:
        if self._thread is not None and (frame := self._newest()) is not None:
            self._thread.clean(frame)


class _Changes:
    """Makes of each picture what differs from the one before."""

    def __init__(self, send: Callable[[Seen], None], rests: Callable[[], bool] = lambda: False) -> None:
        self._send = send
        self._rests = rests
        self._last: Pixels | None = None

    def keep(self, pixels: Pixels) -> None:
        if self._rests():
            return  # it was taken just before
        size = pixels.size
        last = self._last
        self._last = pixels
        if last is None or last.size != size:
            self._send(Seen(size, 0, pixels.bgrx))
            return
        rows, before = (np.frombuffer(each.bgrx, np.uint32).reshape(size.height, -1) for each in (pixels, last))
        changed = np.flatnonzero((rows != before).any(axis=1))
        if changed.size:
            top = int(changed[0])
            self._send(Seen(size, top, rows[top : int(changed[-1]) + 1].tobytes()))
