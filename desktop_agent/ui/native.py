"""The first to see every event of the display server: throws away what a program merely sent, and tells of presses.

`XSendEvent` lets any client put a click or a key into any window; the server marks such events (bit 0x80), and Qt
does not look. The filter belongs to the whole program, so no window of ours takes a sent click or key.
"""

from __future__ import annotations

import ctypes
import struct
from collections.abc import Callable

from PySide6.QtCore import QAbstractNativeEventFilter, QByteArray, QCoreApplication, QObject

_SENT = 0x80
_INPUT = range(2, 7)  # key press and release, button press and release, motion
_BUTTON_PRESS, _VISIBILITY, _GENERIC, _XI_BUTTON_PRESS = 4, 15, 35, 4


class NativeFilter(QAbstractNativeEventFilter):
    """Listens to the server's events; `on_press` gets the server's time, `on_visibility` the window's number."""

    def __init__(self) -> None:
        super().__init__()
        self.on_press: set[Callable[[int], None]] = set()
        self.on_visibility: set[Callable[[int], None]] = set()

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
        if kind == _VISIBILITY:
            (window,) = struct.unpack_from("=I", ctypes.string_at(address, 8), 4)
            for tell in tuple(self.on_visibility):
                tell(window)
        elif kind == _BUTTON_PRESS:
            self._pressed(*struct.unpack_from("=I", ctypes.string_at(address, 8), 4))
        elif kind == _GENERIC and ctypes.c_uint16.from_address(address + 8).value == _XI_BUTTON_PRESS:
            device, server_ms, source = struct.unpack("=HI40xH", ctypes.string_at(address + 10, 48))
            # The server tells of each press twice: for the device itself, and for the pointer that it moves.
            if device != source:
                self._pressed(server_ms)
        return False, 0

    def _pressed(self, server_ms: int) -> None:
        for tell in tuple(self.on_press):
            tell(server_ms)


def install() -> NativeFilter:
    """Return the program's one filter, put in on the first call; for Qt's thread."""
    app = QCoreApplication.instance()
    if app is None:
        raise RuntimeError("Qt does not run yet")
    keeper = app.findChild(_Keeper)
    if keeper is None:
        keeper = _Keeper(app)
        app.installNativeEventFilter(keeper.filter)
    return keeper.filter


class _Keeper(QObject):
    """Keeps the filter alive as long as the application."""

    def __init__(self, app: QCoreApplication) -> None:
        super().__init__(app)
        self.filter = NativeFilter()
