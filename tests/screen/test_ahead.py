"""Encoding ahead: no picture is made twice, and none is taken for another."""

import random
from collections.abc import Iterator
from io import BytesIO

import pytest
from PIL import Image

from desktop_agent.core.errors import ScreenError
from desktop_agent.core.frame import Pixels
from desktop_agent.core.geometry import Size
from desktop_agent.screen.ahead import AheadEncoder, unlimited
from desktop_agent.screen.encode import encode

SIZE, HALF = Size(64, 32), Size(32, 16)
PNG = "image/png"


@pytest.fixture
def encoder() -> Iterator[AheadEncoder]:
    """Give one."""
    made = AheadEncoder(unlimited)
    yield made
    made.close()


def capture(grey: int, size: Size = SIZE) -> Pixels:
    return Pixels(size, bytes((grey, grey, grey, 0)) * (size.width * size.height))


def test_the_same_capture_is_encoded_once(encoder: AheadEncoder) -> None:
    encoder.begin(capture(10), HALF, PNG)
    first = encoder.picture(capture(10), HALF, PNG)

    assert first is encoder.picture(capture(10), HALF, PNG)
    assert first.data == encode(capture(10), HALF, PNG)


@pytest.mark.parametrize(
    ("pixels", "image", "kind"),
    [(capture(11), HALF, PNG), (capture(10), SIZE, PNG), (capture(10), HALF, "image/jpeg")],
)
def test_what_was_begun_is_not_taken_for_another(encoder: AheadEncoder, pixels: Pixels, image: Size, kind: str) -> None:
    encoder.begin(capture(10), HALF, PNG)

    assert encode(pixels, image, kind) == encoder.picture(pixels, image, kind).data


def test_after_a_failure_the_next_try_is_a_new_one(encoder: AheadEncoder, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> bytes:
        raise ScreenError("No memory.", "Try again.")

    with monkeypatch.context() as broken:
        broken.setattr("desktop_agent.screen.ahead.encode", fail)
        with pytest.raises(ScreenError):
            encoder.picture(capture(10), HALF, PNG)

    assert encode(capture(10), HALF, PNG) == encoder.picture(capture(10), HALF, PNG).data


@pytest.mark.parametrize(
    ("pixels", "most", "kind"),
    [
        (Pixels(SIZE, random.Random(1).randbytes(4 * 64 * 32)), 1000.0, "image/jpeg"),
        (Pixels(SIZE, random.Random(1).randbytes(4 * 64 * 32)), 100_000.0, PNG),
        (capture(10), 10.0, PNG),
    ],
    ids=["a photograph on a slow line", "a photograph on a fast line", "a plain window on a slow line"],
)
def test_a_picture_is_made_smaller_where_the_line_is_slow_and_that_helps(
    pixels: Pixels, most: float, kind: str
) -> None:
    encoder = AheadEncoder(lambda: most)
    made = encoder.picture(pixels, SIZE, PNG)
    encoder.close()

    assert kind == made.media_type
    assert Image.open(BytesIO(made.data)).get_format_mimetype() == kind
