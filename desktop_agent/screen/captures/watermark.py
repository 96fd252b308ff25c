"""The watermark that reveals our windows in a capture: two unusual colours in alternation.

Questions have other colours than badge and frame, which may stay visible when a question is closed.

Windows are gone when no capture shows their watermark any more. A display server removes a window at once, but the
program below redraws later: the first capture after hiding was clean in less than half of the tries (measured on
Debian 12), so none is taken at once.
"""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Callable, Iterable, Sequence
from typing import Literal, Protocol

from desktop_agent.core.errors import ScreenError
from desktop_agent.core.pictures import Pixels, Rect
from desktop_agent.core.texts.message import Message

Grab = Callable[[Rect], Pixels]
MarkKind = Literal["question", "watching"]
KINDS: tuple[MarkKind, ...] = ("question", "watching")
SIDE_PX = 8
_NARROW_PX = 8 * SIDE_PX  # a strip of the frame is one, at any scale
AGAIN_S = 0.004
WITHIN_S = 2.0  # a busy program below them redraws late
LARGE_PX = 60_000
LARGE_MORE_S = 0.05  # without a compositor, a busy program below a large window redraws after the watermark is gone
# No picture has a row of these two colours by chance (red, green, blue).
COLOURS: dict[MarkKind, tuple[tuple[int, int, int], tuple[int, int, int]]] = {
    "question": ((0x8E, 0x93, 0x9F), (0x91, 0x90, 0x9C)),
    "watching": ((0x3A, 0x78, 0xF4), (0x3D, 0x75, 0xF1)),
}


class WatermarkSight(Protocol):
    """Looks for the watermark on the screen that a run works on, with the run's own eyes."""

    async def until_gone(self, boxes: Sequence[Rect], kinds: Sequence[MarkKind] = ..., /) -> None:
        """Return when no capture of these parts shows it; ScreenError if one still does after `WITHIN_S`."""

    async def is_seen(self, box: Rect, within_s: float, /) -> bool:
        """Return whether a capture shows it within a time."""


class GrabbedSight:
    """A `WatermarkSight` by a function that captures a part of the desktop."""

    def __init__(self, grab: Grab) -> None:
        self._grab = grab

    async def until_gone(self, boxes: Sequence[Rect], kinds: Sequence[MarkKind] = KINDS) -> None:
        """Return when no capture of these parts shows it; ScreenError if one still does after `WITHIN_S`."""
        deadline = time.monotonic() + WITHIN_S
        remaining = list(boxes)
        while remaining:
            await asyncio.sleep(AGAIN_S)
            remaining = [box for box in remaining if has_watermark(self._grab(box), kinds)]
            if remaining and time.monotonic() > deadline:
                raise ScreenError(
                    Message("One of our windows couldn't be hidden, so no screenshot was taken."),
                    Message("Move or close other windows that stay on top, then start again."),
                )
        if any(box.width * box.height > LARGE_PX for box in boxes):
            await asyncio.sleep(LARGE_MORE_S)

    async def is_seen(self, box: Rect, within_s: float) -> bool:
        """Return whether a capture shows it within a time."""
        deadline = time.monotonic() + within_s
        while not has_watermark(self._grab(box)):
            if time.monotonic() > deadline:
                return False
            await asyncio.sleep(AGAIN_S)
        return True


def has_watermark(pixels: Pixels, kinds: Iterable[MarkKind] = KINDS) -> bool:
    """Return whether a capture shows the watermark anywhere: a row of it is enough, or a column in a narrow capture."""
    flat = bytearray(pixels.bgrx)
    # The fourth byte of a pixel may be anything.
    flat[3::4] = bytes(len(flat) // 4)
    lines = [flat]
    if (width := pixels.size.width) < _NARROW_PX:
        columns = memoryview(flat).cast("I")
        lines += [bytearray(columns[at::width].tobytes()) for at in range(width)]
    return any(_is_in(line, kind) for kind in kinds for line in lines)


def _is_in(line: bytearray, kind: MarkKind) -> bool:
    """Return whether both colours alternate three times: each for some pixels, then one of a mixture at most."""
    first, second = (bytes((blue, green, red, 0)) for red, green, blue in COLOURS[kind])
    if first not in line or second not in line:  # faster than the expression
        return False
    one = re.escape(first)
    other = re.escape(second)
    return re.search(rb"(?:(?:%b){1,6}(?:.{4})?(?:%b){1,6}(?:.{4})?){3}" % (one, other), line, re.DOTALL) is not None
