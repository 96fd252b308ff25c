"""A person's own hand on a private display: events of the server's own mouse and keyboard, not of XTEST's devices.

To every X client, raw events included, they look like a person's. Works on Xvfb ("Xvfb mouse", "Xvfb keyboard"), from
the process of the test. `python -m tests.fakes.people.physical click 40 50` does one thing, on the display in DISPLAY.
"""

import ctypes
import os
import sys
import threading
from ctypes import POINTER, c_char_p, c_int, c_uint, c_ulong, c_void_p
from typing import Any, Self

import pytest

REST = (40, 60)  # where the hand rests, off every card
_MOUSE = "Xvfb mouse"
_KEYBOARD = "Xvfb keyboard"
_NAMES = {
    "tab": "Tab", "enter": "Return", "escape": "Escape", "pause": "Pause", "delete": "Delete",
    "backspace": "BackSpace", "up": "Up", "down": "Down", "left": "Left", "right": "Right",
    "ctrl": "Control_L", "shift": "Shift_L", "alt": "Alt_L", "super": "Super_L",
}  # fmt: skip
_SIGNS = {"\n": "Return", "\t": "Tab"}


class _Device(ctypes.Structure):
    _fields_ = (("id", c_ulong), ("type", c_ulong), ("name", c_char_p), ("classes", c_int), ("use", c_int),
                ("inputs", c_void_p))  # fmt: skip


class PhysicalHand:
    """A mouse and a keyboard of one display; points are the screen's own, keys are named as in `core.keys` or by X."""

    def __init__(self, display: str | None = None, xauthority: str | os.PathLike[str] | None = None) -> None:
        """Connect to a display (":5"; the one in DISPLAY if none is named), with the cookie that is kept there."""
        self._x, self._xi, self._xtst = _libraries()
        # Xlib looks for the cookie in nothing but the environment.
        with pytest.MonkeyPatch.context() as patch:
            if xauthority is not None:
                patch.setenv("XAUTHORITY", os.fspath(xauthority))
            self._display = self._x.XOpenDisplay((display or os.environ["DISPLAY"]).encode())
        if not self._display:
            message = f"the display {display} cannot be reached"
            raise ConnectionError(message)
        self._lock = threading.Lock()
        self._mouse = self._open(_MOUSE)
        self._keyboard = self._open(_KEYBOARD)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def move(self, x: int, y: int) -> None:
        now_x, now_y = self.pointer()
        self.nudge(x - now_x, y - now_y)

    def nudge(self, right: int, down: int) -> None:
        axes = (c_int * 2)(right, down)
        with self._lock:
            self._xtst.XTestFakeDeviceMotionEvent(self._display, self._mouse, 1, 0, axes, 2, 0)
            self._x.XSync(self._display, 0)

    def pointer(self) -> tuple[int, int]:
        ids = (c_ulong * 2)()
        x = c_int()
        y = c_int()
        in_x = c_int()
        in_y = c_int()
        mask = c_uint()
        refs = (ctypes.byref(ids, 0), ctypes.byref(ids, ctypes.sizeof(c_ulong)), *map(ctypes.byref, (x, y, in_x, in_y)))
        with self._lock:
            root = self._x.XDefaultRootWindow(self._display)
            self._x.XQueryPointer(self._display, root, *refs, ctypes.byref(mask))
        return x.value, y.value

    def press(self, button: int = 1) -> None:
        self._button(button, down=True)

    def release(self, button: int = 1) -> None:
        self._button(button, down=False)

    def click(self, x: int, y: int, button: int = 1, count: int = 1) -> None:
        self.move(x, y)
        for _ in range(count):
            self.press(button)
            self.release(button)

    def key(self, name: str, *, down: bool) -> None:
        self._code(self.code(name), down=down)

    def tap(self, *names: str) -> None:
        for name in names:
            self.key(name, down=True)
        for name in reversed(names):
            self.key(name, down=False)

    def type(self, text: str) -> None:
        for char in text:
            symbol = self._x.XStringToKeysym(_SIGNS[char].encode()) if char in _SIGNS else ord(char)
            code = self._x.XKeysymToKeycode(self._display, symbol)
            shifted = self._x.XkbKeycodeToKeysym(self._display, code, 0, 0) != symbol
            held = [self.code("shift")] if shifted else []
            for key in (*held, code):
                self._code(key, down=True)
            for key in (code, *held):
                self._code(key, down=False)

    def code(self, name: str) -> int:
        spelled = _NAMES.get(name, name)
        spelled = spelled.upper() if name[:1] == "f" and name[1:].isdecimal() else spelled
        code = self._x.XKeysymToKeycode(self._display, self._x.XStringToKeysym(spelled.encode()))
        assert code, f"this keyboard has no key {name}"
        return int(code)

    def close(self) -> None:
        """Disconnect; what is down stays down, as with a mouse that is pulled out."""
        display = self._display
        self._display = None
        if display:
            self._x.XCloseDisplay(display)

    def _button(self, button: int, *, down: bool) -> None:
        # Xlib would end the process over a button that is not there.
        assert button in {1, 2, 3}, "Xvfb's mouse has three buttons and no wheel"
        with self._lock:
            self._xtst.XTestFakeDeviceButtonEvent(self._display, self._mouse, button, int(down), None, 0, 0)
            self._x.XSync(self._display, 0)

    def _code(self, code: int, *, down: bool) -> None:
        with self._lock:
            self._xtst.XTestFakeDeviceKeyEvent(self._display, self._keyboard, code, int(down), None, 0, 0)
            self._x.XSync(self._display, 0)

    def _open(self, name: str) -> int:
        count = c_int()
        devices = self._xi.XListInputDevices(self._display, ctypes.byref(count))
        found = [int(devices[n].id) for n in range(count.value) if devices[n].name == name.encode()]
        self._xi.XFreeDeviceList(devices)
        assert found, f"this display has no device {name}"
        return int(self._xi.XOpenDevice(self._display, found[0]))


