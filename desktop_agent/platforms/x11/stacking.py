"""Whether another window covers one of ours, queried from the X server on Qt's connection.

Qt doesn't know it. The server sends `VisibilityNotify` at once, but not under a compositor, so the order of windows is
queried as well. Without X11 it is unknown, and nothing counts as covered.
"""

from __future__ import annotations

import ctypes
import os
import struct
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from desktop_agent.core.pictures import Rect

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


def survive_display_loss(display: int) -> None:
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


_VISIBILITY_CHANGE = 1 << 16
_VIEWABLE = 2
_INPUT_ONLY = 2
# Smaller ids are the server's: the layer that it gives to a compositor covers nothing.
_FIRST_OF_CLIENTS = 1 << 18
# Programs that show a window of these types have the mouse and the keyboard to themselves until it is closed.
_MENUS = ("POPUP_MENU", "DROPDOWN_MENU", "COMBO")
_MOST_TYPES = 8
_ATOM_BITS = 32


@dataclass(frozen=True, slots=True)
class _Attributes:
    viewable: bool
    input_only: bool
    unmanaged: bool
    our_mask: int


class Stacking:
    """The order of windows on a display; for the thread that owns the connection.

    `connection` is the address of an `xcb_connection_t`; 0 without an X server.
    """

    def __init__(self, connection: int) -> None:
        self.known = bool(connection)
        self._xcb = Xcb(connection)

    def report_covers(self, window: int) -> None:
        """Have the server report when a window is covered and uncovered, in addition to the events that Qt selects."""
        before = self._attributes(self._xcb.ask("get_window_attributes", window)) if self.known else None
        if before is not None:
            self._xcb.change(window, CW_EVENT_MASK, before.our_mask | _VISIBILITY_CHANGE)

    def fill(self, window: int, colour: int) -> None:
        """Have the server fill the unpainted parts of a window, which otherwise show what lay below them."""
        if self.known:
            self._xcb.change(window, CW_BACK_PIXEL, colour)

    def sync(self) -> None:
        """Return when the server has processed everything that Qt has sent."""
        if self.known:
            self._xcb.answer("get_input_focus")

    def is_covered(self, window: int, ours: Iterable[int]) -> bool:
        """Return whether a foreign window covers a window of ours, or ours is not shown at all."""
        if not self.known:
            return False
        root, top = self._root_and_top_level(window)
        order = self._children(root)
        our_windows = set(ours)
        above = order[order.index(top) + 1 :] if top in order else ()
        boxes = self._boxes(
            (top, *(sibling for sibling in above if sibling not in our_windows and sibling >= _FIRST_OF_CLIENTS))
        )
        box = boxes.pop(top, None)
        if box is None:
            return True
        over = [sibling for sibling, other in boxes.items() if box.intersection(other)]
        # Three round trips so far; frames of our windows are looked up only if something lies over this one.
        frames = {self._root_and_top_level(our_window)[1] for our_window in our_windows} if over else set()
        return any(sibling not in frames for sibling in over)

    def in_order(self, windows: Iterable[int]) -> tuple[int, ...]:
        """Return the visible ones of these windows, the lowest first; none without X11."""
        climbed = [(window, *self._root_and_top_level(window)) for window in windows] if self.known else []
        by_top = {top: window for window, _, top in climbed}
        return tuple(by_top[top] for top in self._children(climbed[0][1]) if top in by_top) if climbed else ()

    def menu_is_open(self, window: int) -> bool:
        """Return whether a program shows a menu anywhere on the screen of a window of ours."""
        if not self.known:
            return False
        root, _ = self._root_and_top_level(window)
        tops = [entry for entry in self._children(root) if entry >= _FIRST_OF_CLIENTS]
        questions = [(entry, self._xcb.ask("get_window_attributes", entry)) for entry in tops]
        shown = [(entry, self._attributes(cookie)) for entry, cookie in questions]
        loose = [entry for entry, attributes in shown if attributes and attributes.viewable and attributes.unmanaged]
        if not loose:
            return False
        menus = {self._atom(f"_NET_WM_WINDOW_TYPE_{name}") for name in _MENUS}
        kind = self._atom("_NET_WM_WINDOW_TYPE")
        return any(menus & set(self._atoms(entry, kind)) for entry in loose)

    def _atom(self, name: str) -> int:
        raw = name.encode()
        reply = self._xcb.reply("intern_atom", self._xcb.ask("intern_atom", 0, len(raw), raw))
        return int(struct.unpack_from("=I", reply, 8)[0]) if reply else 0

    def _atoms(self, window: int, name: int) -> tuple[int, ...]:
        """Return a property that is a list of atoms."""
        reply = self._xcb.answer("get_property", 0, window, name, 0, 0, _MOST_TYPES)
        count = struct.unpack_from("=I", reply, 16)[0] if reply and reply[1] == _ATOM_BITS else 0
        return struct.unpack_from(f"={count}I", reply, 32) if reply else ()

    def _root_and_top_level(self, window: int) -> tuple[int, int]:
        """Return the root, and the root's child that contains a window."""
        while True:
            reply = self._xcb.answer("query_tree", window)
            root, parent = struct.unpack_from("=II", reply, 8) if reply else (0, 0)
            if parent in {0, root}:
                return root, window
            window = parent

    def _children(self, window: int) -> tuple[int, ...]:
        reply = self._xcb.answer("query_tree", window)
        count = struct.unpack_from("=H", reply, 16)[0] if reply else 0
        return struct.unpack_from(f"={count}I", reply, 32) if reply else ()

    def _boxes(self, windows: Iterable[int]) -> dict[int, Rect]:
        """Return where visible windows are; all questions are sent before the first answer is read."""
        questions = [
            (window, self._xcb.ask("get_window_attributes", window), self._xcb.ask("get_geometry", window))
            for window in windows
        ]
        boxes = {}
        for window, first, second in questions:
            attributes = self._attributes(first)
            geometry = self._xcb.reply("get_geometry", second)
            if attributes is not None and geometry and attributes.viewable and not attributes.input_only:
                x, y, width, height, border = struct.unpack_from("=hhHHH", geometry, 12)
                boxes[window] = Rect(x, y, width + 2 * border, height + 2 * border)
        return boxes

    def _attributes(self, cookie: XcbCookie) -> _Attributes | None:
        reply = self._xcb.reply("get_window_attributes", cookie)
        if not reply:
            return None
        (kind,) = struct.unpack_from("=H", reply, 12)
        (state, unmanaged) = struct.unpack_from("=BB", reply, 26)
        (mask,) = struct.unpack_from("=I", reply, 36)
        return _Attributes(state == _VIEWABLE, kind == _INPUT_ONLY, bool(unmanaged), mask)
