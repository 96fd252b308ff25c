"""The loop: what is done, on what, and in which order."""

import pytest

from desktop_agent.core.actions import Action, Click, Move, Press
from desktop_agent.core.events import (
    ActionStarted,
    FrameTaken,
)
from desktop_agent.core.geometry import ImagePoint
from desktop_agent.core.turn import ModelInput, Opening, Turn
from tests.fakes.run_ports import World, world
from tests.fakes.turns import AT, CLICK, DONE, call, drive, of, reply, turn


def redraw(scene: World) -> None:
    """Have other letters and lines be seen than in any picture."""
    scene.camera.colour, scene.camera.redrawn = 5, True


def test_a_click_is_done_and_answered_with_the_picture_after_it() -> None:
    scene = world([turn(call(CLICK)), DONE])
    scene.executor.then = lambda _: setattr(scene.camera, "colour", 9)

    finished = drive(scene)

    assert (finished.status, finished.exit_code, finished.message) == ("completed", 0, "Done.")
    assert (finished.turns, finished.actions) == (2, 1)
    assert scene.executor.done == [CLICK]
    assert isinstance(scene.model.heard[0], Opening)
    assert reply(scene).results[0].frame.pixels.bgrx[0] == 9
    assert reply(scene).results[0].told == ("Click (10, 10)",)


def test_the_intent_is_written_before_the_act() -> None:
    scene = world([turn(call(CLICK)), DONE])
    written: list[str] = []
    scene.executor.then = lambda _: written.extend(event.event for event in scene.recorder.events)

    drive(scene)

    assert written[-1] == ActionStarted.event
    assert [stamped.seq for stamped in scene.recorder.lines] == list(range(1, len(scene.recorder.lines) + 1))


def test_a_dialog_that_popped_up_does_not_get_the_click() -> None:
    def pops_up(message: ModelInput) -> Turn:
        del message
        scene.camera.window = 2
        return turn(call(CLICK))

    scene = world([pops_up, DONE])

    drive(scene)

    assert scene.executor.done == []
    assert "changed" in reply(scene).notes[0]
    assert reply(scene).results[0].frame.scene.windows[0].id == 2
    assert of(scene, FrameTaken)[-1].reason == "recheck"
    assert of(scene, ActionStarted) == []


@pytest.mark.parametrize("first", [Move(AT), CLICK, Press(("tab",))])
def test_another_colour_after_an_act_of_the_same_answer_is_not_taken_for_another_thing(first: Action) -> None:
    scene = world([turn(call(first, Click(ImagePoint(11, 10)))), DONE])
    scene.executor.then = lambda action: setattr(scene.camera, "colour", 5) if action == first else None

    drive(scene)

    assert scene.executor.done == [first, Click(ImagePoint(11, 10))]


def test_a_batch_ends_where_the_screen_is_no_longer_what_the_model_saw() -> None:
    scene = world([turn(call(CLICK, Click(ImagePoint(50, 50)), Press(("a",)))), DONE])
    scene.executor.then = lambda _: redraw(scene)

    drive(scene)

    assert scene.executor.done == [CLICK]
    assert len(reply(scene).results) == 1
    assert reply(scene).results[0].told == ("Click (10, 10)",)
