"""How long a pause may last, whose time it is, and what is not asked meanwhile."""

import asyncio

from desktop_agent.core.actions import Action
from desktop_agent.core.decision import Answer, Approved, Question, Target
from desktop_agent.core.events import Paused
from desktop_agent.core.frame import Frame
from desktop_agent.core.presence import UserInput
from desktop_agent.core.turn import ModelInput, Turn
from desktop_agent.run.compose import run_loop
from desktop_agent.run.loop import RunLoop
from desktop_agent.run.pause import NOBODY_CAME, TAKEN_OVER_NOTE
from tests.fakes.run_ports import World, world
from tests.fakes.turns import CLICK, DONE, call, drive, of, reply, turn

MOUSE, LOCK = UserInput("pointer"), UserInput("lock")


def impatient(scene: World) -> RunLoop:
    loop = run_loop(scene.ports)
    loop._pauses._longest_s = 0.05
    return loop


async def says_nothing(reason: str) -> None:
    await asyncio.Event().wait()


def test_a_person_who_has_just_taken_over_is_not_asked() -> None:
    scene = world([turn(call(CLICK)), DONE], mode="ask")
    looked = 0

    async def target(frame: Frame, action: Action) -> Target:
        nonlocal looked
        looked += 1
        scene.pause.on_user_input(MOUSE)
        scene.person.back.set()
        return Target()

    scene.controls.target = target  # type: ignore[method-assign]
    drive(scene)

    assert (looked, scene.person.asked, scene.executor.done) == (1, [], [])
    assert reply(scene).notes == (TAKEN_OVER_NOTE,)


def test_a_pause_while_a_question_is_open_is_told_when_it_is_answered() -> None:
    scene = world([turn(call(CLICK)), DONE], mode="ask")
    scene.person.back.set()
    told_at_answer, paused = list[list[str]](), asyncio.Event()
    restore = scene.overlays.restore

    def restores() -> None:
        restore()
        paused.set()

    scene.overlays.restore = restores  # type: ignore[method-assign]  # the last that is done before the person is told

    async def decides(question: Question) -> Answer:
        scene.pause.on_user_input(LOCK)
        await paused.wait()
        told_at_answer.append([*scene.person.told])
        return Approved()

    scene.person.decide = decides  # type: ignore[method-assign]
    drive(scene)

    assert told_at_answer == [[]]
    assert scene.person.told == ["The screen was locked."]
    assert scene.executor.done == []


def test_a_pause_that_nobody_ends_stops_a_run_whose_model_never_answers_and_is_said_once() -> None:
    scene = world([])

    async def think(message: ModelInput) -> Turn:
        scene.pause.on_user_input(MOUSE)
        await asyncio.Event().wait()
        raise AssertionError

    scene.model.think = think  # type: ignore[method-assign]  # a server that hangs
    scene.person.hand_back = says_nothing  # type: ignore[method-assign]
    finished = asyncio.run(asyncio.wait_for(impatient(scene).drive("task"), 5.0))

    assert (finished.exit_code, finished.message) == (3, NOBODY_CAME)
    assert len(of(scene, Paused)) == 1
    assert scene.model.cancelled == 1
