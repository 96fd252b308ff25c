"""Encoding ahead: no picture is made twice, and none is taken for another."""

from collections.abc import Iterator
from io import BytesIO

import pytest
from PIL import Image

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


@pytest.mark.parametrize(("most", "small"), [(1_000.0, True), (1_000_000.0, False)], ids=["slow line", "fast line"])
def test_a_picture_is_packed_better_where_the_line_is_slow_and_loses_nothing(most: float, *, small: bool) -> None:
    rows = b"".join(bytes((x * y % 251, x % 7 * 30, y % 5 * 40, 0)) for y in range(200) for x in range(300))
    pixels = Pixels(Size(300, 200), rows)
    fast = encode(pixels, pixels.size, PNG)
    encoder = AheadEncoder(lambda: most)

    made = encoder.picture(pixels, pixels.size, PNG)
    encoder.close()

    assert small == (len(made.data) < len(fast))
    assert Image.open(BytesIO(made.data)).tobytes() == Image.open(BytesIO(fast)).tobytes()
