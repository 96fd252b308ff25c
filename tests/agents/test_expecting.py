"""What an agent expects of the end is looked for by us: the editor's file and the journal tell, never the agent."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.agents.test_yes_by_hand import awaited_button, click_by_hand
from tests.fakes.mcp_agent import agent, environment
from tests.fakes.physical import PhysicalHand

CANARY = "door code 4711"


def journal(home: Path) -> list[dict[str, object]]:
    (file,) = home.glob("data/runs/*/events.jsonl")
    return [json.loads(line) for line in file.read_bytes().splitlines()]


def test_an_agent_that_ends_too_soon_is_told_and_then_proven(display: PrivateDisplay, tmp_path: Path) -> None:
    file = tmp_path / "note.txt"
    what = f'file:{file} contains "bread"'

    async def work() -> None:
        async with agent(environment(display, tmp_path), "--mode", "auto", "--allow", f"files:{tmp_path}") as caller:
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
        async with agent(environment(display, tmp_path), "--mode", "auto", "--allow", f"files:{tmp_path}") as caller:
            await caller.call("look", show="none")
            await caller.call("stop", expect=[what])
            ended = await caller.call("stop", expect=[what])
            assert "The session has ended (unproven)" in ended.text

    asyncio.run(work())


def test_a_task_of_an_agent_ends_by_what_it_expects(display: PrivateDisplay, tmp_path: Path) -> None:
    async def work() -> None:
        async with agent(environment(display, tmp_path), "--mode", "auto", "--allow", f"files:{tmp_path}") as caller:
            misread = await caller.call("run_task", task="wait 1 second", expect=["fil:x"])
            assert "can't be understood" in misread.text
            hidden = await caller.call("run_task", task="wait 1 second", expect=["file:~/.ssh/id_rsa"])
            assert "hidden from all models" in hidden.text
            ended = await caller.call("run_task", task="wait 1 second", expect=[f"file:{tmp_path}/none.txt"])
            assert "(unproven)" in ended.text

    asyncio.run(work())


def test_a_task_of_an_agent_goes_on_after_the_last_one(display: PrivateDisplay, tmp_path: Path) -> None:
    async def work() -> None:
        async with agent(environment(display, tmp_path), "--mode", "auto", "--allow", f"files:{tmp_path}") as caller:
            none = await caller.call("run_task", task="wait 1 second", after="last")
            assert "(failed)" in none.text
            await caller.call("run_task", task="wait 1 second")
            await caller.call("run_task", task="press f8", after="last")

    asyncio.run(work())

    first, second = sorted(tmp_path.glob("data/runs/*/events.jsonl"))
    started = json.loads(second.read_text().splitlines()[0])
    assert started["after"] == first.parent.name


@pytest.mark.parametrize(
    "what",
    [
        'file:{0}/diary.txt contains "4711"',
        "file:{0}/diary.txt matches ^door code [0-4]",
        "file:{0}/diary.txt",
        "file:{0}/diary.txt equals {0}/open/note.txt",
        "file:{0}/open/note.txt equals {0}/diary.txt",
        'file:{0}/open/link.txt contains "door"',
        "cell:{0}/Budget.ods!March!B2=98765",
        "text:{0}/letter.odt~salary",
        'file:/proc/self/environ contains "HOME"',
        'clipboard:"door code 4711"',
    ],
)
def test_what_is_not_on_the_screen_is_told_to_nobody_unasked(
    display: PrivateDisplay, tmp_path: Path, what: str
) -> None:
    (tmp_path / "diary.txt").write_text(CANARY)
    (tmp_path / "open").mkdir()
    (tmp_path / "open/note.txt").write_text(CANARY)
    (tmp_path / "open/link.txt").symlink_to("../diary.txt")
    flags = ("--mode", "auto", "--approver", "none", "--allow", f"files:{tmp_path}/open")

    async def work() -> None:
        async with agent(environment(display, tmp_path), *flags) as caller:
            await caller.call("look", show="none")
            at_the_end = await caller.call("stop", summary="Done.", expect=[what.format(tmp_path)])
            assert "isn't true yet" in at_the_end.text
            assert ("the person didn't allow the agent to know this" in at_the_end.text) or (
                "its state at the start isn't known" in at_the_end.text
            )
            await caller.call("stop", summary="Done.")
            of_a_task = await caller.call("run_task", task="wait 1 second", expect=[what.format(tmp_path)])
            assert "holds" not in of_a_task.text
            assert "Looking into what an agent wants to be checked wasn't allowed" in of_a_task.text or (
                "can't be checked" in of_a_task.text
            )

    asyncio.run(work())


def test_at_a_persons_yes_an_agent_is_told(display: PrivateDisplay, tmp_path: Path) -> None:
    (tmp_path / "diary.txt").write_text(CANARY)

    async def work() -> None:
        async with agent(environment(display, tmp_path), "--mode", "auto") as caller:
            await caller.call("look", show="none")
            asked = asyncio.create_task(caller.call("stop", expect=[f'file:{tmp_path}/diary.txt contains "4711"']))
            await asyncio.to_thread(awaited_button, display)
            await asyncio.to_thread(click_by_hand, display, hand)
            assert "(proven)" in (await asked).text

    with PhysicalHand(display.name, display.xauthority) as hand:
        asyncio.run(work())
