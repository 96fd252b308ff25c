"""The picture that is sent, read back by another library."""

from base64 import b64encode
from collections.abc import Callable
from contextlib import closing
from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from desktop_agent.core.pictures import Pixels, Size
from desktop_agent.screen.captures.encode import COMPRESSED, AheadEncoder, encode, encode_within, unlimited, with_cursor
from desktop_agent.screen.captures.source import CursorImage

# blue comes first in a capture
BLUE = (255, 0, 0)
GREEN = (0, 255, 0)
RED = (0, 0, 255)


def stripes() -> Pixels:
    """Return 30x20 pixels: ten columns each of blue, green and red; the fourth byte is 0, as from a real screen."""
    canvas = np.zeros((20, 30, 4), np.uint8)
    for n, colour in enumerate((BLUE, GREEN, RED)):
        canvas[:, n * 10 : n * 10 + 10, :3] = colour
    return Pixels(Size(30, 20), canvas.tobytes())


def test_a_png_has_every_pixel_and_no_transparency() -> None:
    picture = Image.open(BytesIO(encode(stripes(), Size(30, 20))))

    assert ("PNG", "RGB", (30, 20)) == (picture.format, picture.mode, picture.size)
    assert [(0, 0, 255), (0, 255, 0), (255, 0, 0)] == [picture.getpixel((x, 19)) for x in (9, 10, 29)]


@pytest.mark.parametrize("image", [Size(20, 12), Size(30, 6), Size(10, 6), Size(17, 11)], ids=str)
def test_scaling_averages_the_whole_area_behind_each_pixel(image: Size) -> None:
    pixels = np.random.default_rng(7).integers(0, 256, (18, 30, 4), np.uint8)
    # Each pixel of the picture covers a whole number of these, and each of these one pixel of the capture.
    finer = pixels[:, :, 2::-1].astype(float).repeat(image.height, axis=0).repeat(image.width, axis=1)
    expected = finer.reshape(image.height, 18, image.width, 30, 3).mean(axis=(1, 3))

    shown = np.asarray(Image.open(BytesIO(encode(Pixels(Size(30, 18), pixels.tobytes()), image))))

    assert (image.height, image.width, 3) == shown.shape
    assert np.abs(shown - expected).max() <= 1.5


def test_a_jpeg_keeps_its_whole_colour_resolution() -> None:
    picture = Image.open(BytesIO(encode(stripes(), Size(30, 20), "image/jpeg")))

    assert "JPEG" == picture.format
    assert {(1, 1)} == {(part[1], part[2]) for part in picture.layer}  # type: ignore[attr-defined]  # untyped in Pillow


@pytest.mark.parametrize(("left", "top", "inside"), [(25, 15, 25), (-3, -3, 4), (28, 5, 10), (40, 5, 0), (-9, 0, 0)])
def test_the_pointer_is_drawn_where_it_is_and_cut_at_the_edge(left: int, top: int, inside: int) -> None:
    white = CursorImage(0, 0, Size(5, 5), b"\xff" * 100)

    drawn = Image.open(BytesIO(encode(with_cursor(stripes(), white, left, top), Size(30, 20))))

    assert inside == sum(drawn.getpixel((x, y)) == (255, 255, 255) for x in range(30) for y in range(20))


SIZE = Size(64, 32)
HALF = Size(32, 16)
PNG = "image/png"


def capture(grey: int, size: Size = SIZE) -> Pixels:
    return Pixels(size, bytes((grey, grey, grey, 0)) * (size.width * size.height))


@pytest.mark.parametrize(
    ("pixels", "image", "kind"),
    [
        (capture(10), HALF, PNG),
        (capture(11), HALF, PNG),
        (capture(10), SIZE, PNG),
        (capture(10), HALF, "image/jpeg"),
    ],
)
def test_what_was_begun_is_not_made_twice_and_not_taken_for_another(pixels: Pixels, image: Size, kind: str) -> None:
    with closing(AheadEncoder(unlimited)) as encoder:
        encoder.begin(capture(10), HALF, PNG)
        first = encoder.picture(pixels, image, kind)

        assert first is encoder.picture(pixels, image, kind)
        assert first.data == encode(pixels, image, kind)


def _noise(width: int, height: int) -> Pixels:
    return Pixels(
        Size(width, height), np.random.default_rng(3).integers(0, 256, width * height * 4, np.uint8).tobytes()
    )


def _photo(width: int, height: int) -> Pixels:
    """Return soft shapes with some noise, as from a camera: too much for a PNG, and easy for a JPEG."""
    y, x = np.mgrid[0:height, 0:width]
    soft = 128 + 60 * np.sin(x / 97) + 60 * np.cos(y / 61)
    grain = np.random.default_rng(5).normal(0, 6, (height, width, 4))
    return Pixels(Size(width, height), np.clip(soft[:, :, None] + grain, 0, 255).astype(np.uint8).tobytes())


@pytest.mark.long
@pytest.mark.parametrize(
    ("made", "media_type", "may_shrink"),
    [
        (_noise, "image/png", True),
        (_noise, "image/png", False),
        (_noise, "image/jpeg", False),
        (_photo, "image/png", False),
        (_photo, "image/webp", True),
    ],
)
def test_a_picture_that_leaves_is_small_enough(
    made: Callable[[int, int], Pixels], media_type: str, may_shrink: bool
) -> None:
    pixels = made(1920, 1200)

    picture = encode_within(pixels, pixels.size, media_type, may_shrink=may_shrink)

    assert len(b64encode(picture.data)) <= 3_500_000
    read_back = Image.open(BytesIO(picture.data))
    assert read_back.size == (picture.size.width, picture.size.height)
    assert may_shrink or picture.size == pixels.size  # points refer to its pixels
    assert read_back.get_format_mimetype() == picture.media_type
    assert picture.note == (COMPRESSED if picture.media_type != media_type or made is _noise else "")


def test_a_picture_that_is_small_enough_stays_as_it_is() -> None:
    picture = encode_within(stripes(), Size(30, 20))

    assert (picture.data, picture.media_type, picture.note) == (encode(stripes(), Size(30, 20)), "image/png", "")
