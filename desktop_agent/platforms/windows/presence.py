"""Windows: low-level hooks of keyboard and mouse, whose flags mark what a program has injected.

Programs with the right to drive other programs' windows (UIAccess) count as a person's devices there.
Run under Wine 8.0, not yet on Windows. Source: Microsoft's pages on KBDLLHOOKSTRUCT, MSLLHOOKSTRUCT, WH_KEYBOARD_LL and
virtual-key codes.
"""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Callable, Mapping
from typing import Any

from desktop_agent.core.message import Message
from desktop_agent.presence.classifier import InputClassifier, InputEvent, OwnInjections, PointerPlace
from desktop_agent.presence.lock import LockWatch
from desktop_agent.presence.stop_keys import StopKeys
from desktop_agent.presence.system_hooks import HookedPresence

# What ctypes has on Windows only.
_CTYPES: dict[str, Any] = vars(ctypes)
_KEYBOARD_HOOK, _MOUSE_HOOK, _QUIT = 13, 14, 0x12
_TIMER, _AGAIN_MS = 0x0113, 1000
_NO_KEY = 0xFF
_DESKTOP_EDGES = (76, 77)  # left and top of all monitors together


KEYBOARD, MOUSE = 1, 2  # Windows does not tell one keyboard from another
_KEY_INJECTED, _MOUSE_INJECTED = 0x10, 0x01
_KEY_RELEASES = (0x101, 0x105)  # the second while Alt is held
_MOVE, _WHEEL, _SIDEWAYS, _X_DOWN, _X_UP = 0x200, 0x20A, 0x20E, 0x20B, 0x20C
_BUTTONS = {0x201: (1, True), 0x202: (1, False), 0x204: (3, True), 0x205: (3, False), 0x207: (2, True),
            0x208: (2, False)}  # fmt: skip
_NAMED: dict[str, tuple[int, ...]] = {
    "ctrl": (0x11, 0xA2, 0xA3), "shift": (0x10, 0xA0, 0xA1), "alt": (0x12, 0xA4), "altgr": (0xA5,),
    "super": (0x5B, 0x5C), "enter": (0x0D,), "tab": (0x09,), "escape": (0x1B,), "backspace": (0x08,),
    "delete": (0x2E,), "insert": (0x2D,), "space": (0x20,), "up": (0x26,), "down": (0x28,), "left": (0x25,),
    "right": (0x27,), "home": (0x24,), "end": (0x23,), "pageup": (0x21,), "pagedown": (0x22,),
    "capslock": (0x14,), "numlock": (0x90,), "scrolllock": (0x91,), "printscreen": (0x2C,), "sysrq": (0x2C,),
    "pause": (0x13,), "menu": (0x5D,), "volumeup": (0xAF,), "volumedown": (0xAE,), "mute": (0xAD,),
    "playpause": (0xB3,), "mediastop": (0xB2,), "nexttrack": (0xB0,), "previoustrack": (0xB1,),
    "browserback": (0xA6,), "browserforward": (0xA7,), "browserrefresh": (0xA8,), "browserstop": (0xA9,),
    "kpenter": (0x0D,), "kpmultiply": (0x6A,), "kpadd": (0x6B,), "kpsubtract": (0x6D,), "kpdecimal": (0x6E,),
    "kpdivide": (0x6F,), "kpequal": (0x92,),
    **{f"f{n}": (0x6F + n,) for n in range(1, 25)}, **{f"kp{n}": (0x60 + n,) for n in range(10)},
}  # fmt: skip


def key_event(message: int, code: int, flags: int, time_ms: int) -> InputEvent:
    """Return one event of the keyboard hook.

    The message says whether it is a release. Its flag does not always: not for the second half of a character that was
    sent as such (VK_PACKET), seen under Wine.
    """
    down, physical = message not in _KEY_RELEASES, not flags & _KEY_INJECTED
    return InputEvent("key", code, down, KEYBOARD, physical, time_ms)


def mouse_event(
    message: int, data: int, flags: int, time_ms: int, way: tuple[PointerPlace, PointerPlace]
) -> InputEvent | None:
    """Return one event of the mouse hook, None for another message. `way` is from where to where the pointer went."""
    physical = not flags & _MOUSE_INJECTED
    if message == _MOVE:
        return InputEvent("motion", 0, True, MOUSE, physical, time_ms, *way)  # noqa: FBT003 - down
    pressed = _BUTTONS.get(message) or _other_button(message, data >> 16)
    return InputEvent("button", *pressed, MOUSE, physical, time_ms) if pressed else None


def codes_of(name: str, key_of_char: int) -> frozenset[int]:
    """Return the virtual keys for a key's name; `key_of_char` is the layout's code for a character, 0 for none."""
    return frozenset(_NAMED.get(name, (key_of_char,) if key_of_char else ()))


def _other_button(message: int, word: int) -> tuple[int, bool] | None:
    """Return a turn of the wheel or a side button, numbered as on X11."""
    if message in {_X_DOWN, _X_UP}:
        return 7 + (word & 0xFFFF), message == _X_DOWN
    ahead = not word & 0x8000  # a signed number of 16 bits
    if message == _WHEEL:
        return (4 if ahead else 5), True
    if message == _SIDEWAYS:
        return (7 if ahead else 6), True
    return None


