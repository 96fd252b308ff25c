"""What a target says of itself where only some of its parts are known."""

import pytest

from desktop_agent.core.controls.role import BrowserPart
from desktop_agent.core.decisions.decision import Focus, HitControl, Page, Target

BAR = Focus(part=BrowserPart.BAR)
ROW = HitControl("a.example", part=BrowserPart.SUGGESTION)


@pytest.mark.parametrize(
    ("target", "part"),
    [
        (Target(focus=BAR), BrowserPart.BAR),
        (Target(control=ROW), BrowserPart.SUGGESTION),
        (Target(control=ROW, focus=BAR), BrowserPart.SUGGESTION),
        (Target(control=HitControl("Send"), focus=BAR), BrowserPart.UNKNOWN),
        (Target(), BrowserPart.UNKNOWN),
    ],
)
def test_what_is_pressed_tells_the_part_of_a_browser_before_the_focus(target: Target, part: BrowserPart) -> None:
    assert target.part is part


@pytest.mark.parametrize(
    ("page", "in_page", "own"),
    [
        (Page("https://a.example", inside=True), True, ""),
        (Page("https://a.example"), False, ""),
        (Page(inside=True, own="chrome://settings"), False, "chrome://settings"),
        (Page(own="chrome://settings"), False, ""),
        (None, False, ""),
    ],
)
def test_an_internal_browser_page_is_no_web_page(page: Page | None, own: str, *, in_page: bool) -> None:
    target = Target(page=page)

    assert (target.in_page, target.own_page) == (in_page, own)
