"""A window that the run is bound to is brought forward for an act, unless the person uses the one in front."""

import math
from dataclasses import replace

import pytest

from desktop_agent.core.actions.action import Action, Press
from desktop_agent.core.runs.turn import ModelInput, Turn
from desktop_agent.run.control import ThreadStop
from desktop_agent.run.pause import PauseControl
from tests.fakes.runs.run_ports import World, world
from tests.fakes.servers.turns import CLICK, DONE, call, drive, turn

COVERED = "The “Order” window is covered at that point"
RETURN = Press(("enter",))


def bound(*actions: Action, quiet_s: float = math.inf) -> World:
    """Give a run whose window is covered from the first answer on, the last input of the person so long ago."""

    def answer(_: ModelInput) -> Turn:
        scene.camera.behind = True
        scene.camera.refuses = COVERED
        return turn(*(call(action, call_id=f"c{number}") for number, action in enumerate(actions)))

    scene = world([answer, DONE])
    return replace(scene, ports=replace(scene.ports, pause=PauseControl(ThreadStop(), lambda: quiet_s)))


@pytest.mark.parametrize("action", [CLICK, RETURN])
def test_a_covered_window_is_raised_and_acted_on(action: Action) -> None:
    scene = bound(action)

    drive(scene)

    assert (scene.camera.raised, scene.executor.done) == (1, [action])


def test_a_window_that_cannot_be_raised_is_not_acted_on() -> None:
    scene = bound(CLICK)
    scene.camera.when_raised = COVERED

    drive(scene)

    assert (scene.camera.raised, scene.executor.done) == (1, [])


@pytest.mark.long
def test_nothing_is_raised_while_the_person_uses_another_window() -> None:
    scene = bound(CLICK, quiet_s=0.4)

    drive(scene)

    assert (scene.camera.raised, scene.executor.done) == (0, [])


def test_what_an_answers_own_act_has_brought_in_front_stays_there() -> None:
    scene = bound(CLICK, RETURN)
    scene.camera.behind = False

    def covers(_: Action) -> None:
        scene.camera.behind = True
        scene.camera.refuses = COVERED

    scene.executor.then = covers

    drive(scene)

    assert (scene.camera.raised, scene.executor.done) == (1, [CLICK])
