"""A run that the program which started it takes back: by an event, and by cancelling its asyncio task."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path

import pytest

from desktop_agent import Question, run_task, run_task_async
from desktop_agent.core.runs.events import ActionStarted, RunFinished, Stamped
from desktop_agent.record.check import check_run
from tests.fakes.servers.script import asks, says
from tests.fakes.servers.scripted_server import ScriptedServer

CHECK = {"id": "sc_1", "code": "malicious_instructions", "message": "Look out."}
CLICK = asks({"type": "click", "x": 300, "y": 200, "button": "left"}, checks=(CHECK,))


def assert_nothing_was_done(heard: list[Stamped], home: Path) -> None:
    assert not [one for one in heard if isinstance(one.event, ActionStarted)]
    assert isinstance(heard[-1].event, RunFinished)
    assert heard[-1].event.status == "stopped"
    (folder,) = home.glob("data/runs/*")
    assert check_run(folder).is_whole


@pytest.mark.parametrize("at_once", [True, False])
def test_an_event_stops_the_run_while_it_waits_or_before_it_begins(home: Path, *, at_once: bool) -> None:
    stop = threading.Event()
    never = threading.Event()
    events: list[Stamped] = []

    def sits_there(_: Question) -> bool:
        stop.set()
        return never.wait()

    if at_once:
        stop.set()
    with ScriptedServer([CLICK, says("Done.")]) as server:
        result = run_task("task", base_url=server.base_url, approver=sits_there, on_event=events.append, stop=stop)
    never.set()

    assert result.status == "stopped"
    assert_nothing_was_done(events, home)


def test_a_cancelled_task_ends_the_run_before_the_cancellation_is_told(home: Path) -> None:
    events: list[Stamped] = []
    never = threading.Event()

    async def started_and_cancelled(base_url: str) -> None:
        asked = asyncio.Event()
        loop = asyncio.get_running_loop()

        def sits_there(_: Question) -> bool:
            loop.call_soon_threadsafe(asked.set)
            return never.wait()

        running = asyncio.create_task(
            run_task_async("task", base_url=base_url, approver=sits_there, on_event=events.append)
        )
        await asked.wait()
        running.cancel()
        with pytest.raises(asyncio.CancelledError):
            await running
        assert_nothing_was_done(events, home)

    with ScriptedServer([CLICK, says("Done.")]) as server:
        asyncio.run(started_and_cancelled(server.base_url))
    never.set()
