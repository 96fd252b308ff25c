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


@pytest.mark.parametrize("size", [(1, 1), (1280, 800), (17, 300)])
@pytest.mark.parametrize(
    ("kind", "how"),
    [
        ("png", {}),
        ("jpg", {}),
        ("jpg", {"progressive": True, "exif": b"Exif\x00\x00" + bytes(30), "comment": b"c" * 300}),
        ("webp", {}),
        ("webp", {"lossless": True}),
        ("webp", {"exif": b"Exif\x00\x00" + bytes(30)}),
    ],
)
def test_kind_and_size_are_as_they_were_made(kind: str, how: dict[str, object], size: tuple[int, int]) -> None:
    assert (kind, Size(*size)) == header_of(made(kind, size, **how))


@pytest.mark.parametrize("kind", KINDS)
def test_a_header_cut_off_anywhere_gives_no_size_or_the_right_one(kind: str) -> None:
    data = made(kind, (40, 30))

    assert {None, (kind, Size(40, 30))} == {header_of(data[:cut]) for cut in range(len(data))}


@pytest.mark.parametrize("data", [b"", b"GIF89a", b"\xff\xd8\xff" + b"\xff" * 90_000, b"RIFF\0\0\0\0WEBP" + bytes(40)])
def test_what_is_no_picture_has_no_header(data: bytes) -> None:
    assert header_of(data) is None
