"""A file that an agent attaches to a task goes to the model only at the person's yes; the server's log tells."""

from __future__ import annotations

import asyncio
from pathlib import Path

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.mcp_agent import agent, environment
from tests.fakes.plain_vendor import PlainVendor, Script, call, message

MOVE: Script = [[call({"type": "move", "x": 10, "y": 300}, "c0")], [message("It is read.")]]


def test_without_a_persons_yes_nothing_is_sent_at_all(display: PrivateDisplay, tmp_path: Path) -> None:
    (file := tmp_path / "letter.txt").write_text("Zanzibar4711", encoding="utf-8")

    async def work() -> None:
        flags = ("--mode", "auto", "--dialect", "openai", "--base-url", vendor.url, "--approver", "none")
        async with agent(environment(display, tmp_path), *flags) as caller:
            relative = await caller.call("run_task", task="Read it", attach=["letter.txt"])
            refused = await caller.call("run_task", task="Read it", attach=[str(file)])

            assert "attach takes whole paths" in relative.text
            assert "Sending a file that an agent attached wasn't allowed, so nothing was done." in refused.text

    with PlainVendor(MOVE) as vendor:
        asyncio.run(work())

    assert vendor.requests == []
