"""Devices of a kernel for a private display: files that give what `/dev/input/event*` gives, and a hand that uses them.

The display names them as its mouse's and its keyboard's, as it does where a driver of its own reads the kernel.
"""

import os
import struct
import time
from pathlib import Path
from typing import Any

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.physical import PhysicalHand

_END_OF_REPORT, _KEY, _RELATIVE = 0, 1, 2
_LEFT = 0x110
_EVENT = struct.Struct("@llHHi")


class KernelDevices:
    """One file for each device in a folder; `add` writes an event of now."""

    def __init__(self, folder: Path, display: PrivateDisplay) -> None:
        self._files: dict[str, int] = {}
        for number, device in enumerate(("Xvfb mouse", "Xvfb keyboard")):
            node = folder / f"event{number}"
            os.mkfifo(node)
            self._files[device] = os.open(node, os.O_RDWR | os.O_NONBLOCK)
            _name_node(display, device, node)

    def add(self, device: str, kind: int, code: int, value: int) -> None:
        seconds, rest = divmod(time.clock_gettime_ns(time.CLOCK_MONOTONIC), 10**9)
        os.write(self._files[device], _EVENT.pack(seconds, rest // 1000, kind, code, value))

    def close(self) -> None:
        for file in self._files.values():
            os.close(file)


class KernelHand(PhysicalHand):
    """A hand of which the kernel knows, as it does of a person's."""

    def __init__(self, display: PrivateDisplay, devices: KernelDevices) -> None:
        super().__init__(display.name, display.xauthority)
        self._devices = devices

    def nudge(self, right: int, down: int) -> None:
        for axis, by in enumerate((right, down)):
            self._devices.add("Xvfb mouse", _RELATIVE, axis, by)
        self._devices.add("Xvfb mouse", _END_OF_REPORT, 0, 0)
        super().nudge(right, down)

    def _button(self, button: int, *, down: bool) -> None:
        self._devices.add("Xvfb mouse", _KEY, _LEFT + button - 1, int(down))
        super()._button(button, down=down)

    def _code(self, code: int, *, down: bool) -> None:
        self._devices.add("Xvfb keyboard", _KEY, code - 8, int(down))
        super()._code(code, down=down)


def _name_node(display: PrivateDisplay, device: str, node: Path) -> None:
    from Xlib import Xatom
    from Xlib.display import Display
    from Xlib.ext import xinput

    before = dict(os.environ)
    os.environ.update(display.environment())
    connection: Any = Display()
    os.environ.clear()
    os.environ.update(before)
    devices = connection.xinput_query_device(xinput.AllDevices).devices
    number = next(one.deviceid for one in devices if str(one.name).strip("\0") == device)
    name = connection.get_atom("Device Node")
    connection.xinput_change_device_property(number, name, Xatom.STRING, 0, (8, os.fsencode(node)))
    connection.sync()
    connection.close()
