"""Captures by mss, the monitors as mss lists them: Windows and macOS, where it has not been run yet."""

from __future__ import annotations

import contextlib
import logging
import sys
from typing import TYPE_CHECKING

from desktop_agent.core.errors import CaptureDeniedError, NoScreenError
from desktop_agent.core.pictures import Pixels, Rect, Size
from desktop_agent.core.texts.message import Message
from desktop_agent.screen.captures.source import CursorImage, Monitor

if TYPE_CHECKING:
    import mss
    from mss.screenshot import ScreenShot

_log = logging.getLogger(__name__)


def why_not() -> str:
    """Return why this cannot be used here; empty when it can."""
    try:
        import mss  # noqa: F401 - to see that it loads
    except Exception as error:
        return Message("The mss library failed to load: {error}.", error=error)
    return (
        "" if sys.platform in {"win32", "darwin"} else Message("On this system, the x11 backend captures the screen.")
    )


def create() -> MssCapture:
    """Return the backend; NoScreenError without a display."""
    return MssCapture()


class MssGrabber:
    """One mss instance for all captures: a new one for each would cost several times the capture itself.

    Two captures of the same are the same object.
    """

    def __init__(self) -> None:
        self._mss: mss.MSS | None = _open_mss()
        self._last: Pixels | None = None

    def grab(self, box: Rect) -> Pixels:
        """Capture a box; once more with a new instance when that fails, as it does after the screen has grown."""
        try:
            shot = self._capture(box)
        except _capture_errors():
            shot = self._retry_capture(box)
        size = Size(shot.size.width, shot.size.height)
        # Most captures equal the last one: comparing here costs less than a copy, which is compared later.
        if self._last is None or self._last.size != size or self._last.bgrx != shot.raw:
            # The bytes as they come: turning them into RGB, which mss offers, costs four times the capture.
            self._last = Pixels(size, bytes(shot.raw))
        return self._last

    def renew(self) -> None:
        """Take a new instance: the shared memory of an old one has the size that the screen had."""
        _log.debug("the capture library is opened again")
        self.close()
        self._mss = _open_mss()

    def close(self) -> None:
        """Disconnect; a display that has gone is no trouble any more.

        Each instance is closed once: mss 10 frees a broken connection's memory again at a second time, and the process
        is aborted.
        """
        instance = self._mss
        self._mss = None
        if instance is not None:
            with contextlib.suppress(*_capture_errors()):
                instance.close()

    def _capture(self, box: Rect) -> ScreenShot:
        if self._mss is None:
            self._mss = _open_mss()
        return self._mss.grab({"left": box.x, "top": box.y, "width": box.width, "height": box.height})

    def _retry_capture(self, box: Rect) -> ScreenShot:
        try:
            self.renew()
            return self._capture(box)
        except _capture_errors() as error:
            message = Message("The screen couldn't be captured: {error}.", error=_first_line(error))
            raise CaptureDeniedError(
                message, PERMISSION.get(sys.platform, Message("Run: desktop-agent doctor"))
            ) from error


class MssCapture:
    """Captures and monitors by mss alone; the pointer is not known."""

    def __init__(self) -> None:
        self._grabber = MssGrabber()

    def monitors(self) -> tuple[Monitor, ...]:
        """Return the monitors; a new instance each time, since mss keeps the list of its start."""
        listing = _open_mss()
        try:
            listed = listing.monitors[1:] or listing.monitors
        finally:
            listing.close()
        return tuple(_monitor(n, one) for n, one in enumerate(listed, 1))

    def grab(self, box: Rect) -> Pixels:
        """Capture a box."""
        return self._grabber.grab(box)

    def quick_grab(self, box: Rect) -> Pixels:
        """Capture a box as it is now."""
        return self._grabber.grab(box)

    def cursor(self) -> CursorImage | None:
        """Return None: mss does not provide it."""
        return None

    def close(self) -> None:
        """Disconnect."""
        self._grabber.close()


PERMISSION = {
    "darwin": Message("Allow it in System Settings > Privacy & Security > Screen Recording, then restart the program."),
}


def _open_mss() -> mss.MSS:
    import mss

    try:
        try:
            return mss.MSS()
        except OSError:
            # No shared memory is to be had, as under a limit on the size of files: the slow way needs none.
            return mss.MSS(backend="xgetimage" if sys.platform.startswith("linux") else "default")
    except _capture_errors() as error:
        raise NoScreenError(
            Message("The display can't be captured: {error}.", error=_first_line(error)),
            Message("Run: desktop-agent doctor"),
        ) from error


def _capture_errors() -> tuple[type[Exception], ...]:
    """Return what mss raises where no picture is to be had: a connection that ends before its answer is an assertion.

    Source: mss 10, `linux/xcbhelpers.py`, `reply`; without assertions (`python -O`) the missing answer is a ValueError.
    """
    from mss.exception import ScreenShotError

    return ScreenShotError, OSError, AssertionError, ValueError


def _monitor(n: int, entry: dict[str, object]) -> Monitor:
    x, y, width, height = (int(str(entry[name])) for name in ("left", "top", "width", "height"))
    name = str(entry.get("output") or entry.get("name") or "")
    return Monitor(n, x, y, width, height, 1.0, name)


def _first_line(error: Exception) -> str:
    return str(error).strip().splitlines()[0].rstrip(".") if str(error).strip() else type(error).__name__
