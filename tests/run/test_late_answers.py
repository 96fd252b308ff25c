"""Answers that come late or twice: nothing is done on a screen that the model has not seen, and nothing again."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from desktop_agent.core.actions import Action, HoldButton, HoldKey, Press
from desktop_agent.core.events import ActionStarted, FrameTaken, Noticed
from desktop_agent.core.geometry import ImagePoint
from desktop_agent.core.turn import Call, ModelInput, Turn
from tests.fakes.run_ports import World, world
from tests.fakes.turns import CLICK, DONE, call, drive, of, reply, turn

ENTER = Press(("enter",))


def scene_of(*calls: Call, meanwhile: Callable[[World], None]) -> World:
    """Return a run whose second answer, with these calls, comes after an outage in which something has happened."""

    def late(message: ModelInput) -> Turn:
        del message
        with scene.ports.watch.waiting_for("network"):
            meanwhile(scene)
        return turn(*calls)

    scene = world([turn(call(CLICK)), late, DONE])
    return scene


def repainted(scene: World) -> None:
    scene.camera.colour += 1


def nothing(scene: World) -> None:
    del scene


@pytest.mark.parametrize("action", [ENTER, CLICK])
def test_a_screen_that_changed_while_the_network_was_gone_is_looked_at_anew(action: Action) -> None:
    scene = scene_of(call(action, call_id="c2"), meanwhile=repainted)

    finished = drive(scene)

    assert [event.call_id for event in of(scene, ActionStarted)] == ["c1"]
    said = reply(scene, 2)
    assert [result.call_id for result in said.results] == ["c2"]
    assert said.frame.pixels.bgrx[0] == scene.camera.colour
    assert said.results[0].frame == said.frame
    assert said.notes[0].startswith("The network was down for a while, and the screen changed")
    assert "recheck" in [event.reason for event in of(scene, FrameTaken)]
    assert "while the network was down" in of(scene, Noticed)[-2].text
    assert finished.status == "partly"


def test_a_screen_that_stayed_as_it_was_is_acted_on() -> None:
    scene = scene_of(call(ENTER, call_id="c2"), meanwhile=nothing)

    drive(scene)

    assert [event.call_id for event in of(scene, ActionStarted)] == ["c1", "c2"]


@pytest.mark.parametrize("hold", [HoldKey(("shift",)), HoldButton(ImagePoint(5, 5), "left")])
@pytest.mark.parametrize("meanwhile", [nothing, repainted])
def test_what_was_held_was_let_go_and_nothing_is_done_as_if_it_were_not(
    hold: Action, meanwhile: Callable[[World], None]
) -> None:
    scene = scene_of(call(CLICK, call_id="c2"), meanwhile=meanwhile)
    scene.model.turns[0] = turn(call(hold))

    drive(scene)

    assert [event.call_id for event in of(scene, ActionStarted)] == ["c1"]
    assert scene.executor.released >= 1
    assert "keys and buttons were released" in reply(scene, 2).notes[0].lower()
    assert [result.call_id for result in reply(scene, 2).results] == ["c2"]


def test_without_an_outage_keys_go_where_the_keyboard_was_once_the_model_has_looked_again() -> None:
    def slow(message: ModelInput) -> Turn:
        del message
        scene.camera.colour += 1
        return turn(call(ENTER, call_id=f"c{1 + scene.camera.colour}"))

    scene = world([turn(call(CLICK)), slow, slow, DONE])

    drive(scene)

    assert [event.call_id for event in of(scene, ActionStarted)] == ["c1", "c3"]


def test_an_answer_that_the_server_gives_twice_ends_the_run_before_anything_is_done_again() -> None:
    first = replace(turn(call(CLICK)), response_id="resp_1")
    scene = world([first, first, DONE])

    finished = drive(scene)

    assert [event.call_id for event in of(scene, ActionStarted)] == ["c1"]
    assert (finished.status, finished.turns) == ("failed", 2)
    assert finished.message.startswith("The server sent the same response twice.")
