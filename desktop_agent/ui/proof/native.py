"""Filters the display server's events before Qt sees them: drops input that a program merely sent, reports the rest.

`XSendEvent` lets any client put a click or a key into any window. The server marks such events (bit 0x80), but Qt
ignores the mark. The filter belongs to the whole program, so no window of ours accepts a sent click or key.
"""

from __future__ import annotations

import ctypes
import struct
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QAbstractNativeEventFilter, QByteArray, QCoreApplication, QObject

_SENT = 0x80
_INPUT = range(2, 7)  # key press and release, button press and release, motion
_BUTTON_PRESS, _VISIBILITY, _CONFIGURE, _GENERIC = 4, 15, 22, 35
_MADE = 16
# Made, destroyed, unmapped, mapped, put elsewhere, configured, its gravity.
_OF_CHILDREN = (_MADE, 17, 18, 19, 21, 22, 24)
_XI_BUTTON_PRESS, _XI_BUTTON_RELEASE, _XI_MOTION, _XI_LEAVE, _XI_HIERARCHY = 4, 5, 6, 8, 11
_XI_TOUCH_BEGIN, _XI_TOUCH_END = 18, 20
_POINTERS: dict[int, Literal["motion", "left", "touch"]] = {
    _XI_MOTION: "motion",
    _XI_LEAVE: "left",
    _XI_TOUCH_BEGIN: "touch",
}
# The server makes its own pointer before any device and any further one.
_CORE_POINTER = 2
_FIXED = 1 << 16
_NORMAL = 0
_FIRST_BUTTON = 1  # what a finger on the glass is to programs
_BUTTONS = {_XI_BUTTON_PRESS: 1, _XI_BUTTON_RELEASE: -1, _XI_TOUCH_BEGIN: 1, _XI_TOUCH_END: -1}
# Bytes of events as libxcb gives them: the number of the request is put between the head and what is longer.
_HEAD, _READ_AT, _DEVICE_EVENT = 36, 32, 60


@dataclass(frozen=True, slots=True)
class ButtonNews:
    """A press (`code` is the button's number) or a release (the negative one) in a window, and the device's number."""

    window: int
    code: int
    server_ms: int
    device: int
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class PointerNews:
    """What the server reports about its pointer and one window; the place is in pixels of the window."""

    what: Literal["motion", "left", "touch"]
    window: int
    server_ms: int
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class ChildNews:
    """What has happened to a window that lies in another; `made` if it has just come to be."""

    parent: int
    window: int
    made: bool


class NativeFilter(QAbstractNativeEventFilter):
    """Listens to the server's events.

    `on_press` gets the server's time, `on_visibility` the window's number; `on_move` also the number of the last
    request that the server had read. `on_child` hears of a window in another, and tells whether that one is its own.
    `on_devices` is called when mice or keyboards are added, removed or attached to another pointer.
    """

    def __init__(self) -> None:
        super().__init__()
        self.on_press: set[Callable[[int], None]] = set()
        self.on_visibility: set[Callable[[int], None]] = set()
        self.on_move: set[Callable[[int, int], None]] = set()
        self.on_child: set[Callable[[ChildNews], bool]] = set()
        self.on_button: set[Callable[[ButtonNews], None]] = set()
        self.on_pointer: set[Callable[[PointerNews], None]] = set()
        self.on_devices: set[Callable[[], None]] = set()

    def nativeEventFilter(self, event_type: QByteArray | bytes | bytearray | memoryview, message: int) -> object:
        """Drop sent input; everything else goes on to Qt."""
        name = event_type.data() if isinstance(event_type, QByteArray) else bytes(event_type)
        if name != b"xcb_generic_event_t":
            return False, 0
        address = int(message)
        first = ctypes.c_uint8.from_address(address).value
        kind = first & ~_SENT
        if first & _SENT and kind in _INPUT:
            return True, 0
        if kind in _OF_CHILDREN and self._is_of_child(ctypes.string_at(address, _HEAD)):
            return True, 0
        if kind == _VISIBILITY:
            (window,) = struct.unpack_from("=I", ctypes.string_at(address, 8), 4)
            for tell in tuple(self.on_visibility):
                tell(window)
        elif kind == _CONFIGURE:
            event = ctypes.string_at(address, _HEAD)
            (window,), (read,) = struct.unpack_from("=I", event, 4), struct.unpack_from("=I", event, _READ_AT)
            for hear_move in tuple(self.on_move):
                hear_move(window, read)
        elif kind == _BUTTON_PRESS:
            self._pressed(*struct.unpack_from("=I", ctypes.string_at(address, 8), 4))
        elif kind == _GENERIC:
            self._of_input(ctypes.c_uint16.from_address(address + 8).value, address)
        return False, 0

    def _is_of_child(self, event: bytes) -> bool:
        """Tell whether an event is about a window in one of ours: Qt would take it for one about its own."""
        parent, window = struct.unpack_from("=II", event, 4)
        if parent == window:
            return False
        news = ChildNews(parent, window, made=event[0] & ~_SENT == _MADE)
        children = [tell for tell in self.on_child if tell(news)]
        return bool(children)

    def _of_input(self, kind: int, address: int) -> None:
        if kind in _BUTTONS:
            self._clicked(_BUTTONS[kind], ctypes.string_at(address, _DEVICE_EVENT))
        if kind == _XI_HIERARCHY:
            for hear in tuple(self.on_devices):
                hear()
        elif kind in _POINTERS:
            self._pointed(_POINTERS[kind], ctypes.string_at(address, 56))

    def _pointed(self, what: Literal["motion", "left", "touch"], event: bytes) -> None:
        device, server_ms = struct.unpack_from("=HI", event, 10)
        (window,) = struct.unpack_from("=I", event, 24)
        # A grab that begins or ends makes a pointer leave that stays where it is.
        if device != _CORE_POINTER or (what == "left" and event[18] != _NORMAL):
            return
        x, y = struct.unpack_from("=ii", event, 44)
        for tell in tuple(self.on_pointer):
            tell(PointerNews(what, window, server_ms, x / _FIXED, y / _FIXED))

    def _clicked(self, sign: int, event: bytes) -> None:
        device, server_ms, button = struct.unpack_from("=HII", event, 10)
        (window,), (source,) = struct.unpack_from("=I", event, 24), struct.unpack_from("=H", event, 56)
        # The server reports each press twice: for the device itself, and for the pointer that it moves.
        if sign > 0 and device != source:
            self._pressed(server_ms)
        if device != _CORE_POINTER:
            return
        code = button if event[8] in {_XI_BUTTON_PRESS, _XI_BUTTON_RELEASE} else _FIRST_BUTTON
        x, y = struct.unpack_from("=ii", event, 44)
        for tell in tuple(self.on_button):
            tell(ButtonNews(window, sign * code, server_ms, source, x / _FIXED, y / _FIXED))

    def _pressed(self, server_ms: int) -> None:
        for tell in tuple(self.on_press):
            tell(server_ms)


def install() -> NativeFilter:
    """Return the program's one filter, installed on the first call; for Qt's thread."""
    app = QCoreApplication.instance()
    if app is None:
        raise RuntimeError("Qt does not run yet")
    keeper = app.findChild(_FilterOwner)
    if keeper is None:
        keeper = _FilterOwner(app)
        app.installNativeEventFilter(keeper.filter)
    return keeper.filter


class _FilterOwner(QObject):
    """Keeps the filter alive as long as the application."""

    def __init__(self, app: QCoreApplication) -> None:
        super().__init__(app)
        self.filter = NativeFilter()
