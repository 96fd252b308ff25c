"""The screen as browsers see it: scaled, compared with what they show, and encoded once for all of one size.

Such browsers get the same pictures one after another, each at most `EVERY_S` after the last. A slow one, which leaves
some out, gets what has changed since the one that it shows.
"""

from __future__ import annotations

import asyncio
import json
import struct
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from weakref import WeakValueDictionary

import numpy as np
from numpy.typing import NDArray

from desktop_agent.core.pictures import Rect, Size
from desktop_agent.record.picture_file import decoded_picture

if TYPE_CHECKING:
    from desktop_agent.runtime.protocol.messages import Seen


Picture = NDArray[np.uint8]  # blue, green and red, by rows and columns
Part = tuple[Rect, str, bytes]  # where it lies in its picture, its media type, and the data

_MOST_PIXELS = 4_000_000  # of a picture in a browser: what any phone of today keeps
_APART = 24  # unchanged rows that part two pieces
_PNG_BYTES = 0.4  # a pixel: above this a piece is a photograph, and smaller as JPEG
_LEAST_FOR_JPEG = 20_000
_JPEG_QUALITY = 80


@dataclass(slots=True)
class Screen:
    """A run's screen as it is now: blue, green, red and a byte without meaning for each pixel."""

    size: Size = field(default_factory=lambda: Size(0, 0))
    pixels: Picture = field(default_factory=lambda: np.zeros((0, 0, 4), np.uint8))
    version: int = 0

    def take(self, seen: Seen) -> None:
        """Put the rows that were seen in their place."""
        if seen.size != self.size:
            self.size = seen.size
            self.pixels = np.zeros((seen.size.height, seen.size.width, 4), np.uint8)
        rows = np.frombuffer(seen.rows, np.uint8).reshape(-1, seen.size.width, 4)
        self.pixels[seen.top : seen.top + len(rows)] = rows
        self.version += 1

    def fitted(self, most: Size) -> Size:
        """Return the largest size of its picture within `most`; never enlarged."""
        if not self.version:
            return Size(0, 0)
        return fitted(self.size, most)

    def scaled(self, size: Size) -> Picture:
        """Return the picture in a size of its own proportions."""
        import cv2

        picture = cv2.cvtColor(self.pixels, cv2.COLOR_BGRA2BGR)
        if size != self.size:
            picture = cv2.resize(picture, (size.width, size.height), interpolation=cv2.INTER_AREA)
        return np.asarray(picture, np.uint8)


def changed_parts(before: Picture | None, now: Picture) -> Iterator[Rect]:
    """Yield what differs, in pieces that lie apart from top to bottom."""
    if before is None or before.shape != now.shape:
        yield Rect(0, 0, now.shape[1], now.shape[0])
        return
    differs = (before != now).any(axis=2)
    rows = np.flatnonzero(differs.any(axis=1))
    for piece in np.split(rows, np.flatnonzero(np.diff(rows) > _APART) + 1) if rows.size else ():
        top = int(piece[0])
        bottom = int(piece[-1]) + 1
        columns = np.flatnonzero(differs[top:bottom].any(axis=0))
        yield Rect(int(columns[0]), top, int(columns[-1] - columns[0]) + 1, bottom - top)


def encoded(part: Picture) -> tuple[str, bytes]:
    """Return a piece as PNG, or as JPEG where that is much smaller, with its media type."""
    import cv2

    options = [cv2.IMWRITE_PNG_COMPRESSION, 4, cv2.IMWRITE_PNG_STRATEGY, cv2.IMWRITE_PNG_STRATEGY_DEFAULT]
    png = cv2.imencode(".png", part, [*options, cv2.IMWRITE_PNG_FILTER, cv2.IMWRITE_PNG_FILTER_NONE])[1].tobytes()
    if len(png) < max(_LEAST_FOR_JPEG, part.shape[0] * part.shape[1] * _PNG_BYTES):
        return "image/png", png
    jpeg = cv2.imencode(".jpg", part, [cv2.IMWRITE_JPEG_QUALITY, _JPEG_QUALITY])[1].tobytes()
    return ("image/jpeg", jpeg) if len(jpeg) < len(png) else ("image/png", png)


