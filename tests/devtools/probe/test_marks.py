"""What clicks on the marks say of how a model counts points."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_agent.core.geometry import Size
from desktop_agent.devtools.probe.marks import HALF, MARKS, SIZE, TOLD_APART, Mark, MarkClick, as_declared, hits, judged

GRID = 1000
WIDTH, HEIGHT = SIZE.width, SIZE.height


def clicks(width: float, height: float, *, off: float = 0.0) -> list[MarkClick]:
    """Return a click on each of three marks, counted in a space of this size."""
    return [
        MarkClick(mark, mark.x / SIZE.width * width + off, mark.y / SIZE.height * height + off) for mark in MARKS[:3]
    ]


@given(
    mark=st.sampled_from(MARKS),
    x=st.floats(-HALF.width, HALF.width),
    y=st.floats(-HALF.height, HALF.height),
    way=st.sampled_from(TOLD_APART),
)
def test_no_click_hits_its_mark_in_both_ways_of_counting(mark: Mark, x: float, y: float, way: str) -> None:
    size = {"viewport": SIZE, "grid1000": Size(GRID, GRID), "relative1": Size(1, 1)}[way]
    click = MarkClick(mark, (mark.x + x) / SIZE.width * size.width, (mark.y + y) / SIZE.height * size.height)

    assert sum(hits(click, each, SIZE) for each in TOLD_APART) <= 1


@pytest.mark.parametrize(
    ("made", "viewport", "found", "told", "words"),
    [
        (
            clicks(WIDTH, HEIGHT),
            SIZE,
            "viewport",
            True,
            "3 of 3 clicks are on their marks, counted in pixels",
        ),
        (clicks(WIDTH, HEIGHT, off=20), SIZE, "viewport", True, "3 of 3"),
        (clicks(WIDTH + 14, HEIGHT + 14), SIZE, "resized28", True, "resized to multiples of 28"),
        (clicks(WIDTH + 14, HEIGHT + 14, off=3), SIZE, "resized28", True, "3 of 3"),
        (clicks(WIDTH, HEIGHT, off=8), SIZE, "viewport", True, "counted in pixels in the image."),
        (clicks(GRID, GRID), SIZE, "grid1000", True, "counted in a grid of 0 to 999"),
        (clicks(999, 999), SIZE, "grid1000", True, "3 of 3"),
        (clicks(640, 360), Size(640, 360), "viewport", True, "3 of 3"),
        (clicks(640, 360), SIZE, None, False, "don't match their marks in any way"),
        (clicks(1, 1), SIZE, "relative1", True, "counted in parts of the picture, 0 to 1"),
        (clicks(0.4, 0.4), SIZE, None, False, "don't match their marks in any way"),
        (clicks(2560, 1440), SIZE, "viewport", False, "is past the end of a grid, but the clicks miss"),
        (
            [*clicks(WIDTH, HEIGHT)[:2], *clicks(GRID, GRID)[2:]],
            SIZE,
            None,
            False,
            "Some clicks are in pixels and some in",
        ),
        ([*clicks(WIDTH, HEIGHT)[:2], MarkClick(MARKS[2], 5, 5)], SIZE, "viewport", True, "2 of 3"),
        (clicks(WIDTH, HEIGHT)[:1], SIZE, "viewport", False, "1 of 1"),
        ([], SIZE, None, False, "clicked nowhere"),
    ],
)
def test_clicks_tell_pixels_from_a_grid_or_that_they_do_not_tell(
    made: list[MarkClick], viewport: Size, found: str | None, told: bool, words: str
) -> None:
    judgement = judged(made, viewport)

    assert (judgement.coordinates, judgement.told) == (found, told)
    assert words in judgement.why


def test_what_clicks_cannot_tell_apart_stays_as_it_was_declared() -> None:
    grid, pixels = judged(clicks(GRID, GRID)), judged(clicks(WIDTH, HEIGHT))
    between = judged(clicks(SIZE.width + 7, SIZE.height + 7))

    assert (as_declared(grid, "relative1000"), as_declared(grid, "viewport")) == ("relative1000", "grid1000")
    assert as_declared(between, "resized28") == "resized28"
    assert (between.coordinates, as_declared(pixels, "resized28")) == ("viewport", "viewport")
    assert hits(MarkClick(MARKS[0], 883, 208), "relative1000", SIZE)
