"""Captures of an X11 display: pixels by mss (shared memory), monitors and the pointer's picture from the server.

Most of the captures in a run of them show the same. The server reports when something was painted (the DAMAGE
extension), so that a quick grab can return the last picture. Now and then it captures all the same: a server that turns
out not to report everything isn't relied on any more.
"""

from __future__ import annotations

import logging
import struct
import time
from typing import TYPE_CHECKING

from Xlib import error
from Xlib.ext import damage

from desktop_agent.core.errors import NoScreenError, ScreenError
from desktop_agent.core.pictures import Pixels, Rect, Size
from desktop_agent.platforms.libraries.mss_capture import MssGrabber
from desktop_agent.platforms.x11.connection import Connection, connect, lists_monitors, why_not_by
from desktop_agent.platforms.x11.plain_grabber import PlainGrabber
from desktop_agent.screen.captures.source import CursorImage, Monitor

if TYPE_CHECKING:
    from Xlib.display import Display

_log = logging.getLogger(__name__)

_CHECK_EVERY_S = 0.25


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
        self._grabber = _grabber(self._display)
        self._known: tuple[Monitor, ...] = ()
        self._painting = _Painting(self._display)
        self._last_quick_grab: tuple[Rect, Pixels] | None = None
        self._captured_at = 0.0

    def monitors(self) -> tuple[Monitor, ...]:
        """Return the monitors; one round trip, so that it can precede every capture."""
        with self._connection.errors():
            monitors = self._ask_monitors()
        if self._known not in {(), monitors}:
            self._grabber.renew()
        if self._known != monitors:
            _log.info("monitors (RandR 1.5: %s): %s", self._by_randr, [monitor.box for monitor in monitors])
        self._known = monitors
        return monitors

    def grab(self, box: Rect) -> Pixels:
        """Capture a box."""
        try:
            return self._grabber.grab(box)
        except ScreenError:
            # The grabber failed; our own connection shows whether the display has gone.
            with self._connection.errors():
                self._display.sync()
            raise

    def quick_grab(self, box: Rect) -> Pixels:
        """Capture a box that is captured repeatedly: return the last picture if nothing has been painted since."""
        with self._connection.errors():
            was_painted = self._painting.take_damage()
        last = (
            self._last_quick_grab[1] if self._last_quick_grab is not None and self._last_quick_grab[0] == box else None
        )
        now = time.monotonic()
        if last is not None and not was_painted and now - self._captured_at < _CHECK_EVERY_S:
            return last
        pixels = self.grab(box)
        self._last_quick_grab = (box, pixels)
        self._captured_at = now
        if last is not None and not was_painted and pixels != last:
            with self._connection.errors():
                self._painting.check()
        return pixels

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
        return (Monitor(1, 0, 0, box.width, box.height),)

    def _from_randr(self, n: int, answer: object) -> Monitor:
        x, y, width, height, atom = (
            int(getattr(answer, name)) for name in ("x", "y", "width_in_pixels", "height_in_pixels", "name")
        )
        if atom not in self._names:
            self._names[atom] = str(self._display.get_atom_name(atom))
        return Monitor(n, x, y, width, height, 1.0, self._names[atom])


def _grabber(display: Display) -> MssGrabber | PlainGrabber:
    """Return a grabber for this screen: mss supports most screens, and is faster."""
    try:
        return MssGrabber()
    except NoScreenError as error:
        _log.info("pictures are taken request by request: mss can't: %s", error)
        return PlainGrabber(display)


class _Painting:
    """Receives reports of all painting on a display; for a connection whose other events aren't needed."""

    def __init__(self, display: Display) -> None:
        self._display = display
        self._root = display.screen().root
        self._damage: int | None = None
        self._is_reported_later = False
        if display.has_extension("DAMAGE"):
            display.damage_query_version()
            self._damage = self._root.damage_create(damage.DamageReportNonEmpty)
        _log.debug("the X server reports what is painted: %s", self._damage is not None)

    def take_damage(self) -> bool:
        """Return whether something was painted since the last call; True where the server doesn't report it."""
        if self._damage is None:
            return True
        is_painted = self._is_reported_later
        self._is_reported_later = False
        for _ in range(self._display.pending_events()):
            is_painted |= self._display.next_event().type == self._display.extension_event.DamageNotify
        if is_painted:
            # Painting from here on is reported again; the capture that follows has all that was painted before.
            self._display.damage_subtract(self._damage)
            self._display.sync()
        return is_painted

    def check(self) -> None:
        """Stop relying on the reports unless the change that a capture has just shown is reported now."""
        self._display.sync()
        self._is_reported_later = self.take_damage()
        if not self._is_reported_later:
            _log.info("the X server doesn't report all that is painted: it isn't asked any more")
            self._damage = None
