"""Answers with many actions and calls: each is proposed, decided and told, done or not."""

import pytest

from desktop_agent.core.actions import Action, Click, Finish, HoldKey, Look, Navigate, Press, Type
from desktop_agent.core.errors import UntypableTextError
from desktop_agent.core.events import ActionProposed, Asked, Decided
from desktop_agent.core.geometry import ImagePoint
from desktop_agent.core.turn import InvalidAction, Turn
from tests.fakes.run_ports import world
from tests.fakes.turns import CLICK, DONE, call, drive, of, reply, turn

DENIED = Navigate("javascript:alert(1)")
ELSEWHERE = Click(ImagePoint(50, 50))


def _cannot_type(action: Action) -> None:
    if isinstance(action, Type):
        raise UntypableTextError("Only half of it arrived.", "Try less.")


def test_every_action_after_one_left_undone_is_proposed_and_decided_too() -> None:
    scene = world([turn(call(DENIED, CLICK, Look()), call(CLICK, call_id="c2")), DONE])

    drive(scene)

    proposed = [(event.call_id, event.index) for event in of(scene, ActionProposed)]
    decided = [(event.call_id, event.index) for event in of(scene, Decided)]
    assert proposed == decided == [("c1", 0), ("c1", 1), ("c1", 2), ("c2", 0)]
    assert [event.rule for event in of(scene, Decided)] == ["address", *["not-reached"] * 3]
    assert reply(scene).notes[1] == "Anything requested after that wasn't carried out."
    assert len(reply(scene).notes) == 2


def test_a_rehearsal_shows_all_actions_of_all_calls() -> None:
    scene = world([turn(call(CLICK, ELSEWHERE, InvalidAction("no")), call(DENIED, call_id="c2")), DONE], mode="watch")

    finished = drive(scene)

    assert finished.exit_code == 0
    assert scene.executor.done == []
    assert [event.rule for event in of(scene, Decided)] == ["watch", "watch", "unreadable", "watch"]
    assert [result.call_id for result in reply(scene).results] == ["c1", "c2"]


def test_an_end_that_was_told_before_a_refusal_was_known_does_not_count() -> None:
    scene = world([Turn("r", calls=(call(DENIED),), finish=Finish("success", "All done!")), DONE])

    finished = drive(scene)

    assert len(scene.model.heard) == 2
    assert finished.message == "Done."


def test_a_failed_action_lets_held_keys_go_and_they_count_no_longer() -> None:
    scene = world([turn(call(HoldKey(("ctrl", "alt")))), turn(call(Type("abc"))), turn(call(Press(("f1",)))), DONE])
    scene.executor.then = _cannot_type

    drive(scene)

    assert scene.executor.done == [HoldKey(("ctrl", "alt")), Press(("f1",))]
    assert scene.executor.released == 2


@pytest.mark.parametrize(
    "text",
    [
        *(
            "Which folder?",
            "どれですか\uff1f",
            "የትኛው\u1367",
        ),
        *(
            "Which folder? \n",
            "**Which folder?**",
            "どれですか\uff1f」",
        ),
    ],
)
def test_a_question_is_known_by_its_mark_in_other_scripts_too(text: str) -> None:
    scene = world([Turn("r", messages=(text,)), DONE])
    scene.person.words = ["That one"]

    drive(scene)

    assert reply(scene).notes == ("That one",)


@pytest.mark.parametrize("text", ["Saved.", "Is it? It is.", "**", "", "? no", "Saved ?!"])
def test_what_does_not_end_in_a_question_mark_is_an_end(text: str) -> None:
    scene = world([Turn("r", messages=(text,))])
    scene.person.words = ["That one"]

    assert drive(scene).status == "partly"
    assert of(scene, Asked) == []
