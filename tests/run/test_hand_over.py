"""The person's hand wins: what is going on breaks off, nothing is seen or sent meanwhile, and the model is told."""

import asyncio
import math
import time

import pytest

from desktop_agent.core.actions import Action, Click, Wait
from desktop_agent.core.decision import Answer, Approved, Question, TookOver
from desktop_agent.core.errors import RecordError
from desktop_agent.core.events import ActionFailed, Decided, Event, FrameTaken, Paused, Resumed
from desktop_agent.core.geometry import ImagePoint
from desktop_agent.core.presence import Hand
from desktop_agent.core.settlement import Settlement
from desktop_agent.core.stop import Stopped
from desktop_agent.core.turn import Message, Turn
from desktop_agent.run.control import ThreadStop
from desktop_agent.run.driver import Driver
from desktop_agent.run.handover import NOBODY_CAME, TOLD, HandOver
from desktop_agent.run.reins import Reins
from tests.fakes.rooms import World, world
from tests.fakes.turns import CHECK, CLICK, DONE, call, drive, of, reply, turn

ELSEWHERE = Click(ImagePoint(50, 50))
MOUSE, KEY, LOCK = Hand("pointer"), Hand("key"), Hand("lock")


def grabs_while_the_hand_moves_in(scene: World, first: Action) -> None:
    """Let the hand move in the middle of an action, as the real hands find out: between two events."""

    def then(action: Action) -> None:
        if action == first and not scene.reins.taken:
            scene.reins.hand(MOUSE)
            scene.person.back.set()
            raise Stopped

    scene.hands.then = then


def test_a_hand_in_the_middle_of_an_action_breaks_it_off_and_the_rest_is_not_done() -> None:
    scene = world([turn(call(CLICK, ELSEWHERE), call(ELSEWHERE, call_id="c2")), DONE])
    grabs_while_the_hand_moves_in(scene, CLICK)

    finished = drive(scene)

    assert finished.status == "completed"
    assert scene.hands.done == []
    assert scene.hands.released >= 1
    assert reply(scene).notes.count(TOLD) == 1
    assert "took the mouse" in of(scene, ActionFailed)[0].error
    assert (of(scene, Paused)[0].by, of(scene, Resumed)[0].by) == ("takeover", "human")


def test_the_person_is_told_why_the_run_waits() -> None:
    scene = world([turn(call(CLICK)), DONE])
    grabs_while_the_hand_moves_in(scene, CLICK)

    drive(scene)

    assert scene.person.told == ["You moved the mouse."]


def test_no_picture_is_taken_between_the_hand_and_the_resumption() -> None:
    scene = world([turn(call(CLICK)), DONE])
    grabs_while_the_hand_moves_in(scene, CLICK)

    drive(scene)

    order = [type(event) for event in scene.recorder.events if isinstance(event, FrameTaken | Paused | Resumed)]
    assert order == [FrameTaken, Paused, Resumed, FrameTaken]


def test_our_windows_are_off_the_screen_when_the_run_looks_or_acts() -> None:
    scene = world([turn(call(CLICK)), DONE])
    grabbed = scene.camera.grab

    def grab() -> object:
        assert scene.curtain.moves[-1] == "draw"
        return grabbed()

    scene.camera.grab = grab  # type: ignore[method-assign, assignment]  # a camera that looks at the curtain first

    assert drive(scene).status == "completed"
    assert scene.curtain.moves[-1] == "lift"


def test_a_hand_while_the_model_thinks_voids_its_answer() -> None:
    def thinks(message: Message) -> Turn:
        del message
        scene.reins.hand(KEY)
        scene.person.back.set()
        return turn(call(CLICK))

    scene = world([thinks, DONE])

    drive(scene)

    assert scene.hands.done == []
    assert [(one.verdict, one.by, one.rule) for one in of(scene, Decided)] == [("deny", "human", "takeover")]
    assert reply(scene).notes == (TOLD,)
    assert of(scene, FrameTaken)[-1].reason == "recheck"


def test_a_hand_while_the_screen_settles_is_told_with_the_picture_from_after_it() -> None:
    scene = world([turn(call(CLICK)), DONE])

    async def settles(since: object, effect: object) -> Settlement:
        scene.reins.hand(MOUSE)
        scene.person.back.set()
        await asyncio.Event().wait()
        raise AssertionError

    scene.camera.settle = settles  # type: ignore[method-assign]  # a screen that never rests

    drive(scene)

    assert scene.hands.done == [CLICK]
    assert reply(scene).notes == (TOLD,)


def test_a_wait_ends_when_the_hand_comes() -> None:
    scene = world([turn(call(Wait(30.0))), DONE])
    began = time.monotonic()

    async def both() -> None:
        run = asyncio.create_task(Driver(scene.rooms).drive("task"))
        while not of(scene, Paused):
            await asyncio.sleep(0.01)
            scene.reins.hand(MOUSE)
        scene.person.back.set()
        await run

    asyncio.run(both())

    assert time.monotonic() - began < 10
    assert reply(scene).notes == (TOLD,)


