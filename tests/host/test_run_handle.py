"""The handle of a run that the caller's program has begun: its events, orders to it, and its end."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path

import pytest

from desktop_agent import DesktopAgentError, Question, RunHandle, events, start_run
from desktop_agent.core.errors import SettingsError
from tests.fakes.script import asks, says
from tests.fakes.scripted_server import ScriptedServer
from tests.fakes.waiting import wait_until

CLICK = asks({"type": "click", "x": 300, "y": 200, "button": "left"})
LOOK = asks({"type": "screenshot"})


def kinds(run: RunHandle) -> list[str]:
    return [stamped.event.event for stamped in run.events()]


def test_events_are_told_from_the_first_on_to_everybody_and_end_with_the_run(home: Path) -> None:
    heard: list[str] = []
    with (
        ScriptedServer([LOOK, says("Done.")]) as server,
        start_run("task", base_url=server.base_url, on_event=lambda stamped: heard.append(stamped.event.event)) as run,
    ):
        during = kinds(run)
        last = [stamped.event for stamped in run.events()][-1]
        result = run.result()

    assert isinstance(last, events.RunFinished)
    assert (last.status, last.message) == (result.status, result.message)
    assert during[0] == "run.started"
    assert during[-1] == "run.finished"
    assert heard == during == kinds(run)


def test_what_is_said_reaches_the_model_after_a_pause_and_is_no_approval(home: Path) -> None:
    asked: list[Question] = []

    def no(question: Question) -> bool:
        asked.append(question)
        return False

    with (
        ScriptedServer([LOOK, CLICK, says("Done.")]) as server,
        start_run("task", base_url=server.base_url, mode="ask", approver=no) as run,
    ):
        run.pause("Wait for me.")
        paused = next(stamped.event for stamped in run.events() if isinstance(stamped.event, events.Paused))
        run.say("The name is Ada.")
        run.resume()
        run.result()

    assert paused.by == "human"
    assert "The name is Ada." in str([request.body["input"] for request in server.creates])
    assert len(asked) == 1


def test_leaving_the_block_stops_the_run(home: Path) -> None:
    asked = threading.Event()

    def sits_there(_: Question) -> bool:
        asked.set()
        return threading.Event().wait()

    with ScriptedServer([CLICK, says("Done.")]) as server:
        with start_run("task", base_url=server.base_url, mode="ask", approver=sits_there) as run:
            wait_until(asked.is_set)
        result = run.result()

    assert result.status == "stopped"
    assert run.is_over


def test_one_may_follow_a_run_in_asyncio_and_wait_for_its_result(home: Path) -> None:
    async def follow(base_url: str) -> tuple[list[str], str]:
        async with start_run("task", base_url=base_url) as run:
            seen = [stamped.event.event async for stamped in run]
            return seen, (await run).dir.name

    with ScriptedServer([LOOK, says("Done.")]) as server:
        seen, name = asyncio.run(follow(server.base_url))

    assert (seen[0], seen[-1]) == ("run.started", "run.finished")
    assert (home / "data" / "runs" / name).is_dir()


def test_what_keeps_a_run_from_beginning_is_raised_with_its_result(home: Path) -> None:
    with pytest.raises(SettingsError):
        start_run("task", no_such_option=1)  # type: ignore[call-arg]
    with ScriptedServer([]) as server, start_run(" ", base_url=server.base_url) as run:
        assert [] == kinds(run)
        with pytest.raises(DesktopAgentError, match="The task is empty"):
            run.result()


def test_a_notebook_shows_the_state_and_the_last_picture(home: Path) -> None:
    with (
        ScriptedServer([LOOK, says("Done.")]) as server,
        start_run("<b>task</b>", base_url=server.base_url) as run,
    ):
        run.result()

    picture = run._repr_png_()
    assert picture is not None
    assert picture == run.picture
    assert picture.startswith(b"\x89PNG")
    html = run._repr_html_()
    assert "run.finished" in html
    assert "&lt;b&gt;task" in html
    assert 'src="data:image/png;base64,' in html