class _KeyboardHookEvent(ctypes.Structure):
    _fields_ = (
        ("code", ctypes.c_uint32), ("scan", ctypes.c_uint32), ("flags", ctypes.c_uint32), ("time", ctypes.c_uint32),
        ("extra", ctypes.c_size_t),
    )  # fmt: skip


class _MouseHookEvent(ctypes.Structure):
    _fields_ = (
        ("x", ctypes.c_int32), ("y", ctypes.c_int32), ("data", ctypes.c_uint32), ("flags", ctypes.c_uint32),
        ("time", ctypes.c_uint32), ("extra", ctypes.c_size_t),
    )  # fmt: skip


class _NativePoint(ctypes.Structure):
    _fields_ = (("x", ctypes.c_int32), ("y", ctypes.c_int32))


def why_not(_environment: Mapping[str, str] = os.environ) -> str:
    """Return why the person's input cannot be watched this way; empty when it can."""
    return "" if sys.platform == "win32" else Message("Windows hooks aren't available on this system.")


def create(keys: StopKeys, environment: Mapping[str, str] = os.environ) -> HookedPresence:
    """Begin to watch."""
    own = OwnInjections()
    classifier = InputClassifier(keys, _codes, own)
    lock = None if keys.by_hand_only else LockWatch(environment)
    return HookedPresence(classifier, own, _WindowsHooks(classifier), lock)


class _WindowsHooks:
    """Two hooks and the message loop without which Windows does not call them.

    A hook that has answered late once is removed without a word, and nothing tells (Microsoft's page on
    LowLevelKeyboardProc). So they are taken anew each second: nobody's hand goes unseen for longer.
    """

    def __init__(self, classifier: InputClassifier) -> None:
        self._classifier = classifier
        self._thread_id = 0
        self._virtual = (0.0, 0.0)  # where physical motion alone would have brought the pointer

    def listen(self, listening: Callable[[], None]) -> None:
        """Hook in and turn the message loop."""
        from ctypes import wintypes

        user32, kernel32 = _CTYPES["windll"].user32, _CTYPES["windll"].kernel32
        user32.CallNextHookEx.argtypes = [ctypes.c_void_p, ctypes.c_int, wintypes.WPARAM, wintypes.LPARAM]
        callback_type = _CTYPES["WINFUNCTYPE"](ctypes.c_ssize_t, ctypes.c_int, wintypes.WPARAM, wintypes.LPARAM)
        callbacks = [callback_type(self._through(read)) for read in (self._key, self._mouse)]
        self._thread_id = kernel32.GetCurrentThreadId()
        kinds = (_KEYBOARD_HOOK, _MOUSE_HOOK)

        def hooked() -> list[int]:
            return [user32.SetWindowsHookExW(kind, call, None, 0) for kind, call in zip(kinds, callbacks, strict=True)]

        def unhook(hooks: list[int]) -> None:
            for hook in filter(None, hooks):
                user32.UnhookWindowsHookEx(hook)

        hooks = hooked()
        listening()
        message = wintypes.MSG()
        user32.SetTimer(None, 0, _AGAIN_MS, None)
        while all(hooks) and user32.GetMessageW(ctypes.byref(message), None, 0, 0) > 0:
            if message.message == _TIMER:
                # Both are there for a moment, and neither is called: that happens inside of GetMessageW alone.
                before, hooks = hooks, hooked()
                unhook(before)
        unhook(hooks)

    def end(self) -> None:
        """End the message loop."""
        _CTYPES["windll"].user32.PostThreadMessageW(self._thread_id, _QUIT, 0, 0)

    def _through(self, read: Callable[[int, int], None]) -> Callable[[int, int, int], int]:
        def called(code: int, message: int, address: int) -> int:
            if code >= 0:
                read(message, address)
            return int(_CTYPES["windll"].user32.CallNextHookEx(None, code, message, address))

        return called

    def _key(self, message: int, address: int) -> None:
        event = _KeyboardHookEvent.from_address(address)
        self._classifier.take(key_event(message, event.code, event.flags, event.time))

    def _mouse(self, message: int, address: int) -> None:
        event, before = _MouseHookEvent.from_address(address), _NativePoint()
        _CTYPES["windll"].user32.GetCursorPos(ctypes.byref(before))  # the hook is called before the pointer moves
        x, y = self._virtual
        to = (x + event.x - before.x, y + event.y - before.y)
        touch = mouse_event(message, event.data, event.flags, event.time, ((x, y), to))
        if touch is None:
            return
        if touch.kind == "motion" and touch.physical:
            self._virtual = to
        self._take(touch, (event.x, event.y))

    def _take(self, touch: InputEvent, at: tuple[int, int]) -> None:
        theirs = self._classifier.take(touch)
        if touch.kind == "motion" and not touch.still:
            # The hook tells where the pointer would go, beyond the edge too; the desktop may begin below zero.
            left, top = (int(_CTYPES["windll"].user32.GetSystemMetrics(edge)) for edge in _DESKTOP_EDGES)
            self._classifier.pointer_is((max(0, at[0] - left), max(0, at[1] - top)), theirs=theirs)


def _codes(name: str) -> frozenset[int]:
    if len(name) != 1:
        return codes_of(name, 0)
    code = int(_CTYPES["windll"].user32.VkKeyScanW(ord(name))) & _NO_KEY
    return codes_of(name, 0 if code == _NO_KEY else code)
