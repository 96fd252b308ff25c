"""How a run ends: by the model, a limit, no progress, an error, or a stop; and what of an answer is done until then."""

from dataclasses import replace

import pytest

from desktop_agent.core.actions.action import Action, Finish, HoldKey, Look, Navigate, Press, Type, Wait
from desktop_agent.core.errors import UntypableTextError
from desktop_agent.core.pictures import Rect
from desktop_agent.core.runs.events import ActionProposed, Answered, Asked, Decided, Noticed
from desktop_agent.core.runs.outcome import WindowLeft
from desktop_agent.core.runs.turn import Call, InvalidAction, ModelInput, Turn
from desktop_agent.policy.limits import REPEATED_NOTE
from tests.fakes.runs.run_ports import world
from tests.fakes.servers.turns import CLICK, DONE, call, drive, of, reply, turn

BOX = Rect(0, 0, 9, 9)
DENIED = Navigate("javascript:alert(1)")


def test_the_same_action_on_an_unchanged_picture_is_told_then_asked_then_ended() -> None:
    both = (CLICK, Press(("a",)))
    scene = world([turn(call(*both)) for _ in range(6)])

    finished = drive(scene)

    assert (finished.status, finished.exit_code) == ("limit", 4)
    assert len(scene.executor.done) == 8
    assert REPEATED_NOTE in reply(scene, 3).notes
    assert REPEATED_NOTE not in reply(scene, 2).notes
    assert [(one.reasons[0].rule, one.actions) for one in scene.person.asked] == [("no-progress", both)]


def test_a_rehearsal_shows_all_and_does_nothing_and_ends_when_the_model_repeats_itself() -> None:
    first = turn(call(CLICK, InvalidAction("no")), call(DENIED, call_id="c2"))
    scene = world([first, turn(call(Press(("a",)))), turn(call(Press(("a",))))], mode="watch")

    finished = drive(scene)

    assert (finished.status, finished.exit_code) == ("rehearsed", 0)
    assert scene.executor.done == []
    assert [event.rule for event in of(scene, Decided)] == ["watch", "unreadable", "watch", "watch"]
    assert "rehearsal" in reply(scene).notes[0]
    assert [result.call_id for result in reply(scene).results] == ["c1", "c2"]


def test_whoever_is_asked_hears_what_the_model_has_said_last() -> None:
    asks = Turn("r", reasoning=("A menu.",), messages=("I open it.",), calls=(call(CLICK),))
    prose = Turn("r2", messages=("2 of 9: the second is cheaper.",), calls=(call(CLICK),))
    scene = world([asks, prose, DONE], mode="ask")

    drive(scene)

    assert [(one.says, one.step, one.task) for one in scene.person.asked] == [
        ("I open it.", "1", "task"),
        ("2 of 9: the second is cheaper.", "2", "task"),
    ]


