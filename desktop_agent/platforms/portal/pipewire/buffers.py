"""What a PipeWire buffer holds: the rows of a picture in mapped memory, and what is told of the pointer beside it."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass

from desktop_agent.core.errors import ScreenError
from desktop_agent.core.frame import Pixels
from desktop_agent.core.geometry import Size
from desktop_agent.platforms.portal.pipewire.cursor import CursorNews, cursor_news
from desktop_agent.platforms.portal.pipewire.formats import CURSOR_META
from desktop_agent.platforms.portal.pipewire.library import PwBuffer

_CORRUPTED = 1  # the flag of a buffer that tells of the pointer alone


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
        raise ScreenError("The desktop hands over a picture that is smaller than it says.", "Try again.")
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
