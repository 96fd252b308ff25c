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

from Xlib import X, error
from Xlib.ext import damage

from desktop_agent.core.errors import CaptureDeniedError, NoScreenError, ScreenError
from desktop_agent.core.pictures import Pixels, Rect, Size
from desktop_agent.core.texts.message import Message
from desktop_agent.platforms.libraries.mss_capture import MssGrabber
from desktop_agent.platforms.x11.connection import Connection, connect, lists_monitors, why_not_by
from desktop_agent.screen.captures.source import CursorImage, Monitor

if TYPE_CHECKING:
    from Xlib.display import Display

_log = logging.getLogger(__name__)


_ALL_PLANES = 0xFFFFFFFF
_WORDS = {16: "u2", 32: "u4"}  # NumPy's types by bits per pixel
_CHECK = Message("Run: desktop-agent doctor")


class PlainGrabber:
    """Captures of the screen of a connection."""

    def __init__(self, display: Display) -> None:
        """NoScreenError for a screen whose pixels aren't colours themselves."""
        screen = display.screen()
        info = display.display.info
        depth = screen.root_depth
        visuals = [one for level in screen.allowed_depths for one in level.visuals]
        visual = next((one for one in visuals if one.visual_id == screen.root_visual), None)
        bits = next((one.bits_per_pixel for one in info.pixmap_formats if one.depth == depth), 0)
        if visual is None or visual.visual_class not in {X.TrueColor, X.DirectColor} or bits not in _WORDS:
            raise NoScreenError(Message("Screens of {depth} bits can't be captured.", depth=depth), _CHECK)
        self._root = screen.root
        self._masks = visual.blue_mask, visual.green_mask, visual.red_mask
        self._word = (">" if info.image_byte_order == X.MSBFirst else "<") + _WORDS[bits]

    def grab(self, box: Rect) -> Pixels:
        """Capture a box."""
        import numpy as np

        try:
            answer = self._root.get_image(box.x, box.y, box.width, box.height, X.ZPixmap, _ALL_PLANES)
        except (error.XError, error.ConnectionClosedError, OSError) as cause:
            raise CaptureDeniedError(
                Message("The screen couldn't be captured: {error}.", error=cause), _CHECK
            ) from cause
        # Rows end at a multiple of 32 bits.
        rows = np.frombuffer(answer.data, self._word).reshape(box.height, -1)[:, : box.width]
        found = np.zeros((box.height, box.width, 4), "u1")
        for channel, mask in enumerate(self._masks):
            least = mask & -mask
            most = mask // least
            found[..., channel] = (((rows & mask) // least).astype("u4") * 255 + most // 2) // most
        return Pixels(box.size, found.tobytes())

    def renew(self) -> None:
        """Do nothing: each capture is a request of its own."""

    def close(self) -> None:
        """Do nothing: the connection is the caller's."""


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
        self._painting = _DamageReports(self._display)
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
            return tuple(self._monitor(n, one) for n, one in enumerate(listed, 1))
        box = self._root.get_geometry()
        return (Monitor(1, 0, 0, box.width, box.height),)

    def _monitor(self, n: int, answer: object) -> Monitor:
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


class _DamageReports:
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
