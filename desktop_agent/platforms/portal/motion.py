"""Moving the pointer to a place on a monitor, whatever the desktop takes the place for.

On a scaled monitor GNOME's compositor (mutter 43) takes pixels of the stream, and the portal's description speaks of
logical units. So the first motion on such a monitor is looked at: the pictures tell where the pointer has come to.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from desktop_agent.core.geometry import ScreenPoint
from desktop_agent.core.remote_session import PointerView, SharedMonitor
from desktop_agent.platforms.portal.errors import pointer_astray

_ARRIVES_WITHIN_S = 1.0
_NEAR = 2  # logical units

SendMotion = Callable[[SharedMonitor, float, float], None]


class SharedPointer:
    """Sends motions by one session; `send` takes what the desktop takes."""

    def __init__(self, send: SendMotion, flush: Callable[[], None]) -> None:
        self._send, self._flush = send, flush
        self._view: PointerView | None = None
        self._in_pixels: bool | None = None

    def seen_by(self, view: PointerView) -> None:
        """Have this tell where the pointer is; the first one counts."""
        self._view = self._view or view

    def move(self, monitor: SharedMonitor, x: float, y: float) -> None:
        """Move the pointer, in logical units; InputError when it goes elsewhere by either meaning."""
        scale = self._view.scale_of(monitor) if self._view is not None else 1.0
        if self._view is not None and scale != 1.0:
            if self._in_pixels is None:
                self._in_pixels = self._takes_pixels(self._view, monitor, scale)
            x, y = (x * scale, y * scale) if self._in_pixels else (x, y)
        self._send(monitor, x, y)

    def _takes_pixels(self, view: PointerView, monitor: SharedMonitor, scale: float) -> bool:
        """Move the pointer to the middle, by one meaning and then by the other; tell which one brought it there."""
        right, down = monitor.box.width // 2, monitor.box.height // 2
        for factor in (scale, 1.0):
            self._send(monitor, right * factor, down * factor)
            self._flush()
            if _arrives(view, ScreenPoint(monitor.box.x + right, monitor.box.y + down)):
                return factor == scale
        raise pointer_astray()


def _arrives(view: PointerView, wanted: ScreenPoint) -> bool:
    until = time.monotonic() + _ARRIVES_WITHIN_S
    while True:
        seen = view.fresh_pointer()
        if seen is not None and max(abs(seen.x - wanted.x), abs(seen.y - wanted.y)) <= _NEAR:
            return True
        if time.monotonic() > until:
            return False
