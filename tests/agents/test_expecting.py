"""What an agent expects of the end is looked for by us: the editor's file and the journal tell, never the agent."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.mcp_agent import agent, environment


def journal(home: Path) -> list[dict[str, object]]:
    (file,) = home.glob("data/runs/*/events.jsonl")
    return [json.loads(line) for line in file.read_bytes().splitlines()]


def test_an_agent_that_ends_too_soon_is_told_and_then_proven(display: PrivateDisplay, tmp_path: Path) -> None:
    file = tmp_path / "note.txt"
    what = f'file:{file} contains "bread"'

    async def work() -> None:
        async with agent(environment(display, tmp_path), "--mode", "auto") as caller:
            await caller.call("look", show="none")
            told = await caller.call("stop", summary="Done.", expect=[what])
            assert "this isn't true yet" in told.text
            assert "the file doesn't exist" in told.text
            file.write_text("bread\n")
            ended = await caller.call("stop", summary="Done.", expect=[what])
            assert "The session has ended (proven)" in ended.text

    asyncio.run(work())

    assert [one["holds"] for one in journal(tmp_path) if one["event"] == "expectation"] == [False, True]


def test_an_agent_that_lies_twice_ends_as_unproven(display: PrivateDisplay, tmp_path: Path) -> None:
    what = f"file:{tmp_path}/none.txt"

    async def work() -> None:
        async with agent(environment(display, tmp_path), "--mode", "auto") as caller:
            await caller.call("look", show="none")
            await caller.call("stop", expect=[what])
            ended = await caller.call("stop", expect=[what])
            assert "The session has ended (unproven)" in ended.text

    asyncio.run(work())


def test_a_task_of_an_agent_ends_by_what_it_expects(display: PrivateDisplay, tmp_path: Path) -> None:
    async def work() -> None:
        async with agent(environment(display, tmp_path), "--mode", "auto") as caller:
            misread = await caller.call("run_task", task="wait 1 second", expect=["fil:x"])
            assert "can't be understood" in misread.text
            hidden = await caller.call("run_task", task="wait 1 second", expect=["file:~/.ssh/id_rsa"])
            assert "hidden from all models" in hidden.text
            ended = await caller.call("run_task", task="wait 1 second", expect=[f"file:{tmp_path}/none.txt"])
            assert "(unproven)" in ended.text

    asyncio.run(work())


def test_a_task_of_an_agent_goes_on_after_the_last_one(display: PrivateDisplay, tmp_path: Path) -> None:
    async def work() -> None:
        async with agent(environment(display, tmp_path), "--mode", "auto") as caller:
            none = await caller.call("run_task", task="wait 1 second", after="last")
            assert "(failed)" in none.text
            await caller.call("run_task", task="wait 1 second")
            await caller.call("run_task", task="press f8", after="last")

    asyncio.run(work())

    first, second = sorted(tmp_path.glob("data/runs/*/events.jsonl"))
    started = json.loads(second.read_text().splitlines()[0])
    assert started["after"] == first.parent.name
