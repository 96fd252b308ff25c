"""The words read off a picture where no program reports names: in a window, or near a point.

A window without names is read while the model thinks, as reading takes longer than any answer of a program. Those words
are from the same picture that the model answers to. An area of one even colour is not read.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from desktop_agent.core.decision import ReadLine
from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.core.frame import Frame
from desktop_agent.core.geometry import ImagePoint, Rect, ScreenPoint
from desktop_agent.core.reading import NEAR_X, NEAR_Y, TextLine, TextReader, distance
from desktop_agent.screen.capture_units import read_line
from desktop_agent.screen.compare import as_rows, patch
from desktop_agent.screen.encode import encode

# The patch that is read, in pixels to each side of the point.
READ_X = 200
READ_Y = 36
_AROUND_LINE = 8  # pixels of ground that a line's box may hold
_SCORE_AT_LEAST = 0.5
_COLOUR_BITS = 0x00FFFFFF
ReadLines = tuple[TextLine, ...]


@dataclass(frozen=True, slots=True)
class _ReadAhead:
    """The lines of a part of a picture; `part` is in its pixels."""

    frame: Frame
    part: Rect
    lines: asyncio.Task[ReadLines]


class ScreenWords:
    """Reads parts of pictures; for one event loop. `ahead`: reading may begin before a query."""

    def __init__(self, reader: TextReader | None, *, ahead: bool = True) -> None:
        self._reader = reader
        self._may_begin = ahead
        self._begun: _ReadAhead | None = None

    def begin(self, frame: Frame, boxes: Sequence[Rect]) -> None:
        """Begin to read the part of the screen around these boxes, unless another part is still being read."""
        is_busy = self._begun is not None and not self._begun.lines.done()
        if self._may_begin and self._reader is not None and boxes and not is_busy:
            part = _in_pixels(frame, Rect.union(*boxes))
            self._begun = _ReadAhead(frame, part, asyncio.create_task(self._read(frame, part)))

    async def inside(self, frame: Frame, boxes: Sequence[Rect]) -> ReadLines:
        """Return the lines in the part of the screen around these boxes."""
        if self._reader is None or not boxes:
            return ()
        part = _in_pixels(frame, Rect.union(*boxes))
        begun = self._begun
        if begun is not None and begun.frame is frame and begun.part == part:
            return await asyncio.shield(begun.lines)
        return await self._read(frame, part)

    async def near(self, frame: Frame, at: ScreenPoint) -> ReadLine | None:
        """Return the line at a point of the screen, else the nearest that is near; None without one."""
        if self._reader is None:
            return None
        screen = frame.viewport.screen
        size = frame.pixels.size
        x = (at.x - screen.x) * size.width // screen.width
        y = (at.y - screen.y) * size.height // screen.height
        if _is_ground(frame, Rect(x, y, 1, 1)):
            return None
        left = max(0, x - READ_X)
        top = max(0, y - READ_Y)
        around = Rect(left, top, x + READ_X - left, y + READ_Y - top)
        known = await self._known_near(frame, around, x, y)
        if known:
            return known
        inside = ImagePoint(x - left, y - top)
        line = nearest(await self._read(frame, around, near=inside), inside.x, inside.y)
        return read_line(line, left, top, frame) if line else None

    def close(self) -> None:
        """Cancel all reading."""
        if self._begun is not None:
            self._begun.lines.cancel()

    async def _known_near(self, frame: Frame, around: Rect, x: int, y: int) -> ReadLine | None:
        """Return the line that was read there ahead of time, if a patch would show all of it."""
        begun = self._begun
        if begun is None or begun.frame is not frame or not begun.part.contains(ScreenPoint(x, y)):
            return None
        left = begun.part.x
        top = begun.part.y
        line = nearest(await asyncio.shield(begun.lines), x - left, y - top)
        box = line and Rect(line.left + left, line.top + top, line.width, line.height)
        return read_line(line, left, top, frame) if line and box and box.intersection(around) == box else None

    async def _read(self, frame: Frame, part: Rect, *, near: ImagePoint | None = None) -> ReadLines:
        picture = patch(frame.pixels, part)
        try:
            lines = await asyncio.to_thread(self._lines, encode(picture, picture.size), near)
        except DesktopAgentError:
            return ()
        return tuple(line for line in lines if line.score >= _SCORE_AT_LEAST)

    def _lines(self, data: bytes, near: ImagePoint | None) -> ReadLines:
        return () if self._reader is None else self._reader.read(data, near=near)


def on_desktop(lines: ReadLines, frame: Frame, boxes: Sequence[Rect]) -> tuple[ReadLine, ...]:
    """Return lines with their boxes on the desktop; they were read in the part of the screen around `boxes`."""
    part = _in_pixels(frame, Rect.union(*boxes))
    return tuple(read_line(line, part.x, part.y, frame) for line in lines)


def nearest(lines: ReadLines, x: int, y: int) -> TextLine | None:
    """Return the line of text at a point of a picture, else the nearest that is near; None without one."""
    ranked = [
        (away, line.text, line)
        for line in lines
        if line.score >= _SCORE_AT_LEAST and (away := distance(_box_of(line), ImagePoint(x, y))) is not None
    ]
    return min(ranked, key=lambda candidate: candidate[:2])[2] if ranked else None


def _box_of(line: TextLine) -> Rect:
    return Rect(line.left, line.top, line.width, line.height)


def _is_ground(frame: Frame, at: Rect) -> bool:
    """Return whether the surroundings have one colour."""
    across = NEAR_X + _AROUND_LINE
    down = NEAR_Y + _AROUND_LINE
    rows = as_rows(frame.pixels)
    near = rows[max(0, at.y - down) : at.bottom + down, max(0, at.x - across) : at.right + across] & _COLOUR_BITS
    return bool(near.size and np.all(near == near.flat[0]))


def _in_pixels(frame: Frame, box: Rect) -> Rect:
    screen = frame.viewport.screen
    size = frame.pixels.size
    x = (box.x - screen.x) * size.width // screen.width
    y = (box.y - screen.y) * size.height // screen.height
    width = box.width * size.width // screen.width
    height = box.height * size.height // screen.height
    return Rect(max(0, x), max(0, y), width, height)
