"""An agent's way to the clipboard: what a person has copied takes their yes, what the session has copied does not."""

import asyncio
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.apps import end
from tests.fakes.mcp_agent import agent, environment
from tests.fakes.waiting import wait_until

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
