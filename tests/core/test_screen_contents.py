"""What a window shows, as its program reports it."""

import pytest

from desktop_agent.core.geometry import Rect
from desktop_agent.core.screen_contents import ShownControl, ShownText, WindowContents

BOX = Rect(0, 0, 9, 9)


@pytest.mark.parametrize(
    ("contents", "reported"),
    [
        (WindowContents(), False),
        (WindowContents(drawn=(BOX,)), False),
        (WindowContents((ShownControl("Save", "button", BOX),)), True),
        (WindowContents(texts=(ShownText("Saved.", BOX),)), True),
    ],
)
def test_a_window_that_only_draws_reports_nothing(contents: WindowContents, *, reported: bool) -> None:
    assert contents.is_reported is reported