@pytest.mark.parametrize(
    ("ending", "status", "code"),
    [
        (Turn("r", finish=Finish("success", "ok")), "partly", 5),
        (Turn("r", finish=Finish("success", " ")), "partly", 5),
        (Turn("r", messages=("It says “Hello”.",)), "answered", 0),
        (Turn("r", messages=("It says “Hello”.",), unchecked=True), "partly", 5),  # it may not be able to do more
        (Turn("r", messages=("",)), "partly", 5),
        (Turn("r", messages=("Which folder?",)), "partly", 5),  # which nobody answers
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


def test_the_words_of_a_model_that_has_called_a_function_are_an_answer() -> None:
    finished = drive(world([turn(call(Look())), Turn("r", messages=("It says “Hello”.",), unchecked=True)]))

    assert (finished.status, finished.exit_code) == ("answered", 0)


@pytest.mark.parametrize(
    ("act", "changed", "points_there", "status"),
    [
        (CLICK, (), False, "partly"),
        (CLICK, (), True, "completed"),  # its control need not show any more that the pointer is there
        (CLICK, (BOX,), False, "completed"),
        (Press(("ctrl", "c")), (), False, "completed"),
    ],
)
def test_plain_steps_of_clicks_are_completed_only_if_one_of_them_shows(
    act: Action, changed: tuple[Rect, ...], points_there: bool, status: str
) -> None:
    scene = world([turn(call(act)), turn(call(Wait(0.0))), Turn("r", finish=Finish("success", "ok"), exact=True)])
    scene.camera.changed = changed
    scene.executor.points_there = points_there

    finished = drive(scene)

    assert finished.status == status
    assert any("visibly changed" in event.text for event in of(scene, Noticed)) == (status == "partly")


def test_where_nothing_may_be_pressed_the_run_ends_before_anything_is_sent_to_the_model() -> None:
    scene = world([DONE])
    scene.executor.unwatched = "The process that releases held keys isn't running."

    finished = drive(scene)

    assert (finished.status, finished.exit_code, scene.model.heard) == ("failed", 1, [])
    assert finished.message == scene.executor.unwatched


def test_a_bug_ends_the_run_with_everything_let_go(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    scene = world([ZeroDivisionError("oops")])

    finished = drive(scene)

    assert finished.status == "failed"
    assert scene.executor.released == 1
    assert "ZeroDivisionError" in caplog.text


def test_a_run_whose_last_act_failed_is_not_completed_whatever_the_model_says() -> None:
    def act(action: Action) -> None:
        if isinstance(action, Navigate):
            raise UntypableTextError("There is no browser here.", "Install one.")

    address = Navigate("https://example.org")
    end = Turn("r", finish=Finish("success", "Done."))
    scene = world([turn(call(CLICK)), turn(call(address)), turn(call(Look())), end], mode="auto")
    scene.executor.then = act

    finished = drive(scene)

    assert (finished.status, finished.exit_code) == ("partly", 5)
    assert of(scene, Noticed)[-1].text == "The last step wasn't carried out, and the model didn't continue."


def test_an_answer_of_nothing_but_unknown_tools_is_a_turn_and_five_of_them_end_the_run() -> None:
    def another(message: ModelInput) -> Turn:
        assert message.frame.pixels.bgrx[0] == scene.camera.colour  # a new picture each time
        scene.camera.colour += 1
        return turn(replace(call(InvalidAction("There's no such tool.")), called="unknown"))

    scene = world([another] * 6)

    finished = drive(scene)

    assert (finished.status, finished.exit_code, finished.turns) == ("limit", 4, 5)
    assert "No progress: five responses in a row called only tools that don't exist." in finished.message


@pytest.mark.parametrize(
    ("turns", "expected"),
    [
        ([Turn("r", messages=("I would click.",), unchecked=True)], True),
        ([turn(call(CLICK)), Turn("r", messages=("Clicked.",), unchecked=True)], False),
        ([Turn("r", messages=("It is 12.",))], False),  # a vendor's own model, which works computers
    ],
)
def test_it_is_said_where_a_model_of_any_kind_only_talked(turns: list[Turn], expected: bool) -> None:
    scene = world(turns)

    drive(scene)

    assert any("only replied with text" in event.text for event in of(scene, Noticed)) is expected


def test_every_action_after_one_left_undone_is_proposed_and_decided_too() -> None:
    scene = world([turn(call(DENIED, CLICK, Look()), call(CLICK, call_id="c2")), DONE])

    drive(scene)

    proposed = [(event.call_id, event.index) for event in of(scene, ActionProposed)]
    decided = [(event.call_id, event.index) for event in of(scene, Decided)]
    assert proposed == decided == [("c1", 0), ("c1", 1), ("c1", 2), ("c2", 0)]
    assert [event.rule for event in of(scene, Decided)] == ["address", *["not-reached"] * 3]
    assert reply(scene).notes[1] == "Anything requested after that wasn't carried out."
    assert len(reply(scene).notes) == 2


def test_an_end_that_was_told_before_a_refusal_was_known_does_not_count() -> None:
    scene = world([Turn("r", calls=(call(DENIED),), finish=Finish("success", "All done!")), DONE])

    finished = drive(scene)

    assert len(scene.model.heard) == 2
    assert finished.message == "Done."


def test_a_failed_action_lets_held_keys_go_and_they_count_no_longer() -> None:
    def act(action: Action) -> None:
        if isinstance(action, Type):
            raise UntypableTextError("Only half of it arrived.", "Try less.")

    scene = world([turn(call(HoldKey(("ctrl", "alt")))), turn(call(Type("abc"))), turn(call(Press(("f1",)))), DONE])
    scene.executor.then = act

    drive(scene)

    assert scene.executor.done == [HoldKey(("ctrl", "alt")), Press(("f1",))]
    assert scene.executor.released == 2


QUESTIONS = ("Which folder?", "どれですか\uff1f」", "የትኛው\u1367", "Which folder? \n", "**Which folder?**")


@pytest.mark.parametrize("text", [*QUESTIONS, "Saved.", "Is it? It is.", "**", "", "? no", "Saved ?!"])
def test_a_question_is_known_by_its_mark_in_other_scripts_too_and_its_answer_is_told(text: str) -> None:
    scene = world([Turn("r", messages=(text,)), DONE])
    scene.person.words = ["That one"]

    assert drive(scene).status == ("answered" if text else "partly")
    assert [event.text for event in of(scene, Asked)] == ([text] if text in QUESTIONS else [])
    assert [event.text for event in of(scene, Answered)] == (["That one"] if text in QUESTIONS else [])
    assert text not in QUESTIONS or (reply(scene).notes, reply(scene).results) == (("That one",), ())


RELEASED = "Held keys and buttons were released while the person was being asked."


@pytest.mark.parametrize(("word", "expected"), [("That one", "That one"), (None, "No one answered.")])
def test_keys_released_for_a_question_are_told_with_an_answer_and_without_one(word: str | None, expected: str) -> None:
    scene = world([turn(call(HoldKey(("ctrl",)))), Turn("r", asks="Which one?"), DONE])
    scene.person.words = [word]

    drive(scene)

    assert scene.executor.released >= 1
    assert reply(scene, 2).notes == (expected, RELEASED)


def test_keys_released_for_a_question_are_told_where_the_person_writes_something_else_in_place_of_an_answer() -> None:
    def asks(message: ModelInput) -> Turn:
        scene.pause.words.say("Take the other file.")
        return Turn("r", messages=("Which one?",))

    scene = world([turn(call(HoldKey(("ctrl",)))), asks, DONE])
    scene.person.words = [None]

    drive(scene)

    assert reply(scene, 2).notes == (RELEASED,)
    assert reply(scene, 2).said == ("Take the other file.",)


def test_windows_that_are_opened_and_left_open_are_facts_of_the_end() -> None:
    def opens(_action: Action) -> None:
        scene.camera.above = 7
        scene.camera.above_box = Rect(50, 50, 40, 40)

    scene = world([turn(call(CLICK)), DONE])
    scene.executor.then = opens

    outcome = drive(scene).outcome

    assert outcome is not None
    assert outcome.windows == (WindowLeft("Letter", "Editor", opened=True),)


def unknown(call_id: str = "c0") -> Call:
    return replace(call(InvalidAction("There's no such tool."), call_id=call_id), called="unknown")


def test_nothing_that_follows_a_call_that_nobody_carries_out_is_done_and_the_run_says_so() -> None:
    scene = world([turn(call(CLICK), unknown(), call(Press(("a",)), call_id="c2")), DONE], mode="auto")

    finished = drive(scene)

    assert scene.executor.done == [CLICK]
    assert [(result.call_id, result.output) for result in reply(scene).results[1:]] == [
        ("c0", "There's no such tool."),
        ("c2", "This wasn't carried out because something before it wasn't."),
    ]
    assert reply(scene).notes == ("Anything requested after that wasn't carried out.",)
    assert [(event.call_id, event.rule) for event in of(scene, Decided)][1:] == [
        ("c0", "unreadable"),
        ("c2", "not-reached"),
    ]
    assert (finished.status, finished.exit_code) == ("partly", 5)


def test_an_unknown_call_that_nothing_follows_leaves_nothing_out_and_an_end_beside_one_is_no_end() -> None:
    scene = world([turn(call(CLICK), unknown()), Turn(calls=(unknown("c3"),), finish=Finish("success")), DONE])

    finished = drive(scene)

    assert (finished.status, len(scene.model.heard)) == ("completed", 3)


def test_the_card_for_an_action_shows_none_that_follows_one_which_cannot_be_done() -> None:
    scene = world([turn(call(CLICK), unknown(), call(Press(("enter",)), call_id="c2")), DONE], control="Send")

    drive(scene)

    assert [one.actions for one in scene.person.asked] == [(CLICK,)]
