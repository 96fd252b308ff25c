"""X11: raw events of XInput 2.2, on a thread and a connection of their own.

The server sends raw events past every grab, before any program acts on them, and each names its device. A broken
connection ends the run: neither the stop keys nor the user's input would be noticed.
"""

from __future__ import annotations

import logging
import math
import os
import select
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress

from desktop_agent.core.errors import DesktopAgentError, InputDeniedError, display_gone
from desktop_agent.core.presence import OnLost, OnStop, OnUserInput, OwnInput, ignore_loss
from desktop_agent.core.texts.message import Message
from desktop_agent.platforms.x11.xinput2 import KINDS, Device, KeyLayout, RawEvent, RawStream
from desktop_agent.presence.classifier import NEWS_WITHIN_S, InputClassifier, InputEvent, OwnInjections
from desktop_agent.presence.lock import LockWatch
from desktop_agent.presence.stop_keys import StopKeys
from desktop_agent.presence.watchers import WatcherThread, watch_with_lock

# On a busy computer the watcher may read its events late: a person's click must not be lost for that.
PROOF_WITHIN_S = 2.0
_BLIND = Message("Your mouse and keyboard can no longer be watched, so you couldn't have stopped the run.")
_log = logging.getLogger(__name__)


def why_not(environment: Mapping[str, str] = os.environ) -> str:
    """Return why the user's input can't be observed this way; empty if it can."""
    if not environment.get("DISPLAY") and environment.get("WAYLAND_DISPLAY"):
        return Message("This is a Wayland session without X, so it doesn't report user input.")
    if not environment.get("DISPLAY"):
        return Message("There is no X display (DISPLAY isn't set).")
    try:
        RawStream(environment["DISPLAY"], KeyLayout()).close()
    except DesktopAgentError as cause:
        return str(cause)
    except BaseException as cause:
        return Message("Input on this display can't be monitored: {why}", why=str(cause) or type(cause).__name__)
    return ""


def create(keys: StopKeys, environment: Mapping[str, str] = os.environ, lock: LockWatch | None = None) -> X11Presence:
    """Start observing; InputDeniedError if the display doesn't allow it."""
    layout = KeyLayout()
    name = environment.get("DISPLAY", "")
    try:
        return X11Presence(keys, layout, RawStream(name, layout), lock)
    except DesktopAgentError:
        raise
    except BaseException as cause:
        raise InputDeniedError(
            Message("Input on this display can't be monitored."), Message("Run doctor for details.")
        ) from cause


