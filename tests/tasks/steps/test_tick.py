"""A box is seen to be ticked where no program tells it, so that what was ticked since is not pressed again."""

import numpy as np
import pytest

from desktop_agent.tasks.steps.comparison import compared, tick_near
from tests.fakes.programs.tick_boxes import AT, options, read


@pytest.mark.parametrize(
    ("then", "now", "verdict"),
    [
        ("empty", "empty", "same"),
        ("empty", "ticked", "ticked already"),
        ("ticked", "empty", "empty already"),
        ("ticked", "half", "unsure"),
        ("none", "none", "same"),
    ],
)
@pytest.mark.parametrize("at", [AT, (250, 106)])
@pytest.mark.parametrize("left", [200, 230])
def test_a_box_is_what_it_was_or_it_is_told_what_it_is(
    then: str, now: str, verdict: str, at: tuple[int, int], left: int
) -> None:
    before = tick_near(options(then), at, read)
    after = tick_near(options(now, left), (at[0] + left - 200, at[1]), read)

    assert compared(before, after) == verdict


def test_where_nothing_is_read_there_is_no_box() -> None:
    assert tick_near(np.full((300, 500), 240, np.uint8), AT, read) is None
    assert tick_near(options("ticked"), (250, 250), read) is None
