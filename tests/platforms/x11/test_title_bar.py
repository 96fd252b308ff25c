"""Where a window's title is drawn, as its frame tells."""

from contextlib import closing

import pytest

from desktop_agent.core.pictures import Rect, ScreenPoint
from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.screen.choose import choose_windows
from tests.fakes.programs.x_window import XWindow
from tests.fakes.waiting import wait_until

TOP = 200


@pytest.mark.parametrize("managed", [True, False], ids=["managed", "a menu"])
def test_a_title_is_in_the_frame_of_its_manager_above_what_the_program_draws(
    on_display: PrivateDisplay, *, managed: bool
) -> None:
    del on_display
    with XWindow(200, TOP, 300, 120, managed=managed) as shown, closing(choose_windows()) as windows:
        wait_until(lambda: not managed or shown.corner().y > TOP, "its frame")
        inside = shown.corner()
        under = windows.scene().window_at(ScreenPoint(inside.x + 10, inside.y + 10))
        assert under is not None
        title = windows.title_bar(under)
        above = windows.scene().window_at(ScreenPoint(inside.x + 10, inside.y - 4))

    assert (title is None) is not managed
    if title is not None:
        assert title.bottom == inside.y
        assert title.contains(ScreenPoint(inside.x + 150, inside.y - 4))
        assert not title.intersection(Rect(inside.x, inside.y, 300, 120))
        assert above == under


def test_a_window_that_is_gone_has_no_title(on_display: PrivateDisplay) -> None:
    del on_display
    with closing(choose_windows()) as windows:
        assert windows.title_bar(0x3FFFFF0) is None
