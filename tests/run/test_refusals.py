"""What is refused, out of reach or not done, and what the model and the journal are told."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from desktop_agent.core.actions.action import Action, Click, Finish, HoldButton, HoldKey, Look, Move, Navigate, Press
from desktop_agent.core.decisions.decision import Answer, Rejected, StopRun, TookOver
from desktop_agent.core.decisions.mode import Mode
from desktop_agent.core.errors import InputError
from desktop_agent.core.pictures import Frame, ImagePoint
from desktop_agent.core.runs.events import ActionFailed, ActionStarted, Decided, Noticed
from desktop_agent.core.runs.outcome import Outcome
from desktop_agent.core.runs.turn import InvalidAction, ModelInput, Turn, Usage
from desktop_agent.core.texts.message import Message
from desktop_agent.policy.limits import Limits
from tests.fakes.runs.run_ports import PaintedScreen, world
from tests.fakes.servers.turns import AT, CHECK, CLICK, DONE, call, drive, of, reply, turn


@pytest.mark.parametrize("end", [DONE, turn(call(Finish("success"))), Turn(finish=Finish("success"))])
@pytest.mark.parametrize(("answers", "status"), [([Rejected("not this one")], "partly"), ([], "completed")])
def test_a_run_that_left_a_step_out_is_partly_done_by_whatever_word_it_ends(
    end: Turn, answers: list[Answer], status: str
) -> None:
    scene = world([turn(call(CLICK)), turn(call(CLICK)), end], mode="ask")
    scene.person.answers = [*answers]

    assert drive(scene).status == status


def test_an_unreadable_action_is_told_and_nothing_after_it_is_done() -> None:
    scene = world([turn(call(InvalidAction("There is no action “fly”."), CLICK), call(CLICK, call_id="c2")), DONE])

    drive(scene)

    assert scene.executor.done == []
    assert "fly" in reply(scene).notes[0]
    assert [notice.text for notice in of(scene, Noticed)][:1] == [
        "This action wasn't performed: There is no action “fly”."
    ]
    assert [result.call_id for result in reply(scene).results] == ["c1", "c2"]


def test_three_refusals_in_a_row_end_the_run_as_blocked() -> None:
    denied = Navigate("javascript:alert(1)")
    scene = world([turn(call(denied)), turn(call(denied)), turn(call(Click(ImagePoint(5000, 10))))])

    finished = drive(scene)

    assert (finished.status, finished.exit_code) == ("blocked", 5)


@pytest.mark.parametrize("ending", [DONE, Turn("r", finish=Finish("failed", "I give up."))])
def test_a_model_that_gives_up_after_a_refusal_ends_as_blocked(ending: Turn) -> None:
    scene = world([turn(call(CLICK)), ending], control="Send")
    scene.person.answers = [Rejected("Not today.")]

    finished = drive(scene)

    assert (finished.status, finished.exit_code) == ("blocked", 5)
    assert "Not today." in reply(scene).notes[0]
    assert scene.executor.done == []
    assert of(scene, Decided)[0].reply == "Not today."


def test_a_person_may_stop_the_run_from_a_question() -> None:
    scene = world([turn(call(CLICK))], control="Delete")
    scene.person.answers = [StopRun()]

    finished = drive(scene)

    assert (finished.status, finished.exit_code, scene.executor.done) == ("stopped", 3, [])
    assert of(scene, Decided)[0].verdict == "stop"


def test_a_confirmed_check_goes_back_with_the_result_of_its_call() -> None:
    scene = world([turn(call(CLICK, Press(("a",)), checks=(CHECK,))), DONE])

    drive(scene)

    assert scene.executor.done == [CLICK, Press(("a",))]
    assert reply(scene).results[0].acknowledged == (CHECK,)
    assert len(scene.person.asked) == 1
    assert scene.person.asked[0].sentence == "Click a place in “Letter”; then Press A in “Letter”"
    assert scene.person.asked[0].reasons[0].outside


@pytest.mark.parametrize(("mode", "answer"), [("guard", Rejected()), ("auto", Rejected()), ("guard", TookOver())])
def test_a_refused_check_is_never_acknowledged_and_its_call_left_behind(mode: Mode, answer: Answer) -> None:
    scene = world([turn(call(Move(AT), call_id="c0"), call(CLICK, checks=(CHECK,))), DONE], mode=mode)
    scene.person.answers = [answer]
    scene.person.back.set()

    drive(scene)

    assert scene.executor.done == [Move(AT)]
    assert reply(scene).abandon == ("c1",)
    assert reply(scene).results == ()
    assert "Move the pointer" in reply(scene).notes[-1]


@pytest.mark.parametrize(
    ("limits", "turns", "word"),
    [(Limits(2, 10), 2, "2 steps"), (Limits(50, 0.0), 0, "minutes"), (Limits(9, 9, 1.0), 1, "USD")],
)
def test_a_limit_is_checked_before_each_request(limits: Limits, turns: int, word: str) -> None:
    def costly(message: ModelInput) -> Turn:
        scene.camera.colour += 1
        return Turn(calls=(call(Look()),), usage=Usage(1, 2, 3), cost=1.0)

    scene = world([costly] * 5, limits=limits)

    finished = drive(scene)

    assert (finished.status, finished.exit_code) == ("limit", 4)
    assert word in finished.message
    assert len(scene.model.heard) == turns


@pytest.mark.parametrize("hold", [HoldKey(("ctrl",)), HoldButton(ImagePoint(50, 50))])
def test_nothing_stays_held_while_a_person_is_asked(hold: Action) -> None:
    scene = world([turn(call(hold)), turn(call(Press(("enter",)), CLICK)), DONE])
    scene.executor.then = lambda _: setattr(scene.controls, "control", "Send")

    drive(scene)

    assert scene.executor.done == [hold]
    assert scene.person.asked == []
    assert scene.executor.released == 2  # for the question that was not asked, and at the end
    assert "were released" in reply(scene, 2).notes[0]


@pytest.mark.parametrize(
    ("mode", "answers", "breaks", "why"),
    [
        ("guard", [Rejected("Not today.")], False, "refused"),
        ("watch", [], False, "rehearsed"),
        ("guard", [TookOver()], False, "taken over"),
        ("auto", [], True, "failed"),
        ("auto", [], False, None),
    ],
)
def test_a_reply_tells_why_an_action_was_not_done(
    mode: Mode, answers: list[Answer], breaks: bool, why: str | None
) -> None:
    def act(_action: object) -> None:
        if breaks:
            raise InputError("The key is stuck.", "")

    scene = world([turn(call(CLICK)), DONE], mode=mode, control="Send")
    scene.person.answers = answers
    scene.person.back.set()
    scene.executor.then = act
    drive(scene)

    not_done = reply(scene).not_done
    assert (not_done and not_done.why) == why
    assert not_done is None or not_done.text in reply(scene).notes


WHY = "The window “Order”, which this run is bound to, is covered or ends at that place"


def test_what_cannot_be_reached_is_left_unasked_and_the_model_is_told_why() -> None:
    scene = world([turn(call(CLICK)), DONE], mode="ask")
    scene.camera.refuses = WHY

    drive(scene)

    assert (scene.person.asked, scene.executor.done, of(scene, ActionStarted)) == ([], [], [])
    assert [(event.verdict, event.rule, event.reply) for event in of(scene, Decided)] == [("deny", "out-of-reach", WHY)]
    assert reply(scene).notes == (f"This wasn't done: Click (10, 10). {WHY}.",)


def test_the_model_is_told_when_the_picture_shows_another_part() -> None:
    class TwoMonitors(PaintedScreen):
        def grab(self, taken: Callable[[], None] = lambda: None) -> Frame:
            return replace(super().grab(taken), shows=f"monitor {self.colour} of 2")

    def look(message: ModelInput) -> Turn:
        scene.camera.colour = 2
        return turn(call(CLICK))

    scene = world([look, turn(call(CLICK)), DONE])
    scene.camera = TwoMonitors(colour=1)
    scene.ports.camera = scene.camera
    drive(scene)

    reported = "The screenshot now shows monitor 2 of 2, at 200x100."
    assert [note for note in reply(scene).notes if "shows" in note] == [reported]
    assert [note for note in reply(scene, 2).notes if "shows" in note] == []
    assert [event.text for event in of(scene, Noticed) if "shows" in event.text] == [reported]


def test_taking_over_from_a_card_is_no_refusal_and_nothing_that_it_left_is_missing() -> None:
    scene = world([turn(call(CLICK, Press(("a",))), call(CLICK, call_id="c2")), DONE], control="Send")
    scene.person.answers = [TookOver()]
    scene.person.back.set()

    finished = drive(scene)

    assert [(event.verdict, event.by, event.rule) for event in of(scene, Decided)] == [
        ("deny", "human", "takeover")
    ] * 3
    assert finished.outcome == Outcome(windows=())


def test_what_follows_a_refusal_in_other_calls_was_left_out_by_nobodys_hand() -> None:
    scene = world([turn(call(CLICK), *(call(CLICK, call_id=f"c{number}") for number in (2, 3))), DONE], control="Send")
    scene.person.answers = [Rejected()]
    drive(scene)

    assert [(event.by, event.rule) for event in of(scene, Decided)][1:] == [("policy", "not-reached")] * 2


UNANSWERED = Rejected(Message("There was no one to ask."), by="policy")


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ([Rejected()] * 3, "3 steps in a row were refused. You refused it."),
        ([Rejected("Not today.")] * 3, "3 steps in a row were refused. You refused it: “Not today.”"),
        (
            [UNANSWERED] * 3,
            "3 steps in a row were refused. This step requires your approval. There was no one to ask.",
        ),
    ],
)
def test_a_run_that_ends_as_blocked_tells_the_person_why_and_not_the_model_what_to_do(
    answers: list[Answer], words: str
) -> None:
    scene = world([turn(call(CLICK)) for _ in answers], control="Send")
    scene.person.answers = answers

    assert drive(scene).message == words


def test_what_failed_is_told_to_the_person_without_the_advice_for_the_model() -> None:
    def act(_action: object) -> None:
        raise InputError("The key is stuck.", "Look at the new screenshot.")

    scene = world([turn(call(CLICK)), DONE])
    scene.executor.then = act
    drive(scene)

    assert [failed.error for failed in of(scene, ActionFailed)] == ["The key is stuck."]
    assert "Look at the new screenshot." in reply(scene).notes[0]
