"""macOS: a listening event tap, whose events say which process has posted them. Not yet run.

Events of our own process are ours; no announcement is needed. The user must allow “Input Monitoring”.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import os
import platform
from collections.abc import Callable, Mapping
from typing import Any

from desktop_agent.core.own_input import NobodyWatches
from desktop_agent.presence.classifier import InputClassifier
from desktop_agent.presence.hooked import HookedPresence
from desktop_agent.presence.mac_events import (
    BUTTON,
    DOWN,
    HEARD,
    KEY,
    PROCESS,
    REPEATED,
    RIGHT,
    MacEvent,
    MacEvents,
    codes_of,
)
from desktop_agent.presence.own_input import OwnInjections
from desktop_agent.presence.stop_keys import StopKeys

_SESSION_TAP, _AT_HEAD, _LISTEN_ONLY = 1, 0, 1
_SWITCHED_OFF = (0xFFFFFFFE, 0xFFFFFFFF)
_WHEEL_FIELD = 11
_KEY_TYPES = (10, 11, 12)


class _CGPoint(ctypes.Structure):
    _fields_ = (("x", ctypes.c_double), ("y", ctypes.c_double))


def why_not(_environment: Mapping[str, str] = os.environ) -> str:
    """Return why the person's input cannot be watched this way; empty when it can."""
    if platform.system() != "Darwin":
        return "There are no macOS event taps on this system."
    if not _graphics().CGPreflightListenEventAccess():
        return "Allow this program under System Settings, Privacy & Security, Input Monitoring."
    return ""


def create(keys: StopKeys, _environment: Mapping[str, str] = os.environ) -> HookedPresence:
    """Begin to watch."""
    own = OwnInjections()
    sense = InputClassifier(keys, codes_of, own)
    return HookedPresence(sense, NobodyWatches(), _Tap(sense, own))


class _Tap:
    """One event tap and the run loop that it is called from."""

    def __init__(self, sense: InputClassifier, own: OwnInjections) -> None:
        self._sense = sense
        self._own = own
        self._events = MacEvents()
        self._loop: int | None = None
        self._tap: int | None = None

    def listen(self, listening: Callable[[], None]) -> None:
        """Make the tap and run the loop."""
        graphics, foundation = _graphics(), _foundation()
        callback_type = ctypes.CFUNCTYPE(
            ctypes.c_void_p, ctypes.c_void_p, ctypes.c_uint32, ctypes.c_void_p, ctypes.c_void_p
        )
        callback = callback_type(self._called)
        mask = ctypes.c_uint64(sum(1 << kind for kind in HEARD))
        self._tap = graphics.CGEventTapCreate(_SESSION_TAP, _AT_HEAD, _LISTEN_ONLY, mask, callback, None)
        if not self._tap:
            return
        source = foundation.CFMachPortCreateRunLoopSource(None, ctypes.c_void_p(self._tap), 0)
        self._loop = foundation.CFRunLoopGetCurrent()
        modes = ctypes.c_void_p.in_dll(foundation, "kCFRunLoopCommonModes")
        foundation.CFRunLoopAddSource(ctypes.c_void_p(self._loop), ctypes.c_void_p(source), modes)
        listening()
        foundation.CFRunLoopRun()

    def end(self) -> None:
        """End the run loop."""
        if self._loop:
            _foundation().CFRunLoopStop(ctypes.c_void_p(self._loop))

    def _called(self, _proxy: int, kind: int, event: int, _mine: int) -> int:
        if kind in _SWITCHED_OFF:  # the system does that to a tap that was slow once
            _graphics().CGEventTapEnable(ctypes.c_void_p(self._tap), True)  # noqa: FBT003 - a C call
            return event
        mac_event = _told(kind, ctypes.c_void_p(event))
        touch = self._events.touch(mac_event)
        if touch is not None:
            if mac_event.process == os.getpid():
                self._own.expect(touch.kind, touch.code)
            theirs = self._sense.take(touch)
            if touch.kind == "motion":
                at = _graphics().CGEventGetLocation(ctypes.c_void_p(event))
                self._sense.pointer_is((int(at.x), int(at.y)), theirs=theirs)
        return event


def _told(kind: int, event: ctypes.c_void_p) -> MacEvent:
    graphics = _graphics()

    def field(number: int) -> int:
        return int(graphics.CGEventGetIntegerValueField(event, number))

    return MacEvent(
        type=kind,
        time_ms=int(graphics.CGEventGetTimestamp(event)) // 1_000_000,
        process=field(PROCESS),
        flags=int(graphics.CGEventGetFlags(event)),
        code=field(KEY if kind in _KEY_TYPES else BUTTON),
        repeated=kind in _KEY_TYPES and bool(field(REPEATED)),
        right=field(RIGHT),
        down=field(DOWN),
        wheel=field(_WHEEL_FIELD),
    )


def _graphics() -> Any:  # noqa: ANN401 - a C library
    library = ctypes.CDLL(ctypes.util.find_library("ApplicationServices") or "ApplicationServices")
    library.CGEventTapCreate.restype = ctypes.c_void_p
    library.CGEventGetIntegerValueField.restype = ctypes.c_int64
    library.CGEventGetTimestamp.restype = ctypes.c_uint64
    library.CGEventGetFlags.restype = ctypes.c_uint64
    library.CGEventGetLocation.restype = _CGPoint
    library.CGPreflightListenEventAccess.restype = ctypes.c_bool
    return library


def _foundation() -> Any:  # noqa: ANN401 - a C library
    library = ctypes.CDLL(ctypes.util.find_library("CoreFoundation") or "CoreFoundation")
    library.CFMachPortCreateRunLoopSource.restype = ctypes.c_void_p
    library.CFRunLoopGetCurrent.restype = ctypes.c_void_p
    return library
