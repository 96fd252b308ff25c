"""Captures of a GNOME or KDE session, by the pictures that its portal shares through PipeWire.

The desktop sends a picture when something has changed. A capture that must show all that has been drawn (`grab`) has
the desktop draw once more, which takes a frame or two; a quick grab takes the newest picture, unless that is old.
"""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from functools import partial
from typing import Protocol

import numpy as np

from desktop_agent.core.errors import DesktopAgentError, GeometryChangedError, NoScreenError, ScreenError
from desktop_agent.core.pictures import Pixels, Rect, ScreenPoint
from desktop_agent.core.remote_session import RemoteSession, SharedMonitor
from desktop_agent.core.texts.message import Message
from desktop_agent.platforms.portal.choose import why_not as why_no_session
from desktop_agent.platforms.portal.pipewire.connection import PipewireConnection
from desktop_agent.platforms.portal.pipewire.stream import FrameStream, StreamCursor
from desktop_agent.platforms.wayland.connection import Registry, WaylandConnection, connect_wayland
from desktop_agent.platforms.wayland.outputs import Outputs
from desktop_agent.screen.captures.composed_capture import MonitorPicture, common_scale, composed_pixels
from desktop_agent.screen.captures.source import CursorImage, Monitor

_log = logging.getLogger(__name__)

_FIRST_WITHIN_S = (4.0, 6.0, 8.0)  # to get a stream going
# A desktop redraws within a frame or two, if at all; a picture may be lost before it is read.
_FRESH_WITHIN_S = (0.25, 0.5, 1.0)
_GIVEN_UP_AFTER = 3  # redraw requests without an effect: none will ever have one
_LATE_PICTURE_S = 0.05  # for a picture that was drawn before the request
_END_WITHIN_S = 1.0
_RECENT_S = 0.15  # for so long a picture counts as current


def why_not() -> str:
    """Return why this capture is impossible here; empty if it works, once the person agrees."""
    return why_no_session(os.environ)


def create(session: RemoteSession, environment: Mapping[str, str] = os.environ) -> PortalCapture:
    """Return the backend for an open session; NoScreenError if no picture arrives."""
    capture = PortalCapture(session, environment)
    session.seen_by(capture)
    return capture


class PictureSession(Protocol):
    """The required part of a remote session (`portal.session.RemoteSession`)."""

    @property
    def monitors(self) -> tuple[SharedMonitor, ...]:
        """The shared monitors, at least one."""

    def open_pipewire(self) -> int | None:
        """Return a new descriptor for PipeWire, owned by the caller; None for the usual socket."""

    def await_end(self, within_s: float) -> None:
        """Wait until the session's end is reported, at most `within_s`."""


class PortalCapture:
    """Captures the monitors that a person shares; the pointer is reported separately."""

    def __init__(self, session: PictureSession, environment: Mapping[str, str] = os.environ) -> None:
        """Connect to the pictures of the caller's session; NoScreenError if none arrive."""
        self._ending = ExitStack()
        self._last_quick_grab: tuple[Rect, tuple[int, ...], Pixels] | None = None
        self._undrawn = 0  # redraw requests without an effect so far; below 0 once one had an effect
        try:
            self._positions = _MonitorPositions(session.monitors, environment)
            self._ending.callback(self._positions.close)
            # Pictures end before the session's end is reported, which is the better reason for the end of a run.
            on_end = partial(session.await_end, _END_WITHIN_S)
            connection = self._ending.enter_context(_connect_pipewire(session))
            begin = partial(FrameStream, connection, on_end=on_end)
            self._streams = [
                _running_stream(partial(begin, monitor.node), self._ending) for monitor in session.monitors
            ]
            self._streams_of = {
                monitor.node: stream for monitor, stream in zip(session.monitors, self._streams, strict=True)
            }
        except ScreenError:
            self.close()
            raise

    def monitors(self) -> tuple[Monitor, ...]:
        """Return the shared monitors as they are now."""
        return tuple(
            Monitor(number, shown.box.x, shown.box.y, shown.box.width, shown.box.height, shown.scale, shown.name)
            for number, shown in enumerate(self._shown_monitors(), 1)
        )

    def grab(self, box: Rect) -> Pixels:
        """Capture a box, with everything drawn so far; GeometryChangedError if no monitor shows any of it."""
        monitors = self._shown_monitors()
        touched = _monitors_touching(box, monitors)
        self._redraw(touched)
        return _compose(box, touched, monitors)

    def quick_grab(self, box: Rect) -> Pixels:
        """Capture a box that is checked repeatedly: without a redraw if the newest picture is recent."""
        monitors = self._shown_monitors()
        touched = _monitors_touching(box, monitors)
        numbers, times = zip(*(monitor.stream.now() for monitor in touched), strict=True)
        if min(times) < time.monotonic() - _RECENT_S:
            return self.grab(box)
        if self._last_quick_grab is None or self._last_quick_grab[:2] != (box, numbers):
            self._last_quick_grab = box, numbers, _compose(box, touched, monitors)
        return self._last_quick_grab[2]

    def cursor(self) -> CursorImage | None:
        """Return the pointer's picture; None before the desktop has reported it."""
        latest = self._latest_cursor()
        if latest is None or latest[1].bitmap is None or not latest[1].bitmap.bgra:
            return None
        (monitor, cursor) = latest
        bitmap = latest[1].bitmap
        x, y = monitor.on_desktop(cursor.x - bitmap.hot[0], cursor.y - bitmap.hot[1])
        return CursorImage(x, y, bitmap.size, bitmap.bgra)

    def pointer(self) -> ScreenPoint | None:
        """Return the last reported position of the pointer; None before any report."""
        latest = self._latest_cursor()
        return None if latest is None else ScreenPoint(*latest[0].on_desktop(latest[1].x, latest[1].y))

    def fresh_pointer(self) -> ScreenPoint | None:
        """Have the desktop redraw, and return the pointer's reported position; None before any report."""
        self._redraw(self._shown_monitors())
        return self.pointer()

    def scale_of(self, monitor: SharedMonitor) -> float:
        """Return a monitor's pixels per logical unit; 1 for a removed monitor."""
        return next(
            (shown.scale for shown in self._shown_monitors() if shown.stream is self._streams_of.get(monitor.node)), 1.0
        )

    def close(self) -> None:
        """Disconnect; the session goes on."""
        self._ending.close()

    def _shown_monitors(self) -> list[_ShownMonitor]:
        boxes = zip(self._positions.now(), self._streams, strict=True)
        return [_ShownMonitor(box, stream, name) for (box, name), stream in boxes if box is not None]

    def _redraw(self, monitors: Sequence[_ShownMonitor]) -> None:
        """Have the desktop redraw monitors; if it doesn't, wait for late pictures."""
        for within_s in _FRESH_WITHIN_S if self._undrawn < _GIVEN_UP_AFTER else ():
            tickets = [monitor.stream.request_redraw() for monitor in monitors]
            until = time.monotonic() + within_s
            drawn = [
                monitor.stream.await_redraw(ticket, max(0.0, until - time.monotonic()))
                for monitor, ticket in zip(monitors, tickets, strict=True)
            ]
            if all(drawn):
                self._undrawn = -1
                return
        if self._undrawn >= 0:
            self._undrawn += 1
            _log.debug("the desktop hasn't drawn again when asked to (%d)", self._undrawn)
        for monitor in monitors:
            monitor.stream.wait_after(monitor.stream.now()[0], _LATE_PICTURE_S)

    def _latest_cursor(self) -> tuple[_ShownMonitor, StreamCursor] | None:
        cursors = [(shown, cursor) for shown in self._shown_monitors() if (cursor := shown.stream.cursor()) is not None]
        return max(cursors, key=lambda shown: shown[1].at, default=None)


