"""An agent's way to the clipboard: what a person has copied takes their yes, what the session has copied does not."""

import asyncio
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.apps import end, running
from tests.fakes.mcp_agent import Agent, agent, environment
from tests.fakes.waiting import wait_until

FREE = ("--mode", "auto", "--approver", "none", "--allow", "mousepad")
CANARY = "Zanzibar4711"


@contextmanager
def copied(display: PrivateDisplay, text: str) -> Iterator[None]:
    """Have another program own the clipboard, as a person's does that they copy in."""
    program = ["xclip", "-selection", "clipboard", "-quiet"]
    process = subprocess.Popen(program, env=display.environment(), stdin=subprocess.PIPE, stderr=subprocess.DEVNULL)
    assert process.stdin is not None
    process.stdin.write(text.encode())
    process.stdin.close()
    try:
        wait_until(lambda: pasted(display) == text, "the text on the clipboard")
        yield
    finally:
        end(process)


def pasted(display: PrivateDisplay) -> str:
    program = ["xclip", "-selection", "clipboard", "-out"]
    told = subprocess.run(program, env=display.environment(), capture_output=True, text=True, check=False, timeout=60)
    return told.stdout


def test_what_a_person_has_copied_is_neither_told_nor_lost_unasked(display: PrivateDisplay, tmp_path: Path) -> None:
    async def work() -> str:
        async with agent(environment(display, tmp_path), "--mode", "guard", "--approver", "none") as caller:
            read = await caller.call("clipboard")
            return read.text + (await caller.call("clipboard", text="rm -rf ~")).text

    with copied(display, CANARY):
        said = asyncio.run(work())
        left = pasted(display)

    assert left == CANARY
    assert CANARY not in said
    assert "This was refused without asking a person; don't try it again: Read the clipboard." in said
    assert said.count("This was refused without asking a person") == 2
    assert all(CANARY not in journal.read_text() for journal in tmp_path.glob("data/runs/*/events.jsonl"))


def test_what_the_session_has_copied_is_told_until_another_program_copies(
    display: PrivateDisplay, tmp_path: Path
) -> None:
    note = tmp_path / "note.txt"
    note.write_text("Words of the note")

    async def copies(caller: Agent) -> str:
        select = {"action": "press", "keys": ["ctrl", "a"]}
        return (await caller.act(select, {"action": "press", "keys": ["ctrl", "c"]}, show="none")).text

    async def work() -> list[str]:
        async with agent(environment(display, tmp_path), *FREE) as caller:
            await caller.call("look", show="none")
            await copies(caller)
            own = (await caller.call("clipboard")).text
            with copied(display, CANARY):
                return [own, *[(await caller.call("clipboard")).text for _ in range(2)]]

    with running(["mousepad", "--disable-server", str(note)], display, tmp_path / "home", "note.txt"):
        own, other, again = asyncio.run(work())

    assert own == "Words of the note"
    assert "Something else has been copied since, so nothing was read." in other
    assert "This was refused without asking a person" in again
    assert CANARY not in other + again
