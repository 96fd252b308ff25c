"""What had no visible effect is told to the model in one sentence, and only where nothing changed at all."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from desktop_agent.core.actions import Action, Click, Drag, Look, Move, Press, Scroll, Type, Wait
from desktop_agent.core.geometry import ImagePoint, Rect
from desktop_agent.core.settlement import Settlement
from desktop_agent.run.effects import without_effect
from tests.fakes.run_ports import PaintedScreen, world
from tests.fakes.turns import AT, CLICK, DONE, call, drive, reply, turn

NOTHING = "Nothing visible changed"
NOT_SCROLLED = "Nothing was seen to move"
THERE = Rect(150, 80, 20, 10)  # far from what was clicked: a menu elsewhere, say
ACTS: list[Action] = [CLICK, Press(("f5",)), Drag((AT, ImagePoint(50, 50))), Scroll(AT, dy=100)]


@pytest.mark.parametrize("act", ACTS)
def test_what_changed_nothing_is_told_once(act: Action) -> None:
    scene = world([turn(call(act, Look()), call(act, call_id="c2")), DONE])
    scene.camera.changed = ()

    drive(scene)

    told = NOT_SCROLLED if isinstance(act, Scroll) else NOTHING
    assert [told] == [note[: len(told)] for note in reply(scene).notes]


def test_a_late_answer_is_waited_for_before_anything_is_said() -> None:
    scene = world([turn(call(CLICK)), DONE])
    scene.camera.changed = ()
    scene.camera.later = (THERE,)

    drive(scene)

    assert () == reply(scene).notes


@pytest.mark.parametrize("act", ACTS)
def test_of_what_changed_anything_anywhere_nothing_is_said(act: Action) -> None:
    scene = world([turn(call(act)), DONE])
    scene.camera.changed = (THERE,)

    drive(scene)

    assert () == reply(scene).notes


@pytest.mark.parametrize("act", [Wait(0.0), Look(), Move(AT), Type("a")])
def test_of_what_is_not_meant_to_show_nothing_is_said(act: Action) -> None:
    scene = world([turn(call(act)), DONE])
    scene.camera.changed = ()

    drive(scene)

    assert () == reply(scene).notes


@pytest.mark.parametrize(
    "after",
    [
        lambda rest: replace(rest, moving=True),
        lambda rest: replace(rest, unrest="working"),
        lambda rest: replace(rest, frame=PaintedScreen(window=2).grab()),
        lambda rest: replace(rest, frame=PaintedScreen(focus=2).grab()),
    ],
    ids=["something moves all the time", "no rest", "a new window", "another focus"],
)
def test_where_it_is_not_sure_nothing_is_said(after: Callable[[Settlement], Settlement]) -> None:
    screen = PaintedScreen()
    since = screen.grab()
    rest = Settlement(screen.grab(), 7)

    assert without_effect([Click(AT)], since, rest)
    assert "" == without_effect([Click(AT)], since, after(rest))
