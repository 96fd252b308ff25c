"""The computer for another agent: the SDK's own client, our program as its child, and a real editor's file."""

from __future__ import annotations

import asyncio
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.people.mcp_agent import agent, environment
from tests.fakes.programs.apps import App, running
from tests.fakes.waiting import awaited, wait_until

SAVE = {"action": "press", "keys": ["ctrl", "s"]}


@pytest.fixture
def note(tmp_path: Path) -> Path:
    file = tmp_path / "note.txt"
    file.write_text("")
    return file


@pytest.fixture
def editor(display: PrivateDisplay, tmp_path: Path, note: Path) -> Iterator[App]:
    command = ["mousepad", "--disable-server", str(note)]
    with running(command, display, tmp_path / "home", "note.txt") as app:
        yield app


def inside(app: App) -> dict[str, object]:
    left, top, width, height = app.frame()
    return {"action": "click", "x": left + width // 2, "y": top + height // 2, "button": "left"}


def journals(home: Path) -> list[list[dict[str, object]]]:
    files = home.glob("data/runs/*/events.jsonl")
    return [[json.loads(line) for line in file.read_bytes().splitlines()] for file in files]


@pytest.mark.slow(but=["legacy"])
@pytest.mark.promise("README, What else it does: another agent; contract, mcp", cases=["legacy"])
@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_an_agent_writes_and_saves_a_text(
    display: PrivateDisplay, tmp_path: Path, note: Path, editor: App, mode: str
) -> None:
    async def work() -> None:
        async with agent(environment(display, tmp_path), "--mode", "auto", "--allow", "mousepad", mode=mode) as caller:
            assert "Start with look" in (caller.client.instructions or "")
            seen = await caller.call("look")
            assert Image.open(io.BytesIO(seen.picture)).size == (1280, 800)
            assert "1280x800" in seen.text
            assert "note.txt" in seen.text
            done = await caller.act(inside(editor), {"action": "type", "text": "From an agent"}, SAVE)
            assert "Done: Click" in done.text
            assert not done.is_error
            ended = await caller.call("stop", summary="Wrote it.")
            assert "The session has ended. The model says it's done" in ended.text

    asyncio.run(work())

    wait_until(lambda: note.read_text() == "From an agent", "the saved text")
    (first, *_, last), *others = journals(tmp_path)
    assert (first["provider"], first["model"], last["status"], others) == ("mcp", "test-agent 7", "completed", [])
    (report,) = tmp_path.glob("data/runs/*/report.html")
    assert "the agent that requested them" in report.read_text()


@pytest.mark.slow
def test_silence_ends_the_session_and_the_next_look_opens_another(display: PrivateDisplay, tmp_path: Path) -> None:
    async def work() -> None:
        flags = ("--mode", "auto", "--approver", "none", "--idle-minutes", "0.05")
        async with agent(environment(display, tmp_path), *flags) as caller:

            async def none_open() -> bool:
                return "No session is open" in (await caller.call("status")).text

            await caller.call("look")
            await awaited(none_open, "the end by silence")
            assert (await caller.call("look")).picture

    asyncio.run(work())

    ends = sorted(str(one[-1]["message"]) for one in journals(tmp_path))
    assert ends == ["No requests were received for 0.05 minutes.", "The agent disconnected."]


@pytest.mark.slow
def test_a_whole_task_goes_to_the_persons_own_model(
    display: PrivateDisplay, tmp_path: Path, note: Path, editor: App
) -> None:
    async def work() -> None:
        async with agent(environment(display, tmp_path), "--mode", "auto", "--allow", "mousepad") as caller:
            await caller.call("look")
            await caller.act(inside(editor))
            ended = await caller.call("run_task", task='type "By its own model", press ctrl+s')
            assert "The session has ended. Completed: Every step was carried out." in ended.text

    asyncio.run(work())

    wait_until(lambda: note.read_text() == "By its own model", "the saved text")
    assert "” is requesting this over MCP." in str(journals(tmp_path))
