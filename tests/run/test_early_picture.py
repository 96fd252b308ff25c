"""Pictures that are sent early: taken back where they are outdated, and never acted on before the screen is at rest."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace

import pytest

from desktop_agent.core.actions import Action, Press
from desktop_agent.core.events import ActionStarted, FrameTaken, FrameWithdrawn, RunFinished
from desktop_agent.core.turn import ModelInput, Opening, Turn
from desktop_agent.policy.limits import Limits
from desktop_agent.run.compose import run_loop
from tests.fakes.run_ports import ScriptedModel, World, world
from tests.fakes.turns import CLICK, DONE, call, drive, of, reply, turn

ENTER = Press(("enter",))
SECOND = turn(call(CLICK, call_id="c2"))


async def for_ever() -> None:
    """Think on and on."""
    await asyncio.Event().wait()


async def at_once() -> None:
    """Think no longer."""


@dataclass
class SlowModel(ScriptedModel):
    """Thinks of the first `slow` replies until it is let go on; `begun`: its answer has begun to come."""

    slow: int = 1
    begun: bool = False
    goes_on: Callable[[], Awaitable[object]] = field(default=for_ever)
    order: list[str] = field(default_factory=list)

    async def think(self, message: ModelInput) -> Turn:
        if self.slow and not isinstance(message, Opening):
            self.slow -= 1
            await self.goes_on()
            self.order.append("answered")
        return await super().think(message)

    @property
    def is_unanswered(self) -> bool:
        return not self.begun

    def retract(self) -> float | None:
        self.order.append("retracted")
        return 0.25


def scene_of(*turns: Turn, outdated: bool = True, limits: Limits | None = None) -> tuple[World, SlowModel]:
    """Return a run whose pictures after acts are early, and the first one outdated at once, or never."""
    scene = world([], limits=limits)
    model = SlowModel([*turns])
    scene.model = scene.ports.model = model
    scene.ports.terms, scene.camera.early = replace(scene.ports.terms, early=True), "answered"
    left = [outdated]

    async def stirs() -> bool:
        if not left or not left.pop():
            return False
        scene.camera.colour += 1
        return True

    scene.camera.stirs = stirs
    return scene, model


def started(scene: World) -> list[str]:
    return [event.call_id for event in of(scene, ActionStarted)]


def test_a_picture_that_is_outdated_before_the_answer_begins_is_taken_back_and_sent_anew() -> None:
    scene, model = scene_of(turn(call(CLICK)), SECOND, DONE)

    finished = drive(scene)

    assert (finished.status, finished.turns) == ("completed", 3)
    assert started(scene) == ["c1", "c2"]
    first, second = of(scene, FrameTaken)[1:3]
    assert [event.sha256 for event in of(scene, FrameWithdrawn)] == [first.sha256]
    assert (first.early, second.early, second.reason) == ("answered", "answered", "after-action")
    assert first.sha256 != second.sha256
    assert reply(scene).frame.digest == second.sha256
    assert [result.frame.digest for result in reply(scene).results] == [second.sha256]
    assert model.order == ["retracted"]


@pytest.mark.parametrize(
    ("action", "near", "is_done"),
    [
        pytest.param(ENTER, True, False, id="keys are left"),
        pytest.param(CLICK, True, False, id="a press where it changed"),
        pytest.param(CLICK, False, True, id="a press elsewhere"),
    ],
)
def test_an_answer_that_has_begun_is_read_and_its_picture_known_to_be_outdated(
    action: Action, near: bool, is_done: bool
) -> None:
    scene, model = scene_of(turn(call(CLICK)), turn(call(action, call_id="c2")), DONE)
    model.begun, model.goes_on = True, at_once
    if not near:
        scene.camera.same_near = scene.camera.same_window  # type: ignore[method-assign]

    drive(scene)

    assert model.order == ["answered"]
    assert of(scene, FrameWithdrawn) == []
    assert started(scene) == ["c1", *(["c2"] if is_done else [])]
    assert "screen changed" in reply(scene, 2).notes[0]
    assert reply(scene, 2).frame.pixels.bgrx[0] == scene.camera.colour


def test_nothing_is_done_before_the_screen_is_at_rest_as_in_the_picture() -> None:
    scene, model = scene_of(turn(call(CLICK)), SECOND, DONE, outdated=False)
    thought = asyncio.Event()

    async def thinks() -> None:
        thought.set()

    async def rests() -> bool:
        await thought.wait()
        model.order.append(f"at rest after {len(started(scene))} acts")
        return False

    model.goes_on, scene.camera.stirs = thinks, rests

    drive(scene)

    assert model.order[:2] == ["answered", "at rest after 1 acts"]


def test_a_stop_ends_the_watching_too() -> None:
    scene, model = scene_of(turn(call(CLICK)), SECOND, DONE)
    watching: list[str] = []
    watched = asyncio.Event()

    async def watches() -> bool:
        watching.append("begun")
        watched.set()
        try:
            return await asyncio.Event().wait()
        finally:
            watching.append("ended")

    scene.camera.stirs = watches

    async def stopped() -> RunFinished:
        running = asyncio.create_task(run_loop(scene.ports).drive("task"))
        await watched.wait()
        scene.stop.set("human")
        running.cancel()
        return await running

    assert asyncio.run(stopped()).status == "stopped"
    assert watching == ["begun", "ended"]
    assert (model.order, model.cancelled) == ([], 1)
