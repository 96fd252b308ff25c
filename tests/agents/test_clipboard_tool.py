"""An agent's way to the clipboard: what a person has copied takes their yes, what the session has copied does not."""

import asyncio
from pathlib import Path

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.copied import SECRETS, copied
from tests.fakes.mcp_agent import agent, environment


def test_what_a_person_has_copied_is_neither_told_nor_lost_unasked(display: PrivateDisplay, tmp_path: Path) -> None:
    async def work() -> str:
        async with agent(environment(display, tmp_path), "--mode", "guard", "--approver", "none") as caller:
            read = await caller.call("clipboard")
            return read.text + (await caller.call("clipboard", text="rm -rf ~")).text

    with copied(display) as selections:
        before = selections.renew()
        said = asyncio.run(work())
        left = selections.formats()

    assert left == before
    assert SECRETS["clipboard"] not in said
    assert "This was refused without asking a person; don't try it again: Read the clipboard." in said
    assert said.count("This was refused without asking a person") == 2
    assert all(SECRETS["clipboard"] not in file.read_text() for file in tmp_path.glob("data/runs/*/events.jsonl"))
