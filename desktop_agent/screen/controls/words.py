"""The words read off a picture where no program reports names: in a window, or near a point.

All words of a window without names are read while the model thinks, where they are needed: reading takes longer than
any answer of a program. A press at a point needs those near it alone, and they are read when it is requested. What was
read holds for every picture in which the same part has the same pixels. An area of one even colour is not read.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b

import numpy as np

from desktop_agent.core.controls.screen_contents import (
    BEFORE_CAPTION,
    BEHIND_CAPTION,
    NEAR_X,
    NEAR_Y,
    TextLine,
    TextReader,
    distance,
)
from desktop_agent.core.decisions.decision import ReadLine
from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.core.pictures import Frame, ImagePoint, Pixels, Rect, ScreenPoint
from desktop_agent.screen.captures.compare import as_rows, patch
from desktop_agent.screen.captures.encode import encode
from desktop_agent.screen.captures.source import read_line

# The patch that is read, in pixels to each side of the point.
READ_X = 200
READ_Y = 36
_AROUND_LINE = 8  # pixels of ground that a line's box may hold
_SCORE_AT_LEAST = 0.5
_COLOUR_BITS = 0x00FFFFFF
_MOST_READ = 64  # parts
ReadLines = tuple[TextLine, ...]


@dataclass(frozen=True, slots=True)
class _ReadAhead:
    """The reading of a part of a picture; `part` is in its pixels."""

    frame: Frame
    part: Rect
    lines: asyncio.Task[ReadLines]


@dataclass(frozen=True, slots=True)
class _Patch:
    """What is read at once: the digest of some pixels, and the point near which they are read, if not everywhere."""

    digest: bytes
    near: ImagePoint | None


class ScreenWords:
    """Reads parts of pictures; for one event loop. `ahead`: reading may begin before a query."""

    def __init__(self, reader: TextReader | None, *, ahead: bool = True) -> None:
        self._reader = reader
        self._may_begin = ahead
        self._ahead: _ReadAhead | None = None
        self._readings: OrderedDict[_Patch, asyncio.Task[ReadLines]] = OrderedDict()  # the latest, done or under way

    @property
    def can_read(self) -> bool:
        """Return whether there is a text reader."""
        return self._reader is not None

    def begin(self, frame: Frame, boxes: Sequence[Rect]) -> None:
        """Begin to read the part of the screen around these boxes, unless another part is still being read."""
        is_busy = self._ahead is not None and not self._ahead.lines.done()
        if self._may_begin and self._reader is not None and boxes and not is_busy:
            part = _in_pixels(frame, Rect.union(*boxes))
            self._ahead = _ReadAhead(frame, part, self._reading(frame, part))

    async def inside(self, frame: Frame, boxes: Sequence[Rect]) -> ReadLines:
        """Return the lines in the part of the screen around these boxes."""
        if self._reader is None or not boxes:
            return ()
        return await self._lines_of(self._reading(frame, _in_pixels(frame, Rect.union(*boxes))))

    async def near(self, frame: Frame, at: ScreenPoint) -> ReadLine | None:
        """Return the line at a point of the screen, else the nearest that is near; None without one."""
        if self._reader is None:
            return None
        screen = frame.viewport.screen
        size = frame.pixels.size
        x = (at.x - screen.x) * size.width // screen.width
        y = (at.y - screen.y) * size.height // screen.height
        if _is_one_colour(frame, Rect(x, y, 1, 1)):
            return None
        left = max(0, x - READ_X)
        top = max(0, y - READ_Y)
        around = Rect(left, top, x + READ_X - left, y + READ_Y - top)
        known = await self._known_near(frame, around, x, y)
        if known:
            return known
        inside = ImagePoint(x - left, y - top)
        lines = await self._lines_of(self._reading(frame, around, near=inside))
        line = nearest(lines, inside.x, inside.y)
        return read_line(line, left, top, frame) if line else None

    def close(self) -> None:
        """Cancel all reading."""
        for reading in self._readings.values():
            reading.cancel()

    async def _known_near(self, frame: Frame, around: Rect, x: int, y: int) -> ReadLine | None:
        """Return the line that was read there ahead of time, if a patch would show all of it."""
        ahead = self._ahead
        if ahead is None or ahead.frame is not frame or not ahead.part.contains(ScreenPoint(x, y)):
            return None
        left = ahead.part.x
        top = ahead.part.y
        line = nearest(await self._lines_of(ahead.lines), x - left, y - top)
        box = line and Rect(line.left + left, line.top + top, line.width, line.height)
        return read_line(line, left, top, frame) if line and box and box.intersection(around) == box else None

    def _reading(self, frame: Frame, part: Rect, *, near: ImagePoint | None = None) -> asyncio.Task[ReadLines]:
        """Return the reading of a part of a picture: one that was begun on the same pixels, else a new one."""
        picture = patch(frame.pixels, part)
        key = _Patch(blake2b(repr(picture.size).encode() + picture.bgrx, digest_size=16).digest(), near)
        reading = self._readings.pop(key, None)
        if reading is None or (reading.done() and (reading.cancelled() or reading.exception() is not None)):
            reading = asyncio.create_task(asyncio.to_thread(self._read, picture, near))
        self._readings[key] = reading
        for oldest in [*self._readings][:-_MOST_READ]:
            del self._readings[oldest]
        return reading

    async def _lines_of(self, reading: asyncio.Task[ReadLines]) -> ReadLines:
        """Return the sure lines of a reading, which goes on if its caller is cancelled."""
        try:
            lines = await asyncio.shield(reading)
        except DesktopAgentError:
            return ()
        return tuple(line for line in lines if line.score >= _SCORE_AT_LEAST)

    def _read(self, picture: Pixels, near: ImagePoint | None) -> ReadLines:
        return () if self._reader is None else self._reader.read(encode(picture, picture.size), near=near)


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


def is_name_at(frame: Frame, line: ReadLine, at: ScreenPoint) -> bool:
    """Return whether a line that was read near a point names what is at the point.

    It stands there, or it is the caption of a box or an icon on its line. What it is apart from by a drawn line, such
    as that between two cells, has another name or none.
    """
    box = line.box
    left = box.x - BEFORE_CAPTION * box.height
    right = box.right + BEHIND_CAPTION * box.height
    if not (box.y <= at.y < box.bottom and left <= at.x < right):
        return False
    gap = Rect(at.x, box.y, box.x - at.x, box.height) if at.x < box.x else Rect(box.right, box.y, at.x - box.right, 0)
    return gap.width <= 0 or not _has_vertical_line(
        frame, replace(gap, y=box.y - box.height // 2, height=2 * box.height)
    )


def _has_vertical_line(frame: Frame, gap: Rect) -> bool:
    """Return whether a line is drawn through a part of the screen from its top to its bottom."""
    part = _in_pixels(frame, gap)
    pixels = as_rows(frame.pixels)[part.y : part.bottom, part.x : part.right] & _COLOUR_BITS
    if not pixels.size:
        return False
    colours, counts = np.unique(pixels, return_counts=True)
    ground = colours[np.argmax(counts)]
    return bool(np.any(np.all(pixels == pixels[0], axis=0) & (pixels[0] != ground)))


def _box_of(line: TextLine) -> Rect:
    return Rect(line.left, line.top, line.width, line.height)


def _is_one_colour(frame: Frame, at: Rect) -> bool:
    """Return whether the surroundings have one colour."""
    across = NEAR_X + _AROUND_LINE
    down = NEAR_Y + _AROUND_LINE
    rows = as_rows(frame.pixels)
    near = rows[max(0, at.y - down) : at.bottom + down, max(0, at.x - across) : at.right + across] & _COLOUR_BITS
    return bool(near.size and np.all(near == near.flat[0]))


def _in_pixels(frame: Frame, box: Rect) -> Rect:
    """Return the visible part of a box in the picture's pixels."""
    screen = frame.viewport.screen
    size = frame.pixels.size
    visible = box.intersection(screen) or box
    x = (visible.x - screen.x) * size.width // screen.width
    y = (visible.y - screen.y) * size.height // screen.height
    width = visible.width * size.width // screen.width
    height = visible.height * size.height // screen.height
    return Rect(max(0, x), max(0, y), width, height)
