"""The virtual devices of one session: a pointer, and keyboards that each have a keymap of their own."""

from __future__ import annotations

import time

from desktop_agent.core.errors import InputDeniedError
from desktop_agent.platforms.wayland.connection import Registry, WaylandObject
from desktop_agent.platforms.wayland.keymap import give_keymap
from desktop_agent.platforms.wayland.protocols import (
    SEAT,
    VIRTUAL_KEYBOARD,
    VIRTUAL_KEYBOARD_MANAGER,
    VIRTUAL_POINTER,
    VIRTUAL_POINTER_MANAGER,
)


class VirtualKeyboard:
    """One keyboard of ours; codes are the kernel's, modifiers are sent apart from keys."""

    def __init__(self, registry: Registry, seat: WaylandObject) -> None:
        """Plug it in; InputDeniedError where the compositor doesn't allow it."""
        manager = registry.need(VIRTUAL_KEYBOARD_MANAGER, denied=InputDeniedError)
        self._keyboard = manager.create("create_virtual_keyboard", VIRTUAL_KEYBOARD, seat)
        self._keymap = ""

    def load(self, keymap: str) -> None:
        """Give it this keymap, unless it has it."""
        if keymap == self._keymap:
            return
        give_keymap(self._keyboard, keymap)
        self._keymap = keymap

    def key(self, code: int, *, down: bool) -> None:
        """Press or release a key."""
        self._keyboard.request("key", _now(), code, int(down))

    def modifiers(self, held: int) -> None:
        """Report which modifiers are held from here on."""
        self._keyboard.request("modifiers", held, 0, 0, 0)


class VirtualPointer:
    """One pointer of ours."""

    def __init__(self, registry: Registry, seat: WaylandObject) -> None:
        """Plug it in; InputDeniedError where the compositor doesn't allow it."""
        manager = registry.need(VIRTUAL_POINTER_MANAGER, denied=InputDeniedError)
        self._pointer = manager.create("create_virtual_pointer", VIRTUAL_POINTER, seat)

    def move(self, x: int, y: int, width: int, height: int) -> None:
        """Move to a place in a whole of a size, which stands for all of the desktop."""
        self._pointer.request("motion_absolute", _now(), x, y, width, height)
        self._pointer.request("frame")

    def button(self, code: int, *, down: bool) -> None:
        """Press or release a button."""
        self._pointer.request("button", _now(), code, int(down))
        self._pointer.request("frame")

    def notch(self, axis: int, turn: int, length: float) -> None:
        """Turn the wheel by one notch: axis 0 is down, 1 is right; `length` is how far programs scroll by it."""
        self._pointer.request("axis_source", 0)
        self._pointer.request("axis_discrete", _now(), axis, turn * length, turn)
        self._pointer.request("frame")


def main_seat(registry: Registry) -> WaylandObject:
    """Return the person's seat; InputDeniedError where there is none."""
    return registry.need(SEAT, denied=InputDeniedError)


def _now() -> int:
    return int(time.monotonic() * 1000) & 0xFFFFFFFF
