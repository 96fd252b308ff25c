"""A window is known whole where it hangs over the edge of the screen, so that its scale is the one that it has."""

import numpy as np
import pytest

from desktop_agent.core.frame import Frame, Pixels, Scene, WindowBox
from desktop_agent.core.geometry import Rect, Size, Viewport
from desktop_agent.studio.steps.sight import Box4, PlaceSample, box_of_window, proportional

SCREEN, RECORDED = Size(1600, 1000), Size(760, 640)


def frame(window: Rect, image: Size = SCREEN) -> Frame:
    viewport = Viewport(Rect(0, 0, SCREEN.width, SCREEN.height), image)
    return Frame(b"", "image/png", viewport, "", Scene((WindowBox(7, window),)), Pixels(Size(1, 1), b"\0" * 4))


@pytest.mark.parametrize(
    ("window", "box"),
    [
        (Rect(100, 50, 950, 800), (100, 50, 950, 800)),
        (Rect(120, 250, 950, 800), (120, 250, 950, 800)),  # over the lower edge
        (Rect(-40, -30, 950, 800), (-40, -30, 950, 800)),  # and over the corner
    ],
)
def test_a_window_that_hangs_over_the_edge_has_its_whole_size(window: Rect, box: Box4) -> None:
    found = box_of_window(frame(window), 7, RECORDED)

    assert found == box
    blank = np.zeros((RECORDED.height, RECORDED.width), np.uint8)
    x, y = proportional(PlaceSample(blank, (400, 320)), found)
    assert (x - window.x, y - window.y) == (500, 400)  # by 1.25


def test_a_picture_that_is_smaller_than_the_screen_shows_it_smaller() -> None:
    assert box_of_window(frame(Rect(-40, 600, 900, 800), Size(800, 500)), 7, RECORDED) == (-20, 300, 450, 400)


def test_a_window_that_hung_over_the_edge_when_it_was_recorded_is_taken_as_far_as_it_is_shown() -> None:
    assert box_of_window(frame(Rect(-40, 600, 760, 640)), 7, Size(720, 400)) == (0, 600, 720, 400)


def test_a_window_that_is_not_shown_has_no_place() -> None:
    assert box_of_window(frame(Rect(1600, 0, 760, 640)), 7, RECORDED) is None
