"""Captures of a GNOME or KDE session, by the pictures that its portal shares through PipeWire.

The desktop sends a picture when something has changed. A look that must show all that has been drawn (`grab`) has the
desktop draw once more, which takes a frame or two; a glance takes the newest picture, unless that is of long ago.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from functools import partial
from typing import Protocol

import numpy as np

from desktop_agent.core.errors import DesktopAgentError, GeometryChangedError, NoScreenError, ScreenError
from desktop_agent.core.frame import Pixels
from desktop_agent.core.geometry import Rect, ScreenPoint
from desktop_agent.core.message import Message
from desktop_agent.core.remote_session import RemoteSession, SharedMonitor
from desktop_agent.platforms.portal.choose import why_not as why_no_session
from desktop_agent.platforms.portal.pipewire.connection import PipewireConnection
from desktop_agent.platforms.portal.pipewire.stream import FrameStream, StreamCursor
from desktop_agent.platforms.wayland.connection import WaylandConnection, connect_wayland
from desktop_agent.platforms.wayland.outputs import Outputs
from desktop_agent.platforms.wayland.registry import Registry
from desktop_agent.screen.composed_capture import MonitorPicture, common_scale, put_together
from desktop_agent.screen.source import CursorImage, Monitor

_FIRST_WITHIN_S = (4.0, 6.0, 8.0)  # to get a stream going
# A desktop that draws once more does so within a frame or two; what it sends may be lost before it is read.
_FRESH_WITHIN_S = (0.25, 0.5, 1.0)
_GIVEN_UP_AFTER = 3  # looks for which a desktop has drawn nothing: it never will
_ON_ITS_WAY_S = 0.05  # a picture of what was drawn before a look
_END_TOLD_WITHIN_S = 1.0
_TRUSTED_S = 0.15  # so long a picture stands for what is shown without another look


def why_not() -> str:
    """Return why no picture comes this way here; empty when one does, once the person agrees."""
    return why_no_session(os.environ)


def create(session: RemoteSession, environment: Mapping[str, str] = os.environ) -> PortalCapture:
    """Return the backend for a session that is open; NoScreenError where no picture comes."""
    capture = PortalCapture(session, environment)
    session.seen_by(capture)
    return capture


class PictureSession(Protocol):
    """What is needed of a remote session (`portal.session.RemoteSession`)."""

    @property
    def monitors(self) -> tuple[SharedMonitor, ...]:
        """What is shared, at least one."""

    def open_pipewire(self) -> int | None:
        """Return a new descriptor for a connection to PipeWire, the caller's own; None: by its usual socket."""

    def await_end(self, within_s: float) -> None:
        """Wait until the session's end has been told, or so long."""


class PortalCapture:
    """Pictures of the monitors that a person shares; the pointer is told apart from them."""

    def __init__(self, session: PictureSession, environment: Mapping[str, str] = os.environ) -> None:
        """Connect to the session's pictures; it stays the caller's. NoScreenError where none come."""
        self._ending = ExitStack()
        self._glanced: tuple[Rect, tuple[int, ...], Pixels] | None = None
        self._undrawn = 0  # looks so far for which the desktop has not drawn; below 0 once it did
        try:
            self._places = _MonitorPlaces(session.monitors, environment)
            self._ending.callback(self._places.close)
            # Pictures end first: then it is not for want of pictures that a run ends, but for the person's word.
            on_end = partial(session.await_end, _END_TOLD_WITHIN_S)
            connection = self._ending.enter_context(_connected(session))
            begin = partial(FrameStream, connection, on_end=on_end)
            self._streams = [_streaming(partial(begin, one.node), self._ending) for one in session.monitors]
            self._streams_of = {one.node: stream for one, stream in zip(session.monitors, self._streams, strict=True)}
        except ScreenError:
            self.close()
            raise

    def monitors(self) -> tuple[Monitor, ...]:
        """Return the shared monitors as they are now."""
        return tuple(
            Monitor(n, one.box.x, one.box.y, one.box.width, one.box.height, one.scale, one.name)
            for n, one in enumerate(self._shown(), 1)
        )

    def grab(self, box: Rect) -> Pixels:
        """Capture a box, with all that was drawn before; GeometryChangedError where no monitor shows any of it."""
        shown = self._shown()
        hit = _those_at(box, shown)
        self._draw_anew(hit)
        return _composed(box, hit, shown)

    def glance(self, box: Rect) -> Pixels:
        """Capture a box that is looked at again and again: the newest picture, where it has come just now."""
        shown = self._shown()
        hit = _those_at(box, shown)
        numbers, times = zip(*(one.stream.now() for one in hit), strict=True)
        if min(times) < time.monotonic() - _TRUSTED_S:
            return self.grab(box)
        if self._glanced is None or self._glanced[:2] != (box, numbers):
            self._glanced = box, numbers, _composed(box, hit, shown)
        return self._glanced[2]

    def cursor(self) -> CursorImage | None:
        """Return the pointer's picture; None before the desktop has told of it."""
        told = self._latest_cursor()
        if told is None or told[1].bitmap is None or not told[1].bitmap.bgra:
            return None
        (one, cursor), bitmap = told, told[1].bitmap
        x, y = one.on_desktop(cursor.x - bitmap.hot[0], cursor.y - bitmap.hot[1])
        return CursorImage(x, y, bitmap.size, bitmap.bgra)

    def pointer(self) -> ScreenPoint | None:
        """Return where the desktop has told last that the pointer is; None before it has told."""
        told = self._latest_cursor()
        return None if told is None else ScreenPoint(*told[0].on_desktop(told[1].x, told[1].y))

    def fresh_pointer(self) -> ScreenPoint | None:
        """Have the desktop draw once more, and return where it tells that the pointer is; None before it has told."""
        self._draw_anew(self._shown())
        return self.pointer()

    def scale_of(self, monitor: SharedMonitor) -> float:
        """Return how many pixels a logical unit has there; 1 for a monitor that is gone."""
        return next((one.scale for one in self._shown() if one.stream is self._streams_of.get(monitor.node)), 1.0)

    def close(self) -> None:
        """Disconnect; the session goes on."""
        self._ending.close()

    def _shown(self) -> list[_ShownMonitor]:
        boxes = zip(self._places.now(), self._streams, strict=True)
        return [_ShownMonitor(box, stream, name) for (box, name), stream in boxes if box is not None]

    def _draw_anew(self, hit: Sequence[_ShownMonitor]) -> None:
        """Have the desktop draw monitors once more; where it does not, wait for what is on its way."""
        for within_s in _FRESH_WITHIN_S if self._undrawn < _GIVEN_UP_AFTER else ():
            tickets = [one.stream.ask_fresh() for one in hit]
            until = time.monotonic() + within_s
            drawn = [
                one.stream.wait_fresh(ticket, max(0.0, until - time.monotonic()))
                for one, ticket in zip(hit, tickets, strict=True)
            ]
            if all(drawn):
                self._undrawn = -1
                return
        if self._undrawn >= 0:
            self._undrawn += 1
        for one in hit:
            one.stream.wait_after(one.stream.now()[0], _ON_ITS_WAY_S)

    def _latest_cursor(self) -> tuple[_ShownMonitor, StreamCursor] | None:
        told = [(one, cursor) for one in self._shown() if (cursor := one.stream.cursor()) is not None]
        return max(told, key=lambda one: one[1].at, default=None)


