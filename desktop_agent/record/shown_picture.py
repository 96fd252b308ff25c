"""Gives a recorded picture to whoever shows it: only as it was recorded, and never a bomb; else the reason, in words.

What a picture says of its size is read from its
header before anybody decodes it: a few bytes can stand for gigabytes.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from desktop_agent.core.events import FrameTaken
from desktop_agent.core.geometry import Size
from desktop_agent.record.journal import ENDINGS, PICTURE
from desktop_agent.record.picture_file import read_picture

MOST_PIXELS = 16_384 * 16_384
# Marks of JPEG that hold its size: all starts of a frame, but not those that define tables.
_JPEG_SIZES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


@dataclass(frozen=True, slots=True)
class ShownPicture:
    """A picture's bytes as they were recorded; empty, with the reason in words, where it cannot be shown."""

    data: bytes = b""
    reason: str = ""


def shown_picture(folder: Path, frame: FrameTaken) -> ShownPicture:
    """Return a picture of a run, or why there is none to be shown."""
    if frame.path is None:
        return ShownPicture(reason="Pictures were not recorded.")
    if not PICTURE.fullmatch(frame.path) or frame.media_type not in ENDINGS:
        return ShownPicture(reason="The record names a file that is not a recorded picture.")
    try:
        data = read_picture(folder / frame.path, frame.bytes)
    except OSError:
        return ShownPicture(reason="The picture is missing.")
    if hashlib.sha256(data).hexdigest() != frame.sha256:
        return ShownPicture(reason="The picture was changed or damaged after it was recorded.")
    size = size_of(data)
    if size is not None and size.width * size.height > MOST_PIXELS:
        return ShownPicture(reason="The picture is larger than any screen, and is not opened.")
    return ShownPicture(data)


def size_of(data: bytes) -> Size | None:
    """Return the size that a PNG, JPEG or WebP says it has; None where it is none of these, or says nothing."""
    for start, reader in _READERS.items():
        if data.startswith(start):
            try:
                return reader(data)
            except (struct.error, IndexError):
                return None
    return None


def _png(data: bytes) -> Size:
    return Size(*struct.unpack_from(">II", data, 16))


def _webp(data: bytes) -> Size | None:
    kind, at = data[12:16], 20
    if kind == b"VP8X":
        return Size(*(int.from_bytes(data[start : start + 3], "little") + 1 for start in (at + 4, at + 7)))
    if kind == b"VP8L":
        (bits,) = struct.unpack_from("<I", data, at + 1)
        return Size((bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1)
    width, height = struct.unpack_from("<HH", data, at + 6)
    return Size(width & 0x3FFF, height & 0x3FFF)


def _jpeg(data: bytes) -> Size | None:
    for mark, at in _segments(data):
        if mark in _JPEG_SIZES:
            height, width = struct.unpack_from(">HH", data, at + 5)
            return Size(width, height)
    return None


def _segments(data: bytes) -> Iterator[tuple[int, int]]:
    at = 2
    while data[at] == 0xFF:  # noqa: PLR2004 - every segment begins so
        yield data[at + 1], at
        (length,) = struct.unpack_from(">H", data, at + 2)
        at += 2 + length


_READERS: Mapping[bytes, Callable[[bytes], Size | None]] = {
    b"\x89PNG\r\n\x1a\n": _png,
    b"\xff\xd8": _jpeg,
    b"RIFF": _webp,
}
