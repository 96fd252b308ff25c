"""The person's hand wins: what is going on breaks off, nothing is seen or sent meanwhile, and the model is told."""

import asyncio
from collections.abc import Callable

from desktop_agent.core.actions import Action, Click, HoldKey, Press
from desktop_agent.core.decision import Allow, Case, Decision
from desktop_agent.core.events import ActionFailed, Decided, FrameTaken, Paused, Resumed
from desktop_agent.core.frame import Frame
from desktop_agent.core.geometry import ImagePoint
from desktop_agent.core.own_windows import Announcement
from desktop_agent.core.presence import UserInput
from desktop_agent.core.stop import Stopped
from desktop_agent.core.turn import ModelInput, Turn
from desktop_agent.run.pause import TAKEN_OVER_AFTER_NOTE, TAKEN_OVER_NOTE
from tests.fakes.run_ports import World, world
from tests.fakes.turns import CLICK, DONE, call, drive, of, reply, turn

ELSEWHERE = Click(ImagePoint(50, 50))
MOUSE, KEY = UserInput("pointer"), UserInput("key")


def grabs_while_the_hand_moves_in(scene: World, first: Action) -> None:
    """Let the hand move in the middle of an action, as the real hands find out: between two events."""

    def then(action: Action) -> None:
        if action == first and not scene.pause.was_paused:
            scene.pause.on_user_input(MOUSE)
            scene.person.back.set()
            raise Stopped

    scene.executor.then = then


def test_a_hand_in_the_middle_of_an_action_breaks_it_off_and_the_rest_is_not_done() -> None:
    scene = world([turn(call(CLICK, ELSEWHERE), call(ELSEWHERE, call_id="c2")), DONE])
    grabs_while_the_hand_moves_in(scene, CLICK)

    finished = drive(scene)

    assert finished.status == "completed"
    assert scene.executor.done == []
    assert scene.executor.released >= 1
    assert reply(scene).notes.count(TAKEN_OVER_NOTE) == 1
    assert "took over the mouse" in of(scene, ActionFailed)[0].error
    assert (of(scene, Paused)[0].by, of(scene, Resumed)[0].by) == ("takeover", "human")


def test_no_picture_is_taken_between_the_hand_and_the_resumption() -> None:
    scene = world([turn(call(CLICK)), DONE])
    grabs_while_the_hand_moves_in(scene, CLICK)

    drive(scene)

    order = [type(event) for event in scene.recorder.events if isinstance(event, FrameTaken | Paused | Resumed)]
    assert order == [FrameTaken, Paused, Resumed, FrameTaken]


def test_our_windows_are_off_the_screen_when_the_run_looks_and_out_of_the_way_when_it_acts() -> None:
    scene = world([turn(call(CLICK)), DONE])
    grabbed, moves, done = scene.camera.grab, scene.overlays.moves, scene.executor.done

    def grab(taken: Callable[[], None]) -> Frame:
        assert moves[-1] == "hide"
        return grabbed(taken)

    scene.camera.grab = grab  # type: ignore[method-assign, assignment]  # a camera that looks at the curtain first
    announced = scene.overlays.make_way

    async def make_way(act: Announcement) -> None:
        assert not done
        await announced(act)

    scene.overlays.make_way = make_way  # type: ignore[method-assign]

    assert drive(scene).status == "completed"
    assert done == [CLICK]
    assert [one for one in moves if one != "stand aside"] == [
        "hide",
        "restore",
        "make way",
        "hide",
        "restore",
        "restore",
    ]


def test_a_hand_while_the_model_thinks_voids_its_answer() -> None:
    def thinks(message: ModelInput) -> Turn:
        del message
        scene.pause.on_user_input(KEY)
        scene.person.back.set()
        return turn(call(CLICK))

    scene = world([thinks, DONE])

    drive(scene)

    assert scene.executor.done == []
    assert [(one.verdict, one.by, one.rule) for one in of(scene, Decided)] == [("deny", "human", "takeover")]
    assert reply(scene).notes == (TAKEN_OVER_NOTE,)
    assert of(scene, FrameTaken)[-1].reason == "recheck"


def test_a_hand_while_the_screen_settles_is_told_with_the_picture_from_after_it() -> None:
    scene = world([turn(call(CLICK)), DONE])

    async def settles() -> None:
        scene.pause.on_user_input(MOUSE)
        scene.person.back.set()
        await asyncio.Event().wait()

    scene.camera.settles = settles  # a screen that never rests

    drive(scene)

    assert scene.executor.done == [CLICK]
    assert reply(scene).notes == (TAKEN_OVER_AFTER_NOTE,)


def test_what_is_held_is_let_go_when_the_hand_comes_while_the_model_thinks() -> None:
    def thinks(message: ModelInput) -> Turn:
        del message
        scene.pause.on_user_input(KEY)
        return turn(call(CLICK))

    scene = world([turn(call(HoldKey(("ctrl",)))), thinks, turn(call(Press(("c",)))), DONE])
    let_go, held = list[bool](), list[tuple[str, ...]]()

    def release_all() -> None:
        let_go.append(of(scene, Resumed) == [])
        scene.person.back.set()

    def judges(case: Case) -> Decision:
        held.append(case.held)
        return Allow()

    scene.executor.release_all = release_all  # type: ignore[method-assign]
    scene.ports.judge = judges
    drive(scene)

    assert let_go[0]
    assert held == [(), ()]
    assert [Press(("c",))] == scene.executor.done[1:]


def test_a_picture_during_which_the_hand_came_is_taken_anew() -> None:
    scene = world([DONE])
    grab, kept = scene.camera.grab, scene.recorder
    grabs = 0

    def grabbing(taken: Callable[[], None]) -> Frame:
        nonlocal grabs
        grabs += 1
        if grabs == 1:
            scene.pause.on_user_input(MOUSE)
            scene.person.back.set()
        return grab(taken)

    scene.camera.grab = grabbing  # type: ignore[method-assign, assignment]
    drive(scene)

    assert (grabs, kept.kept) == (2, 1)
