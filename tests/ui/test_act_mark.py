"""The mark of an act before it is done: its words lie on the screen, wherever the target is."""

import pytest

from desktop_agent.core.geometry import Rect
from desktop_agent.core.own_windows import Announcement
from desktop_agent.ui.overlay.windows import ActMark, screen_box
from tests.fakes.qt_app import qt_without_a_screen


@pytest.mark.parametrize(
    "target",
    [
        pytest.param(Rect(380, 290, 90, 30), id="in-the-middle"),
        pytest.param(Rect(1183, 5000, 86, 36), id="far-below"),
        pytest.param(Rect(-900, -90, 90, 30), id="above"),
        pytest.param(Rect(0, 0, 5000, 5000), id="more-than-the-screen"),
    ],
)
def test_the_words_of_a_key_lie_on_the_screen_wherever_its_target_is(target: Rect) -> None:
    with qt_without_a_screen():
        (caption,) = ActMark(Announcement("Press enter on “Save”", (), target, (target,))).windows

        assert screen_box(caption.geometry().center()).contains(caption.geometry())
        caption.close()