@dataclass(frozen=True, slots=True, eq=False)
class _ShownMonitor:
    box: Rect
    stream: FrameStream
    name: str

    @property
    def scale(self) -> float:
        """Return how many pixels a logical unit has."""
        return self.stream.size().width / self.box.width

    def on_desktop(self, x: int, y: int) -> tuple[int, int]:
        """Return a place of the picture on the desktop."""
        return self.box.x + round(x / self.scale), self.box.y + round(y / self.scale)


class _MonitorPlaces:
    """Where the shared monitors are now: the compositor tells every program of its outputs, the portal only once."""

    def __init__(self, monitors: Sequence[SharedMonitor], environment: Mapping[str, str]) -> None:
        self._monitors = monitors
        self._connection: WaylandConnection | None = None
        self._numbers: list[int | None] = [None for _ in monitors]
        with suppress(DesktopAgentError):
            self._connection = connect_wayland(environment, gone=NoScreenError, failed=ScreenError)
            self._outputs = Outputs(Registry(self._connection))
            known = {one.box: one.handle.number for one in self._outputs.refreshed()}
            self._numbers = [known.get(one.box) for one in monitors]

    def now(self) -> list[tuple[Rect | None, str]]:
        """Return each one's box and name; no box for one that is gone."""
        outputs = self._outputs.refreshed() if any(number is not None for number in self._numbers) else ()
        known = {one.handle.number: one for one in outputs}
        places = list[tuple[Rect | None, str]]()
        for number, monitor in zip(self._numbers, self._monitors, strict=True):
            output = known.get(number) if number is not None else None
            box = monitor.box if number is None else None if output is None else output.box
            places.append((box, output.name if output is not None else monitor.name))
        return places

    def close(self) -> None:
        """Disconnect."""
        if self._connection is not None:
            self._connection.close()


def _connected(session: PictureSession) -> PipewireConnection:
    fd = session.open_pipewire()
    try:
        return PipewireConnection(fd)
    finally:
        if fd is not None:
            os.close(fd)


def _streaming(begin: Callable[[], FrameStream], ending: ExitStack) -> FrameStream:
    """Return a stream that has had its first picture; PipeWire 0.3 leaves one standing now and then, for good."""
    for within_s in _FIRST_WITHIN_S[:-1]:
        stream = begin()
        if stream.brings_one(within_s):
            break
        stream.close()
    else:
        stream = begin()
    ending.callback(stream.close)
    stream.newest(_FIRST_WITHIN_S[-1])
    return stream


def _those_at(box: Rect, shown: Sequence[_ShownMonitor]) -> list[_ShownMonitor]:
    hit = [one for one in shown if one.box.intersection(box)]
    if not hit:
        raise GeometryChangedError(
            Message("No monitor shows that part of the desktop."), Message("Take a new screenshot.")
        )
    return hit


def _composed(box: Rect, hit: Sequence[_ShownMonitor], shown: Sequence[_ShownMonitor]) -> Pixels:
    frames = [one.stream.newest().pixels for one in hit]
    if hit[0].box == box:
        return frames[0]
    grids = [np.frombuffer(one.bgrx, np.uint32).reshape(one.size.height, one.size.width) for one in frames]
    pictures = [MonitorPicture(one.box, grid) for one, grid in zip(hit, grids, strict=True)]
    return put_together(box, pictures, common_scale([one.scale for one in shown]))
