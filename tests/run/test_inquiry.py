"""What a model is told of the screen in words: rows of text, bounds, regions."""

import pytest

from desktop_agent.core.geometry import Rect
from desktop_agent.core.screen_contents import ShownText
from desktop_agent.run.inquiry import bounded, part_on_screen, rows
from tests.fakes.run_ports import PaintedScreen

SHOWN = PaintedScreen().grab()


def test_what_stands_side_by_side_is_one_row() -> None:
    lines = [
        ShownText("Ada", Rect(60, 12, 30, 10)),
        ShownText("Below", Rect(10, 40, 30, 10)),
        ShownText("Name:", Rect(10, 10, 30, 10)),
    ]

    assert list(rows(lines)) == ["Name:  Ada", "Below"]


def test_a_long_text_says_how_much_of_it_is_left_out() -> None:
    assert bounded("abc", 3) == "abc"
    assert bounded("abcdef", 4).startswith("abcd\n… and 2 more characters")


@pytest.mark.parametrize(
    "region",
    [(10, 10, 10, 20), (-1, 0, 5, 5), (0, 0, 201, 5), (5, 5, 4, 9), (1, 2, 3)],
    ids=["flat", "left", "right", "turned", "short"],
)
def test_what_is_no_region_of_the_picture_is_said_to_be_none(region: tuple[int, ...]) -> None:
    assert "isn't one." in str(part_on_screen(SHOWN, region))


def test_a_region_is_a_part_of_the_desktop() -> None:
    size, screen = SHOWN.viewport.image, SHOWN.viewport.screen

    assert part_on_screen(SHOWN, (0, 0, size.width, size.height)) == screen
