"""Reads the body of XInput 2 raw events, which python-xlib leaves as bytes.

Source of the layout: the X Input extension's protocol, version 2.2, “RawEvent”. The body begins after the ten bytes
that python-xlib has read itself; numbers are in the byte order of this machine.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Literal

KEY_PRESS, KEY_RELEASE, BUTTON_PRESS, BUTTON_RELEASE, MOTION = 13, 14, 15, 16, 17
TOUCH_BEGIN, TOUCH_END = 22, 24
REPEAT = 1 << 16
_HEAD = struct.Struct("=HIIHHI4x")  # device, time, detail, source, length of the mask, flags
_FIXED = struct.Struct("=iI")  # whole part, and parts of 2**32

RawKind = tuple[Literal["key", "button", "motion"], bool]
# A finger on the glass is the first button, as programs see it.
KINDS: dict[int, RawKind] = {
    KEY_PRESS: ("key", True),
    KEY_RELEASE: ("key", False),
    BUTTON_PRESS: ("button", True),
    BUTTON_RELEASE: ("button", False),
    MOTION: ("motion", True),
    TOUCH_BEGIN: ("button", True),
    TOUCH_END: ("button", False),
}


@dataclass(frozen=True, slots=True)
class RawEvent:
    """One raw event: the slave device that made it, the key code or button, and what its axes tell."""

    source: int
    time_ms: int
    detail: int
    repeat: bool
    axes: dict[int, float]


def read(body: bytes) -> RawEvent | None:
    """Return what a body says; None for one that is cut short."""
    if len(body) < _HEAD.size:
        return None
    _, time_ms, detail, source, mask_words, flags = _HEAD.unpack_from(body)
    mask = body[_HEAD.size : _HEAD.size + 4 * mask_words]
    told = [8 * n + bit for n, byte in enumerate(mask) for bit in range(8) if byte >> bit & 1]
    start = _HEAD.size + 4 * mask_words
    if len(body) < start + _FIXED.size * len(told):
        return None
    values = (_FIXED.unpack_from(body, start + _FIXED.size * n) for n in range(len(told)))
    axes = {axis: whole + parts / (1 << 32) for axis, (whole, parts) in zip(told, values, strict=True)}
    return RawEvent(source, time_ms, detail, bool(flags & REPEAT), axes)
