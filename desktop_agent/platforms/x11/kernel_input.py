"""What the kernel tells of a device, where it may be read: an event of the display that it knows nothing of is forged.

Any client of a display may play input as if a person's own device had made it (XTestFakeDevice*), and the display
server tells nobody. Such an event has none of the kernel's near it in time. Root and members of the group `input` may
read devices; for others, and for a display elsewhere, nothing can be compared.
"""

from __future__ import annotations

import os
import struct
from collections import deque
from contextlib import suppress
from dataclasses import dataclass
from fcntl import ioctl

from desktop_agent.core.own_input import InputKind

FOLDER = "/dev/input/"
# A touch pad's tap becomes a press only once it is clear that no second one follows; a server may be busy besides.
WITHIN_MS, MOVED_WITHIN_MS = 500, 250
_AHEAD_MS = 50  # the server's clock is coarse
_EVENT = struct.Struct("@llHHi")
_AT_ONCE = 64 * _EVENT.size
_END_OF_REPORT, _KEY, _RELATIVE, _ABSOLUTE = 0, 1, 2, 3
_BUTTONS = range(0x110, 0x150)  # of mice, and what touches a glass or a pad
_KEYCODES_FROM = 8
_UP, _DOWN = 0, 1
_WRAPS_MS = 1 << 32
_SET_CLOCK, _MONOTONIC = 0x400445A0, 1  # EVIOCSCLOCKID: the clock that the server counts


@dataclass(frozen=True, slots=True)
class _KernelPress:
    kind: InputKind
    code: int  # of the key, as the display counts them; 0 for any button, which a person may have mapped
    down: bool
    at_ms: int


class KernelDevice:
    """One open device; an event of the kernel stands for one press, release or motion of the display."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._presses: deque[_KernelPress] = deque(maxlen=256)
        self._moved_ms: deque[int] = deque(maxlen=256)
        self._is_moving = False

    def made(self, kind: InputKind, code: int, server_ms: int, *, down: bool) -> bool:
        """Tell whether the kernel has told of this shortly before the display did."""
        self._read()
        if kind == "motion":
            near = next((at_ms for at_ms in self._moved_ms if _is_near(at_ms, server_ms, MOVED_WITHIN_MS)), None)
            if near is not None:
                self._moved_ms.remove(near)
            return near is not None
        for one in self._presses:
            same = (one.kind, one.down) == (kind, down) and one.code in {0, code}
            if same and _is_near(one.at_ms, server_ms, WITHIN_MS):
                self._presses.remove(one)
                return True
        return False

    def close(self) -> None:
        """Let the device go."""
        with suppress(OSError):
            os.close(self._descriptor)

    def _read(self) -> None:
        with suppress(OSError):  # nothing more to read, or it has been pulled out
            while data := os.read(self._descriptor, _AT_ONCE):
                for event in _EVENT.iter_unpack(data[: len(data) // _EVENT.size * _EVENT.size]):
                    self._take(*event)

    def _take(self, seconds: int, micros: int, kind: int, code: int, value: int) -> None:
        at_ms = seconds * 1000 + micros // 1000
        if kind in {_RELATIVE, _ABSOLUTE}:
            self._is_moving = True
        elif kind == _END_OF_REPORT and self._is_moving:
            self._is_moving = False
            self._moved_ms.append(at_ms)
        elif kind == _KEY and value in {_UP, _DOWN}:
            is_button = code in _BUTTONS
            name: InputKind = "button" if is_button else "key"
            self._presses.append(_KernelPress(name, 0 if is_button else code + _KEYCODES_FROM, value == _DOWN, at_ms))


def open_device(node: str) -> KernelDevice | None:
    """Return the device behind a path that the display names; None where it cannot be read."""
    if not os.path.normpath(node).startswith(FOLDER):
        return None
    try:
        descriptor = os.open(node, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        return None
    with suppress(OSError):  # a file that only looks like a device keeps its own times
        ioctl(descriptor, _SET_CLOCK, struct.pack("@i", _MONOTONIC))
    return KernelDevice(descriptor)


def _is_near(kernel_ms: int, server_ms: int, within_ms: int) -> bool:
    """Tell whether one came shortly before the other; the server counts the same clock, up to 2**32."""
    return (server_ms - kernel_ms + _AHEAD_MS) % _WRAPS_MS <= within_ms + _AHEAD_MS
