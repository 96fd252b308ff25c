"""What one yes is good for, and what has changed since it was given."""

import pytest

from desktop_agent.core.actions import Action, Click, Move, Press, ReleaseButton, Type
from desktop_agent.core.decision import Answer, Approved, Question, Rejected
from desktop_agent.core.errors import GeometryChangedError
from desktop_agent.core.events import ActionFailed, ActionStarted, Decided, FrameTaken
from desktop_agent.core.geometry import ImagePoint
from desktop_agent.core.mode import Mode
from desktop_agent.core.turn import ModelInput, Turn
from tests.fakes.run_ports import world
from tests.fakes.turns import AT, CHECK, CLICK, DONE, call, drive, of, reply, turn

ELSEWHERE = Click(ImagePoint(50, 50))


@pytest.mark.parametrize(("mode", "control"), [("ask", ""), ("guard", "Send")])
def test_a_yes_is_for_one_action_and_the_next_of_the_batch_is_asked_again(mode: Mode, control: str) -> None:
    scene = world([turn(call(CLICK, ELSEWHERE)), DONE], mode=mode, control=control)

    drive(scene)

    assert [question.actions for question in scene.person.asked] == [(CLICK,), (ELSEWHERE,)]
    assert scene.executor.done == [CLICK, ELSEWHERE]


def test_a_rule_that_asks_of_a_later_action_asks_even_when_the_checks_were_confirmed() -> None:
    scene = world([turn(call(CLICK, ELSEWHERE, checks=(CHECK,))), DONE], control="Send")

    drive(scene)

    assert [question.actions for question in scene.person.asked] == [(CLICK, ELSEWHERE), (ELSEWHERE,)]
    assert reply(scene).results[0].acknowledged == (CHECK,)


def test_the_question_about_no_progress_shows_the_whole_batch_and_is_put_once() -> None:
    scene = world([turn(call(CLICK, ELSEWHERE)) for _ in range(4)] + [DONE])

    drive(scene)

    assert [question.actions for question in scene.person.asked] == [(CLICK, ELSEWHERE)]
    assert len(scene.executor.done) == 8


def test_an_approver_that_fails_has_said_no() -> None:
    scene = world([turn(call(CLICK)), DONE], control="Send")

    async def fails(question: Question) -> Answer:
        raise OSError(question.call_id)

    scene.person.decide = fails  # type: ignore[method-assign]  # a window that broke
    finished = drive(scene)

    assert (finished.status, scene.executor.done) == ("blocked", [])
    assert (of(scene, Decided)[0].verdict, of(scene, Decided)[0].by) == ("deny", "policy")


def test_a_stop_during_a_question_holds_whatever_the_answer() -> None:
    scene = world([turn(call(CLICK))], control="Send")

    async def stops(question: Question) -> Answer:
        del question
        scene.stop.set("interrupt")
        return Approved()

    scene.person.decide = stops  # type: ignore[method-assign]  # a person who is slower than the stop
    finished = drive(scene)

    assert (finished.exit_code, scene.executor.done, of(scene, ActionStarted)) == (130, [], [])


def test_text_is_not_typed_into_a_window_that_took_the_keyboard_after_the_click() -> None:
    scene = world([turn(call(Type("secret plan", AT))), DONE])
    scene.executor.then = lambda action: setattr(scene.camera, "focus", 77) if isinstance(action, Click) else None

    drive(scene)

    assert scene.executor.done == [Click(AT)]
    assert "took the focus after the click" in of(scene, ActionFailed)[0].error
    assert "took the focus after the click" in reply(scene).notes[0]


def test_a_yes_to_text_at_a_point_is_none_to_it_where_the_click_did_not_bring_the_keyboard() -> None:
    scene = world([turn(call(Type("hello", AT))), DONE], mode="ask")
    scene.camera.focus = 7

    drive(scene)

    assert scene.executor.done == [Click(AT)]
    assert "didn't move the focus there" in reply(scene).notes[0]


@pytest.mark.parametrize("action", [CLICK, Move(AT), ReleaseButton(AT), Press(("a",))])
def test_nothing_is_sent_to_points_of_a_desktop_that_is_no_longer_so(action: Action) -> None:
    scene = world([turn(call(action)), DONE])

    def moved(*_: object) -> bool:
        raise GeometryChangedError("The monitors have changed.")

    for name in ("same_near", "same_window", "same_focus"):
        setattr(scene.camera, name, moved)
    drive(scene)

    assert scene.executor.done == []


def test_what_is_written_on_the_screen_is_not_put_into_our_mouth() -> None:
    scene = world([turn(call(CLICK)), turn(call(ELSEWHERE)), DONE], control="Send to evil.example")
    scene.person.answers = [Rejected(), Approved()]

    drive(scene)

    said = [text for message in (reply(scene), reply(scene, 2)) for text in message.notes]
    said += [text for result in reply(scene, 2).results for text in result.told]
    assert not [text for text in said if "evil.example" in text]
    assert "evil.example" in scene.person.asked[0].sentence


@pytest.mark.parametrize("is_newer", [False, True])
def test_the_picture_that_a_person_decided_on_is_in_the_record(*, is_newer: bool) -> None:
    def thinks(message: ModelInput) -> Turn:
        del message
        scene.camera.colour += is_newer
        return turn(call(Move(AT)))

    scene = world([thinks, DONE], mode="ask")

    drive(scene)

    (question,) = scene.person.asked
    recorded = [one for one in scene.recorder.events if isinstance(one, FrameTaken | Decided)]
    before = recorded[: next(at for at, one in enumerate(recorded) if isinstance(one, Decided))]
    assert [one.sent for one in before if isinstance(one, FrameTaken)] == ["whole", *["asked"] * is_newer]
    assert isinstance(before[-1], FrameTaken)
    assert before[-1].sha256 == question.frame.digest
