"""The person is there as in any run: asked by a card, told of to the agent, and obeyed when they stop."""

from __future__ import annotations

import asyncio
import subprocess
from pathlib import Path

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.mcp_agent import agent, environment
from tests.fakes.mcp_raw import RawAgent
from tests.fakes.waiting import wait_until
from tests.fakes.x_event_log import XEventLog

CLICK = {"action": "click", "x": 640, "y": 400, "button": "left"}
STOPPED = "The person has stopped this."


def stop_by_keys(display: PrivateDisplay) -> None:
    words = ["xdotool", "key", "--delay", "60", "Escape", "Escape", "Escape"]
    subprocess.run(words, env=display.environment(), check=True, timeout=60)


def test_while_a_card_is_open_the_agent_is_told_and_a_stop_ends_its_call(
    display: PrivateDisplay, tmp_path: Path
) -> None:
    async def work() -> None:
        async with agent(environment(display, tmp_path), "--mode", "ask") as caller:
            await caller.call("look")
            asked = asyncio.create_task(caller.act(CLICK))
            await asyncio.to_thread(wait_until, lambda: any("person's answer" in one for one in caller.progress))
            second = await caller.act(CLICK)
            assert "one call at a time" in second.text
            assert "person's answer" in (await caller.call("status")).text
            await asyncio.to_thread(stop_by_keys, display)
            assert STOPPED in (await asked).text

    with XEventLog(display.environment()) as log:
        asyncio.run(work())

        assert not log.events("button_press")


def test_a_call_that_comes_twice_acts_once(display: PrivateDisplay, tmp_path: Path) -> None:
    with (
        XEventLog(display.environment()) as log,
        RawAgent(environment(display, tmp_path), "--mode", "auto", "--approver", "none") as caller,
    ):
        caller.start()
        caller.call("look")
        arguments = {"actions": [{"action": "wait", "seconds": 0.3}, CLICK]}
        call = '{"jsonrpc":"2.0","id":"one","method":"tools/call","params":{"name":"act","arguments":%s}}'
        line = call % str(arguments).replace("'", '"')
        for _ in range(3):
            caller.write(line)
        assert "Done: Wait" in str(caller.answer("one"))
        caller.write(line)
        wait_until(lambda: "was sent before" in str(caller.answer("one")), "the last answer")

        assert len(log.events("button_press")) == 1
