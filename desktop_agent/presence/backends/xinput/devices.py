"""Which devices of an X server are a person's and which are programs', and how their pointers count.

The devices of XTEST carry a property of that name (xserver, `Xext/xtest.c`); it decides, never a device's name.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from Xlib import Xatom
from Xlib.ext import xinput

from desktop_agent.presence.trail import Axis, Trail

if TYPE_CHECKING:
    from Xlib.display import Display

_PROPERTY = "XTEST Device"
_SLAVES = (3, 4, 5)  # pointer, keyboard, and one that is attached to nothing
_VALUATOR, _ABSOLUTE = 2, 1


@dataclass(frozen=True, slots=True)
class Device:
    """One device below the masters, and the way of its pointer."""

    physical: bool
    trail: Trail


def devices(display: Display) -> dict[int, Device]:
    """Return the devices that make events, by number."""
    mark = display.intern_atom(_PROPERTY)
    size = display.screen().root.get_geometry()
    found = {}
    for device in display.xinput_query_device(xinput.AllDevices).devices:
        if device.use in _SLAVES:
            trail = Trail(_axes(device.classes), (float(size.width), float(size.height)))
            found[int(device.deviceid)] = Device(not _is_programs(display, device.deviceid, mark), trail)
    return found


def _is_programs(display: Display, device: int, mark: int) -> bool:
    told = display.xinput_get_device_property(device, mark, Xatom.INTEGER, 0, 1)
    return told.value is not None and any(told.value[1])  # its width in bits, and its bytes


def _axes(classes: object) -> tuple[Axis, Axis]:
    told = {
        one.number: Axis(one.mode == _ABSOLUTE, float(one.min), float(one.max))
        for one in (classes if isinstance(classes, list) else [])
        if one.type == _VALUATOR
    }
    return told.get(0, Axis()), told.get(1, Axis())
