"""What the world does in the moment of an act: fingers on modifiers, programs that stand still, pulled pointers."""

import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop_agent.core.actions import Action, Click, Drag, Press, Scroll, Type
from desktop_agent.core.errors import InputError
from desktop_agent.core.geometry import ImagePoint, ScreenPoint
from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.input.perform import ActionExecutor
from tests.fakes.processes import suspend
from tests.fakes.waiting import wait_until
from tests.input.killing import Onlooker
from tests.input.performer_bench import AT, Bench, permit_for
from tests.input.targets import target

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


def test_keys_wait_for_a_program_that_is_stopped_the_model_is_told_and_nothing_is_entered_twice(
    performer: ActionExecutor, display: PrivateDisplay, tmp_path: Path
) -> None:
    with target("xterm", display, tmp_path) as program:
        pid = program.app.process.pid
        wait_until(lambda: performer.perform(permit_for(Type("a"))).text == "" and program.now(), "the keyboard")
        suspend(pid)
        try:
            told = performer.perform(permit_for(Type("Hello There"))).text
            with pytest.raises(InputError, match="application isn't responding"):
                performer.perform(permit_for(Type("日本")))
            with Onlooker(display.name) as another:
                down = another.down()
        finally:
            os.kill(pid, signal.SIGCONT)
        wait_until(lambda: "There" in program.now(), "the keys")
        text = program.now()

    assert "The program is suspended" in told
    assert not down
    assert "Hello There" == text.lstrip("a")


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