@dataclass(frozen=True, slots=True, eq=False)
class _ShownMonitor:
    box: Rect
    stream: FrameStream
    name: str

    @property
    def scale(self) -> float:
        """Return the pixels per logical unit."""
        return self.stream.size().width / self.box.width

    def on_desktop(self, x: int, y: int) -> tuple[int, int]:
        """Return the desktop position of a pixel of the picture."""
        return self.box.x + round(x / self.scale), self.box.y + round(y / self.scale)


class _MonitorPositions:
    """The current positions of the shared monitors: the compositor reports changes of outputs, the portal doesn't."""

    def __init__(self, monitors: Sequence[SharedMonitor], environment: Mapping[str, str]) -> None:
        self._monitors = monitors
        self._connection: WaylandConnection | None = None
        self._numbers: list[int | None] = [None for _ in monitors]
        with suppress(DesktopAgentError):
            self._connection = connect_wayland(environment, gone=NoScreenError, failed=ScreenError)
            self._outputs = Outputs(Registry(self._connection))
            known = {output.box: output.handle.number for output in self._outputs.refreshed()}
            self._numbers = [known.get(output.box) for output in monitors]
            _log.debug("of %d shared monitors, %d are found among the outputs", len(monitors), len(known))

    def now(self) -> list[tuple[Rect | None, str]]:
        """Return each monitor's box and name; None as the box of a removed monitor."""
        outputs = self._outputs.refreshed() if any(number is not None for number in self._numbers) else ()
        known = {entry.handle.number: entry for entry in outputs}
        positions = list[tuple[Rect | None, str]]()
        for number, monitor in zip(self._numbers, self._monitors, strict=True):
            output = known.get(number) if number is not None else None
            if number is None:
                box = monitor.box
            elif output is None:
                box = None
            else:
                box = output.box
            positions.append((box, output.name if output is not None else monitor.name))
        return positions

    def close(self) -> None:
        """Disconnect."""
        if self._connection is not None:
            self._connection.close()


def _connect_pipewire(session: PictureSession) -> PipewireConnection:
    fd = session.open_pipewire()
    try:
        return PipewireConnection(fd)
    finally:
        if fd is not None:
            os.close(fd)


def _running_stream(begin: Callable[[], FrameStream], ending: ExitStack) -> FrameStream:
    """Return a stream that has received its first picture; with PipeWire 0.3 a stream sometimes never starts."""
    for within_s in _FIRST_WITHIN_S[:-1]:
        stream = begin()
        if stream.await_first(within_s):
            break
        _log.info("a stream brought no picture within %g s, and is opened again", within_s)
        stream.close()
    else:
        stream = begin()
    ending.callback(stream.close)
    stream.newest(_FIRST_WITHIN_S[-1])
    return stream


def _monitors_touching(box: Rect, monitors: Sequence[_ShownMonitor]) -> list[_ShownMonitor]:
    touched = [monitor for monitor in monitors if monitor.box.intersection(box)]
    if not touched:
        raise GeometryChangedError(
            Message("No monitor shows that part of the desktop."), Message("Take a new screenshot.")
        )
    return touched


def _compose(box: Rect, touched: Sequence[_ShownMonitor], monitors: Sequence[_ShownMonitor]) -> Pixels:
    frames = [one.stream.newest().pixels for one in touched]
    if touched[0].box == box:
        return frames[0]
    grids = [np.frombuffer(one.bgrx, np.uint32).reshape(one.size.height, one.size.width) for one in frames]
    pictures = [MonitorPicture(one.box, grid) for one, grid in zip(touched, grids, strict=True)]
    return composed_pixels(box, pictures, common_scale([one.scale for one in monitors]))
