"""One open session of the portal: implements `core.remote_session.RemoteSession`."""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Protocol

from desktop_agent.core.errors import DesktopAgentError, InputError
from desktop_agent.core.pictures import ScreenPoint
from desktop_agent.core.remote_session import PointerView, SharedMonitor
from desktop_agent.lib.dbus import call_of
from desktop_agent.platforms.portal.bus import PortalBus
from desktop_agent.platforms.portal.clipboard import SessionClipboard, descriptor_of
from desktop_agent.platforms.portal.eis.sender import EisInput
from desktop_agent.platforms.portal.errors import not_done, pointer_elsewhere
from desktop_agent.platforms.portal.layouts import desktop_names, layout_in_use
from desktop_agent.platforms.portal.wire import CAST, PORTAL, PORTAL_PATH, REMOTE, SessionOver, SessionWire
from desktop_agent.platforms.wayland.keymap import session_keymap

if TYPE_CHECKING:
    from dbus_fast import Message

_log = logging.getLogger(__name__)

_END_WITHIN_S = 2.0
_SHIFT = 42  # by the kernel's code
_ARRIVES_WITHIN_S = 1.0
_NEAR = 1  # logical units
_KDE_NOTCH = 10  # of the portal's steps: KDE (6.3) takes one for a tenth
_PROBE = 8  # scales up to which an eighth of a monitor is on it by either meaning
SendMotion = Callable[[SharedMonitor, float, float], None]


class OpenSession:
    """Made by `desktop.py`, which has opened it."""

    def __init__(
        self, bus: PortalBus, wire: SessionWire, monitors: tuple[SharedMonitor, ...], clipboard: SessionClipboard | None
    ) -> None:
        """Start observing the end of the connection."""
        self._bus = bus
        self.wire = wire
        # set later by the opener, if unknown yet
        self.monitors = monitors
        self.clipboard = clipboard
        by_calls = PortalCallInput(bus, wire)
        self._input: SessionInput = by_calls
        self._pointer = SharedPointer(by_calls.move, by_calls.move_on)
        self._guard = threading.Lock()
        self._waiting: list[Callable[[], None]] = []
        self._end_is_reported = threading.Event()
        self._is_closed = False
        self._is_closing = False
        self.is_lost = False
        bus.on_end(partial(self._end, lost=True))

    @property
    def is_closed(self) -> bool:
        """Whether the session is over."""
        return self._is_closed

    def receive(self, message: Message) -> None:
        """Take a signal; on the bus's thread."""
        news = self.wire.news(message)
        if isinstance(news, SessionOver):
            self._end(lost=news.lost)
        elif news is not None and self.clipboard is not None:
            self.clipboard.receive(news)

    def connect_input(self, environment: Mapping[str, str]) -> None:
        """Send input by a socket of the compositor, if the portal has one; else by calls.

        With a socket open, the portal refuses calls. So it isn't opened if the layout in use is unknown: by calls the
        compositor finds the keys of a symbol.
        """
        notch_steps = _KDE_NOTCH if "KDE" in desktop_names(environment) else 1
        by_calls = PortalCallInput(self._bus, self.wire, notch_steps)
        self._input = by_calls
        keymap = ""
        with suppress(DesktopAgentError):  # typing, which needs a Wayland session, reports that itself
            keymap = session_keymap(environment)
            if not keymap:  # a computer without a keyboard
                by_calls.plug_in()
                keymap = session_keymap(environment)
        layout = layout_in_use(self._bus, environment, keymap)
        if layout is None:
            _log.info("input by the portal's calls: which keyboard layout is in use isn't known")
            return
        asked = call_of((PORTAL, PORTAL_PATH, REMOTE), "ConnectToEIS", "oa{sv}", (self.wire.handle, {}))
        try:
            answer = self._bus.call(asked)
        except InputError as error:
            _log.info("input by the portal's calls: it has no input socket: %s", error)
            return
        try:
            by_socket = EisInput(os.dup(descriptor_of(answer)), layout, self._end)
        except OSError as cause:
            raise not_done("ConnectToEIS") from cause
        _log.info("input by the compositor's socket; keyboard layouts change: %s", not layout.is_only)
        self._input = by_socket
        self._pointer = SharedPointer(by_socket.move)

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
        """Wait until the end has been reported to the callbacks, at most so long."""
        self._end_is_reported.wait(within_s)

    def plug_in(self) -> None:
        """Have programs know a pointer and a keyboard."""
        self._input.plug_in()

    def move(self, monitor: SharedMonitor, x: float, y: float) -> None:
        """Move the pointer to a position on a monitor, and return once the desktop has; InputError if it refuses.

        If it refuses a position, the next press would be where the pointer was before. So nothing more may be sent
        until the answer has come.
        """
        self._pointer.move(monitor, x, y)

    def seen_by(self, view: PointerView) -> None:
        """Have this report the pointer's position."""
        self._pointer.seen_by(view)

    def button(self, code: int, *, down: bool) -> None:
        """Press or release a button."""
        self._input.button(code, down=down)

    def notch(self, axis: int, steps: int) -> None:
        """Turn the wheel."""
        self._input.notch(axis, steps)

    def key(self, code: int, *, down: bool) -> None:
        """Press or release a key."""
        self._input.key(code, down=down)

    def keysym(self, symbol: int, *, down: bool) -> None:
        """Press or release what types this symbol."""
        self._input.keysym(symbol, down=down)

    def characters(self) -> Mapping[str, int] | None:
        """Return the symbols that `keysym` takes by their characters; None: those of the person's keymap."""
        return self._input.characters()

    def sync(self) -> float:
        """Return when the desktop has taken everything, and how late the latest was taken, in seconds."""
        return self._input.sync()

    def close(self) -> None:
        """End the session, and leave the bus: nothing of ours stays pressed."""
        self._is_closing = True
        self._end_is_reported.set()
        self._input.close()
        if not self._is_closed:
            self._is_closed = True
            with suppress(DesktopAgentError):
                self._bus.call(self.wire.end(), _END_WITHIN_S)
        self._bus.close()

    def _end(self, *, lost: bool = False) -> None:
        with self._guard:
            if self._is_closed:
                return
            self._is_closed = True
            self.is_lost = lost
            _log.info("the session with the desktop has ended; the desktop is lost: %s", lost)
            waiting = self._waiting
            self._waiting = []
        for call in waiting:
            call()
        self._end_is_reported.set()


