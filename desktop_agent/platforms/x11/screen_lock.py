"""Whether an X11 session is locked, which many lockers don't report: recognized by a lock's windows and grab.

A lock covers every monitor with unmanaged windows that take clicks, lies above all windows of programs, and has grabbed
the keyboard. The server reports every such window as it is mapped and unmapped. Whether the keyboard is grabbed shows
only in a try: a grab of ours is refused, or is released at once. So that is tried only while such windows exist.
"""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from Xlib import X
from Xlib.error import XError
from Xlib.protocol import request

from desktop_agent.core.pictures import Rect
from desktop_agent.platforms.x11.clients import Clients
from desktop_agent.platforms.x11.connection import Connection, connect, lists_monitors, why_not_by

if TYPE_CHECKING:
    from Xlib.xobject.drawable import Window

_log = logging.getLogger(__name__)

_INPUT_SHAPE = 2
_FRAME_DEPTH = 3  # a client sits one to three levels below its frame
_LEAST_SIDE = 200  # pixels; what is smaller covers no monitor
_EDGE = 1  # pixels that a lock may leave: xsecurelock does
_FIRST_OF_CLIENTS = 1 << 18  # smaller ids are the server's: the layer that it gives to a compositor is no lock
_AGAIN_S = 0.5  # a lock may show its windows first, and take the keyboard a moment later
_TRIES = 20


def why_not() -> str:
    """Return why this cannot be asked here; empty when it can."""
    return why_not_by(X11Lock)


class X11Lock:
    """The query, for one thread; while nothing has changed it only polls the socket."""

    def __init__(self, environment: Mapping[str, str] = os.environ) -> None:
        """Connect to the display in the environment; NoScreenError without an X11 display."""
        self._connection: Connection = connect(environment)
        self._display = self._connection.display
        self._root = self._display.screen().root
        self._clients = Clients(self._connection)
        self._covers = set[int]()  # windows that may be a lock's
        self._locked = False
        self._tries = 0
        self._asked_s = float("-inf")
        with self._connection.errors():
            self._root.change_attributes(event_mask=X.SubstructureNotifyMask)
            for child in self._root.query_tree().children:
                self._note_cover(child)

    def fileno(self) -> int:
        """Return the descriptor that becomes readable when the server sends something."""
        return int(self._display.fileno())

    def is_locked(self) -> bool:
        """Return whether the screen is locked; InputDeniedError when the display has gone away."""
        with self._connection.errors():
            self._update(news=self._read_events())
            while self._display.pending_events():  # they came in with the answers
                self._update(news=self._read_events())
            self._connection.forgive()
            return self._locked

    @property
    def may_change_without_events(self) -> bool:
        """Return whether asking once more without any news may give another answer."""
        return bool(self._covers) and not self._locked and self._tries < _TRIES

    def close(self) -> None:
        """Disconnect; never raises."""
        self._connection.close()

    def _update(self, *, news: bool) -> None:
        """Query the server if there is news; without any, now and then while it isn't locked, up to `_TRIES` times."""
        now = time.monotonic()
        is_settled = self._locked or self._tries == _TRIES
        if news:
            self._tries = 0
        elif is_settled or now - self._asked_s < _AGAIN_S:
            return
        self._tries += 1
        self._asked_s = now
        was_locked = self._locked
        # A lock that was found lasts while it covers the screen: the keyboard isn't grabbed once more to find out.
        self._locked = self._is_covered() and (self._locked or self._is_keyboard_grabbed())
        if self._locked != was_locked:
            _log.info("%d windows may be a lock screen's; locked: %s", len(self._covers), self._locked)

    def _read_events(self) -> bool:
        """Read the server's events; return whether any of them may begin or end a lock."""
        before = set(self._covers)
        is_about = False
        changed = dict[int, "Window"]()
        for _ in range(self._display.pending_events()):
            event = self._display.next_event()
            number = getattr(getattr(event, "window", None), "id", 0)
            is_about = is_about or self._locked or number in self._covers
            if event.type in {X.UnmapNotify, X.DestroyNotify}:
                self._covers.discard(number)
                changed.pop(number, None)
            elif event.type in {X.MapNotify, X.ConfigureNotify} and event.override:
                changed[number] = event.window
        for window in changed.values():
            self._note_cover(window)
        return is_about or before != self._covers

    def _note_cover(self, window: Window) -> None:
        """Note a visible, unmanaged window that isn't small, as it may be a lock screen."""
        self._covers.discard(window.id)
        try:
            attributes = window.get_attributes()
            geometry = window.get_geometry()
        except XError:
            return
        unmanaged = attributes.override_redirect and window.id >= _FIRST_OF_CLIENTS
        if unmanaged and attributes.map_state == X.IsViewable and min(geometry.width, geometry.height) >= _LEAST_SIDE:
            self._covers.add(window.id)

    def _is_covered(self) -> bool:
        """Return whether these windows catch every click on every monitor, and no program's window lies above them."""
        if not self._covers:
            return False
        order = [child.id for child in self._root.query_tree().children]
        lowest = len(order)
        boxes = [
            (order.index(number), box)
            for number in self._covers
            if number in order
            for box in self._input_boxes(number)
        ]
        for monitor in self._monitors():
            inside = Rect(monitor.x + _EDGE, monitor.y + _EDGE, monitor.width - 2 * _EDGE, monitor.height - 2 * _EDGE)
            over = [at for at, box in boxes if box.intersection(inside) == inside]
            if not over:
                return False
            lowest = min(lowest, max(over))
        return not any(self._is_program_window(number) for number in order[lowest:])

    def _input_boxes(self, number: int) -> Iterator[Rect]:
        """Yield the parts of a window that take clicks; an overlay that lets them through has none."""
        window = self._display.create_resource_object("window", number)
        try:
            geometry = window.get_geometry()
            parts = window.shape_get_rectangles(_INPUT_SHAPE).rectangles
        except XError:
            return
        border = geometry.border_width
        yield from (
            Rect(geometry.x + border + part.x, geometry.y + border + part.y, part.width, part.height) for part in parts
        )

    def _is_program_window(self, number: int) -> bool:
        """Return whether a window is visible, and is or contains a managed one."""
        window = self._display.create_resource_object("window", number)
        try:
            if window.get_attributes().map_state != X.IsViewable:
                return False
            level = [window]
            for _ in range(_FRAME_DEPTH):
                if any(self._clients.is_managed(inner_window) for inner_window in level):
                    return True
                level = [child for inner_window in level for child in inner_window.query_tree().children]
        except XError:
            return False
        return False

    def _monitors(self) -> list[Rect]:
        if lists_monitors(self._display):
            reported = self._root.xrandr_get_monitors().monitors
            boxes = [
                Rect(monitor.x, monitor.y, monitor.width_in_pixels, monitor.height_in_pixels) for monitor in reported
            ]
            if boxes:
                return boxes
        root_geometry = self._root.get_geometry()
        return [Rect(0, 0, root_geometry.width, root_geometry.height)]

    def _is_keyboard_grabbed(self) -> bool:
        """Return whether grabbing the keyboard fails; the grab is released at once for our other watchers."""
        self._display.grab_server()
        tried = request.GrabKeyboard(
            display=self._display.display,
            defer=True,
            owner_events=False,
            grab_window=self._root.id,
            time=X.CurrentTime,
            pointer_mode=X.GrabModeAsync,
            keyboard_mode=X.GrabModeAsync,
        )
        self._display.ungrab_keyboard(X.CurrentTime)
        self._display.ungrab_server()
        tried.reply()
        return bool(tried.status != X.GrabSuccess)
