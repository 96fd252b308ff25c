"""macOS: a listening event tap, whose events say which process has posted them. Not yet run.

Events of our own process are ours; no announcement is needed. The user must allow “Input Monitoring”.
Source: Apple's CGEventTypes.h, CGEventSource's notes on kCGEventSourceUnixProcessID, and HIToolbox/Events.h for codes.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import os
import platform
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from desktop_agent.core.message import Message
from desktop_agent.core.presence import NobodyWatches
from desktop_agent.presence.classifier import InputClassifier, InputEvent, OwnInjections
from desktop_agent.presence.lock import LockWatch
from desktop_agent.presence.stop_keys import StopKeys
from desktop_agent.presence.system_hooks import HookedPresence

_SESSION_TAP, _AT_HEAD, _LISTEN_ONLY = 1, 0, 1
_SWITCHED_OFF = (0xFFFFFFFE, 0xFFFFFFFF)
_WHEEL_FIELD = 11
_KEY_TYPES = (10, 11, 12)


KEYBOARD, MOUSE = 1, 2
PROCESS, BUTTON, RIGHT, DOWN, KEY, REPEATED = 41, 3, 4, 5, 9, 8  # fields of an event
_KEY_DOWN, _KEY_UP, _FLAGS, _WHEEL = 10, 11, 12, 22
_MOVES = (5, 6, 7, 27)
_BUTTONS = {1: (1, True), 2: (1, False), 3: (3, True), 4: (3, False)}
_OTHER = {25: True, 26: False}
HEARD = (*_MOVES, *_BUTTONS, *_OTHER, _KEY_DOWN, _KEY_UP, _FLAGS, _WHEEL)
_SHIFT, _CONTROL, _OPTION, _COMMAND, _CAPS = 1 << 17, 1 << 18, 1 << 19, 1 << 20, 1 << 16
_FLAG_OF = {54: _COMMAND, 55: _COMMAND, 56: _SHIFT, 60: _SHIFT, 58: _OPTION, 61: _OPTION, 59: _CONTROL, 62: _CONTROL,
            57: _CAPS}  # fmt: skip
_NAMED: dict[str, tuple[int, ...]] = {
    "ctrl": (59, 62), "shift": (56, 60), "alt": (58, 61), "altgr": (61,), "super": (54, 55), "enter": (36, 76),
    "tab": (48,), "escape": (53,), "backspace": (51,), "delete": (117,), "space": (49,), "up": (126,),
    "down": (125,), "left": (123,), "right": (124,), "home": (115,), "end": (119,), "pageup": (116,),
    "pagedown": (121,), "capslock": (57,),
    # Apple's keyboards have no Pause; on others it arrives as F15.
    "pause": (113,), "printscreen": (105,), "scrolllock": (107,),
    **dict(zip((f"f{n}" for n in range(1, 16)), ((code,) for code in
               (122, 120, 99, 118, 96, 97, 98, 100, 101, 109, 103, 111, 105, 107, 113)), strict=True)),
}  # fmt: skip
_LETTERS = dict(zip("asdfhgzxcv", range(10), strict=True)) | dict(zip("bqweryt", range(11, 18), strict=True)) | {
    "1": 18, "2": 19, "3": 20, "4": 21, "6": 22, "5": 23, "9": 25, "7": 26, "8": 28, "0": 29, "o": 31, "u": 32,
    "i": 34, "p": 35, "l": 37, "j": 38, "k": 40, "n": 45, "m": 46,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class MacEvent:
    """The fields of one event: its type, time, flags, and the process that has posted it (0: the system itself)."""

    type: int
    time_ms: int
    process: int
    flags: int = 0
    code: int = 0
    repeated: bool = False
    right: int = 0
    down: int = 0
    wheel: int = 0


class MacEvents:
    """Reads events in order; for a modifier macOS reports only that it has changed."""

    def __init__(self) -> None:
        self._modifiers_down: set[int] = set()
        self._virtual = (0.0, 0.0)  # where physical motion alone would have brought the pointer

    def touch(self, event: MacEvent) -> InputEvent | None:
        """Return one event; None for a repeat, and for anything that is no input."""
        physical = event.process == 0
        if event.type in _MOVES:
            before = self._virtual
            if physical:
                self._virtual = (before[0] + event.right, before[1] + event.down)
            return InputEvent("motion", 0, True, MOUSE, physical, event.time_ms, before, self._virtual)  # noqa: FBT003 - down
        if event.type in {_KEY_DOWN, _KEY_UP, _FLAGS}:
            return self._key(event, physical=physical)
        pressed = self._button(event)
        return InputEvent("button", *pressed, MOUSE, physical, event.time_ms) if pressed else None

    def _key(self, event: MacEvent, *, physical: bool) -> InputEvent | None:
        if event.repeated:
            return None
        down = event.type == _KEY_DOWN if event.type != _FLAGS else self._modifier(event)
        return InputEvent("key", event.code, down, KEYBOARD, physical, event.time_ms)

    def _modifier(self, event: MacEvent) -> bool:
        down = bool(event.flags & _FLAG_OF.get(event.code, 0)) and event.code not in self._modifiers_down
        (self._modifiers_down.add if down else self._modifiers_down.discard)(event.code)
        return down

    @staticmethod
    def _button(event: MacEvent) -> tuple[int, bool] | None:
        if event.type == _WHEEL:
            return (4 if event.wheel > 0 else 5), True
        if event.type in _OTHER:  # numbered from the middle one, which is 2 there as well
            return (2 if event.code == 2 else 5 + event.code), _OTHER[event.type]  # noqa: PLR2004
        return _BUTTONS.get(event.type)


def codes_of(name: str) -> frozenset[int]:
    """Return the virtual keys that are a key; characters by their place on the US layout."""
    return frozenset(_NAMED.get(name) or ((_LETTERS[name],) if name in _LETTERS else ()))


class _CGPoint(ctypes.Structure):
    _fields_ = (("x", ctypes.c_double), ("y", ctypes.c_double))


def why_not(_environment: Mapping[str, str] = os.environ) -> str:
    """Return why the person's input cannot be watched this way; empty when it can."""
    if platform.system() != "Darwin":
        return Message("macOS event taps aren't available on this system.")
    if not _graphics().CGPreflightListenEventAccess():
        return Message("Allow this program in System Settings > Privacy & Security > Input Monitoring.")
    return ""


def create(keys: StopKeys, environment: Mapping[str, str] = os.environ) -> HookedPresence:
    """Begin to watch."""
    own = OwnInjections()
    classifier = InputClassifier(keys, codes_of, own)
    lock = None if keys.by_hand_only else LockWatch(environment)
    return HookedPresence(classifier, NobodyWatches(), _Tap(classifier, own), lock)


class _Tap:
    """One event tap and the run loop that it is called from."""

    def __init__(self, classifier: InputClassifier, own: OwnInjections) -> None:
        self._classifier = classifier
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
            theirs = self._classifier.take(touch)
            if touch.kind == "motion":
                at = _graphics().CGEventGetLocation(ctypes.c_void_p(event))
                self._classifier.pointer_is((int(at.x), int(at.y)), theirs=theirs)
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
