"""In which units a browser on a scaled screen tells the places of its page, by its own windows and holders."""

import pytest

from desktop_agent.core.geometry import Rect
from desktop_agent.platforms.atspi.places import scale_of
from desktop_agent.screen.accessible_nodes import Node


def test_a_small_window_whose_units_are_pixels_is_not_scaled_down() -> None:
    # Some of these are as large, and where, a window scaled by .9 with wider sides would be.
    for height in range(60, 200, 5):
        for top in range(0, 200, 5):
            window, frame = Rect(2, top + 20, 200, height), Rect(0, top, 204, height + 22)
            assert scale_of([Node("Shop", "frame", 0, window, 0, 0)], "Shop", frame) is None


@pytest.mark.parametrize(
    ("frame", "window", "holder", "page", "in_pixels"),
    [
        # As measured: Chromium at 125, 150 and 200 %, also with its window in the desktop's corner; Firefox at 200 %.
        ((220, 140, 951, 801), (176, 112, 762, 642), (180, 255, 754, 495), (225, 318, 943, 619), True),
        ((0, 0, 950, 800), (0, 0, 760, 640), (4, 143, 752, 493), (5, 178, 940, 617), True),
        ((0, 0, 1600, 1000), (0, 13, 800, 487), (0, 97, 800, 402), (0, 97, 800, 402), False),
        # Beside it a panel; and a page that is longer than what is seen of it.
        ((0, 0, 950, 800), (0, 0, 760, 640), (4, 143, 390, 493), (5, 178, 488, 617), True),
        ((0, 0, 1600, 1000), (0, 13, 800, 487), (0, 97, 800, 402), (0, -900, 800, 7000), False),
    ],
)
def test_the_units_of_a_page_follow_from_what_holds_it(
    frame: tuple[int, ...], window: tuple[int, ...], holder: tuple[int, ...], page: tuple[int, ...], *, in_pixels: bool
) -> None:
    scale = scale_of([Node("Shop", "frame", 0, Rect(*window), 0, 0)], "Shop", Rect(*frame))

    assert scale is not None
    assert scale.is_in_pixels(Rect(*page), Rect(*holder)) is in_pixels
