"""Windows and the programs behind them: who made a window, which one has the keyboard, what is under the pointer."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from Xlib import X
from Xlib.error import XError

from desktop_agent.platforms.x11.connection import Connection
from desktop_agent.platforms.x11.outer_pids import OuterPids, listeners_namespace
from desktop_agent.platforms.x11.properties import Properties

if TYPE_CHECKING:
    from Xlib.xobject.drawable import Window

DELIVERED_WITHIN_S = 1.0
FOCUS_WITHIN_S = 0.5
POLL_S = 0.003
TOOLTIP_GOES_WITHIN_S = 0.06  # so much later is a stop seen
_LOCAL_PID = 2  # a mask of the resource extension


class Clients:
    """The programs on one display, over one connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._properties = Properties(connection)
        self._display = connection.display
        self._root = self._display.screen().root
        self._pids = OuterPids(lambda: listeners_namespace(self._display.display.socket))

    def client_of(self, window_id: int) -> int:
        """Return the client that made a window: the part of the window's id that no other client has."""
        return int(window_id & ~self._display.display.info.resource_id_mask)

    def pid_of(self, window_id: int) -> int:
        """Return the process that made a window, as the X server knows it; 0 when it runs elsewhere."""
        try:
            answer = self._display.res_query_client_ids([{"client": self.client_of(window_id), "mask": _LOCAL_PID}])
        except (XError, AttributeError):
            return 0  # a server without the resource extension
        return self.outer(next((int(entry.value[0]) for entry in answer.ids if len(entry.value) == 1), 0))

    def outer(self, pid: int) -> int:
        """Return our pid of a process that the display's programs name; 0 if it isn't in our namespace."""
        return self._pids.outer(pid)

    def identity(self, window_id: int) -> tuple[int, int]:
        """Return client and process of a window; the client alone is no identity, as its number is used again."""
        return self.client_of(window_id), self.pid_of(window_id)

    def same(self, one: int, other: int) -> bool:
        """Return whether two windows are of the same client, or of two clients of the same process."""
        if self.client_of(one) == self.client_of(other):
            return True
        pid = self.pid_of(one)
        return pid != 0 and pid == self.pid_of(other)

    def is_of(self, window_id: int, client: int, pid: int) -> bool:
        """Return whether a window is of this process; where that is not known, of this client."""
        return self.pid_of(window_id) == pid if pid else self.client_of(window_id) == client

    def is_managed(self, window: Window) -> bool:
        """Return whether this is a client window: managers put a property on it, inside of their frame."""
        return self._properties.has(window, "WM_STATE")

    def with_keyboard(self) -> Window:
        """Return the window that receives keys now."""
        focus = self._display.get_input_focus().focus
        if isinstance(focus, int) or focus.id in {X.NONE, X.PointerRoot}:
            return (self._root, *self.under_pointer())[-1]
        return focus

    def is_dialog(self, window: Window) -> bool:
        """Return whether the client window that contains this one has the type of a dialog."""
        while window.id != self._root.id and not self.is_managed(window):
            window = window.query_tree().parent
        return self.is_of_type(window, "DIALOG")

    def is_of_type(self, window: Window, *types: str) -> bool:
        """Return whether a window's type is one of these, as `_NET_WM_WINDOW_TYPE_` goes on."""
        known = {self._connection.atom(f"_NET_WM_WINDOW_TYPE_{name}") for name in types}
        return not known.isdisjoint(self._properties.numbers(window, "_NET_WM_WINDOW_TYPE"))

    def under_pointer(self) -> list[Window]:
        """Return the windows under the pointer, from the child of the root to the innermost."""
        windows = list["Window"]()
        window = self._root
        while child := window.query_pointer().child:
            windows.append(child)
            window = child
        return windows

    def top_level(self, window: Window) -> Window:
        """Return the child of the root that holds a window."""
        while (parent := window.query_tree().parent) and parent.id != self._root.id:
            window = parent
        return window

    def await_click(self, button: int, pause: Callable[[float], None]) -> None:
        """Return when the last click was delivered and the clicked window has the keyboard; `pause` waits.

        A window manager that focuses by clicks holds each click back until it has dealt with it, and lets keys pass:
        the program would act on the keys first (measured on Debian 12 with a busy openbox). As long as it does, the
        server counts the button as down. Some windows, menus for one, never get the keyboard.
        """
        with self._connection.errors():
            mask = X.Button1Mask << (button - 1)
            self._poll_until(lambda: not self._root.query_pointer().mask & mask, DELIVERED_WITHIN_S, pause)
            clicked = (self._root, *self.under_pointer())[-1].id
            self._poll_until(lambda: self.same(self.with_keyboard().id, clicked), FOCUS_WITHIN_S, pause)
            self._connection.forgive()

    def await_tooltip_gone(self) -> None:
        """Return once no tooltip is under the pointer: its program hides it as the pointer enters it."""
        with self._connection.errors():
            deadline = time.monotonic() + TOOLTIP_GOES_WITHIN_S
            while time.monotonic() < deadline and (under := self.under_pointer()):
                if not self.is_of_type(under[0], "TOOLTIP"):
                    break
                time.sleep(POLL_S)
            self._connection.forgive()

    def _poll_until(self, condition: Callable[[], bool], within_s: float, pause: Callable[[float], None]) -> None:
        deadline = time.monotonic() + within_s
        while not condition() and time.monotonic() < deadline:
            pause(POLL_S)
