"""Captures of an X11 display: pixels by mss (shared memory), monitors and the pointer's picture from the server."""

from __future__ import annotations

import struct

from Xlib import error

from desktop_agent.core.frame import Pixels
from desktop_agent.core.geometry import Rect, Size
from desktop_agent.platforms.libraries.mss_capture import MssGrabber
from desktop_agent.platforms.x11.connection import Connection, connect, lists_monitors, why_not_by
from desktop_agent.screen.source import CursorImage, Monitor


def why_not() -> str:
    """Return why this cannot be used here; empty when it can."""
    return why_not_by(create)


def create() -> X11Capture:
    """Return the backend for the display in the environment; NoScreenError when there is none that can be captured."""
    return X11Capture(connect())


class X11Capture:
    """Pictures of an X11 display; X11 has no scaling of its own, so input units are pixels."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._display = connection.display
        self._root = self._display.screen().root
        self._names: dict[int, str] = {}
        self._by_randr = lists_monitors(self._display)
        self._grabber = MssGrabber()
        self._known: tuple[Monitor, ...] = ()

    def monitors(self) -> tuple[Monitor, ...]:
        """Return the monitors; one question to the server, so that it can go before every capture."""
        with self._connection.errors():
            monitors = self._ask_monitors()
        if self._known not in {(), monitors}:
            self._grabber.renew()
        self._known = monitors
        return monitors

    def grab(self, box: Rect) -> Pixels:
        """Capture a box."""
        return self._grabber.grab(box)

    def glance(self, box: Rect) -> Pixels:
        """Capture a box as it is now: that is quick here."""
        return self._grabber.grab(box)

    def cursor(self) -> CursorImage | None:
        """Return the pointer's picture by XFixes; None where the server has no such extension."""
        if not self._display.has_extension("XFIXES"):
            return None
        try:
            self._display.xfixes_query_version()
            shown = self._display.xfixes_get_cursor_image(self._root)
        except (error.XError, error.ConnectionClosedError, OSError):
            return None
        pixels = struct.pack(f"<{len(shown.cursor_image)}I", *shown.cursor_image)
        size = Size(shown.width, shown.height)
        return CursorImage(shown.x - shown.xhot, shown.y - shown.yhot, size, pixels)

    def close(self) -> None:
        """Disconnect."""
        self._grabber.close()
        self._connection.close()

    def _ask_monitors(self) -> tuple[Monitor, ...]:
        listed = self._root.xrandr_get_monitors().monitors if self._by_randr else []
        if listed:
            return tuple(self._from_randr(n, one) for n, one in enumerate(listed, 1))
        box = self._root.get_geometry()
        return (Monitor(1, 0, 0, box.width, box.height, primary=True),)

    def _from_randr(self, n: int, answer: object) -> Monitor:
        x, y, width, height, primary, atom = (
            int(getattr(answer, name)) for name in ("x", "y", "width_in_pixels", "height_in_pixels", "primary", "name")
        )
        if atom not in self._names:
            self._names[atom] = str(self._display.get_atom_name(atom))
        return Monitor(n, x, y, width, height, 1.0, self._names[atom], bool(primary))