def _libraries() -> tuple[ctypes.CDLL, ctypes.CDLL, ctypes.CDLL]:
    x, xi, xtst = (ctypes.CDLL(name) for name in ("libX11.so.6", "libXi.so.6", "libXtst.so.6"))
    signatures: tuple[tuple[Any, tuple[object, ...], object], ...] = (
        (x.XOpenDisplay, (c_char_p,), c_void_p),
        (x.XCloseDisplay, (c_void_p,), c_int),
        (x.XSync, (c_void_p, c_int), c_int),
        (x.XDefaultRootWindow, (c_void_p,), c_ulong),
        (x.XQueryPointer, (c_void_p, c_ulong, *[c_void_p] * 7), c_int),
        (x.XStringToKeysym, (c_char_p,), c_ulong),
        (x.XKeysymToKeycode, (c_void_p, c_ulong), ctypes.c_ubyte),
        (x.XkbKeycodeToKeysym, (c_void_p, ctypes.c_ubyte, c_int, c_int), c_ulong),
        (xi.XListInputDevices, (c_void_p, POINTER(c_int)), POINTER(_Device)),
        (xi.XFreeDeviceList, (POINTER(_Device),), None),
        (xi.XOpenDevice, (c_void_p, c_ulong), c_void_p),
        (xtst.XTestFakeDeviceMotionEvent, (c_void_p, c_void_p, c_int, c_int, POINTER(c_int), c_int, c_ulong), c_int),
        (xtst.XTestFakeDeviceButtonEvent, (c_void_p, c_void_p, c_uint, c_int, POINTER(c_int), c_int, c_ulong), c_int),
        (xtst.XTestFakeDeviceKeyEvent, (c_void_p, c_void_p, c_uint, c_int, POINTER(c_int), c_int, c_ulong), c_int),
    )
    for function, takes, gives in signatures:
        function.argtypes = takes
        function.restype = gives
    return x, xi, xtst


def main(words: list[str]) -> None:
    with PhysicalHand() as hand:
        if words[0] in {"tap", "type"}:
            getattr(hand, words[0])(*words[1:])
        else:
            getattr(hand, words[0])(*map(int, words[1:]))


if __name__ == "__main__":
    main(sys.argv[1:])
