"""However a run ends, what its server stored is forgotten before the end is told; nothing of that hinders the end."""

import asyncio
import threading
from collections.abc import Callable

import pytest

from desktop_agent.core.errors import RejectedError
from desktop_agent.core.events import Noticed, RunFinished
from desktop_agent.run.session import Session
from tests.fakes.run_ports import World, world
from tests.fakes.turns import CLICK, DONE, call, turn
from tests.run.test_session import after, hanging, session

SAID = Noticed("info", "The server has deleted the run.")


def completed() -> tuple[World, Callable[[Session], None]]:
    return world([turn(call(CLICK)), DONE]), lambda _: None


def failed() -> tuple[World, Callable[[Session], None]]:
    return world([turn(call(CLICK)), RejectedError("No.", status=400)]), lambda _: None


def stopped() -> tuple[World, Callable[[Session], None]]:
    scene = world([])
    thinks = hanging(scene)

    def stop(ready: Session) -> None:
        thinks.wait(60)
        ready.stop("human")

    return scene, stop


@pytest.mark.parametrize(("way", "status"), [(completed, "completed"), (failed, "failed"), (stopped, "stopped")])
def test_a_run_is_forgotten_before_its_end_is_announced(
    way: Callable[[], tuple[World, Callable[[Session], None]]], status: str
) -> None:
    scene, meanwhile = way()

    async def forget() -> None:
        scene.ports.stream.announce(SAID)

    scene.model.forget = forget  # type: ignore[method-assign]  # what a server says to it
    ready = session(scene)
    helper = threading.Thread(target=meanwhile, args=(ready,))
    helper.start()
    result = ready.run()
    helper.join()

    *_, said, end = scene.recorder.events
    assert (said, isinstance(end, RunFinished), result.status) == (SAID, True, status)


def test_a_stop_while_the_server_forgets_ends_the_run_as_it_was() -> None:
    scene = world([DONE])
    ready = session(scene)
    forgetting = threading.Event()

    async def forget() -> None:
        forgetting.set()
        await asyncio.Event().wait()

    scene.model.forget = forget  # type: ignore[method-assign]  # a server that takes its time
    with after(forgetting, lambda: ready.stop("interrupt")):
        result = ready.run()

    assert (result.status, result.exit_code) == ("partly", 5)
    assert isinstance(scene.recorder.events[-1], RunFinished)
