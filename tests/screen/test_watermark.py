"""A capture shows the watermark of each of our windows, wherever it is and however it is scaled."""

import pytest

from desktop_agent.core.frame import Pixels
from desktop_agent.core.geometry import Size
from desktop_agent.screen.watermark import COLOURS, SIDE_PX, has_watermark


@pytest.mark.parametrize(("across", "fourth"), [(0, 0), (3, 255), (92, 7)])
def test_the_sign_is_found_at_any_place_whatever_the_fourth_byte_holds(across: int, fourth: int) -> None:
    row = [bytes((9, 9, 9, fourth))] * 100
    row[across : across + SIDE_PX] = [bytes((*reversed(COLOURS["watching"][n % 2]), fourth)) for n in range(SIDE_PX)]

    assert has_watermark(Pixels(Size(100, 1), b"".join(row)))


def test_one_of_its_colours_alone_is_no_sign() -> None:
    assert not has_watermark(Pixels(Size(100, 1), bytes((*reversed(COLOURS["question"][0]), 0)) * 100))
