"""The few calls of X that the stage hand needs, by the system's own libraries (`libX11.so.6`, `libXtst.so.6`).

Constants and layouts are those of X.h, Xlib.h and Xatom.h.
"""

from __future__ import annotations

import ctypes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

KEY_PRESS, _CLIENT_MESSAGE, _ANY_TYPE, _ASYNC = 2, 33, 0, 1
CONTROL, ALT = 1 << 2, 1 << 3
_LOCKS = (0, 1 << 1, 1 << 4, 1 << 1 | 1 << 4)  # caps lock and num lock
_TO_MANAGER = 1 << 19 | 1 << 20  # SubstructureNotifyMask, SubstructureRedirectMask
_MOST_WORDS = 4096


class _ClientMessage(ctypes.Structure):
    _fields_ = (
        ("type", ctypes.c_int),
        ("serial", ctypes.c_ulong),
        ("send_event", ctypes.c_int),
        ("display", ctypes.c_void_p),
        ("window", ctypes.c_ulong),
        ("message_type", ctypes.c_ulong),
        ("format", ctypes.c_int),
        ("data", ctypes.c_long * 5),
    )


class _Event(ctypes.Union):
    _fields_ = (("type", ctypes.c_int), ("client", _ClientMessage), ("pad", ctypes.c_long * 24))


_ON_ERROR = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)
_ignored = _ON_ERROR(lambda *_: 0)  # a window that has gone meanwhile


class Screen:
    """A connection to the display; one thread only."""

    def __init__(self) -> None:
        """Open it; OSError where there is none."""
        self._x, self._test = ctypes.CDLL("libX11.so.6"), ctypes.CDLL("libXtst.so.6")
        for name, kind in (("XOpenDisplay", ctypes.c_void_p), ("XDefaultRootWindow", ctypes.c_ulong)):
            getattr(self._x, name).restype = kind
        for name in ("XInternAtom", "XStringToKeysym"):
            getattr(self._x, name).restype = ctypes.c_ulong
        self._display = ctypes.c_void_p(self._x.XOpenDisplay(None))
        if not self._display:
            raise OSError("there is no display")
        self._x.XSetErrorHandler(_ignored)
        self.root = int(self._x.XDefaultRootWindow(self._display))

    def close(self) -> None:
        """Close it."""
        self._x.XCloseDisplay(self._display)

    @property
    def size(self) -> tuple[int, int]:
        """The size of the screen."""
        return int(self._x.XDisplayWidth(self._display, 0)), int(self._x.XDisplayHeight(self._display, 0))

    def windows(self) -> Iterator[tuple[int, str, str]]:
        """Yield the window manager's windows but for splashes, which go by themselves: number, title, class."""
        splash = self._atom("_NET_WM_WINDOW_TYPE_SPLASH")
        for number in self._property(self.root, "_NET_CLIENT_LIST", words=True):
            if splash in self._property(number, "_NET_WM_WINDOW_TYPE", words=True):
                continue
            title = self._text(number, "_NET_WM_NAME") or self._text(number, "WM_NAME")
            yield number, title, self._text(number, "WM_CLASS").replace("\0", " ").strip()

    def tell_manager(self, window: int, message: str) -> None:
        """Ask the window manager to do something to a window, as a pager does (EWMH)."""
        event = _Event()
        event.client.type, event.client.window, event.client.format = _CLIENT_MESSAGE, window, 32
        event.client.message_type, event.client.data[0] = self._atom(message), 2
        self._x.XSendEvent(self._display, ctypes.c_ulong(self.root), 0, ctypes.c_long(_TO_MANAGER), ctypes.byref(event))
        self._x.XSync(self._display, 0)

    def code(self, name: str) -> int:
        """Return the code of the key with this name or character; 0 where there is none."""
        symbol = ctypes.c_ulong(self._x.XStringToKeysym(name.encode()) if len(name) > 1 else ord(name))
        return int(self._x.XKeysymToKeycode(self._display, symbol)) & 0xFF

    def key(self, code: int, *, down: bool) -> None:
        """Press or release a key."""
        self._test.XTestFakeKeyEvent(self._display, code, down, ctypes.c_ulong(0))
        self._x.XSync(self._display, 0)

    def button(self, number: int, *, down: bool) -> None:
        """Press or release a button."""
        self._test.XTestFakeButtonEvent(self._display, number, down, ctypes.c_ulong(0))
        self._x.XSync(self._display, 0)

    def move(self, x: int, y: int) -> None:
        """Move the pointer."""
        self._test.XTestFakeMotionEvent(self._display, 0, x, y, ctypes.c_ulong(0))
        self._x.XSync(self._display, 0)

    def presses_of(self, name: str, modifiers: int) -> Iterator[None]:
        """Take a chord for oneself, and yield at each press of it."""
        root = ctypes.c_ulong(self.root)
        for locks in _LOCKS:
            self._x.XGrabKey(self._display, self.code(name), modifiers | locks, root, 0, _ASYNC, _ASYNC)
        event = _Event()
        while True:
            self._x.XNextEvent(self._display, ctypes.byref(event))
            if event.type == KEY_PRESS:
                yield

    def _atom(self, name: str) -> int:
        return int(self._x.XInternAtom(self._display, name.encode(), 0))

    def _text(self, window: int, name: str) -> str:
        return bytes(self._property(window, name, words=False)).decode("utf-8", "replace")

    def _property(self, window: int, name: str, *, words: bool) -> list[int]:
        kind, size, count, rest = ctypes.c_ulong(), ctypes.c_int(), ctypes.c_ulong(), ctypes.c_ulong()
        value = ctypes.c_void_p()
        failed = self._x.XGetWindowProperty(
            self._display, ctypes.c_ulong(window), ctypes.c_ulong(self._atom(name)),
            ctypes.c_long(0), ctypes.c_long(_MOST_WORDS), 0, ctypes.c_ulong(_ANY_TYPE),
            ctypes.byref(kind), ctypes.byref(size), ctypes.byref(count), ctypes.byref(rest), ctypes.byref(value),
        )  # fmt: skip
        if failed or not value:
            return []
        element = ctypes.c_ulong if words else ctypes.c_ubyte
        read = list(ctypes.cast(value, ctypes.POINTER(element))[: count.value])
        self._x.XFree(value)
        return read
