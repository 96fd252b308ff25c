"""A filter for the display server's events before Qt gets them: reports presses and covers."""

from __future__ import annotations

import ctypes
from collections.abc import Callable

from PySide6.QtCore import QAbstractNativeEventFilter, QByteArray, QCoreApplication, QObject

_BUTTON_PRESS = 4
_VISIBILITY = 15
_GENERIC = 35
_XI_PRESSES = {4, 18}  # a button, and a finger on the glass
# bytes
_TIME_AT = 4
_WINDOW_AT = 4
_XI_KIND_AT = 8
_XI_TIME_AT = 12


class NativeFilter(QAbstractNativeEventFilter):
    """Listens to the server's events.

    `on_press` gets the server's time of each press on a window of ours, `on_visibility` the number of a window that is
    covered or uncovered.
    """

    def __init__(self) -> None:
        super().__init__()
        self.on_press: set[Callable[[int], None]] = set()
        self.on_visibility: set[Callable[[int], None]] = set()

    def nativeEventFilter(self, event_type: QByteArray | bytes | bytearray | memoryview, message: int) -> object:
        """Report presses and covers; everything goes on to Qt."""
        name = event_type.data() if isinstance(event_type, QByteArray) else bytes(event_type)
        if name != b"xcb_generic_event_t":
            return False, 0
        address = int(message)
        kind = ctypes.c_uint8.from_address(address).value
        if kind == _BUTTON_PRESS:
            _report(self.on_press, address + _TIME_AT)
        elif kind == _VISIBILITY:
            _report(self.on_visibility, address + _WINDOW_AT)
        elif kind == _GENERIC and ctypes.c_uint16.from_address(address + _XI_KIND_AT).value in _XI_PRESSES:
            _report(self.on_press, address + _XI_TIME_AT)
        return False, 0


def _report(listeners: set[Callable[[int], None]], address: int) -> None:
    number = ctypes.c_uint32.from_address(address).value
    for listener in tuple(listeners):
        listener(number)


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
