"""A capture shows the watermark of each of our windows, wherever it is and however it is scaled."""

import pytest

from desktop_agent.core.pictures import Pixels, Size
from desktop_agent.screen.captures.watermark import COLOURS, SIDE_PX, has_watermark


@pytest.mark.parametrize(("across", "fourth"), [(0, 0), (3, 255), (92, 7)])
def test_the_sign_is_found_at_any_place_whatever_the_fourth_byte_holds(across: int, fourth: int) -> None:
    row = [bytes((9, 9, 9, fourth))] * 100
    row[across : across + SIDE_PX] = [bytes((*reversed(COLOURS["watching"][n % 2]), fourth)) for n in range(SIDE_PX)]

    assert has_watermark(Pixels(Size(100, 1), b"".join(row)))


def test_one_of_its_colours_alone_is_no_sign() -> None:
    assert not has_watermark(Pixels(Size(100, 1), bytes((*reversed(COLOURS["question"][0]), 0)) * 100))


@pytest.mark.parametrize("step", [1.0, 8 / 7, 4 / 3, 1.6, 2.0])
@pytest.mark.parametrize("offset", [0.0, 0.3, 0.7, 0.9])
def test_it_is_found_where_the_compositor_draws_it_smaller_by_linear_sampling(step: float, offset: float) -> None:
    colours = [(255, 255, 255)] * 9
    for at in range(SIDE_PX):
        colours += [COLOURS["question"][at % 2]] * 3
    colours += [(255, 255, 255)] * 9
    places = [offset + at * step for at in range(int((len(colours) - 2) / step))]
    row = bytearray()
    for place in places:
        one = colours[int(place)]
        other = colours[int(place) + 1]
        share = place % 1
        blended = (round(a * (1 - share) + b * share) for a, b in zip(one, other, strict=True))
        row += bytes((*reversed(tuple(blended)), 0))

    assert has_watermark(Pixels(Size(len(places), 1), bytes(row)))
