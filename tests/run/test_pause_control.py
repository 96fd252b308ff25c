"""Who has the computer around a question: the hand that answers is no interruption, and has to rest first."""

import math

import pytest

from desktop_agent.core.decision import Answer, Approved, Question, TookOver
from desktop_agent.core.events import Paused
from desktop_agent.core.presence import UserInput
from desktop_agent.run.control import ThreadStop
from desktop_agent.run.pause import TOLD, PauseControl
from tests.fakes.run_ports import world
from tests.fakes.turns import CHECK, CLICK, DONE, call, drive, of, reply, turn

MOUSE, LOCK = UserInput("pointer"), UserInput("lock")


def test_the_hand_that_answers_a_question_does_not_pause_the_run() -> None:
    scene = world([turn(call(CLICK)), DONE], mode="ask")
    decide = scene.person.decide

    async def decides(question: Question) -> Answer:
        scene.pause.on_user_input(MOUSE)
        return await decide(question)

    scene.person.decide = decides  # type: ignore[method-assign]

    drive(scene)

    assert of(scene, Paused) == []
    assert scene.executor.done == [CLICK]


def test_nothing_is_sent_before_the_hand_that_answered_rests() -> None:
    scene = world([turn(call(CLICK)), DONE], mode="ask")
    quiet = iter([math.inf, 0.0, 0.1, 0.2, 0.3])
    asked: list[float] = []

    def quiet_for() -> float:
        asked.append(next(quiet))
        return asked[-1]

    scene.ports.pause = PauseControl(ThreadStop(), quiet_for)

    drive(scene)

    assert asked == [math.inf, 0.0, 0.1, 0.2, 0.3]
    assert scene.executor.done == [CLICK]


def test_a_person_who_goes_on_working_after_an_answer_has_taken_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desktop_agent.run.pause._STILL_MOVING_S", 0.1)
    scene = world([turn(call(CLICK)), DONE], mode="ask")
    moving = True
    began = False

    def quiet_for() -> float:
        return 0.0 if moving and began else math.inf

    async def decides(question: Question) -> Answer:
        nonlocal began
        began = True
        return Approved()

    async def hand_back(reason: str) -> None:
        nonlocal moving
        assert reason == "You're using the computer."
        moving = False

    scene.ports.pause = PauseControl(ThreadStop(), quiet_for)
    scene.person.decide = decides  # type: ignore[method-assign]
    scene.person.hand_back = hand_back  # type: ignore[method-assign]

    assert drive(scene).status == "partly"
    assert [one.by for one in of(scene, Paused)] == ["takeover"]


def test_a_locked_screen_pauses_even_before_a_question_is_answered() -> None:
    scene = world([turn(call(CLICK)), DONE], mode="ask")

    async def decides(question: Question) -> Answer:
        scene.pause.on_user_input(LOCK)
        scene.person.back.set()
        return Approved()

    scene.person.decide = decides  # type: ignore[method-assign]

    drive(scene)

    assert [one.by for one in of(scene, Paused)] == ["lock"]
    assert scene.executor.done == []


def test_taking_over_at_a_question_leaves_the_action_and_waits_for_the_person() -> None:
    scene = world([turn(call(CLICK)), DONE], mode="ask")
    scene.person.answers = [TookOver()]
    scene.person.back.set()

    drive(scene)

    assert scene.executor.done == []
    assert [one.by for one in of(scene, Paused)] == ["takeover"]
    assert reply(scene).notes == (TOLD,)


def test_taking_over_is_no_refusal() -> None:
    scene = world([turn(call(CLICK)) for _ in range(4)] + [DONE], mode="ask")
    scene.person.answers = [TookOver() for _ in range(3)]
    scene.person.back.set()

    assert drive(scene).status == "completed"


def test_a_safety_check_is_not_confirmed_by_taking_over() -> None:
    scene = world([turn(call(CLICK, checks=(CHECK,))), DONE])
    scene.person.answers = [TookOver()]
    scene.person.back.set()

    drive(scene)

    assert reply(scene).abandon == ("c1",)


def test_the_first_reason_of_a_pause_counts_and_a_stop_is_a_halt_too() -> None:
    pause = PauseControl(ThreadStop(), lambda: math.inf)
    pause.pause("human", "Paused.")
    pause.pause("takeover", "You moved the mouse.")

    assert pause.active is not None
    assert pause.active.by == "human"
    assert pause.wait(60)
    pause.resume("human")
    pause.acknowledge()
    assert not pause.wait(0.0)
    pause.stop.set("human")
    assert pause.wait(60)


def test_hands_do_not_count_before_the_run_begins() -> None:
    pause = PauseControl(ThreadStop(), lambda: math.inf)

    pause.on_user_input(MOUSE)

    assert pause.active is None


def test_a_hand_that_comes_before_the_next_picture_is_not_forgotten() -> None:
    pause = PauseControl(ThreadStop(), lambda: math.inf)
    pause.pause("takeover", "You moved the mouse.")

    pause.acknowledge()
    assert pause.was_paused
    pause.resume("human")
    assert pause.was_paused
    pause.acknowledge()
    assert not pause.was_paused


def test_nothing_is_sent_after_a_hand_over_before_there_is_a_new_picture() -> None:
    pause = PauseControl(ThreadStop(), lambda: math.inf)
    pause.pause("takeover", "You moved the mouse.")
    pause.resume("human")

    assert pause.is_set()
    pause.acknowledge()
    assert not pause.is_set()
