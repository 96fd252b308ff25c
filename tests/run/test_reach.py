"""Actions that would go where they must not: left before anybody is asked, and told in a sentence."""

from collections.abc import Callable
from dataclasses import replace

from desktop_agent.core.events import ActionStarted, Decided, Noticed
from desktop_agent.core.frame import Frame
from desktop_agent.core.turn import ModelInput, Turn
from tests.fakes.run_ports import PaintedScreen, world
from tests.fakes.turns import CLICK, DONE, call, drive, of, reply, turn

WHY = "The window “Order”, which this run is bound to, is covered or ends at that place"


def test_what_cannot_be_reached_is_left_unasked_and_the_model_is_told_why() -> None:
    scene = world([turn(call(CLICK)), DONE], mode="ask")
    scene.camera.refuses = WHY

    drive(scene)

    assert (scene.person.asked, scene.executor.done, of(scene, ActionStarted)) == ([], [], [])
    assert [(one.verdict, one.rule, one.reply) for one in of(scene, Decided)] == [("deny", "out-of-reach", WHY)]
    assert reply(scene).notes == (f"This wasn't done: Click (10, 10). {WHY}.",)


def test_the_model_is_told_when_the_picture_shows_another_part() -> None:
    class TwoMonitors(PaintedScreen):
        def grab(self, taken: Callable[[], None] = lambda: None) -> Frame:
            return replace(super().grab(taken), shows=f"monitor {self.colour} of 2")

    scene = world([])
    scene.camera = scene.ports.camera = TwoMonitors(colour=1)

    def look(message: ModelInput) -> Turn:
        del message
        scene.camera.colour = 2
        return turn(call(CLICK))

    scene.model.turns = [look, turn(call(CLICK)), DONE]
    drive(scene)

    told = "The screenshot now shows monitor 2 of 2, at 200x100."
    assert [note for note in reply(scene).notes if "shows" in note] == [told]
    assert [note for note in reply(scene, 2).notes if "shows" in note] == []
    assert [one.text for one in of(scene, Noticed) if "shows" in one.text] == [told]
