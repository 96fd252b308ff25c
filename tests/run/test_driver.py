"""The loop: what is done, what is left, what the model and the journal are told."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

import pytest

from desktop_agent.core.actions import Action, Click, Finish, HoldKey, Look, Move, Press, Type, Wait
from desktop_agent.core.decision import Rejected, StopRun
from desktop_agent.core.errors import InputDeniedError, RejectedError, UntypableTextError
from desktop_agent.core.events import (
    ActionDone,
    ActionFailed,
    ActionStarted,
    Answered,
    Decided,
    FrameTaken,
    RunFinished,
    UsageReported,
)
from desktop_agent.core.geometry import ImagePoint
from desktop_agent.core.stop import Stopped
from desktop_agent.core.turn import Call, Message, Misfit, Opening, Proposal, Reply, SafetyCheck, Turn, Usage
from desktop_agent.policy.judge import Mode
from desktop_agent.policy.limits import Limits
from desktop_agent.policy.progress import TOLD
from desktop_agent.run.driver import Driver
from tests.fakes.rooms import World, world

E = TypeVar("E")
AT = ImagePoint(10, 10)
CLICK = Click(AT)
CHECK = SafetyCheck("sc1", "malicious_instructions", "Look out", {"id": "sc1", "code": "malicious_instructions"})
DONE = Turn("r9", messages=("Done.",))


def call(*actions: Action | Misfit, checks: tuple[SafetyCheck, ...] = (), call_id: str = "c1") -> Call:
    return Call(call_id, tuple(Proposal(action, {"type": "x"}) for action in actions), checks)


def turn(*calls: Call) -> Turn:
    return Turn("r1", calls=calls)


def drive(scene: World) -> RunFinished:
    return asyncio.run(Driver(scene.rooms).drive("task"))


def reply(scene: World, number: int = 1) -> Reply:
    message = scene.mind.heard[number]
    assert isinstance(message, Reply)
    return message


def of(scene: World, kind: type[E]) -> list[E]:
    return [event for event in scene.recorder.events if isinstance(event, kind)]


def test_a_click_is_done_and_answered_with_the_picture_after_it() -> None:
    scene = world([turn(call(CLICK)), DONE])
    scene.hands.then = lambda _: setattr(scene.camera, "colour", 9)

    finished = drive(scene)

    assert (finished.status, finished.exit_code, finished.message) == ("completed", 0, "Done.")
    assert (finished.turns, finished.actions) == (2, 1)
    assert scene.hands.done == [CLICK]
    assert isinstance(scene.mind.heard[0], Opening)
    assert reply(scene).results[0].frame.pixels.bgrx[0] == 9
    assert reply(scene).results[0].told == ("Click (10, 10)",)


def test_the_intent_is_written_before_the_act() -> None:
    scene = world([turn(call(CLICK)), DONE])
    written: list[str] = []
    scene.hands.then = lambda _: written.extend(event.event for event in scene.recorder.events)

    drive(scene)

    assert written[-1] == ActionStarted.event
    assert [stamped.seq for stamped in scene.recorder.lines] == list(range(1, len(scene.recorder.lines) + 1))


def test_a_dialog_that_popped_up_does_not_get_the_click() -> None:
    def pops_up(message: Message) -> Turn:
        del message
        scene.camera.window = 2
        return turn(call(CLICK))

    scene = world([pops_up, DONE])

    drive(scene)

    assert scene.hands.done == []
    assert "changed" in reply(scene).notes[0]
    assert reply(scene).results[0].frame.scene.windows[0].id == 2
    assert of(scene, FrameTaken)[-1].reason == "recheck"
    assert of(scene, ActionStarted) == []


def test_a_picture_that_changed_around_the_target_stops_the_click_and_another_focus_the_keys() -> None:
    def repaints(message: Message) -> Turn:
        del message
        scene.camera.colour += 1
        scene.camera.focus += 1
        return turn(call(next(actions)))

    actions = iter((CLICK, Press(("enter",)), Type("x")))
    scene = world([repaints, repaints, DONE])

    drive(scene)

    assert scene.hands.done == []


def test_a_place_that_never_rests_is_asked_about_and_then_pressed() -> None:
    def repaints(message: Message) -> Turn:
        del message
        scene.camera.colour += 1
        return turn(call(CLICK))

    scene = world([repaints, repaints, repaints, DONE])

    drive(scene)

    assert scene.hands.done == [CLICK]
    assert [question.reasons[0].rule for question in scene.person.asked] == ["restless"]


def test_a_click_right_after_a_move_to_the_same_place_is_not_taken_for_a_change() -> None:
    scene = world([turn(call(Move(AT), Click(ImagePoint(11, 10)))), DONE])
    scene.hands.then = lambda action: setattr(scene.camera, "colour", 5) if isinstance(action, Move) else None

    drive(scene)

    assert scene.hands.done == [Move(AT), Click(ImagePoint(11, 10))]


def test_a_batch_ends_where_the_screen_is_no_longer_what_the_model_saw() -> None:
    scene = world([turn(call(CLICK, Click(ImagePoint(50, 50)), Press(("a",)))), DONE])
    scene.hands.then = lambda _: setattr(scene.camera, "colour", 5)

    drive(scene)

    assert scene.hands.done == [CLICK]
    assert len(reply(scene).results) == 1
    assert reply(scene).results[0].told == ("Click (10, 10)",)


def test_a_refused_rule_is_told_with_a_true_picture_and_the_run_goes_on() -> None:
    scene = world([turn(call(Press(("ctrl", "alt", "f1")))), turn(call(CLICK)), DONE])

    finished = drive(scene)

    assert finished.status == "completed"
    assert scene.hands.done == [CLICK]
    assert "another console" in reply(scene).notes[0]
    assert reply(scene).results[0].call_id == "c1"
    assert of(scene, Decided)[0].verdict == "deny"


def test_an_unreadable_action_is_told_and_nothing_after_it_is_done() -> None:
    scene = world([turn(call(Misfit("There is no action “fly”."), CLICK), call(CLICK, call_id="c2")), DONE])

    drive(scene)

    assert scene.hands.done == []
    assert "fly" in reply(scene).notes[0]
    assert [result.call_id for result in reply(scene).results] == ["c1", "c2"]


def test_three_refusals_in_a_row_end_the_run_as_blocked() -> None:
    denied = Press(("ctrl", "alt", "f1"))
    scene = world([turn(call(denied)), turn(call(Misfit("no"))), turn(call(Press(("super", "l"))))])

    finished = drive(scene)

    assert (finished.status, finished.exit_code) == ("blocked", 5)


@pytest.mark.parametrize("ending", [DONE, Turn("r", finish=Finish("failed", "I give up."))])
def test_a_model_that_gives_up_after_a_refusal_ends_as_blocked(ending: Turn) -> None:
    scene = world([turn(call(CLICK)), ending], control="Send")
    scene.person.answers = [Rejected("Not today.")]

    finished = drive(scene)

    assert (finished.status, finished.exit_code) == ("blocked", 5)
    assert "Not today." in reply(scene).notes[0]
    assert scene.hands.done == []
    assert of(scene, Decided)[0].reply == "Not today."


def test_a_person_may_stop_the_run_from_a_question() -> None:
    scene = world([turn(call(CLICK))], control="Delete")
    scene.person.answers = [StopRun()]

    finished = drive(scene)

    assert (finished.status, finished.exit_code) == ("stopped", 3)
    assert scene.hands.done == []
    assert of(scene, Decided)[0].verdict == "stop"


def test_a_confirmed_check_goes_back_with_the_result_of_its_call() -> None:
    scene = world([turn(call(CLICK, Press(("a",)), checks=(CHECK,))), DONE])

    drive(scene)

    assert scene.hands.done == [CLICK, Press(("a",))]
    assert reply(scene).results[0].acknowledged == (CHECK,)
    assert len(scene.person.asked) == 1
    assert scene.person.asked[0].sentence == "Click (10, 10); then Press a"
    assert scene.person.asked[0].reasons[0].outside


@pytest.mark.parametrize("mode", ["guard", "auto"])
def test_a_refused_check_is_never_acknowledged_and_its_call_left_behind(mode: Mode) -> None:
    scene = world([turn(call(Move(AT), call_id="c0"), call(CLICK, checks=(CHECK,))), DONE], mode=mode)
    scene.person.answers = [Rejected()]

    drive(scene)

    assert scene.hands.done == [Move(AT)]
    assert reply(scene).abandon == ("c1",)
    assert reply(scene).results == ()
    assert "Move the pointer" in reply(scene).notes[-1]


def test_a_call_with_a_check_that_is_not_reached_is_left_behind_too() -> None:
    scene = world([turn(call(Misfit("no")), call(CLICK, checks=(CHECK,), call_id="c2")), DONE])

    drive(scene)

    assert scene.person.asked == []
    assert reply(scene).abandon == ("c2",)


def test_the_same_action_on_an_unchanged_picture_is_told_then_asked_then_ended() -> None:
    scene = world([turn(call(CLICK)) for _ in range(6)])

    finished = drive(scene)

    assert (finished.status, finished.exit_code) == ("limit", 4)
    assert len(scene.hands.done) == 4
    assert TOLD in reply(scene, 3).notes
    assert TOLD not in reply(scene, 2).notes
    assert [question.reasons[0].rule for question in scene.person.asked] == ["no-progress"]


def test_the_same_key_again_is_progress_when_the_picture_changes() -> None:
    scene = world([*(turn(call(Press(("down",)))) for _ in range(8)), DONE])
    scene.hands.then = lambda _: setattr(scene.camera, "colour", scene.camera.colour + 1)

    assert drive(scene).status == "completed"


def test_a_rehearsal_does_nothing_and_ends_when_the_model_repeats_itself() -> None:
    scene = world([turn(call(CLICK)), turn(call(Press(("a",)))), turn(call(Press(("a",))))], mode="watch")

    finished = drive(scene)

    assert (finished.status, finished.exit_code) == ("completed", 0)
    assert scene.hands.done == []
    assert {(decided.verdict, decided.by) for decided in of(scene, Decided)} == {("deny", "mode")}
    assert "rehearsal" in reply(scene).notes[0]


def test_auto_says_yes_by_mode() -> None:
    scene = world([turn(call(CLICK)), DONE], mode="auto", control="Send")

    drive(scene)

    assert scene.hands.done == [CLICK]
    assert (of(scene, Decided)[0].by, of(scene, Decided)[0].rule) == ("mode", "consequence-send")


@pytest.mark.parametrize(
    ("limits", "turns", "word"),
    [(Limits(2, 10), 2, "2 steps"), (Limits(50, 0.0), 0, "minutes"), (Limits(9, 9, 1.0), 1, "USD")],
)
def test_a_limit_is_checked_before_each_request(limits: Limits, turns: int, word: str) -> None:
    def costly(message: Message) -> Turn:
        del message
        scene.camera.colour += 1
        return Turn("r", calls=(call(Look()),), usage=Usage(1, 2, 3), cost=1.0)

    scene = world([costly] * 5, limits=limits)

    finished = drive(scene)

    assert (finished.status, finished.exit_code) == ("limit", 4)
    assert word in finished.message
    assert len(scene.mind.heard) == turns


def test_usage_and_cost_are_added_up() -> None:
    scene = world(
        [
            Turn("r", calls=(call(Look()),), usage=Usage(1, None, 3), cost=0.5),
            Turn("r", messages=("ok",), usage=Usage(2, 4, 6)),
        ]
    )

    finished = drive(scene)

    assert finished.usage == {"input_tokens": 3, "output_tokens": 4, "total_tokens": 9}
    assert finished.cost == 0.5
    assert len(of(scene, UsageReported)) == 2


def test_a_question_in_words_is_answered_and_the_run_goes_on() -> None:
    scene = world([Turn("r", messages=("Which folder?",)), DONE])
    scene.person.words = ["Documents"]

    finished = drive(scene)

    assert finished.status == "completed"
    assert reply(scene).notes == ("Documents",)
    assert reply(scene).results == ()
    assert of(scene, Answered)[0].text == "Documents"


def test_a_question_that_nobody_can_answer_ends_the_run() -> None:
    finished = drive(world([Turn("r", messages=("Which folder?",))]))

    assert (finished.status, finished.message) == ("completed", "Which folder?")


@pytest.mark.parametrize(
    ("ending", "status", "code"),
    [
        (Turn("r", finish=Finish("success", "ok")), "completed", 0),
        (Turn("r", finish=Finish("failed", "no")), "failed", 1),
        (turn(call(Finish("success", "ok"))), "completed", 0),
        (turn(call(CLICK, Finish("failed", "no"))), "failed", 1),
        (Turn("r", calls=(call(CLICK),), finish=Finish("success", "ok")), "completed", 0),
    ],
)
def test_the_model_ends_the_run_by_call_or_function(ending: Turn, status: str, code: int) -> None:
    finished = drive(world([ending]))

    assert (finished.status, finished.exit_code) == (status, code)


def test_an_error_of_the_model_ends_the_run_in_a_sentence() -> None:
    finished = drive(world([RejectedError("The server refused the key.", "Check it.", status=401)]))

    assert (finished.status, finished.exit_code) == ("failed", 1)
    assert finished.message == "The server refused the key. Check it."


def test_a_bug_ends_the_run_with_everything_let_go(caplog: pytest.LogCaptureFixture) -> None:
    scene = world([ZeroDivisionError("oops")])

    finished = drive(scene)

    assert finished.status == "failed"
    assert scene.hands.released == 1
    assert "ZeroDivisionError" in caplog.text


def _raising(error: Exception) -> Callable[[Action], None]:
    def perform(action: Action) -> None:
        raise error

    return perform


def test_an_action_that_cannot_be_done_is_told_and_the_run_goes_on() -> None:
    scene = world([turn(call(Type("☃"))), DONE])
    scene.hands.then = _raising(UntypableTextError("This cannot be typed.", "Try less."))

    finished = drive(scene)

    assert finished.status == "completed"
    assert of(scene, ActionFailed)[0].error == "This cannot be typed. Try less."
    assert of(scene, ActionDone) == []
    assert "cannot be typed" in reply(scene).notes[0]


def test_input_that_the_system_denies_ends_the_run() -> None:
    scene = world([turn(call(CLICK))])
    scene.hands.then = _raising(InputDeniedError("No input.", "Allow it."))

    assert drive(scene).status == "failed"


def test_a_stop_between_two_input_events_ends_the_run() -> None:
    def stopped(action: Action) -> None:
        scene.stop.set("interrupt")
        raise Stopped

    scene = world([turn(call(CLICK))])
    scene.hands.then = stopped

    finished = drive(scene)

    assert (finished.status, finished.exit_code) == ("stopped", 130)
    assert scene.hands.released == 1


def test_nothing_is_asked_of_the_model_after_a_stop() -> None:
    scene = world([turn(call(CLICK))])
    scene.stop.set("signal")
    scene.stop.set("interrupt")

    finished = drive(scene)

    assert (finished.status, finished.exit_code) == ("stopped", 3)
    assert scene.mind.heard == []


def test_a_stop_while_the_model_thinks_cancels_its_answer() -> None:
    scene = world([])
    running: list[asyncio.Task[RunFinished]] = []

    async def think_forever(message: Message) -> Turn:
        del message
        scene.rooms.stop.set("signal")
        running[0].cancel()
        await asyncio.sleep(3600)
        return DONE

    async def run() -> RunFinished:
        running.append(asyncio.create_task(Driver(scene.rooms).drive("task")))
        return await running[0]

    scene.mind.think = think_forever  # type: ignore[method-assign]  # a mind that never answers
    finished = asyncio.run(run())

    assert finished.status == "stopped"
    assert scene.mind.cancelled == 1


def test_held_keys_count_for_the_next_chord() -> None:
    scene = world([turn(call(HoldKey(("ctrl", "alt")))), turn(call(Press(("f1",)))), DONE])

    drive(scene)

    assert scene.hands.done == [HoldKey(("ctrl", "alt"))]


def test_waits_and_looks_send_no_input() -> None:
    scene = world([turn(call(Wait(0.01))), turn(call(Look())), DONE])

    finished = drive(scene)

    assert scene.hands.done == []
    assert finished.actions == 2
    assert scene.camera.effects == ["none", "none"]
