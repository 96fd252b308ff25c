"""Reads a picture's kind and size from its header, before anybody decodes it: a few bytes can stand for gigabytes."""

from __future__ import annotations

import re

from desktop_agent.core.geometry import Size

_PNG, _JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
# Start-of-frame markers, which hold the size; the others of that row are tables and extensions.
_FRAMES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
_MARKER = re.compile(rb"\xff+([^\xff])")  # of a JPEG's segment
_WEBP_HEADER = 30
_BARE = frozenset({0x01, *range(0xD0, 0xD9)})  # markers without a length


def header_of(data: bytes) -> tuple[str, Size] | None:
    """Return “png”, “jpg” or “webp” and the size; None when it is none of them, or its size cannot be read."""
    for kind, read in (("png", _png), ("jpg", _jpeg), ("webp", _webp)):
        size = read(data)
        if size is not None and size.width > 0 and size.height > 0:
            return kind, size
    return None


def picture_size(data: bytes) -> Size | None:
    """Return the size that a PNG, JPEG or WebP says it has; None where it is none of these, or says nothing."""
    header = header_of(data)
    return None if header is None else header[1]


def _png(data: bytes) -> Size | None:
    if not data.startswith(_PNG) or data[12:16] != b"IHDR" or len(data) < len(_PNG) + 25:
        return None
    return Size(_number(data[16:20]), _number(data[20:24]))


def _jpeg(data: bytes) -> Size | None:
    if not data.startswith(_JPEG):
        return None
    at = 2
    while found := _MARKER.match(data, at):
        marker, at = found[1][0], found.end()
        if marker in _FRAMES:
            whole = at + 7 <= len(data)
            return Size(_number(data[at + 5 : at + 7]), _number(data[at + 3 : at + 5])) if whole else None
        if marker not in _BARE:
            at += _number(data[at : at + 2])
    return None


def _webp(data: bytes) -> Size | None:
    if data[:4] != b"RIFF" or data[8:12] != b"WEBP" or len(data) < _WEBP_HEADER:
        return None
    match data[12:16]:
        case b"VP8 " if data[23:26] == b"\x9d\x01\x2a":
            return Size(_little(data[26:28]) & 0x3FFF, _little(data[28:30]) & 0x3FFF)
        case b"VP8L" if data[20:21] == b"\x2f":
            bits = _little(data[21:25])
            return Size((bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1)
        case b"VP8X":
            return Size(_little(data[24:27]) + 1, _little(data[27:30]) + 1)
        case _:
            return None


def _number(data: bytes) -> int:
    return int.from_bytes(data, "big")


def _little(data: bytes) -> int:
    return int.from_bytes(data, "little")
