"""Windows: low-level hooks of keyboard and mouse, whose flags mark what a program has injected. Not yet run.

Programs with the right to drive other programs' windows (UIAccess) count as a person's devices there.
"""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Callable, Mapping
from typing import Any

from desktop_agent.presence.classifier import InputClassifier, InputEvent
from desktop_agent.presence.hooked import HookedPresence
from desktop_agent.presence.own_input import OwnInjections
from desktop_agent.presence.stop_keys import StopKeys
from desktop_agent.presence.win_events import codes_of, key_touch, mouse_touch

# What ctypes has on Windows only.
_CTYPES: dict[str, Any] = vars(ctypes)
_KEYBOARD_HOOK, _MOUSE_HOOK, _QUIT = 13, 14, 0x12
_NO_KEY = 0xFF
_DESKTOP_EDGES = (76, 77)  # left and top of all monitors together


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
    return "" if sys.platform == "win32" else "There are no Windows hooks on this system."


def create(keys: StopKeys, _environment: Mapping[str, str] = os.environ) -> HookedPresence:
    """Begin to watch."""
    own = OwnInjections()
    sense = InputClassifier(keys, _codes, own)
    return HookedPresence(sense, own, _WindowsHooks(sense))


class _WindowsHooks:
    """Two hooks and the message loop without which Windows does not call them."""

    def __init__(self, sense: InputClassifier) -> None:
        self._sense = sense
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
        hooks = [user32.SetWindowsHookExW(kind, call, None, 0) for kind, call in zip(kinds, callbacks, strict=True)]
        listening()
        message = wintypes.MSG()
        while all(hooks) and user32.GetMessageW(ctypes.byref(message), None, 0, 0) > 0:
            pass
        for hook in filter(None, hooks):
            user32.UnhookWindowsHookEx(hook)

    def end(self) -> None:
        """End the message loop."""
        _CTYPES["windll"].user32.PostThreadMessageW(self._thread_id, _QUIT, 0, 0)

    def _through(self, read: Callable[[int, int], None]) -> Callable[[int, int, int], int]:
        def called(code: int, message: int, address: int) -> int:
            if code >= 0:
                read(message, address)
            return int(_CTYPES["windll"].user32.CallNextHookEx(None, code, message, address))

        return called

    def _key(self, _message: int, address: int) -> None:
        event = _KeyboardHookEvent.from_address(address)
        self._sense.take(key_touch(event.code, event.flags, event.time))

    def _mouse(self, message: int, address: int) -> None:
        event, before = _MouseHookEvent.from_address(address), _NativePoint()
        _CTYPES["windll"].user32.GetCursorPos(ctypes.byref(before))  # the hook is called before the pointer moves
        x, y = self._virtual
        to = (x + event.x - before.x, y + event.y - before.y)
        touch = mouse_touch(message, event.data, event.flags, event.time, ((x, y), to))
        if touch is None:
            return
        if touch.kind == "motion" and touch.physical:
            self._virtual = to
        self._take(touch, (event.x, event.y))

    def _take(self, touch: InputEvent, at: tuple[int, int]) -> None:
        theirs = self._sense.take(touch)
        if touch.kind == "motion" and not touch.still:
            # The hook tells where the pointer would go, beyond the edge too; the desktop may begin below zero.
            left, top = (int(_CTYPES["windll"].user32.GetSystemMetrics(edge)) for edge in _DESKTOP_EDGES)
            self._sense.pointer_is((max(0, at[0] - left), max(0, at[1] - top)), theirs=theirs)


def _codes(name: str) -> frozenset[int]:
    if len(name) != 1:
        return codes_of(name, 0)
    code = int(_CTYPES["windll"].user32.VkKeyScanW(ord(name))) & _NO_KEY
    return codes_of(name, 0 if code == _NO_KEY else code)
