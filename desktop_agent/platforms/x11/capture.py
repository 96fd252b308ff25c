"""Captures of an X11 display: pixels by mss (shared memory), monitors and the pointer's picture from the server.

A screen that is watched mostly shows what it has shown before. The server tells when something was painted (the DAMAGE
extension), so that a look need not capture it to see that. Now and then it is captured all the same: where a server
turns out not to tell of everything, it is not asked any more.
"""

from __future__ import annotations

import logging
import struct
import time
from typing import TYPE_CHECKING

from Xlib import error
from Xlib.ext import damage

from desktop_agent.core.errors import NoScreenError, ScreenError
from desktop_agent.core.pictures.frame import Pixels
from desktop_agent.core.pictures.geometry import Rect, Size
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
        self._glanced: tuple[Rect, Pixels] | None = None
        self._captured_at = 0.0

    def monitors(self) -> tuple[Monitor, ...]:
        """Return the monitors; one question to the server, so that it can go before every capture."""
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
            # The grabber knows that it got none; whether the display has gone, our own connection tells.
            with self._connection.errors():
                self._display.sync()
            raise

    def glance(self, box: Rect) -> Pixels:
        """Capture a box that is looked at again and again: at once where nothing has been painted since."""
        with self._connection.errors():
            was_painted = self._painting.take_damage()
        last = self._glanced[1] if self._glanced is not None and self._glanced[0] == box else None
        now = time.monotonic()
        if last is not None and not was_painted and now - self._captured_at < _CHECK_EVERY_S:
            return last
        pixels = self.grab(box)
        self._glanced = (box, pixels)
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
    """Return what captures this screen: mss takes most of them, and faster."""
    try:
        return MssGrabber()
    except NoScreenError as error:
        _log.info("pictures are taken request by request: mss can't: %s", error)
        return PlainGrabber(display)


class _Painting:
    """Hears of everything that is painted on a display; for one connection, whose other events nobody needs."""

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
        """Return whether something has been painted since the last question, as it always has where nobody tells."""
        if self._damage is None:
            return True
        told = self._is_reported_later
        self._is_reported_later = False
        for _ in range(self._display.pending_events()):
            told |= self._display.next_event().type == self._display.extension_event.DamageNotify
        if told:
            # What is painted from here on is told anew; the capture that follows has all that was painted before.
            self._display.damage_subtract(self._damage)
            self._display.sync()
        return told

    def check(self) -> None:
        """Ask no more unless what a capture has just shown is told of now."""
        self._display.sync()
        self._is_reported_later = self.take_damage()
        if not self._is_reported_later:
            _log.info("the X server doesn't report all that is painted: it isn't asked any more")
            self._damage = None
