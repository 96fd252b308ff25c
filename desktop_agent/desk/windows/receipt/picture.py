"""Decodes a picture that a desk, and so anybody, has made: known kinds alone, by their first bytes, and within limits.

What a picture is follows from its bytes and never from its name, and Qt is told that kind and asked to guess none:
so no drawing with links or scripts (SVG, PDF) and no rare kind is ever opened.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODeviceBase, QSize, Qt
from PySide6.QtGui import QImage, QImageReader

from desktop_agent.desk.receipt.overlay import read_whole

MOST_BYTES: Final = 50_000_000
MOST_PIXELS: Final = 40_000_000
_SHOWN = QSize(1600, 1600)  # larger than there is room for
_HEAD = 16
_KINDS: Mapping[bytes, bytes] = {
    b"\x89PNG\r\n\x1a\n": b"png",
    b"\xff\xd8\xff": b"jpeg",
    b"GIF87a": b"gif",
    b"GIF89a": b"gif",
    b"BM": b"bmp",
}
_WEBP = (b"RIFF", b"WEBP")


@dataclass(frozen=True, slots=True)
class DecodedPicture:
    """A picture, no larger than it is shown, and its real size; or why there is none."""

    image: QImage
    size: QSize
    why_not: str = ""


def decoded(file: Path) -> DecodedPicture:
    """Return the picture in a file; from any thread."""
    try:
        if os.lstat(file).st_size > MOST_BYTES:
            return _none("The picture is too large to be shown here.")
        data = read_whole(str(file), MOST_BYTES)
    except OSError:
        return _none("The picture cannot be read.")
    kind = _kind(data[:_HEAD])
    if not kind:
        return _none("Pictures of this kind are not shown here.")
    return _read(data, kind)


def _kind(head: bytes) -> bytes:
    if head.startswith(_WEBP[0]) and head[8:12] == _WEBP[1]:
        return b"webp"
    return next((kind for start, kind in _KINDS.items() if head.startswith(start)), b"")


def _read(data: bytes, kind: bytes) -> DecodedPicture:
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODeviceBase.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, QByteArray(kind))
    reader.setAutoDetectImageFormat(False)
    reader.setDecideFormatFromContent(False)
    size = reader.size()
    if size.isEmpty():
        return _none("The picture is damaged.")
    if size.width() * size.height() > MOST_PIXELS:
        return _none("The picture is too large to be shown here.")
    if size.width() > _SHOWN.width() or size.height() > _SHOWN.height():
        reader.setScaledSize(size.scaled(_SHOWN, Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    return _none("The picture is damaged.") if image.isNull() else DecodedPicture(image, size)


def _none(why: str) -> DecodedPicture:
    return DecodedPicture(QImage(), QSize(), why)