class X11Presence:
    """The input of one X display; implements `core.presence.Presence`."""

    keys_say = ""
    reports_touch = False  # devices are reported, which is more
    unnoticed = ""

    def __init__(self, keys: StopKeys, layout: KeyLayout, stream: RawStream, lock: LockWatch | None) -> None:
        own = OwnInjections()
        self.own: OwnInput = own
        self.lacks = ""
        self._stream = stream
        self._devices = stream.devices()
        self._lock = lock
        self._classifier = InputClassifier(keys, layout.codes, own)
        self._caught_up = threading.Condition()
        self._asked = 0
        self._answered = 0
        self._thread = WatcherThread(self._run)
        self.quiet_for = self._classifier.quiet_for
        # Before the thread starts, so that a pointer that the user moves into the corner meanwhile counts as moved.
        self._note_pointer(theirs=False)
        self._thread.start()
        _log.info("the X server reports the input of %d devices", len(self._devices))

    @property
    def reports_source(self) -> bool:
        """Return whether physical devices can be distinguished from programs: while the display is observed."""
        return self._thread.is_alive

    @property
    def reports_chords(self) -> bool:
        """Return whether physical keys are reported: together with their source."""
        return self.reports_source

    def watch(self, on_user_input: OnUserInput, on_stop: OnStop, on_lost: OnLost = ignore_loss) -> Callable[[], None]:
        """Call back from the observing thread; a lock of the screen is reported, too, where it is observed."""
        return watch_with_lock(self._classifier.watchers, self._lock, on_user_input, on_stop, on_lost)

    def was_physical(self, button: int, server_ms: int) -> bool:
        """Return whether a physical device did exactly this, once all events so far have been read."""
        self._catch_up(PROOF_WITHIN_S)
        return self._classifier.was_physical(button, server_ms)

    def expects_press(self) -> None:
        """Do nothing: every press is recorded."""

    def key_presses(self) -> tuple[int, int]:
        """Return how many keys went down, by physical devices and by programs, up to now."""
        self._catch_up()
        return self._classifier.key_presses()

    def held_for(self, keys: Sequence[str]) -> float:
        """Return the seconds for which physical keys have been exactly this chord."""
        self._catch_up()
        return self._classifier.held_for(keys)

    def close(self) -> None:
        """Stop observing; never raises."""
        if self._lock is not None:
            self._lock.close()
        self._thread.close()

    def _catch_up(self, within_s: float = NEWS_WITHIN_S) -> None:
        if self._thread.is_current or not self._thread.is_alive:
            return
        with self._caught_up:
            self._asked += 1
            request = self._asked
            self._thread.wake()
            self._caught_up.wait_for(lambda: self._answered >= request, within_s)

    def _run(self) -> None:
        try:
            while not self._thread.is_closing():
                self._take_all()
                ready, _, _ = select.select([self._stream.fileno(), self._thread.fileno()], [], [])
                if self._thread.fileno() in ready:
                    self._answer()
        except Exception:
            # python-xlib raises what it likes when a connection breaks.
            _log.debug("the connection that watches the person's input broke", exc_info=True)
            if not self._thread.is_closing():
                gone = self._stream.is_broken
                self._classifier.watchers.report_loss(str(display_gone(InputDeniedError)) if gone else _BLIND)
        finally:
            with suppress(Exception):
                self._stream.close()

    def _take_all(self) -> None:
        # A query of the pointer's position may bring more events along, and nothing would wake us for these.
        while self._take_some():
            pass

    def _take_some(self) -> bool:
        moved = False
        touches = [touch for event in self._stream.events() if (touch := _input_event(*event)) is not None]
        if self._stream.devices() != self._devices:
            self._devices = self._stream.devices()
            self._classifier.devices_are(self._devices)
        for touch in touches:
            theirs = self._classifier.take(touch)
            if touch.kind == "motion" and theirs:
                moved = True
            elif touch.kind == "motion" and not touch.still:
                self._classifier.pointer_is((int(touch.to[0]), int(touch.to[1])), theirs=False)
        if moved:
            self._note_pointer(theirs=True)
        return bool(touches)

    def _note_pointer(self, *, theirs: bool) -> None:
        self._classifier.pointer_is(self._stream.pointer(), theirs=theirs)

    def _answer(self) -> None:
        self._thread.clear_wake()
        with self._caught_up:
            request = self._asked
        self._stream.catch_up()
        self._take_all()
        with self._caught_up:
            self._answered = request
            self._caught_up.notify_all()


def _input_event(kind: int, raw: RawEvent, device: Device | None) -> InputEvent | None:
    """Return the input of a raw event; None for a motion along other axes than the pointer's."""
    what, down = KINDS[kind]
    # A device that is gone already proves nothing.
    physical = device is not None and device.physical
    if what != "motion":
        return InputEvent(what, raw.detail, down, raw.source, physical, raw.time_ms)
    if device is None or not physical:
        # A program's motion reports a position or a distance; its origin is unknown.
        origin = (math.nan, math.nan)
        to = (raw.axes.get(0, 0.0), raw.axes.get(1, 0.0))
        return InputEvent(what, 0, down, raw.source, physical, raw.time_ms, origin, to)
    way = device.trail.step(raw.axes)
    if way is None:
        return None
    return InputEvent(what, 0, down, raw.source, physical, raw.time_ms, *way)