def test_the_hand_that_answers_a_question_does_not_pause_the_run() -> None:
    scene = world([turn(call(CLICK)), DONE], mode="ask")
    decide = scene.person.decide

    async def decides(question: Question) -> Answer:
        scene.reins.hand(MOUSE)
        return await decide(question)

    scene.person.decide = decides  # type: ignore[method-assign]

    drive(scene)

    assert of(scene, Paused) == []
    assert scene.hands.done == [CLICK]


def test_nothing_is_sent_before_the_hand_that_answered_rests() -> None:
    scene = world([turn(call(CLICK)), DONE], mode="ask")
    quiet = iter([math.inf, 0.0, 0.1, 0.2, 0.3])
    asked: list[float] = []

    def quiet_for() -> float:
        asked.append(next(quiet))
        return asked[-1]

    scene.rooms.reins = Reins(ThreadStop(), quiet_for)

    drive(scene)

    assert asked == [math.inf, 0.0, 0.1, 0.2, 0.3]
    assert scene.hands.done == [CLICK]


def test_a_person_who_goes_on_working_after_an_answer_has_taken_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desktop_agent.run.reins._STILL_MOVING_S", 0.1)
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
        assert reason == "You are using the computer."
        moving = False

    scene.rooms.reins = Reins(ThreadStop(), quiet_for)
    scene.person.decide = decides  # type: ignore[method-assign]
    scene.person.hand_back = hand_back  # type: ignore[method-assign]

    assert drive(scene).status == "completed"
    assert [one.by for one in of(scene, Paused)] == ["takeover"]


def test_a_locked_screen_pauses_even_before_a_question_is_answered() -> None:
    scene = world([turn(call(CLICK)), DONE], mode="ask")

    async def decides(question: Question) -> Answer:
        scene.reins.hand(LOCK)
        scene.person.back.set()
        return Approved()

    scene.person.decide = decides  # type: ignore[method-assign]

    drive(scene)

    assert [one.by for one in of(scene, Paused)] == ["lock"]
    assert scene.hands.done == []


def test_taking_over_at_a_question_leaves_the_action_and_waits_for_the_person() -> None:
    scene = world([turn(call(CLICK)), DONE], mode="ask")
    scene.person.answers = [TookOver()]
    scene.person.back.set()

    drive(scene)

    assert scene.hands.done == []
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


def test_a_pause_that_nobody_ends_stops_the_run() -> None:
    scene = world([turn(call(CLICK))])
    grabs_while_the_hand_moves_in(scene, CLICK)
    driver = Driver(scene.rooms)
    driver._handover = HandOver(scene.rooms, longest_s=0.05)
    driver._answerer._handover = driver._handover

    async def hand_back(reason: str) -> None:
        await asyncio.Event().wait()

    scene.person.hand_back = hand_back  # type: ignore[method-assign]
    finished = asyncio.run(driver.drive("task"))

    assert (finished.status, finished.exit_code, finished.message) == ("stopped", 3, NOBODY_CAME)


def test_an_approver_that_breaks_while_the_run_waits_does_not_let_it_go_on() -> None:
    scene = world([turn(call(CLICK)), DONE])
    grabs_while_the_hand_moves_in(scene, CLICK)

    async def breaks(reason: str) -> None:
        raise OSError(reason)

    async def both() -> None:
        scene.person.hand_back = breaks  # type: ignore[method-assign]
        run = asyncio.create_task(Driver(scene.rooms).drive("task"))
        await scene.reins.until_paused()
        await asyncio.sleep(0.1)
        assert scene.reins.pause is not None
        scene.reins.give_back("human")
        await run

    asyncio.run(both())

    assert len(of(scene, Resumed)) == 1


def test_a_record_that_breaks_at_a_pause_ends_the_run() -> None:
    scene = world([turn(call(CLICK)), DONE])
    grabs_while_the_hand_moves_in(scene, CLICK)
    announce = scene.rooms.stream.__class__.__call__

    class Full:
        turn = 0
        broken = None

        def __call__(self, event: Event) -> None:
            if isinstance(event, Paused):
                raise RecordError("The disk is full.", "Free some space.")
            announce(stream, event)

    stream = scene.rooms.stream
    scene.rooms.stream = Full()  # type: ignore[assignment]
    finished = asyncio.run(asyncio.wait_for(_given_back(scene), 10))

    assert finished == "failed"


async def _given_back(scene: World) -> str:
    run = asyncio.create_task(Driver(scene.rooms).drive("task"))
    while not run.done():
        await asyncio.sleep(0.02)
        scene.reins.give_back("human")
    return (await run).status


def test_the_first_reason_of_a_pause_counts_and_a_stop_is_a_halt_too() -> None:
    reins = Reins(ThreadStop(), lambda: math.inf)
    reins.take("human", "Paused.")
    reins.take("takeover", "You moved the mouse.")

    assert reins.pause is not None
    assert reins.pause.by == "human"
    assert reins.wait(5.0)
    reins.give_back("human")
    assert not reins.wait(0.0)
    reins.stop.set("human")
    assert reins.wait(5.0)


def test_hands_do_not_count_before_the_run_begins() -> None:
    reins = Reins(ThreadStop(), lambda: math.inf)

    reins.hand(MOUSE)

    assert reins.pause is None