class SessionInput(Protocol):
    """A way of sending a session's input; see `core.remote_session.RemoteSession`."""

    def plug_in(self) -> None:
        """Have programs know a pointer and a keyboard."""

    def move(self, monitor: SharedMonitor, x: float, y: float) -> None:
        """Move the pointer, and return when that is done; InputError when it is refused."""

    def button(self, code: int, *, down: bool) -> None:
        """Press or release a button."""

    def notch(self, axis: int, steps: int) -> None:
        """Turn the wheel."""

    def key(self, code: int, *, down: bool) -> None:
        """Press or release a key."""

    def keysym(self, symbol: int, *, down: bool) -> None:
        """Press or release what types a symbol."""

    def characters(self) -> Mapping[str, int] | None:
        """Return the symbols that `keysym` takes by their characters; None: those of the person's keymap."""

    def sync(self) -> float:
        """Return when everything is taken, and how late the latest was."""

    def close(self) -> None:
        """Release everything; never raises."""


class PortalCallInput:
    """Input by the portal's calls; it takes them one after another."""

    def __init__(self, bus: PortalBus, wire: SessionWire, notch_steps: int = 1) -> None:
        self._bus = bus
        self._wire = wire
        self._notch_steps = notch_steps

    def plug_in(self) -> None:
        """Have programs know a pointer and a keyboard."""
        self._bus.post(self._wire.motion(0.0, 0.0))
        for down in (True, False):
            self._bus.post(self._wire.key(_SHIFT, down=down))
        self._bus.flush()

    def move(self, monitor: SharedMonitor, x: float, y: float) -> None:
        """Move the pointer, and wait for the answer."""
        self._bus.post(self._wire.move(monitor, x, y))
        self._bus.flush()

    def move_on(self, right: float, down: float) -> None:
        """Move the pointer from where it is, and wait for the answer."""
        self._bus.post(self._wire.motion(right, down))
        self._bus.flush()

    def button(self, code: int, *, down: bool) -> None:
        """Press or release a button."""
        self._bus.post(self._wire.button(code, down=down))

    def notch(self, axis: int, steps: int) -> None:
        """Turn the wheel."""
        self._bus.post(self._wire.notch(axis, steps * self._notch_steps))

    def key(self, code: int, *, down: bool) -> None:
        """Press or release a key."""
        self._bus.post(self._wire.key(code, down=down))

    def keysym(self, symbol: int, *, down: bool) -> None:
        """Press or release what types a symbol."""
        self._bus.post(self._wire.keysym(symbol, down=down))

    def characters(self) -> None:
        """Return None: the portal doesn't report them."""

    def sync(self) -> float:
        """Return when the portal has answered everything."""
        return self._bus.flush()

    def close(self) -> None:
        """Do nothing: the session's end releases everything."""


