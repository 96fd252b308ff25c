"""What a window shows, as its program reports it."""

import pytest

from desktop_agent.core.controls.screen_contents import ShownControl, ShownText, WindowContents
from desktop_agent.core.pictures import Rect

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
def test_a_window_without_accessible_controls_reports_none(contents: WindowContents, *, reported: bool) -> None:
    assert contents.is_reported is reported
