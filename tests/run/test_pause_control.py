"""Who has the computer around a question: the hand that answers is no interruption, and has to rest first."""

import math

from desktop_agent.core.decision import Answer, Approved, Question, TookOver
from desktop_agent.core.events import Paused
from desktop_agent.core.presence import UserInput
from desktop_agent.run.control import ThreadStop
from desktop_agent.run.pause import PauseControl
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


def test_nothing_is_sent_after_a_hand_over_before_there_is_a_new_picture() -> None:
    pause = PauseControl(ThreadStop(), lambda: math.inf)
    pause.pause("takeover", "You moved the mouse.")
    pause.resume("human")

    assert pause.is_set()
    pause.acknowledge()
    assert not pause.is_set()
