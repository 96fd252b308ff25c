"""Where the four strips of the frame are."""

import pytest

from desktop_agent.core.own_windows import strips_of
from desktop_agent.core.pictures import Rect

SCREENS = [Rect(0, 0, 1280, 800), Rect(1280, -100, 3840, 2160), Rect(5, 5, 12, 3), Rect(0, 0, 1080, 1920)]


@pytest.mark.parametrize("screen", SCREENS)
def test_the_edges_of_the_frame_go_all_around_the_screen_and_do_not_overlap(screen: Rect) -> None:
    strips = strips_of(screen)
    edges = {
        (x, y)
        for x in range(screen.x, screen.right)
        for y in (screen.y, screen.bottom - 1)
    } | {(x, y) for y in range(screen.y, screen.bottom) for x in (screen.x, screen.right - 1)}  # fmt: skip
    covered = {
        (x, y): sum(one.x <= x < one.right and one.y <= y < one.bottom for one in strips) for x, y in edges
    }  # fmt: skip

    assert screen.height < 8 or set(covered.values()) == {1}
    assert all(covered.values())
    assert strips[0].height == (8 if screen.width == 3840 else 4)
