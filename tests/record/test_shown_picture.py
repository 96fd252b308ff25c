"""A recorded picture is shown as it was recorded, and never where its header says that it is larger than any screen."""

import hashlib
import io
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image

from desktop_agent.core.pictures import Size
from desktop_agent.core.runs.events import FrameTaken
from desktop_agent.record.picture_file import picture_size, shown_picture


def made(kind: str, **how: object) -> bytes:
    stream = io.BytesIO()
    Image.new("RGBA" if how.pop("clear", False) else "RGB", (123, 45), "#2563eb").save(stream, kind, **how)
    return stream.getvalue()


def bomb(width: int, height: int) -> bytes:
    """Return a small PNG that says it is huge."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(999))) + chunk(b"IEND", b"")


def recorded(folder: Path, data: bytes) -> FrameTaken:
    (folder / "frames").mkdir()
    (folder / "frames" / "000001.png").write_bytes(data)
    digest = hashlib.sha256(data).hexdigest()
    return FrameTaken("frames/000001.png", 1280, 720, len(data), "image/png", digest, "start")


@pytest.mark.parametrize(
    "data",
    [
        made("PNG"),
        made("JPEG"),
        made("JPEG", progressive=True),
        made("WEBP", lossless=True),
        made("WEBP"),
        made("WEBP", clear=True, exif=b"Exif\0\0"),
    ],
)
def test_a_picture_s_size_is_in_its_header(data: bytes) -> None:
    assert picture_size(data) == Size(123, 45)
    assert {picture_size(data[:cut]) for cut in range(len(data))} <= {None, Size(123, 45)}
    assert picture_size(b"\xff\xd8\xff" + b"\xff" * 90_000) is None


def test_a_picture_that_says_it_is_larger_than_any_screen_is_not_opened(tmp_path: Path) -> None:
    shown = shown_picture(tmp_path, recorded(tmp_path, bomb(60_000, 60_000)))

    assert shown.data == b""
    assert "larger than any screen" in shown.reason
