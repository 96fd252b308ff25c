"""A picture's kind and size by its first bytes: as Pillow reads them, and none where it is no picture."""

import io

import pytest
from PIL import Image

from desktop_agent.core.geometry import Size
from desktop_agent.record.picture_file import header_of

KINDS = {"png": "PNG", "jpg": "JPEG", "webp": "WEBP"}


def made(kind: str, size: tuple[int, int], **how: object) -> bytes:
    stream = io.BytesIO()
    Image.effect_noise(size, 40).convert("RGB").save(stream, KINDS[kind], **how)
    return stream.getvalue()


@pytest.mark.parametrize("kind", KINDS)
def test_a_header_cut_off_anywhere_gives_no_size_or_the_right_one(kind: str) -> None:
    data = made(kind, (40, 30))

    assert {None, (kind, Size(40, 30))} == {header_of(data[:cut]) for cut in range(len(data))}


@pytest.mark.parametrize("data", [b"", b"GIF89a", b"\xff\xd8\xff" + b"\xff" * 90_000, b"RIFF\0\0\0\0WEBP" + bytes(40)])
def test_what_is_no_picture_has_no_header(data: bytes) -> None:
    assert header_of(data) is None
