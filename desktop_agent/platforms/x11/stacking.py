"""Whether another window covers one of ours, queried from the X server on Qt's connection.

Qt doesn't know it. The server sends `VisibilityNotify` at once, but not under a compositor, so the order of windows is
queried as well. Without X11 it is unknown, and nothing counts as covered.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable
from dataclasses import dataclass

from desktop_agent.core.pictures import Rect
from desktop_agent.platforms.x11.xcb import CW_BACK_PIXEL, CW_EVENT_MASK, Xcb, XcbCookie

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
        root, top = self._climb(window)
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
        frames = {self._climb(our_window)[1] for our_window in our_windows} if over else set()
        return any(sibling not in frames for sibling in over)

    def in_order(self, windows: Iterable[int]) -> tuple[int, ...]:
        """Return the visible ones of these windows, the lowest first; none without X11."""
        climbed = [(window, *self._climb(window)) for window in windows] if self.known else []
        by_top = {top: window for window, _, top in climbed}
        return tuple(by_top[top] for top in self._children(climbed[0][1]) if top in by_top) if climbed else ()

    def menu_is_open(self, window: int) -> bool:
        """Return whether a program shows a menu anywhere on the screen of a window of ours."""
        if not self.known:
            return False
        root, _ = self._climb(window)
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

    def _climb(self, window: int) -> tuple[int, int]:
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
