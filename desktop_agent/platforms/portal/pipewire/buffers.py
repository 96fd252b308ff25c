"""What a PipeWire buffer holds: the rows of a picture in mapped memory, and what is told of the pointer beside it."""

from __future__ import annotations

import ctypes
import struct
from dataclasses import dataclass, field

from desktop_agent.core.errors import ScreenError
from desktop_agent.core.frame import Pixels
from desktop_agent.core.geometry import Size
from desktop_agent.core.message import Message
from desktop_agent.platforms.portal.pipewire.formats import BGRA, CURSOR_META, RGBA
from desktop_agent.platforms.portal.pipewire.library import PwBuffer

_CORRUPTED = 1  # the flag of a buffer that tells of the pointer alone
_CURSOR = struct.Struct("=IIiiiiI")
_BITMAP = struct.Struct("=IIIiI")
_NO_NEWS = 0


@dataclass(frozen=True, slots=True)
class MappedRows:
    """Where the rows of a picture lie in memory, and the bytes from one to the next."""

    address: int
    stride: int
    length: int


def mapped_rows(buffer: PwBuffer) -> MappedRows | None:
    """Return where the picture of a buffer lies; None where it brings none."""
    spa = buffer.buffer.contents
    if not spa.n_datas:
        return None
    data = spa.datas[0]
    chunk = data.chunk.contents
    if not data.data or not chunk.size or chunk.flags & _CORRUPTED:
        return None
    offset = chunk.offset % max(1, data.maxsize)
    return MappedRows(data.data + offset, chunk.stride, min(chunk.size, data.maxsize - offset))


def copied(rows: MappedRows, size: Size) -> Pixels:
    """Copy a picture of this size out of memory; ScreenError where the memory holds none."""
    width = 4 * size.width
    stride = rows.stride or width
    if stride < width or stride * (size.height - 1) + width > rows.length:
        raise ScreenError(
            Message("The desktop hands over a picture that is smaller than it says."), Message("Try again.")
        )
    if stride == width:
        return Pixels(size, ctypes.string_at(rows.address, width * size.height))
    return Pixels(size, b"".join(ctypes.string_at(rows.address + y * stride, width) for y in range(size.height)))


def told_cursor(buffer: PwBuffer) -> CursorNews | None:
    """Return what a buffer tells of the pointer; None where it tells nothing."""
    spa = buffer.buffer.contents
    for meta in spa.metas[: spa.n_metas]:
        if meta.type == CURSOR_META and meta.data:
            return cursor_news(ctypes.string_at(meta.data, meta.size))
    return None


@dataclass(frozen=True, slots=True)
class CursorBitmap:
    """The pointer's picture: 4 bytes a pixel (blue, green, red, alpha), and the pixel of it that points.

    The layout is SPA's (spa/buffer/meta.h): `spa_meta_cursor`, and a `spa_meta_bitmap` where it says that there is one.

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
