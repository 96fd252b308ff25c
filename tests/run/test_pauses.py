"""How long a pause may last, whose time it is, and what is not asked meanwhile."""

import asyncio

from desktop_agent.core.events import Paused
from desktop_agent.core.presence import UserInput
from desktop_agent.core.turn import ModelInput, Turn
from desktop_agent.run.compose import run_loop
from desktop_agent.run.loop import RunLoop
from desktop_agent.run.pause import NOBODY_CAME
from tests.fakes.run_ports import World, world
from tests.fakes.turns import of

MOUSE = UserInput("pointer")


def impatient(scene: World) -> RunLoop:
    loop = run_loop(scene.ports)
    loop._pauses._longest_s = 0.05
    return loop


async def says_nothing(reason: str) -> None:
    await asyncio.Event().wait()


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
