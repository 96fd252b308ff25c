"""What acts in the middle of an action: a second press where one is enough, the wheel over what it changes."""

import pytest

from desktop_agent.core.actions import Click, Scroll
from desktop_agent.core.decision import Target
from tests.fakes.cases import AT, CHROMIUM, on, window

APP = window("/usr/bin/app", "Options")


@pytest.mark.parametrize("role", ["push button", "link", "check box", "menu item"])
@pytest.mark.parametrize("count", [2, 3])
def test_a_second_press_where_one_acts_is_asked_about(count: int, role: str) -> None:
    assert on(Click(AT, count=count), Target(APP, "Options", role)) == {"second-press"}
    assert on(Click(AT), Target(APP, "Options", role)) == set()


@pytest.mark.parametrize("role", ["", "entry", "text", "list item", "table cell", "icon", "paragraph"])
def test_a_double_click_on_words_and_rows_passes(role: str) -> None:
    assert on(Click(AT, count=2), Target(APP, "Options", role)) == set()


@pytest.mark.parametrize("role", ["slider", "spin button", "combo box"])
def test_the_wheel_over_a_control_is_judged_by_its_name(role: str) -> None:
    assert on(Scroll(AT, dy=100), Target(APP, "Transfer now", role)) == {"wheel"}
    assert on(Scroll(AT, dy=100), Target(APP, "", role)) == {"wheel"}
    assert on(Scroll(AT, dy=100), Target(APP, "Volume", role)) == set()


def test_the_wheel_elsewhere_scrolls() -> None:
    assert on(Scroll(AT, dy=100), CHROMIUM) == set()
