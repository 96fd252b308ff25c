"""libxcb and libX11 by ctypes, on a connection that is already open, such as Qt's for our windows."""

from __future__ import annotations

import ctypes
import os
import struct
from functools import cached_property

CW_BACK_PIXEL = 1 << 1
CW_EVENT_MASK = 1 << 11
_REPLY = 32  # bytes of every answer before what the length counts


class XcbCookie(ctypes.Structure):
    """A request whose reply has not been read yet."""

    _fields_ = (("sequence", ctypes.c_uint),)


class Xcb:
    """One open connection, by the address of its `xcb_connection_t`; for the thread that owns the connection."""

    def __init__(self, address: int) -> None:
        self._connection = ctypes.c_void_p(address)

    def ask(self, request: str, *words: int | bytes) -> XcbCookie:
        """Send a request, by its name in libxcb, without waiting for its reply."""
        call = getattr(self._xcb, f"xcb_{request}")
        call.restype = XcbCookie
        cookie: XcbCookie = call(
            self._connection, *(ctypes.c_uint32(one) if isinstance(one, int) else ctypes.c_char_p(one) for one in words)
        )
        return cookie

    def reply(self, request: str, cookie: XcbCookie) -> bytes:
        """Return the reply's bytes, in the X protocol's layout; empty if the window is gone."""
        call = getattr(self._xcb, f"xcb_{request}_reply")
        call.restype = ctypes.c_void_p
        at = call(self._connection, cookie, None)
        if not at:
            return b""
        length = _REPLY + 4 * struct.unpack_from("=I", ctypes.string_at(at, 8), 4)[0]
        answer = ctypes.string_at(at, length)
        self._libc.free(at)
        return answer

    def answer(self, request: str, *words: int | bytes) -> bytes:
        """Send a request, with all that waits to be sent, and return its reply."""
        return self.reply(request, self.ask(request, *words))

    def change(self, window: int, attribute: int, value: int) -> None:
        """Change one of a window's attributes, by its bit in the X protocol."""
        self._xcb.xcb_change_window_attributes(
            self._connection, ctypes.c_uint32(window), ctypes.c_uint32(attribute), ctypes.byref(ctypes.c_uint32(value))
        )

    @cached_property
    def _xcb(self) -> ctypes.CDLL:
        """Return the library, which only X11 systems have; loaded with the first question."""
        return ctypes.CDLL("libxcb.so.1")

    @cached_property
    def _libc(self) -> ctypes.CDLL:
        libc = ctypes.CDLL(None)
        libc.free.argtypes = (ctypes.c_void_p,)
        return libc


def takes_connections(display: str) -> bool:
    """Return whether a display lets libxcb connect, which is what Qt connects with."""
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return False
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connect.argtypes = (ctypes.c_char_p, ctypes.c_void_p)
    xcb.xcb_connection_has_error.argtypes = (ctypes.c_void_p,)
    xcb.xcb_disconnect.argtypes = xcb.xcb_connection_has_error.argtypes
    connection = xcb.xcb_connect(display.encode(), None)
    failed = bool(xcb.xcb_connection_has_error(connection))
    xcb.xcb_disconnect(connection)
    return not failed


_IoErrorHandler = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p)
_ExitHandler = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p)
# Referenced for good: Xlib calls them whenever a connection breaks.
_go_on = _IoErrorHandler(lambda _display: 0)
_stay = _ExitHandler(lambda _display, _data: None)


def stay_without_display(display: int) -> None:
    """Keep the process when a connection of Xlib's breaks, given the address of its `Display`.

    Xlib ends the process otherwise, at the first call that meets the broken connection. Before Xlib 1.7 it does so
    whatever its handlers return.
    """
    xlib = ctypes.CDLL("libX11.so.6")
    if hasattr(xlib, "XSetIOErrorExitHandler"):
        xlib.XSetIOErrorHandler(_go_on)
        for each in filter(None, (display, _display_of_gtk())):
            xlib.XSetIOErrorExitHandler(ctypes.c_void_p(each), _stay, None)


def _display_of_gtk() -> int | None:
    """Return the address of GTK's `Display`, where Qt has loaded GTK for the desktop's theme; None without one."""
    try:
        gdk = ctypes.CDLL("libgdk-3.so.0", mode=os.RTLD_NOLOAD)
        gobject = ctypes.CDLL("libgobject-2.0.so.0", mode=os.RTLD_NOLOAD)
    except OSError:
        return None
    gdk.gdk_display_get_default.restype = ctypes.c_void_p
    gdk.gdk_x11_get_default_xdisplay.restype = ctypes.c_void_p
    gobject.g_type_name_from_instance.restype = ctypes.c_char_p
    opened = gdk.gdk_display_get_default()
    is_x = opened and gobject.g_type_name_from_instance(ctypes.c_void_p(opened)) == b"GdkX11Display"
    return gdk.gdk_x11_get_default_xdisplay() if is_x else None
