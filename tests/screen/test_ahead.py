"""Encoding ahead: no picture is made twice, and none is taken for another."""

from collections.abc import Iterator

import pytest

from desktop_agent.core.frame import Pixels
from desktop_agent.core.geometry import Size
from desktop_agent.screen.encode import AheadEncoder, encode, unlimited

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