def part_within(data: bytes, most: Size) -> Sequence[Part]:
    """Return a recorded picture, no larger than `most`, as the one part of a picture; none where it can't be read."""
    import cv2

    picture = decoded_picture(data)
    if picture is None:
        return ()
    shown = Size(picture.shape[1], picture.shape[0])
    size = fitted(shown, most)
    if size != shown:
        picture = np.asarray(cv2.resize(picture, (size.width, size.height), interpolation=cv2.INTER_AREA), np.uint8)
    return ((Rect(0, 0, size.width, size.height), *encoded(picture)),)


def fitted(shown: Size, most: Size) -> Size:
    """Return the largest size of a picture within `most`, and within what a browser keeps; never enlarged."""
    room = min(1.0, most.width / shown.width, most.height / shown.height)
    room = min(room, (_MOST_PIXELS / (shown.width * shown.height)) ** 0.5)
    return Size(max(1, round(shown.width * room)), max(1, round(shown.height * room)))


def frame_of(head: Mapping[str, object], parts: Sequence[Part]) -> bytes:
    """Return a picture as it is sent: the length of a JSON head, the head, and the bytes of its parts."""
    listed = [
        {"x": box.x, "y": box.y, "w": box.width, "h": box.height, "type": kind, "bytes": len(data)}
        for box, kind, data in parts
    ]
    text = json.dumps({**head, "parts": listed}).encode()
    return b"".join((struct.pack(">I", len(text)), text, *(data for _, _, data in parts)))


EVERY_S = 0.1


@dataclass(slots=True, weakref_slot=True)
class View:
    """The pictures of a screen in one size."""

    screen: Screen
    size: Size
    shows: Size  # the screen's own size
    number: int = 0  # of the newest picture
    picture: Picture | None = None
    due_s: float = 0.0  # of the monotonic clock: the next picture isn't made before
    _version: int = 0
    _parts: dict[int, Sequence[Part]] = field(default_factory=dict)  # of the newest, by the number of an earlier one
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    @property
    def is_newest(self) -> bool:
        """Return whether the screen is still as in the newest picture."""
        return self._version == self.screen.version

    async def since(self, number: int, picture: Picture | None) -> Sequence[Part]:
        """Return what is new in the newest picture since an earlier one of this view; all of it where that is None."""
        async with self._turn:
            if not self.is_newest and time.monotonic() >= self.due_s:
                await asyncio.to_thread(self._update_picture)
            if number == self.number:
                return ()
            if number not in self._parts:
                self._parts[number] = await asyncio.to_thread(self._changed_parts, picture)
            return self._parts[number]

    def _update_picture(self) -> None:
        if self.screen.size != self.shows:
            return  # another view is for the screen as it is now
        self._version = self.screen.version
        self.picture = self.screen.scaled(self.size)
        self.number += 1
        self.due_s = time.monotonic() + EVERY_S
        self._parts = {}

    def _changed_parts(self, before: Picture | None) -> Sequence[Part]:
        now = self.picture
        if now is None:
            return ()
        boxes = tuple(changed_parts(before, now))
        return tuple((box, *encoded(now[box.y : box.bottom, box.x : box.right])) for box in boxes)


class Views:
    """The views of one screen that some browser has."""

    def __init__(self, screen: Screen) -> None:
        self._screen = screen
        self._views: WeakValueDictionary[Size, View] = WeakValueDictionary()

    def within(self, most: Size) -> View:
        """Return the view of the screen as it is now that has the largest size within `most`."""
        size = self._screen.fitted(most)
        view = self._views.get(size)
        if view is None or view.shows != self._screen.size:
            view = View(self._screen, size, self._screen.size)
            self._views[size] = view
        return view
