"""No captures while the screen is locked: a picture is flat grey then, and the display is not queried."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from desktop_agent.core.errors import ScreenError
from desktop_agent.core.pictures import Pixels, Rect
from desktop_agent.screen.captures.mask import GREY
from desktop_agent.screen.captures.source import CaptureSource, CursorImage, Monitor

if TYPE_CHECKING:
    from desktop_agent.presence.lock import LockWatch
    from desktop_agent.screen.captures.private_parts import PasswordSource


class UnlockedSource:
    """A source of captures while the screen is not locked; its parts are closed with it."""

    def __init__(self, source: CaptureSource, lock: LockWatch, passwords: PasswordSource | None = None) -> None:
        """Take the source, the watch of the lock, and the source of password fields that is closed with them."""
        self._source = source
        self._lock = lock
        self._passwords = passwords

    def monitors(self) -> tuple[Monitor, ...]:
        """Return the monitors."""
        return self._source.monitors()

    def grab(self, box: Rect) -> Pixels:
        """Capture a part of the desktop; a capture during which the screen was locked is thrown away."""
        return self._unlocked(self._source.grab, box)

    def quick_grab(self, box: Rect) -> Pixels:
        """Capture a part of the desktop for a comparison."""
        return self._unlocked(self._source.quick_grab, box)

    def _unlocked(self, take: Callable[[Rect], Pixels], box: Rect) -> Pixels:
        if not self._lock.is_locked():
            try:
                pixels = take(box)
            except ScreenError:
                if not self._lock.is_locked():  # else it could not be taken for that: Windows gives no picture then
                    raise
            else:
                if not self._lock.is_locked():
                    return pixels
        return Pixels(box.size, bytes([GREY, GREY, GREY, 0]) * (box.width * box.height))

    def cursor(self) -> CursorImage | None:
        """Return the pointer."""
        return self._source.cursor()

    def close(self) -> None:
        """Disconnect, and end the watch."""
        self._lock.close()
        if self._passwords is not None:
            self._passwords.close()
        self._source.close()
