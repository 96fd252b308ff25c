"""However a run ends, what its server stored is forgotten before the end is told; nothing of that hinders the end."""

import asyncio
import threading

import pytest

from desktop_agent.core.errors import RejectedError
from desktop_agent.core.events import Noticed, RunFinished
from desktop_agent.core.turn import Turn
from tests.fakes.run_ports import world
from tests.fakes.turns import CLICK, DONE, call, turn
from tests.run.test_session import after, session

SAID = Noticed("info", "The server has deleted the run.")


@pytest.mark.parametrize(("end", "status"), [(DONE, "completed"), (RejectedError("No.", status=400), "failed")])
def test_a_run_is_forgotten_before_its_end_is_announced(end: Turn | RejectedError, status: str) -> None:
    scene = world([turn(call(CLICK)), end])

    async def forget() -> None:
        scene.ports.stream.announce(SAID)

    scene.model.forget = forget  # type: ignore[method-assign]  # what a server says to it
    result = session(scene).run()

    *_, said, finished = scene.recorder.events
    assert (said, isinstance(finished, RunFinished), result.status) == (SAID, True, status)


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
