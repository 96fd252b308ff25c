"""One connection that hears every raw event of an X server, decoded, whoever has grabbed what.

Version 2.2 must be announced: to a client of 2.0 or 2.1 the server withholds raw events during every grab, that of a
held button included. python-xlib's own greeting announces 2.0, so the request is made here (both measured on
Debian 12).
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING

from Xlib import X, error
from Xlib.display import Display
from Xlib.ext import ge, xinput

from desktop_agent.core.errors import InputDeniedError
from desktop_agent.presence.backends.xinput.devices import Device, devices
from desktop_agent.presence.classifier import InputEvent
from desktop_agent.x11.key_codes import KeyLayout
from desktop_agent.x11.raw_events import KINDS, TOUCH_BEGIN, TOUCH_END, RawEvent, read

if TYPE_CHECKING:
    from Xlib.protocol.rq import Event

_VERSION = (2, 2)
_FINGER_IS_BUTTON = 1
_RAW = sum(1 << kind for kind in KINDS)


class RawStream:
    """Events of one display as touches; for one thread, but for `layout`."""

    def __init__(self, name: str, layout: KeyLayout) -> None:
        """Connect and begin to hear; InputDeniedError when the display or its XInput does not allow it."""
        self.layout = layout
        self._display = _connect(name)
        self._display.set_error_handler(lambda *_: None)
        root = self._display.screen().root
        # From the masters each event comes once, and says which slave has made it.
        root.xinput_select_events([(xinput.AllMasterDevices, _RAW), (xinput.AllDevices, xinput.HierarchyChangedMask)])
        self._devices: dict[int, Device] = {}
        self._read_devices()
        layout.read(self._display)
        self._layout_is_old = False

    def fileno(self) -> int:
        """Return what to wait on for events."""
        return int(self._display.fileno())

    def devices(self) -> frozenset[int]:
        """Return the numbers of the devices that are there."""
        return frozenset(self._devices)

    def touches(self) -> Iterator[InputEvent]:
        """Give all events that have come so far."""
        while self._display.pending_events():
            touch = self._read(self._display.next_event())
            if touch is not None:
                yield touch

    def pointer(self) -> tuple[int, int]:
        """Return where the pointer is."""
        told = self._display.screen().root.query_pointer()
        return int(told.root_x), int(told.root_y)

    def catch_up(self) -> None:
        """Return when everything that has happened on the display so far has come."""
        self._display.sync()

    def close(self) -> None:
        """Disconnect."""
        self._display.close()

    def _read(self, event: Event) -> InputEvent | None:
        if event.type == X.MappingNotify and event.request == X.MappingKeyboard:
            self._layout_is_old = True
        elif event.type == ge.GenericEventCode and event.evtype == xinput.HierarchyChanged:
            self._read_devices()
        elif event.type == ge.GenericEventCode and event.evtype in KINDS:
            raw = read(bytes(event.data))
            return self._touch(event.evtype, raw) if raw is not None and not raw.repeat else None
        return None

    def _touch(self, kind: int, raw: RawEvent) -> InputEvent | None:
        what, down = KINDS[kind]
        if what == "key" and self._layout_is_old:
            self._layout_is_old = False
            self.layout.read(self._display)
        if raw.source not in self._devices:
            self._read_devices()
        device = self._devices.get(raw.source)
        # A device that is gone already proves nothing.
        physical = device is not None and device.physical
        if what == "motion":
            way = device.trail.step(raw.axes) if device is not None and physical else _place(raw)
            if way is None:
                return None
            places = device is not None and device.trail.tells_places
            return InputEvent("motion", 0, True, raw.source, physical, raw.time_ms, *way, places)  # noqa: FBT003 - down
        code = _FINGER_IS_BUTTON if kind in {TOUCH_BEGIN, TOUCH_END} else raw.detail
        return InputEvent(what, code, down, raw.source, physical, raw.time_ms)

    def _read_devices(self) -> None:
        self._devices = devices(self._display)


def _place(raw: RawEvent) -> tuple[tuple[float, float], tuple[float, float]]:
    # What a program's pointer tells is a place of the screen, or how far it went: from where, nobody can tell.
    return (math.nan, math.nan), (raw.axes.get(0, 0.0), raw.axes.get(1, 0.0))


def _connect(name: str) -> Display:
    try:
        display = Display(name)
    except (error.DisplayError, OSError) as cause:
        raise InputDeniedError(f"The display {name} cannot be reached.", "Check DISPLAY and XAUTHORITY.") from cause
    reason = _why_deaf(display)
    if reason:
        display.close()
        raise InputDeniedError(reason, "Log in to an X11 (Xorg) session.")
    return display


def _why_deaf(display: Display) -> str:
    """Return why this display does not tell all that a person does; empty when it does."""
    if display.query_extension("XWAYLAND"):
        return "This is a Wayland session, which does not tell what a person does in other programs."
    if not (display.query_extension(xinput.extname) and display.query_extension(ge.extname)):
        return "This display does not tell which device made an event (it has no XInput)."
    opcode = display.display.get_extension_major(xinput.extname)
    told = xinput.XIQueryVersion(
        display=display.display, opcode=opcode, major_version=_VERSION[0], minor_version=_VERSION[1]
    )
    if (told.major_version, told.minor_version) < _VERSION:
        return "This display does not tell which device made an event (its XInput is older than 2.2)."
    return ""
