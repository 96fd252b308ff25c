"""How a run ends: by the model, a limit, no progress, an error, or a stop."""

import pytest

from desktop_agent.core.actions import Action, Finish, Look, Navigate, Press, Wait
from desktop_agent.core.errors import UntypableTextError
from desktop_agent.core.events import (
    Answered,
    Decided,
    Noticed,
)
from desktop_agent.core.stop import Stopped
from desktop_agent.core.turn import Turn
from desktop_agent.policy.limits import REPEATED_NOTE
from tests.fakes.run_ports import world
from tests.fakes.turns import CLICK, DONE, call, drive, of, reply, turn


def test_the_same_action_on_an_unchanged_picture_is_told_then_asked_then_ended() -> None:
    scene = world([turn(call(CLICK)) for _ in range(6)])

    finished = drive(scene)

    assert (finished.status, finished.exit_code) == ("limit", 4)
    assert len(scene.executor.done) == 4
    assert REPEATED_NOTE in reply(scene, 3).notes
    assert REPEATED_NOTE not in reply(scene, 2).notes
    assert [question.reasons[0].rule for question in scene.person.asked] == ["no-progress"]


def test_a_rehearsal_does_nothing_and_ends_when_the_model_repeats_itself() -> None:
    scene = world([turn(call(CLICK)), turn(call(Press(("a",)))), turn(call(Press(("a",))))], mode="watch")

    finished = drive(scene)

    assert (finished.status, finished.exit_code) == ("rehearsed", 0)
    assert scene.executor.done == []
    assert {(decided.verdict, decided.by) for decided in of(scene, Decided)} == {("deny", "mode")}
    assert "rehearsal" in reply(scene).notes[0]


def test_whoever_is_asked_hears_what_the_model_has_said_last() -> None:
    asks = Turn("r", reasoning=("A menu.",), messages=("I open it.",), calls=(call(CLICK),))
    prose = Turn("r2", messages=("2 of 9: the second is cheaper.",), calls=(call(CLICK),))
    scene = world([asks, prose, DONE], mode="ask")

    drive(scene)

    assert [(one.says, one.step, one.task) for one in scene.person.asked] == [
        ("I open it.", "1", "task"),
        ("2 of 9: the second is cheaper.", "2", "task"),
    ]


def test_a_question_in_words_is_answered_and_the_run_goes_on() -> None:
    scene = world([Turn("r", messages=("Which folder?",)), DONE])
    scene.person.words = ["Documents"]

    finished = drive(scene)

    assert finished.status == "partly"
    assert reply(scene).notes == ("Documents",)
    assert reply(scene).results == ()
    assert of(scene, Answered)[0].text == "Documents"
    assert [event.event for event in scene.recorder.events].count("question") == 1


@pytest.mark.parametrize(
    ("ending", "status", "code"),
    [
        (Turn("r", finish=Finish("success", "ok")), "partly", 5),
        (Turn("r", finish=Finish("success", "ok"), exact=True), "completed", 0),
        (Turn("r", finish=Finish("failed", "no")), "failed", 1),
        (turn(call(Look(), Wait(0.0), Finish("success", "ok"))), "partly", 5),
        (turn(call(CLICK, Finish("success", "ok"))), "completed", 0),
        (Turn("r", calls=(call(CLICK),), finish=Finish("success", "ok")), "completed", 0),
    ],
)
def test_the_model_ends_the_run_by_call_or_function(ending: Turn, status: str, code: int) -> None:
    finished = drive(world([ending]))

    assert (finished.status, finished.exit_code) == (status, code)


def test_where_nothing_may_be_pressed_the_run_ends_before_anything_is_sent_to_the_model() -> None:
    scene = world([DONE])
    scene.executor.unwatched = "The process that releases held keys isn't running."

    finished = drive(scene)

    assert (finished.status, finished.exit_code) == ("failed", 1)
    assert finished.message == scene.executor.unwatched
    assert scene.model.heard == []


def test_a_bug_ends_the_run_with_everything_let_go(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    scene = world([ZeroDivisionError("oops")])

    finished = drive(scene)

    assert finished.status == "failed"
    assert scene.executor.released == 1
    assert "ZeroDivisionError" in caplog.text


def test_a_stop_between_two_input_events_ends_the_run() -> None:
    def stopped(action: Action) -> None:
        scene.stop.set("interrupt")
        raise Stopped

    scene = world([turn(call(CLICK))])
    scene.executor.then = stopped

    finished = drive(scene)

    assert (finished.status, finished.exit_code) == ("stopped", 130)
    assert scene.executor.released == 1


@pytest.mark.parametrize("end", [DONE, Turn("r", finish=Finish("success", "Done."))])
def test_a_run_whose_last_act_failed_is_not_completed_whatever_the_model_says(end: Turn) -> None:
    def act(action: Action) -> None:
        if isinstance(action, Navigate):
            raise UntypableTextError("There is no browser here.", "Install one.")

    address = Navigate("https://example.org")
    scene = world([turn(call(CLICK)), turn(call(address)), turn(call(Look())), end], mode="auto")
    scene.executor.then = act

    finished = drive(scene)

    assert (finished.status, finished.exit_code) == ("partly", 5)
    assert of(scene, Noticed)[-1].text == "The last step wasn't carried out, and the model didn't continue."
