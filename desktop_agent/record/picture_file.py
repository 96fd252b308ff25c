"""Reads a recorded picture: only from a plain file inside of the run's folder, and at most its recorded length.

Its kind and size are read from its header before it is decoded, as a few bytes can expand to gigabytes. Callers get the
picture only if it is unchanged and not too large; else the reason, in words.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from desktop_agent.core.pictures import Size
from desktop_agent.core.runs.events import FrameTaken
from desktop_agent.core.texts.message import Message
from desktop_agent.lib.files import READ_NO_LINK
from desktop_agent.record.journal import ENDINGS, PICTURE

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

PictureProblem = Literal["none", "foreign", "missing", "damaged"]
_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8\xff"
# Start-of-frame markers, which hold the size; the others of that row are tables and extensions.
_FRAMES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
_MARKER = re.compile(rb"\xff+([^\xff])")  # of a JPEG's segment
_WEBP_HEADER = 30
_BARE = frozenset({0x01, *range(0xD0, 0xD9)})  # markers without a length
MOST_PIXELS = 16_384 * 16_384
_MOST_BYTES = 64_000_000
_LAST = 4  # pictures
_MOST_DECODED_PIXELS = 64_000_000  # four times a screen of 4K
NOT_RECORDED = Message("Pictures weren't recorded.")
_REASONS: Mapping[PictureProblem, str] = {
    "none": NOT_RECORDED,
    "foreign": Message("The record lists a file that isn't a recorded screenshot."),
    "missing": Message("The screenshot is missing."),
    "damaged": Message("The screenshot was changed or damaged after it was recorded."),
}
_TOO_LARGE = Message("The screenshot wasn't opened because it's larger than any screen.")


def recorded_picture(folder: Path, frame: FrameTaken) -> bytes | PictureProblem:
    """Return a picture of a run as it was recorded; “foreign” where no recorder gives a picture that name."""
    if frame.path is None:
        return "none"
    if not PICTURE.fullmatch(frame.path) or frame.media_type not in ENDINGS:
        return "foreign"
    try:
        data = read_picture(folder / frame.path, frame.bytes)
    except OSError:
        return "missing"
    return data if hashlib.sha256(data).hexdigest() == frame.sha256 else "damaged"


def read_picture(path: Path, length: int) -> bytes:
    """Return a file's bytes, at most `length` + 1, so that a longer file is noticed; OSError if there is none.

    No link is followed, neither the file nor its folder; the caller compares the digest.
    """
    if path.parent.is_symlink():
        raise FileNotFoundError(path)
    fd = os.open(path, READ_NO_LINK)
    with os.fdopen(fd, "rb") as file:
        if not stat.S_ISREG(os.fstat(fd).st_mode):
            raise FileNotFoundError(path)
        return file.read(max(0, length) + 1)


def newest_picture(folder: Path) -> bytes:
    """Return the picture of the screen that was recorded last in a run's folder; empty without one that can be shown.

    The largest of the last few: among them may be parts of the screen, which the model has asked for.
    """
    try:
        names = [f"frames/{file.name}" for file in os.scandir(folder / "frames")]
        last = sorted(filter(PICTURE.fullmatch, names))[-_LAST:]
        pictures = [read_picture(folder / name, _MOST_BYTES) for name in last]
    except OSError:
        return b""
    return max(reversed(pictures), key=_pixels, default=b"")


def _pixels(data: bytes) -> int:
    size = picture_size(data)
    pixels = size.width * size.height if size and len(data) <= _MOST_BYTES else 0
    return pixels if pixels <= _MOST_DECODED_PIXELS else 0


def header_of(data: bytes) -> tuple[str, Size] | None:
    """Return “png”, “jpg” or “webp” and the size; None for other formats, or if the size cannot be read."""
    for kind, read in (("png", _png), ("jpg", _jpeg), ("webp", _webp)):
        size = read(data)
        if size is not None and size.width > 0 and size.height > 0:
            return kind, size
    return None


def picture_size(data: bytes) -> Size | None:
    """Return the size in the header of a PNG, JPEG or WebP; None for other formats, or without a size."""
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
    while marker_match := _MARKER.match(data, at):
        marker = marker_match[1][0]
        at = marker_match.end()
        if marker in _FRAMES:
            is_complete = at + 7 <= len(data)
            return Size(_number(data[at + 5 : at + 7]), _number(data[at + 3 : at + 5])) if is_complete else None
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


@dataclass(frozen=True, slots=True)
class ShownPicture:
    """A picture's bytes as they were recorded; empty, with the reason in words, where it cannot be shown."""

    data: bytes = b""
    reason: str = ""


def shown_picture(folder: Path, frame: FrameTaken) -> ShownPicture:
    """Return a picture of a run, or the reason why it cannot be shown."""
    data = recorded_picture(folder, frame)
    if isinstance(data, str):
        return ShownPicture(reason=_REASONS[data])
    size = picture_size(data)
    if size is not None and size.width * size.height > MOST_PIXELS:
        return ShownPicture(reason=_TOO_LARGE)
    return ShownPicture(data)


def decoded_picture(data: bytes) -> npt.NDArray[np.uint8] | None:
    """Return a picture's pixels (blue, green, red); None if it cannot be decoded, or is larger than any screen."""
    import cv2
    import numpy as np

    size = picture_size(data)
    if size is None or not 0 < size.width * size.height <= _MOST_DECODED_PIXELS:
        return None
    try:
        pixels = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    except cv2.error:
        return None
    return None if pixels is None else np.asarray(pixels, np.uint8)
