"""Carries out what a run orders of its devices, and lets go of everything when it is gone, in a process of its own.

A compositor keeps down what a device held whose program was killed (seen on sway 1.7): a key repeats for ever, and
another device cannot release it. So the devices belong to this process. It is started by `device_process.py`, which
blocks Ctrl+C and SIGTERM for it; it ends when its stdin ends, or the process that started it. When that is suspended,
everything is let go, too, and no order is carried out until the next “sync” has been answered with that.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import sys
import time
from collections.abc import Callable, Mapping
from typing import cast

from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.input.ledger import BACK_S
from desktop_agent.lib.process_stat import SuspensionWatch, end_files
from desktop_agent.platforms.wayland.connection import WaylandConnection, connect_wayland
from desktop_agent.platforms.wayland.input.devices import VirtualKeyboard, VirtualPointer, main_seat
from desktop_agent.platforms.wayland.registry import Registry

KEYBOARDS = 2
READY = b'"ready"\n'
DONE = b'"done"\n'
RELEASED = b'"released"\n'
_PIECE = 1 << 16
Place = tuple[int, int, int, int]  # in a whole of a size


class Devices:
    """A pointer and keyboards, with a list of what they hold down."""

    def __init__(self, connection: WaylandConnection) -> None:
        registry = Registry(connection)
        seat = main_seat(registry)
        self._connection = connection
        self._pointer = VirtualPointer(registry, seat)
        self._keyboards = tuple(VirtualKeyboard(registry, seat) for _ in range(KEYBOARDS))
        self._down: list[tuple[int | None, int]] = []  # the keyboard, None for the pointer, and the code
        self._with_keymap = set[int]()  # keyboards: any other may not send modifiers
        self._at: Place | None = None
        self._pressed_at: dict[int, Place] = {}
        self._is_released = False  # and the run has not been notified
        self._orders: Mapping[str, Callable[..., None]] = {
            "keymap": self._load,
            "key": self._key,
            "modifiers": self._modifiers,
            "move": self._move,
            "button": self._button,
            "notch": self._pointer.notch,
        }

    @property
    def holds_any(self) -> bool:
        """Whether anything is down."""
        return bool(self._down)

    def carry_out(self, order: str, *arguments: object) -> None:
        """Do one thing, unless everything has been let go; KeyError for what is no order."""
        if not self._is_released:
            self._orders[order](*arguments)

    def sync(self) -> bool:
        """Return once the compositor has taken everything; report, once, whether everything has been released."""
        self._connection.round_trip()
        is_released = self._is_released
        self._is_released = False
        return is_released

    def suspend(self) -> None:
        """Let go of everything, and do nothing more before the run knows."""
        self.release_all()
        self._is_released = True

    def release_all(self) -> None:
        """Release everything, last pressed first, a button where it went down: elsewhere that would be a drop."""
        for keyboard, code in reversed(tuple(self._down)):
            if keyboard is None:
                self._go_back(code)
                self._button(code, down=False)
            else:
                self._key(keyboard, code, down=False)
        for number in self._with_keymap:
            self._modifiers(number, 0)
        self._connection.round_trip()

    def _go_back(self, code: int) -> None:
        if (place := self._pressed_at.get(code)) is None:
            return
        x, y, width, height = place
        self._move(x - 1 if x else x + 1, y, width, height)
        self._connection.round_trip()
        time.sleep(BACK_S)
        self._move(*place)

    def _move(self, x: int, y: int, width: int, height: int) -> None:
        self._at = (x, y, width, height)
        self._pointer.move(x, y, width, height)

    def _load(self, number: int, keymap: str) -> None:
        self._with_keymap.add(number)
        self._keyboards[number].load(keymap)

    def _modifiers(self, number: int, held: int) -> None:
        self._keyboards[number].modifiers(held)

    def _key(self, number: int, code: int, down: bool) -> None:  # noqa: FBT001 - an order has no names
        self._note((number, code), down=down)
        self._keyboards[number].key(code, down=down)

    def _button(self, code: int, down: bool) -> None:  # noqa: FBT001 - an order has no names
        self._note((None, code), down=down)
        if down and self._at is not None:
            self._pressed_at[code] = self._at
        self._pointer.button(code, down=down)

    def _note(self, what: tuple[int | None, int], *, down: bool) -> None:
        if what in self._down:
            self._down.remove(what)
        if down:
            self._down.append(what)


def main(parent: str) -> None:
    """Carry out orders, each a line of JSON, until `parent` has ended; “sync” is answered, and so is an error."""
    try:
        with connect_wayland() as connection:
            devices = Devices(connection)
            connection.round_trip()
            _answer(READY)
            try:
                _serve(devices, connection, int(parent))
            finally:
                with contextlib.suppress(DesktopAgentError):
                    devices.release_all()
    except DesktopAgentError as error:
        with contextlib.suppress(OSError):
            _answer(json.dumps({"error": str(error)}).encode() + b"\n")


def _serve(devices: Devices, connection: WaylandConnection, parent: int) -> None:
    orders = sys.stdin.fileno()
    ends = end_files(parent)
    waiting = b""
    suspension = SuspensionWatch(parent)
    while os.getppid() == parent:
        ready = select.select([orders, connection, *ends], [], [], suspension.wait_s())[0]
        if {*ends} & {*ready}:
            return
        if orders in ready:
            part = os.read(orders, _PIECE)
            if not part:
                return
            suspension.expect()
            *lines, waiting = (waiting + part).split(b"\n")
            for line in lines:
                order = cast("list[object]", json.loads(line))
                if order[0] == "sync":
                    _answer(RELEASED if devices.sync() else DONE)
                else:
                    devices.carry_out(str(order[0]), *order[1:])
        elif suspension.poll(holds=devices.holds_any):
            devices.suspend()
        connection.dispatch()


def _answer(line: bytes) -> None:
    os.write(sys.stdout.fileno(), line)
