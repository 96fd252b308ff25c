"""Further presses of a double click come only where the same still stands."""

from contextlib import nullcontext

import pytest

from desktop_agent.core.actions import Click
from desktop_agent.core.errors import InputError
from desktop_agent.input.perform import ActionExecutor
from tests.input.performer_bench import AT, Bench, permit_for


@pytest.mark.parametrize(("looks", "presses"), [([True], 2), ([False], 1), ([True, True], 3), ([True, False], 2)])
def test_each_further_press_comes_only_while_the_same_stands_there(looks: list[bool], presses: int) -> None:
    bench = Bench()
    answers = iter(looks)
    performer = ActionExecutor(
        bench.backend, redeem=lambda _permit: None, stop=bench.stop, clock=bench.stop.clock,
        look=lambda _at: lambda: next(answers),
    )  # fmt: skip

    with nullcontext() if all(looks) else pytest.raises(InputError, match="changed after press"):
        performer.perform(permit_for(Click(AT, count=len(looks) + 1)))

    assert presses == bench.backend.told.count("left down") == bench.backend.told.count("left up")
