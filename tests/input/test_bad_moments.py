"""What the world does in the moment of an act: fingers on modifiers, programs that stand still, pulled pointers."""

from collections.abc import Callable

import pytest

from desktop_agent.core.actions import Action, Click, Drag, Move, Press, Scroll
from desktop_agent.core.errors import InputError
from desktop_agent.core.geometry import ImagePoint, ScreenPoint
from tests.input.performer_bench import AT, Bench, permit_for

ACTS: list[Action] = [Click(AT), Press(("f5",)), Drag((AT, ImagePoint(50, 30))), Scroll(AT, dy=100)]


@pytest.mark.parametrize("action", ACTS)
def test_a_modifier_that_is_let_go_soon_is_waited_for_and_no_longer_than_that(action: Action) -> None:
    bench = Bench()
    bench.backend.foreign_modifiers = [("ctrl", "alt")] * 100

    soon = bench.do(action)
    bench.backend.foreign_modifiers = [("ctrl",)] * 1000
    with pytest.raises(InputError, match="ctrl key"):
        bench.do(action)

    assert soon == bench.backend.told[: len(soon)]
    assert "down" not in " ".join(bench.backend.told[len(soon) :])


def test_the_model_is_told_that_its_keys_wait_for_a_program_that_is_suspended() -> None:
    bench = Bench()
    bench.backend.stopped = True

    told = [bench.performer.perform(permit_for(act)).text for act in (Press(("a",)), Move(AT))]

    assert ["The program is suspended" in one for one in told] == [True, False]


def _pulls(bench: Bench) -> Callable[[str], None]:
    def pull(word: str) -> None:
        if word == "left up":
            bench.backend.move(ScreenPoint(0, 0))

    return pull


def test_a_pointer_that_was_pulled_away_and_a_button_that_stays_down_are_told() -> None:
    bench = Bench()

    quiet = bench.performer.perform(permit_for(Click(AT))).text
    bench.backend.before_each = _pulls(bench)
    pulled = bench.performer.perform(permit_for(Click(AT))).text
    bench.backend.before_each, bench.backend.stuck = (lambda _word: None), ("left",)
    stuck = bench.performer.perform(permit_for(Click(AT))).text

    assert ("", True, True) == (quiet, "a program moved it" in pulled, "left button" in stuck)
