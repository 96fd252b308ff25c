"""What clicks on the marks say of how a model counts points."""

import pytest

from desktop_agent.core.pictures import Size
from desktop_agent.model.coordinate_test import ALONE, DISTINGUISHED, MARKS, SIZE, MarkClick, judge_clicks
from desktop_agent.model.coordinates import Coordinates, resized

GRID = 1000
WIDTH = SIZE.width
HEIGHT = SIZE.height
SEEN = resized(SIZE)
SIDES: dict[Coordinates, tuple[float, float]] = {
    "viewport": (WIDTH, HEIGHT),
    "resized28": (SEEN.width, SEEN.height),
    "relative1000": (GRID, GRID),
    "relative1": (1, 1),
}


def clicks(width: float, height: float, *, off: float = 0.0) -> list[MarkClick]:
    """Return a click on each of three marks, counted in a space of this size."""
    return [
        MarkClick(mark, mark.x / SIZE.width * width + off, mark.y / SIZE.height * height + off) for mark in MARKS[:3]
    ]


@pytest.mark.parametrize("way", DISTINGUISHED)
@pytest.mark.parametrize("off", [(0, 0), (3, -2), (-2, 3)])
def test_one_click_tells_the_space(way: Coordinates, off: tuple[int, int]) -> None:
    width, height = SIDES[way]
    digits = 3 if way == "relative1" else 0
    x = round((ALONE.x + off[0]) / WIDTH * width, digits)
    y = round((ALONE.y + off[1]) / HEIGHT * height, digits)

    assert judge_clicks([MarkClick(ALONE, x, y)]).coordinates == way


@pytest.mark.parametrize(
    ("made", "found", "words"),
    [
        (clicks(WIDTH, HEIGHT), "viewport", "3 of 3 clicks are on their marks, counted in pixels"),
        (clicks(WIDTH, HEIGHT, off=8), "viewport", "counted in pixels in the image."),
        (clicks(SEEN.width, SEEN.height), "resized28", "resized to multiples of 28"),
        (clicks(GRID, GRID), "relative1000", "counted in a grid of 0 to 1000"),
        ([MarkClick(one.mark, one.x, one.y, Size(640, 360)) for one in clicks(640, 360)], "viewport", "3 of 3"),
        (clicks(640, 360), None, "don't match their marks in any way"),
        (clicks(1, 1), "relative1", "counted in parts of the picture, 0 to 1"),
        ([*clicks(WIDTH, HEIGHT)[:2], *clicks(GRID, GRID)[2:]], None, "Some clicks are in pixels and some in"),
        ([*clicks(WIDTH, HEIGHT)[:2], MarkClick(MARKS[2], 5, 5)], "viewport", "2 of 3"),
        ([], None, "clicked nowhere"),
    ],
)
def test_clicks_tell_pixels_from_a_grid_or_that_they_do_not_tell(
    made: list[MarkClick], found: str | None, words: str
) -> None:
    judgement = judge_clicks(made)

    assert judgement.coordinates == found
    assert words in judgement.why
