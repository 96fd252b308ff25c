"""One open session of the portal: implements `core.remote_session.RemoteSession`."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.core.geometry import ScreenPoint
from desktop_agent.core.remote_session import PointerView, SharedMonitor
from desktop_agent.lib.dbus import call_of
from desktop_agent.platforms.portal.bus import PortalBus
from desktop_agent.platforms.portal.clipboard import SessionClipboard, descriptor_of
from desktop_agent.platforms.portal.errors import not_done, pointer_astray
from desktop_agent.platforms.portal.wire import CAST, PORTAL, PORTAL_PATH, SessionOver, SessionWire

if TYPE_CHECKING:
    from dbus_fast import Message

_END_WITHIN_S = 2.0
_SHIFT = 42  # by the kernel's code
_ARRIVES_WITHIN_S = 1.0
_NEAR = 2  # logical units
SendMotion = Callable[[SharedMonitor, float, float], None]


class OpenSession:
    """Made by `desktop.py`, which has opened it."""

    def __init__(
        self, bus: PortalBus, wire: SessionWire, monitors: tuple[SharedMonitor, ...], clipboard: SessionClipboard | None
    ) -> None:
        """Begin to hear of its end."""
        self._bus, self.wire = bus, wire
        self.monitors, self.clipboard = monitors, clipboard  # whoever opens it may learn of them later
        self._motion = SharedPointer(self._move)
        self._guard = threading.Lock()
        self._waiting: list[Callable[[], None]] = []
        self._end_is_told = threading.Event()
        self._is_closed = self._is_closing = False
        bus.on_end(self._end)

    @property
    def is_closed(self) -> bool:
        """Whether the session is over."""
        return self._is_closed

    def hear(self, message: Message) -> None:
        """Take a signal; on the bus's thread."""
        news = self.wire.news(message)
        if isinstance(news, SessionOver):
            self._end()
        elif news is not None and self.clipboard is not None:
            self.clipboard.hear(news)

    def open_pipewire(self) -> int | None:
        """Return a new descriptor for PipeWire; None: by its usual socket."""
        asked = call_of((PORTAL, PORTAL_PATH, CAST), "OpenPipeWireRemote", "oa{sv}", (self.wire.handle, {}))
        answer = self._bus.call(asked)
        try:
            return os.dup(descriptor_of(answer))
        except OSError as cause:
            raise not_done("PipeWire") from cause

    def on_closed(self, call: Callable[[], None]) -> None:
        """Have this called when the session ends without `close`; at once when it has."""
        with self._guard:
            if not self._is_closed:
                self._waiting.append(call)
                return
        if not self._is_closing:
            call()

    def await_end(self, within_s: float) -> None:
        """Wait until the end has been told to whoever asked for that, or so long."""
        self._end_is_told.wait(within_s)

    def plug_in(self) -> None:
        """Have programs know a pointer and a keyboard."""
        self._bus.post(self.wire.motion(0.0, 0.0))
        for down in (True, False):
            self._bus.post(self.wire.key(_SHIFT, down=down))
        self._bus.flush()

    def move(self, monitor: SharedMonitor, x: float, y: float) -> None:
        """Move the pointer to a place on a monitor, and return once the desktop has; InputError when it refuses.

        It may refuse a place: what is pressed next would be pressed where the pointer was before. So nobody sends
        anything more until the answer is there.
        """
        self._motion.move(monitor, x, y)

    def seen_by(self, view: PointerView) -> None:
        """Have this tell where the pointer is."""
        self._motion.seen_by(view)

    def button(self, code: int, *, down: bool) -> None:
        """Press or release a button."""
        self._bus.post(self.wire.button(code, down=down))

    def notch(self, axis: int, steps: int) -> None:
        """Turn the wheel."""
        self._bus.post(self.wire.notch(axis, steps))

    def key(self, code: int, *, down: bool) -> None:
        """Press or release a key."""
        self._bus.post(self.wire.key(code, down=down))

    def keysym(self, symbol: int, *, down: bool) -> None:
        """Press or release what types this symbol."""
        self._bus.post(self.wire.keysym(symbol, down=down))

    def sync(self) -> float:
        """Return when the desktop has taken everything, and how late the latest was taken, in seconds."""
        return self._bus.flush()

    def close(self) -> None:
        """End the session, and leave the bus: nothing of ours stays pressed."""
        self._is_closing = True
        self._end_is_told.set()
        if not self._is_closed:
            self._is_closed = True
            with suppress(DesktopAgentError):
                self._bus.call(self.wire.end(), _END_WITHIN_S)
        self._bus.close()

    def _move(self, monitor: SharedMonitor, x: float, y: float) -> None:
        self._bus.post(self.wire.move(monitor, x, y))
        self._bus.flush()

    def _end(self) -> None:
        with self._guard:
            if self._is_closed:
                return
            self._is_closed = True
            waiting, self._waiting = self._waiting, []
        for call in waiting:
            call()
        self._end_is_told.set()


class SharedPointer:
    """Sends motions by one session; `send` takes what the desktop takes, and returns when it has taken it.

    On a scaled monitor GNOME's compositor (mutter 43) takes pixels of the stream, and the portal's description speaks
    of logical units. So the first motion on such a monitor is looked at: the pictures tell where the pointer has come
    to.
    """

    def __init__(self, send: SendMotion) -> None:
        self._send = send
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
        self._send(monitor, float(x), float(y))

    def _takes_pixels(self, view: PointerView, monitor: SharedMonitor, scale: float) -> bool:
        """Move the pointer to the middle, by one meaning and then by the other; tell which one brought it there."""
        right, down = monitor.box.width // 2, monitor.box.height // 2
        for factor in (scale, 1.0):
            self._send(monitor, right * factor, down * factor)
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
