"""A press by name hits the named row of a real list, whatever the same answer has put in front of it."""

import pytest

from tests.bench.named_acts import VIEWS, played

pytestmark = pytest.mark.screen


@pytest.mark.slow
@pytest.mark.parametrize("view", ["gtk3", "gtk4", "qt", "tk"])
def test_the_named_row_is_pressed_after_the_answer_has_moved_it(view: str) -> None:
    assert view in VIEWS

    outcome = played(view, 3)

    # Where a busy program tells of its rows too late, nothing is pressed, and that is told.
    assert outcome.counts.keys() <= {"right", "refused"}, outcome.told
    assert outcome.counts["right"], outcome.told
