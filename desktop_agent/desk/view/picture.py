"""What a desk's display shows now, read from the file that its server draws into.

The desk can write that file, so nothing in it is trusted: the size is the one that the desk was started with, and
whatever else the header says has to fit. It is read, never mapped: a mapped file that is cut short kills the reader.
"""

from __future__ import annotations

import os
import stat
import struct
from pathlib import Path
from typing import Self

from desktop_agent.core.errors import DeskError
from desktop_agent.core.texts.message import Message

_HEADER = struct.Struct(">25I")
_VERSION = 7
_ZPIXMAP = 2
_DEPTH = 24
_LEAST_FIRST = 0
_PIXEL_BITS = 32
_MASKS = (0xFF0000, 0xFF00, 0xFF)
_LONGEST_NAME = 256
_MOST_COLOURS = 4096
_COLOUR_BYTES = 12
PIXEL_BYTES = 4
_ROWS = 16  # of one part, read at a time


class DeskPicture:
    """The picture as rows of pixels, four bytes each: blue, green, red, and one that means nothing."""

    def __init__(self, file: Path, size: tuple[int, int]) -> None:
        """Open it; DeskError when there is no picture of this size."""
        self.width, self.height = size
        self.row_bytes = self.width * PIXEL_BYTES
        self.pixels = bytearray(self.row_bytes * self.height)
        self._rows = memoryview(self.pixels)
        self._part = bytearray(self.row_bytes * _ROWS)
        flags = os.O_RDONLY | os.O_CLOEXEC | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
        try:
            self._fd = os.open(file, flags)
        except OSError as error:
            raise _no_picture() from error
        try:
            self._start = self._pixels_start()
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; the last picture stays."""
        fd = self._fd
        self._fd = -1
        if fd >= 0:
            os.close(fd)

    def look(self) -> list[tuple[int, int]]:
        """Update the changed rows, and return their spans: first row, and the row after the last.

        DeskError if the picture is no longer complete.
        """
        spans = list[tuple[int, int]]()
        for top in range(0, self.height, _ROWS):
            if (changed := self._update_rows(top, min(top + _ROWS, self.height))) is None:
                continue
            if spans and spans[-1][1] == changed[0]:
                changed = (spans.pop()[0], changed[1])
            spans.append(changed)
        return spans

    def _update_rows(self, top: int, bottom: int) -> tuple[int, int] | None:
        """Update the changed rows in a range, and return their span; None if nothing changed."""
        wide = self.row_bytes
        first = top * self.row_bytes
        current = self._part if bottom - top == _ROWS else bytearray((bottom - top) * wide)
        self._read(current, self._start + first)
        displayed = self._rows[first : first + len(current)]
        if current == displayed:  # by the bytes, as a bytearray stands on the left
            return None
        rows = [
            n for n in range(bottom - top) if current[n * wide : (n + 1) * wide] != displayed[n * wide : (n + 1) * wide]
        ]
        displayed[:] = current
        return top + rows[0], top + rows[-1] + 1

    def _read(self, into: bytearray, at: int) -> None:
        try:
            count = os.preadv(self._fd, [into], at)
        except OSError as error:
            raise _no_picture() from error
        if count != len(into):
            raise _no_picture()

    def _pixels_start(self) -> int:
        if not stat.S_ISREG(os.fstat(self._fd).st_mode):
            raise _no_picture()
        header = bytearray(_HEADER.size)
        self._read(header, 0)
        return pixels_start(bytes(header), (self.width, self.height))


def pixels_start(header: bytes, size: tuple[int, int]) -> int:
    """Return where in an xwd file the pixels begin; DeskError unless they are of this size and our kind."""
    words = _HEADER.unpack(header)
    length, version, kind, depth, width, height = words[:6]
    order = words[7]
    bits = words[11]
    wide = words[12]
    masks = words[14:17]
    colours = words[19]
    fits = (
        (version, kind, depth, order, bits) == (_VERSION, _ZPIXMAP, _DEPTH, _LEAST_FIRST, _PIXEL_BITS)
        and (width, height, wide) == (*size, size[0] * PIXEL_BYTES)
        and masks == _MASKS
        and _HEADER.size <= length <= _HEADER.size + _LONGEST_NAME
        and colours <= _MOST_COLOURS
    )
    if not fits:
        raise _no_picture()
    return int(length) + int(colours) * _COLOUR_BYTES


def _no_picture() -> DeskError:
    return DeskError(
        Message("The desk's screen can't be read."), Message("The desk itself is still running. You can stop the run.")
    )
