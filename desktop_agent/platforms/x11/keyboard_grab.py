"""The window that receives keys, even while a program has grabbed the keyboard.

A program that has grabbed the keyboard gets all keys, wherever the focus is: a launcher, a window manager's menu, a
viewer of another computer. The server reports that the keyboard is grabbed, but not by which client. So the grab
counts as the focused program's where that shows a menu, another computer or a full-screen window; else as that of the
only other program with an unmanaged window; else its owner is unknown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from Xlib import X
from Xlib.error import XError

from desktop_agent.platforms.pasting import is_remote_screen
from desktop_agent.platforms.x11.clients import Clients
from desktop_agent.platforms.x11.connection import Connection
from desktop_agent.platforms.x11.properties import Properties

if TYPE_CHECKING:
    from Xlib.xobject.drawable import Window

# Windows that no manager touches, and that take no keys.
_TAKE_NO_KEYS = ("TOOLTIP", "NOTIFICATION", "DOCK", "DESKTOP", "DND")
_LEAST_SIDE = 8  # pixels
_FRAME_DEPTH = 3  # a client window lies one to three levels below its frame
_OURS = "desktop-agent"


class KeyboardGrabs:
    """The grab of the keyboard of one display, over one connection; asking changes nothing."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._display = connection.display
        self._root = self._display.screen().root
        self._clients = Clients(connection)
        self._properties = Properties(connection)
        # An unmapped window can't grab the keyboard: a try only shows whether another client has.
        self._probe = self._root.create_window(0, 0, 1, 1, 0, X.CopyFromParent, window_class=X.InputOnly)

    def is_grabbed(self) -> bool:
        """Return whether a program has the keyboard to itself."""
        status = self._probe.grab_keyboard(
            owner_events=True, pointer_mode=X.GrabModeAsync, keyboard_mode=X.GrabModeAsync, time=X.CurrentTime
        )
        return bool(status == X.AlreadyGrabbed)

    def window_with_keys(self, focus: Window) -> Window | None:
        """Return the window that receives the keys while `focus` has the focus; None if unknown.

        A grabbed chord counts as a grab only while one of its keys is down, and doesn't matter here.
        """
        if not self.is_grabbed() or any(self._display.query_keymap()) or self._is_remote_screen(focus):
            return focus
        others = list["Window"]()
        for window in self._unmanaged():
            if self._clients.same(window.id, focus.id):
                return focus
            others.append(window)
        if self._fills_screen(focus):
            return focus
        programs = {self._clients.identity(window.id) for window in others}
        return others[0] if len(programs) == 1 else None

    def _unmanaged(self) -> list[Window]:
        """Return the visible unmanaged windows that may take keys, topmost first, except ours."""
        return [window for window in reversed(self._root.query_tree().children) if self._may_take_keys(window)]

    def _may_take_keys(self, window: Window) -> bool:
        try:
            attributes = window.get_attributes()
            is_shown = attributes.map_state == X.IsViewable and attributes.override_redirect
            return bool(
                is_shown
                and self._can_be_seen(window)
                and not self._is_frame(window)
                and not self._clients.is_of_type(window, *_TAKE_NO_KEYS)
                and all(_OURS not in name for name in self._properties.classes(window))
            )
        except XError:
            return False

    def _can_be_seen(self, window: Window) -> bool:
        """Return whether a window is on the screen and not tiny: managers have tiny ones outside of it."""
        box = window.get_geometry()
        root_box = self._root.get_geometry()
        is_large = min(box.width, box.height) >= _LEAST_SIDE
        return bool(is_large and -box.width < box.x < root_box.width and -box.height < box.y < root_box.height)

    def _is_frame(self, window: Window) -> bool:
        """Return whether a manager has put a client window into this one."""
        level = [window]
        for _ in range(_FRAME_DEPTH):
            level = [child for candidate in level for child in candidate.query_tree().children]
            if any(map(self._clients.is_managed, level)):
                return True
        return False

    def _is_remote_screen(self, window: Window) -> bool:
        return any(map(is_remote_screen, self._properties.classes(self._client_window(window))))

    def _fills_screen(self, window: Window) -> bool:
        return self._connection.atom("_NET_WM_STATE_FULLSCREEN") in self._properties.numbers(
            self._client_window(window), "_NET_WM_STATE"
        )

    def _client_window(self, window: Window) -> Window:
        """Return the client window that contains a window; the window itself if none does."""
        held = window
        while held.id != self._root.id and not self._properties.classes(held):
            held = held.query_tree().parent
        return window if held.id == self._root.id else held
