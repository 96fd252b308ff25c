"""Where a person who is asked about an act may let the run do everything in the program instead."""

from dataclasses import replace

import pytest

from desktop_agent.core.actions import Click
from desktop_agent.core.decision import Case, Reason, Target
from desktop_agent.core.frame import Window
from desktop_agent.core.geometry import ImagePoint, Rect, Size, Viewport
from desktop_agent.core.turn import SafetyCheck
from desktop_agent.policy.applications import may_be_widened
from tests.fakes.cases import target_of

FILES = Window(1, "pcmanfm", "papers", 7, "/usr/bin/pcmanfm")
BROWSER = Window(2, "chromium", "Shop", 8, "/usr/bin/chromium")
VIEWPORT = Viewport(Rect(0, 0, 100, 100), Size(100, 100))
CASE = Case(Click(ImagePoint(5, 5)), VIEWPORT, target_of(FILES), reach="click")
COMMIT, DELETE = Reason("commit-point", "It may act."), Reason("consequence-delete", "It deletes.")
SHOP = target_of(BROWSER, site="https://shop.example")


@pytest.mark.parametrize(
    "case", [CASE, replace(CASE, target=SHOP), replace(CASE, target=target_of(FILES, also=target_of(FILES)))]
)
def test_it_is_offered_in_one_known_program_and_on_the_web_at_one_site(case: Case) -> None:
    assert may_be_widened(case, (COMMIT,))


@pytest.mark.parametrize(
    "case",
    [
        replace(CASE, reach="everything"),
        replace(CASE, reach=None),
        replace(CASE, checks=(SafetyCheck("1", "code", "words"),)),
        replace(CASE, target=Target()),
        replace(CASE, target=target_of(replace(FILES, program=""))),
        replace(CASE, target=target_of(FILES, ours=True)),
        replace(CASE, target=target_of(FILES, also=SHOP)),
        replace(CASE, target=target_of(BROWSER)),
        replace(CASE, target=target_of(replace(FILES, app="xterm", program="/usr/bin/xterm"))),
    ],
)
def test_it_is_not_offered_where_that_would_say_more_than_the_person_can_see(case: Case) -> None:
    assert not may_be_widened(case, (COMMIT,))


def test_it_is_not_offered_where_a_rule_asks_besides() -> None:
    assert not may_be_widened(CASE, (COMMIT, DELETE))
