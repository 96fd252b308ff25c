"""Pure: what one device did, from the bytes that the kernel tells of it (`struct input_event`)."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from desktop_agent.platforms.evdev.words import WRAPS_MS

EVENT = struct.Struct("@llHHi")  # seconds, microseconds, type, code, value
# types
_REPORT = 0
_KEY = 1
_RELATIVE = 2
_ABSOLUTE = 3
# codes of the type _REPORT
_END = 0
_DROPPED = 3
_UP = 0
_DOWN = 1
_X = 0
_Y = 1
_TOUCH = 0x14A
_TOOLS = range(0x140, 0x150)
_MOUSE_BUTTONS = range(0x110, 0x118)
# A bump of the table stays under this; from where the pointer came to rest, in the device's own counts.
_BUMP = 5
_AT_REST_AFTER_MS = 1000

DeviceAct = Literal["press", "repeat", "release", "motion", "lost"]


@dataclass(frozen=True, slots=True)
class EvdevEvent:
    """One thing that a device did.

    `code` is 0 for a motion, and where the news was lost: nothing is known to be down then.
    """

    act: DeviceAct
    code: int
    at_ms: int

    @property
    def proves(self) -> bool:
        """Return whether a window is told of it as of a click: by a mouse's button, or a tap on a pad."""
        return self.act in {"press", "release"} and (self.code in _MOUSE_BUTTONS or self.code == _TOUCH)

    @property
    def is_held(self) -> bool:
        """Return whether it is down like a key, and not a finger that lies on a pad."""
        return self.code not in _TOOLS


class DeviceReports:
    """The reports of one device; `is_touched` where a finger or a pen is told by a button of its own."""

    def __init__(self, *, is_touched: bool) -> None:
        self._is_touched = is_touched
        self._rest = b""
        self._is_lost = False
        self._tools: set[int] = set()
        self._gone = [0, 0]
        self._moved_ms = -_AT_REST_AFTER_MS

    def take(self, data: bytes) -> Iterator[EvdevEvent]:
        """Yield what the bytes tell, which may end anywhere."""
        data = self._rest + data
        complete_bytes = len(data) // EVENT.size * EVENT.size
        self._rest = data[complete_bytes:]
        for seconds, micros, kind, code, value in EVENT.iter_unpack(data[:complete_bytes]):
            event = self._event(kind, code, value, seconds * 1000 + micros // 1000)
            if event is not None:
                yield event

    def _event(self, kind: int, code: int, value: int, at_ms: int) -> EvdevEvent | None:
        if kind == _REPORT and code == _DROPPED:
            self._is_lost = True
            self._tools.clear()
            return EvdevEvent("lost", 0, at_ms % WRAPS_MS)
        if self._is_lost:  # what comes up to the end of this report is not whole
            self._is_lost = not (kind == _REPORT and code == _END)
            return None
        if kind == _KEY:
            return self._key(code, value, at_ms)
        if kind == _ABSOLUTE:
            moves = self._goes(code)
        else:
            moves = kind == _RELATIVE and self._move_from_rest(code, value, at_ms)
        return EvdevEvent("motion", 0, at_ms % WRAPS_MS) if moves else None

    def _key(self, code: int, value: int, at_ms: int) -> EvdevEvent:
        if code in _TOOLS:
            (self._tools.discard if value == _UP else self._tools.add)(code)
        act: DeviceAct
        if value == _UP:
            act = "release"
        elif value == _DOWN:
            act = "press"
        else:
            act = "repeat"
        return EvdevEvent(act, code, at_ms % WRAPS_MS)

    def _goes(self, code: int) -> bool:
        """Return whether it is a motion of a finger or pen that is there, or of a pointer that tells places."""
        return bool(self._tools) or (not self._is_touched and code in {_X, _Y})

    def _move_from_rest(self, code: int, value: int, at_ms: int) -> bool:
        if code not in {_X, _Y}:
            return True  # a wheel
        if at_ms - self._moved_ms >= _AT_REST_AFTER_MS:
            self._gone = [0, 0]
        self._moved_ms = at_ms
        self._gone[code] += value
        if abs(self._gone[code]) < _BUMP:
            return False
        self._gone = [0, 0]
        return True
