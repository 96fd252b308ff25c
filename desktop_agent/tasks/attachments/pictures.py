"""Scales a picture from a file to what models see: drawn anew, so that nothing else in the file is sent along."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from desktop_agent.core.attachment import Picture
from desktop_agent.core.geometry import Size
from desktop_agent.core.message import Message
from desktop_agent.desk.readable import UnreadableFile
from desktop_agent.record.picture_file import picture_size

if TYPE_CHECKING:
    import numpy.typing as npt

LONGEST_SIDE = 1568  # pixels; Anthropic's guide to vision: what is larger is scaled down there, and costs time
_MOST_PIXELS = 100_000_000
_JPEG, _GIF = b"\xff\xd8\xff", (b"GIF87a", b"GIF89a")
_QUALITY = 90
_WITH_ALPHA = 4


def is_picture(content: bytes) -> bool:
    """Tell whether a file begins as a PNG, JPEG, WebP or GIF does."""
    return _size(content) is not None


def scaled(content: bytes) -> Picture:
    """Return the picture of a file, or its first one; UnreadableFile where it can't be read, or is too large."""
    size = _size(content)
    if size is None or size.width * size.height > _MOST_PIXELS:
        raise UnreadableFile(Message("the picture is too large"))
    pixels = _pixels(content)
    if pixels is None:
        raise UnreadableFile(Message("the picture is damaged, or of a kind that can't be read here"))
    return _encoded(pixels, is_photo=content.startswith(_JPEG))


def _size(content: bytes) -> Size | None:
    if content.startswith(_GIF) and len(content) > len(b"GIF89a....."):
        return Size(int.from_bytes(content[6:8], "little"), int.from_bytes(content[8:10], "little"))
    return picture_size(content)


def _pixels(content: bytes) -> npt.NDArray[np.uint8] | None:
    """Return blue, green and red as a person sees the picture: turned as it says, and on white where it is clear."""
    import cv2

    # Only this way a JPEG is turned; all others may have parts that nothing is in.
    way = cv2.IMREAD_COLOR if content.startswith(_JPEG) else cv2.IMREAD_UNCHANGED
    try:
        read = cv2.imdecode(np.frombuffer(content, np.uint8), way)
    except cv2.error:
        return None
    if read is None or read.size == 0:
        return None
    pixels = (read // 257).astype(np.uint8) if read.dtype == np.uint16 else np.asarray(read, np.uint8)
    if pixels.ndim == 2 or pixels.shape[2] == 1:  # noqa: PLR2004 - rows and columns alone
        return np.asarray(cv2.cvtColor(pixels, cv2.COLOR_GRAY2BGR), np.uint8)
    if pixels.shape[2] != _WITH_ALPHA:
        return pixels
    alpha = pixels[:, :, 3:].astype(np.uint16)
    return ((pixels[:, :, :3] * alpha + 255 * (255 - alpha)) // 255).astype(np.uint8)


def _encoded(pixels: npt.NDArray[np.uint8], *, is_photo: bool) -> Picture:
    import cv2

    height, width = pixels.shape[:2]
    share = min(1.0, LONGEST_SIDE / max(width, height))
    size = Size(max(1, round(width * share)), max(1, round(height * share)))
    if share < 1:
        pixels = np.asarray(cv2.resize(pixels, (size.width, size.height), interpolation=cv2.INTER_AREA), np.uint8)
    if is_photo:
        _, data = cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])
        return Picture(data.tobytes(), "image/jpeg", size)
    _, data = cv2.imencode(".png", pixels)
    return Picture(data.tobytes(), "image/png", size)
