"""Pointer and keys by the compositor's input server; implements `portal.remote_session.SessionInput`.

A paused device takes nothing, so each request goes to a resumed one. Without any, it waits a moment for one, because
compositors create their devices again when monitors change.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from contextlib import suppress

from desktop_agent.core.errors import InputError
from desktop_agent.core.pictures import ScreenPoint
from desktop_agent.core.remote_session import SharedMonitor
from desktop_agent.core.texts.message import Message
from desktop_agent.platforms.portal.eis.connection import (
    ABSOLUTE,
    BUTTON,
    CAPABILITIES,
    KEYBOARD,
    ONE_NOTCH,
    POINTER,
    SCROLL,
    Device,
    EisConnection,
    Region,
)
from desktop_agent.platforms.portal.errors import not_done, out_of_reach, paused
from desktop_agent.platforms.portal.layouts import LayoutInUse, characters, has_several_layouts, presses
from desktop_agent.platforms.wayland.input.key_codes import NAMED
from desktop_agent.platforms.wayland.protocols import Interface

_RESUMED_WITHIN_S = 1.0
_LAYOUT_LASTS_S = 0.1
_SET_UP_WITHIN_S = 5.0
_NEEDED = (ABSOLUTE, BUTTON, SCROLL, KEYBOARD)
_ACTS = {BUTTON.name: "button", KEYBOARD.name: "key"}


class EisInput:
    """The devices of one session; every method may be called from any thread."""

    def __init__(self, file: int, layout: LayoutInUse, on_end: Callable[[], None]) -> None:
        """Own a connected socket from here on, and wait for its devices; InputError if a kind of them is missing.

        `layout` is queried where the compositor hasn't reported the one in use. `on_end` is called, on the connection's
        thread, when it ends without `close`.
        """
        self._layout = layout
        self._keymap = ""
        self._has_several = False
        self._asked_at = 0.0
        self._group = 0
        self._held = dict[int, tuple[int, ...]]()  # the keys that are down for a symbol
        self._connection = EisConnection(file, on_end)
        self._changed = self._connection.changed
        self._pointing: Device | None = None  # the device of the last motion
        self._presses: tuple[tuple[str, int], Mapping[int, tuple[int, ...]]] = (("", 0), {})
        try:
            for kind in _NEEDED:
                self._await_device(kind, _SET_UP_WITHIN_S)
        except InputError:
            self._connection.close()
            raise

    def plug_in(self) -> None:
        """Have programs know a pointer and a keyboard."""
        with self._changed, suppress(InputError):
            self._connection.request(self._await_device(POINTER, 0.0), POINTER, "motion_relative", 0.0, 0.0)
        for down in (True, False):
            self.key(NAMED["shift"], down=down)
        self.sync()

    def move(self, monitor: SharedMonitor, x: float, y: float) -> None:
        """Move the pointer to a position on a monitor, and return once that is done.

        InputError for a position in no device's region, or if the device was paused meanwhile.
        """
        with self._changed:
            device, position = self._device_reaching(monitor, x, y)
            self._connection.request(device, ABSOLUTE, "motion_absolute", *position)
            self._pointing = device
        self._connection.sync()

    def button(self, code: int, *, down: bool) -> None:
        """Press or release a button, by the kernel's code."""
        self._press(BUTTON, code, down=down)

    def notch(self, axis: int, steps: int) -> None:
        """Turn the wheel: axis 0 is down, 1 is right."""
        turned = (steps * ONE_NOTCH, 0) if axis else (0, steps * ONE_NOTCH)
        with self._changed:
            self._connection.request(self._await_device(SCROLL), SCROLL, "scroll_discrete", *turned)

    def key(self, code: int, *, down: bool) -> None:
        """Press or release a key, by the kernel's code."""
        self._press(KEYBOARD, code, down=down)

    def keysym(self, symbol: int, *, down: bool) -> None:
        """Press or release the keys that type a symbol on the layout in use; InputError if none do."""
        if not down:
            for code in reversed(self._held.pop(symbol, ())):
                self.key(code, down=False)
            return
        codes = self._keys_for_symbol(symbol)
        with self._changed:
            are_down = {code for device in self._connection.devices for _, code in device.down}
            self._held[symbol] = tuple(code for code in codes if code not in are_down)
            for code in self._held[symbol]:
                self.key(code, down=True)

    def characters(self) -> Mapping[str, int]:
        """Return the symbol of each character that every layout types which may come into use."""
        keymap = self._await_device(KEYBOARD).keymap
        return characters(keymap, self._layout.ask() if self._layout.is_only and has_several_layouts(keymap) else None)

    def sync(self) -> float:
        """Return when the compositor has taken everything; nothing was down for longer than meant."""
        self._connection.sync()
        return 0.0

    def close(self) -> None:
        """Release what is down, and leave; never raises."""
        with self._changed, suppress(InputError):
            for device in self._connection.devices:
                for name, code in tuple(device.down):
                    self._press(CAPABILITIES[name], code, down=False)
        self._connection.close()

    def _press(self, kind: Interface, code: int, *, down: bool) -> None:
        """Press by a device that is resumed; release by the one on which it is down, if it still is."""
        pressed = kind.name, code
        with self._changed:
            if down:
                device = self._await_device(kind)
                device.down.add(pressed)
            else:
                holding = next((one for one in self._connection.devices if pressed in one.down), None)
                if holding is None:  # a pause has released it
                    return
                device = holding
                device.down.discard(pressed)
            self._connection.request(device, kind, _ACTS[kind.name], code, int(down))

    def _keys_for_symbol(self, symbol: int) -> tuple[int, ...]:
        device = self._await_device(KEYBOARD)
        now_used = device.keymap, self._layout_number(device)
        if self._presses[0] != now_used:
            self._presses = now_used, presses(*now_used)
        try:
            return self._presses[1][symbol]
        except KeyError as cause:
            raise not_done(Message("no key types this character")) from cause

    def _layout_number(self, device: Device) -> int:
        """Return the number of the layout in use, asked a moment ago at most."""
        if device.group is not None:
            return device.group
        if self._keymap != device.keymap:
            self._keymap = device.keymap
            self._has_several = has_several_layouts(device.keymap)
        if self._has_several and time.monotonic() > self._asked_at + _LAYOUT_LASTS_S:
            self._group = self._layout.ask()
            self._asked_at = time.monotonic()
        return self._group if self._has_several else 0

    def _resumed_devices(self, kind: Interface) -> list[Device]:
        """Return the devices that can do something now; buttons and the wheel are those of the last motion's device.

        Once that one is gone, the pointer may be elsewhere.
        """
        if self._pointing is not None and kind is not ABSOLUTE and kind.name in self._pointing.parts:
            return [self._pointing] if self._pointing.is_resumed else []
        return [one for one in self._connection.devices if one.is_resumed and kind.name in one.parts]

    def _await_device(self, kind: Interface, within_s: float = _RESUMED_WITHIN_S) -> Device:
        with self._changed:
            if not self._connection.wait_for(lambda: bool(self._resumed_devices(kind)), within_s):
                raise paused()
            return self._resumed_devices(kind)[0]

    def _device_reaching(self, monitor: SharedMonitor, x: float, y: float) -> tuple[Device, tuple[float, float]]:
        """Return a device that reaches a position on a monitor, and the position in the device's units."""
        self._await_device(ABSOLUTE)
        for device in self._resumed_devices(ABSOLUTE):
            for region in device.regions:
                if (position := _position_in_region(region, monitor, x, y)) is not None:
                    return device, position
        raise out_of_reach()


def _position_in_region(region: Region, monitor: SharedMonitor, x: float, y: float) -> tuple[float, float] | None:
    """Return a position on a monitor in the units of regions; None if the region doesn't contain it."""
    if region.monitor and monitor.mapping and region.monitor != monitor.mapping:
        return None
    origin = region.box if region.monitor and monitor.mapping else monitor.box
    right = origin.x + x
    down = origin.y + y
    return (right, down) if region.box.contains(ScreenPoint(int(right), int(down))) else None
