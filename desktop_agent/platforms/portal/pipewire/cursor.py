"""What is told of the pointer beside a picture: where it is, and its own picture when that has changed.

The layout is SPA's (spa/buffer/meta.h): `spa_meta_cursor`, and a `spa_meta_bitmap` where it says that there is one.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

from desktop_agent.core.geometry import Size
from desktop_agent.platforms.portal.pipewire.formats import BGRA, RGBA

_CURSOR = struct.Struct("=IIiiiiI")
_BITMAP = struct.Struct("=IIIiI")
_NO_NEWS = 0


@dataclass(frozen=True, slots=True)
class CursorBitmap:
    """The pointer's picture: 4 bytes a pixel (blue, green, red, alpha), and the pixel of it that points.

    It has no pixels while the pointer is not shown.
    """

    size: Size
    hot: tuple[int, int]
    bgra: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class CursorNews:
    """Where the pointer is, in pixels of the stream's picture; no bitmap where it still looks the same."""

    x: int
    y: int
    bitmap: CursorBitmap | None = None


def cursor_news(data: bytes) -> CursorNews | None:
    """Read what is told; None where nothing is, as while the pointer is on another monitor or hidden."""
    if len(data) < _CURSOR.size:
        return None
    number, _flags, x, y, hot_x, hot_y, offset = _CURSOR.unpack_from(data)
    if number == _NO_NEWS:
        return None
    return CursorNews(x, y, _bitmap(data, offset, (hot_x, hot_y)) if offset >= _CURSOR.size else None)


def _bitmap(data: bytes, at: int, hot: tuple[int, int]) -> CursorBitmap | None:
    if at + _BITMAP.size > len(data):
        return None
    form, width, height, stride, offset = _BITMAP.unpack_from(data, at)
    if not width or not height:  # it is hidden
        return CursorBitmap(Size(0, 0), hot, b"")
    first = at + offset
    if form not in {BGRA, RGBA} or stride < 4 * width or first + stride * height > len(data):
        return None
    rows = b"".join(data[first + y * stride : first + y * stride + 4 * width] for y in range(height))
    return CursorBitmap(Size(width, height), hot, _blue_first(rows) if form == RGBA else rows)


def _blue_first(rows: bytes) -> bytes:
    swapped = bytearray(rows)
    swapped[0::4], swapped[2::4] = rows[2::4], rows[0::4]
    return bytes(swapped)
