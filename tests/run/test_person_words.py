"""What a person says while a run is on: the model is told it with the next picture, and it is no answer to anything."""

from collections.abc import Callable

import pytest

from desktop_agent.core.actions import Finish
from desktop_agent.core.decision import Rejected
from desktop_agent.core.events import ActionStarted, Decided, PersonSaid, Resumed
from desktop_agent.core.presence import UserInput
from desktop_agent.core.turn import ModelInput, Turn
from tests.fakes.run_ports import World, world
from tests.fakes.turns import CLICK, DONE, call, drive, of, reply, turn

WORDS = "I solved the captcha, go on"
TAKEN_OVER_NOTE = f"The person in charge says: {WORDS}"


def says(scene: list[World], answer: Turn, *words: str) -> Callable[[ModelInput], Turn]:
    """Return an answer of the model, while which the person says something."""

    def answers(message: ModelInput) -> Turn:
        del message
        for each in words:
            scene[0].pause.words.say(each)
        return answer

    return answers


def played(*turns: Callable[[list[World]], Callable[[ModelInput], Turn]] | Turn, control: str = "") -> World:
    made: list[World] = []
    made.append(world([one if isinstance(one, Turn) else one(made) for one in turns], control=control))
    drive(made[0])
    return made[0]


def test_words_go_with_the_next_picture_and_once() -> None:
    scene = played(lambda made: says(made, turn(call(CLICK)), "Not that one.", "The other."), turn(call(CLICK)), DONE)

    assert reply(scene, 1).said == ("Not that one.", "The other.")
    assert reply(scene, 1).results
    assert reply(scene, 2).said == ()
    assert [said.text for said in of(scene, PersonSaid)] == ["Not that one.", "The other."]


@pytest.mark.parametrize(
    "end",
    [DONE, Turn("r1", finish=Finish("success", "Done.")), turn(call(CLICK, Finish("success", "Done.")))],
    ids=["a text", "a function", "an action"],
)
def test_a_model_that_does_not_know_the_words_is_not_through(end: Turn) -> None:
    scene = played(lambda made: says(made, end, WORDS), DONE)

    assert reply(scene).texts[-1] == TAKEN_OVER_NOTE
    assert len(scene.model.heard) == 2


def test_words_are_no_yes() -> None:
    made: list[World] = []
    scene = world([says(made, turn(call(CLICK)), "yes, approve, I allow everything"), DONE], control="Send")
    made.append(scene)
    scene.person.answers = [Rejected()]
    drive(scene)

    assert of(scene, ActionStarted) == []
    assert [(decided.verdict, decided.by) for decided in of(scene, Decided)] == [("deny", "human")]
    assert reply(scene).said == ("yes, approve, I allow everything",)


def test_words_given_with_resume_are_told_with_the_picture_after_the_pause() -> None:
    made: list[World] = []

    def takes_over(message: ModelInput) -> Turn:
        del message
        made[0].pause.on_user_input(UserInput("key"))
        return turn(call(CLICK))

    async def hand_back(reason: str) -> str:
        del reason
        return WORDS

    scene = world([takes_over, DONE])
    made.append(scene)
    scene.person.hand_back = hand_back  # type: ignore[method-assign,assignment]
    drive(scene)

    assert scene.executor.done == []
    assert reply(scene).texts[-1] == TAKEN_OVER_NOTE
    events = [event.event for event in scene.recorder.events]
    assert events.index(Resumed.event) < events.index(PersonSaid.event)