class SharedPointer:
    """Sends motions by one session; `send` takes what the desktop takes, and returns when it has taken it.

    On a scaled monitor GNOME's compositor (mutter 43 to 48) takes positions in pixels of the stream, where the portal
    specifies logical units. So the first motion on such a monitor is checked: the pictures show where the pointer is
    afterwards. The portal's front end, in its turn, refuses pixels beyond the logical size (flatpak/xdg-desktop-portal
    #1976): these are reached by `move_on`, from the last position, and each such motion is checked.
    """

    def __init__(self, send: SendMotion, move_on: Callable[[float, float], None] | None = None) -> None:
        self._send = send
        self._move_on = move_on
        self._view: PointerView | None = None
        self._in_pixels: bool | None = None
        self._at: tuple[float, float] | None = None  # the pointer's position on the desktop, after the first motion

    def seen_by(self, view: PointerView) -> None:
        """Have this report the pointer's position; the first one counts."""
        self._view = self._view or view

    def move(self, monitor: SharedMonitor, x: float, y: float) -> None:
        """Move the pointer, in logical units; InputError when it cannot be brought there."""
        scale = self._view.scale_of(monitor) if self._view is not None else 1.0
        if self._view is not None and scale != 1.0 and self._in_pixels is None:
            self._in_pixels = self._probe_pixel_units(self._view, monitor, scale)
            _log.info("the desktop takes places on a monitor of scale %g for pixels: %s", scale, self._in_pixels)
        try:
            self._send_to(monitor, x, y, scale if self._in_pixels else 1.0)
        except InputError as error:
            _log.debug("the desktop refused a place: %s", error)
            if self._view is None or self._move_on is None or scale == 1.0 or not self._in_pixels:
                raise
            self._move_relatively(self._view, self._move_on, monitor, x, y)

    def _send_to(self, monitor: SharedMonitor, x: float, y: float, factor: float) -> None:
        self._send(monitor, float(x * factor), float(y * factor))
        self._at = monitor.box.x + x, monitor.box.y + y

    def _move_relatively(
        self, view: PointerView, move_on: Callable[[float, float], None], monitor: SharedMonitor, x: float, y: float
    ) -> None:
        """Move to a position that the desktop refuses, from the last one that it accepted."""
        right, down = self._at or (monitor.box.x, monitor.box.y)
        if self._at is None:
            self._send(monitor, 0.0, 0.0)
        self._at = None
        move_on(monitor.box.x + x - right, monitor.box.y + y - down)
        wanted = ScreenPoint(round(monitor.box.x + x), round(monitor.box.y + y))
        _await_any_position(view, (wanted,))
        self._at = monitor.box.x + x, monitor.box.y + y

    def _probe_pixel_units(self, view: PointerView, monitor: SharedMonitor, scale: float) -> bool:
        """Move the pointer to a position that is valid in both units; return whether it was taken for pixels."""
        right = monitor.box.width // _PROBE
        down = monitor.box.height // _PROBE
        self._send(monitor, float(right), float(down))
        if self._move_on is None and view.fresh_pointer() is None:  # the socket's regions are in logical units
            return False
        positions = [
            ScreenPoint(monitor.box.x + round(right / factor), monitor.box.y + round(down / factor))
            for factor in (1.0, scale)
        ]
        return _await_any_position(view, positions) == 1


def _await_any_position(view: PointerView, positions: Sequence[ScreenPoint]) -> int:
    """Return the number of the position that the pointer has reached; InputError if it is at none of them."""
    until = time.monotonic() + _ARRIVES_WITHIN_S
    while True:
        seen = view.fresh_pointer()
        for number, position in enumerate(positions):
            if seen is not None and max(abs(seen.x - position.x), abs(seen.y - position.y)) <= _NEAR:
                return number
        if time.monotonic() > until:
            raise pointer_elsewhere()
