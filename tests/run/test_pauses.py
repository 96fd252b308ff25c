"""How long a pause may last, whose time it is, and what is not asked meanwhile."""

import asyncio

import pytest

from desktop_agent.core.actions import Action
from desktop_agent.core.decision import Answer, Approved, Question, Target
from desktop_agent.core.errors import ScreenError
from desktop_agent.core.events import FrameTaken, Paused
from desktop_agent.core.frame import Frame
from desktop_agent.core.presence import UserInput
from desktop_agent.core.stop import Stopped
from desktop_agent.core.turn import ModelInput, Turn
from desktop_agent.run.compose import run_loop
from desktop_agent.run.loop import RunLoop
from desktop_agent.run.pause import NOBODY_CAME, TOLD
from tests.fakes.run_ports import World, world
from tests.fakes.turns import CLICK, DONE, call, drive, of, reply, turn

MOUSE, LOCK = UserInput("pointer"), UserInput("lock")


def impatient(scene: World) -> RunLoop:
    loop = run_loop(scene.ports)
    loop._pauses._longest_s = 0.05
    return loop


async def says_nothing(reason: str) -> None:
    await asyncio.Event().wait()


async def for_a_while() -> None:
    await asyncio.wait({asyncio.ensure_future(asyncio.Event().wait())}, timeout=0.3)


def test_a_pause_that_nobody_ends_stops_the_run() -> None:
    scene = world([turn(call(CLICK))])

    def then(action: Action) -> None:
        scene.pause.on_user_input(MOUSE)
        raise Stopped

    scene.executor.then = then
    scene.person.hand_back = says_nothing  # type: ignore[method-assign]
    finished = asyncio.run(impatient(scene).drive("task"))

    assert (finished.status, finished.exit_code, finished.message) == ("stopped", 3, NOBODY_CAME)


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
    assert reply(scene).notes == (TOLD,)


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


def test_no_picture_is_taken_before_the_sign_of_the_pause_is_gone() -> None:
    scene = world([turn(call(CLICK)), DONE])
    pictures = list[int]()

    def then(action: Action) -> None:
        scene.pause.on_user_input(MOUSE)
        raise Stopped

    async def hand_back(reason: str) -> None:
        scene.pause.resume("human")  # by the tray, say
        try:
            await asyncio.Event().wait()
        finally:
            await for_a_while()
            pictures.append(len(of(scene, FrameTaken)))

    scene.executor.then = then
    scene.person.hand_back = hand_back  # type: ignore[method-assign]
    drive(scene)

    assert pictures == [1]


def test_the_sign_is_shown_again_where_the_screen_was_not_clear_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desktop_agent.run.pause._AGAIN_S", 0.01)
    scene = world([turn(call(CLICK)), DONE])
    told = list[str]()

    def then(action: Action) -> None:
        scene.pause.on_user_input(MOUSE)
        raise Stopped

    async def hand_back(reason: str) -> None:
        told.append(reason)
        if len(told) < 3:
            raise ScreenError("A window of ours did not leave the screen.", "Close others.")

    scene.executor.then = then
    scene.person.hand_back = hand_back  # type: ignore[method-assign]

    assert drive(scene).status == "completed"
    assert len(told) == 3


def test_whoever_is_asked_has_the_time_they_need_though_the_screen_is_locked() -> None:
    scene = world([turn(call(CLICK)), DONE], mode="ask")

    async def decides(question: Question) -> Answer:
        scene.pause.on_user_input(LOCK)
        await for_a_while()
        scene.person.back.set()
        return Approved()

    scene.person.decide = decides  # type: ignore[method-assign]

    assert asyncio.run(impatient(scene).drive("task")).status == "partly"


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


def test_time_in_a_pause_counts_for_nobody_while_the_model_thinks() -> None:
    scene = world([])

    async def think(message: ModelInput) -> Turn:
        scene.pause.on_user_input(MOUSE)
        await for_a_while()
        scene.pause.resume("human")
        return DONE

    scene.model.think = think  # type: ignore[method-assign]
    drive(scene)

    assert scene.ports.watch.seconds - scene.ports.watch.counted > 0.2
    assert scene.ports.watch.own >= 0.0


def test_the_time_in_front_of_another_question_is_the_persons() -> None:
    scene = world([turn(call(CLICK)), DONE], mode="ask")
    scene.person.answers = [Approved()]

    async def play() -> None:
        loop = run_loop(scene.ports)
        await loop._pauses.question_lock.acquire()  # as while the person is asked what may leave a desk
        running = asyncio.create_task(loop.drive("task"))
        while not loop._pauses.question_lock._waiters:  # a lock tells nobody that it is waited for
            await for_a_while()
        await for_a_while()
        loop._pauses.question_lock.release()
        await running

    asyncio.run(play())

    assert scene.ports.watch.seconds - scene.ports.watch.counted > 0.2
