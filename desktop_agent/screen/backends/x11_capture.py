"""Captures of an X11 display: pixels by mss (shared memory), monitors and the pointer's picture from the server."""

from __future__ import annotations

import os
import struct
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from desktop_agent.core.errors import NoScreenError
from desktop_agent.core.frame import Pixels
from desktop_agent.core.geometry import Rect, Size
from desktop_agent.screen.backends.mss_capture import MssGrabber
from desktop_agent.screen.source import CursorImage, Monitor

if TYPE_CHECKING:
    from Xlib.display import Display

_RANDR_MONITORS = (1, 5)
_LOG_OUT = "Log in to an X11 session (often called “on Xorg”), or use the private display of: desktop-agent demo"


class Closable(Protocol):
    """What is made to see whether it can be, and let go at once."""

    def close(self) -> None:
        """Let the display go."""


def why_not() -> str:
    """Return why this cannot be used here; empty when it can."""
    return why_not_by(create)


def create() -> X11Capture:
    """Return the backend for the display in the environment; NoScreenError when there is none that can be captured."""
    return X11Capture(connect())


def why_not_by(create: Callable[[], Closable]) -> str:
    """Return why what needs an X11 display cannot be made here, by making it; empty when it can."""
    if sys.platform in {"win32", "darwin"}:
        return "There is no X11 on this system."
    try:
        create().close()
    except NoScreenError as error:
        return str(error)
    except Exception as error:
        return f"A library does not load: {error}."
    return ""


def connect() -> Display:
    """Connect to the display in the environment.

    Raises NoScreenError when there is none, or when it is only the X side of a Wayland session, which shows black.
    """
    name = os.environ.get("DISPLAY", "")
    if not name and os.environ.get("WAYLAND_DISPLAY"):
        raise NoScreenError("This is a Wayland session without X, which cannot be captured yet.", _LOG_OUT)
    if not name:
        raise NoScreenError(
            "There is no display: DISPLAY is not set.",
            "Start from a desktop, set DISPLAY (for example :0), or use the private display of: desktop-agent demo",
        )
    display = _open(name)
    if display.query_extension("XWAYLAND") or _is_wayland_inside(display):
        disconnect(display)
        raise NoScreenError("This is a Wayland session: its X side shows only black.", _LOG_OUT)
    return display


def disconnect(display: Display) -> None:
    """Close a connection, which may be lost already."""
    from Xlib import error

    try:
        display.close()
    except (error.ConnectionClosedError, OSError):
        # Then python-xlib leaves the socket open, and there is no public way to it.
        display.display.socket.close()


class X11Capture:
    """Pictures of an X11 display; X11 has no scaling of its own, so input units are pixels."""

    def __init__(self, display: Display) -> None:
        self._display = display
        self._root = display.screen().root
        self._names: dict[int, str] = {}
        self._by_randr = _lists_monitors(display)
        self._grabber = MssGrabber()
        self._known: tuple[Monitor, ...] = ()

    def monitors(self) -> tuple[Monitor, ...]:
        """Return the monitors; one question to the server, so that it can go before every capture."""
        from Xlib import error

        try:
            found = self._ask_monitors()
        except (error.ConnectionClosedError, OSError) as failure:
            raise _gone() from failure
        if self._known not in {(), found}:
            self._grabber.renew()
        self._known = found
        return found

    def grab(self, box: Rect) -> Pixels:
        """Capture a box."""
        return self._grabber.grab(box)

    def cursor(self) -> CursorImage | None:
        """Return the pointer's picture by XFixes; None where the server has no such extension."""
        from Xlib import error

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
        """Let the display go."""
        self._grabber.close()
        disconnect(self._display)

    def _ask_monitors(self) -> tuple[Monitor, ...]:
        listed = self._root.xrandr_get_monitors().monitors if self._by_randr else []
        if listed:
            return tuple(self._from_randr(n, one) for n, one in enumerate(listed, 1))
        box = self._root.get_geometry()
        return (Monitor(1, 0, 0, box.width, box.height, primary=True),)

    def _from_randr(self, n: int, told: object) -> Monitor:
        x, y, width, height, primary, atom = (
            int(getattr(told, name)) for name in ("x", "y", "width_in_pixels", "height_in_pixels", "primary", "name")
        )
        if atom not in self._names:
            self._names[atom] = str(self._display.get_atom_name(atom))
        return Monitor(n, x, y, width, height, 1.0, self._names[atom], bool(primary))


def _open(name: str) -> Display:
    from Xlib import display

    try:
        return display.Display(name)
    except Exception as failure:
        # A number that is no port, a broken cookie file: python-xlib has an error of its own for few of them.
        message = f"The display {name} does not let us connect."
        raise NoScreenError(message, "Check DISPLAY and XAUTHORITY; is the X server running?") from failure


def _is_wayland_inside(display: Display) -> bool:
    """Tell whether the monitors are those of Xwayland, whose older versions announce no extension."""
    if not _lists_monitors(display):
        return False
    listed = display.screen().root.xrandr_get_monitors().monitors
    return bool(listed) and all(str(display.get_atom_name(one.name)).startswith("XWAYLAND") for one in listed)


def _lists_monitors(display: Display) -> bool:
    if not display.has_extension("RANDR"):
        return False
    version = display.xrandr_query_version()
    return bool((version.major_version, version.minor_version) >= _RANDR_MONITORS)


def _gone() -> NoScreenError:
    return NoScreenError("The display has gone away.", "Start the display again, then give the task once more.")
