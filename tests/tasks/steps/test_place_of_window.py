"""A window is known whole where it hangs over the edge of the screen, so that its scale is the one that it has."""

import pytest

from desktop_agent.core.pictures import Frame, Pixels, Rect, Scene, Size, Viewport, WindowBox
from desktop_agent.tasks.steps.sight import Box4, box_of_window, proportional_point

SCREEN = Size(1600, 1000)
RECORDED = Size(760, 640)


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
    x, y = proportional_point((400, 320), RECORDED, found)
    assert (x - window.x, y - window.y) == (500, 400)  # by 1.25
