"""The person is there as in any run: asked by a card, obeyed when they stop, and left with no key down."""

from __future__ import annotations

import asyncio
import json
import subprocess
from contextlib import suppress
from pathlib import Path

import pytest

from desktop_agent.core.errors import RecordError
from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.record.store import RunStore
from desktop_agent.runtime.continuation import resumption
from tests.fakes.desktops.x_event_log import XEventLog
from tests.fakes.people.mcp_agent import agent, environment
from tests.fakes.people.mcp_raw import RawAgent
from tests.fakes.waiting import wait_until
from tests.input.killing import Onlooker

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


@pytest.mark.slow
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


FREE = ("--mode", "auto", "--approver", "none")
PRESS = {"action": "press", "keys": ["a"]}
WAIT = {"action": "wait", "seconds": 0.5}
HELD = [{"action": "hold_keys", "keys": ["shift"]}, *(PRESS, WAIT) * 15]


def test_an_agent_that_goes_while_it_types_leaves_no_key_down_and_the_computer_free(
    on_display: PrivateDisplay, tmp_path: Path
) -> None:
    own = environment(on_display, tmp_path)
    with XEventLog(on_display.environment()) as log, RawAgent(own, *FREE) as caller:
        caller.start()
        caller.call("look")
        caller.send("tools/call", {"name": "act", "arguments": {"actions": HELD}})
        log.wait_for(4, "key_press")
        for pipe in (caller.process.stdin, caller.process.stdout):
            assert pipe is not None
            with suppress(OSError):  # the kernel closes both when a client is killed
                pipe.close()
        code = caller.process.wait(60)

    ends = [json.loads(file.read_bytes().splitlines()[-1]) for file in tmp_path.glob("data/runs/*/events.jsonl")]

    assert code == 0
    with Onlooker(on_display.name) as onlooker:
        assert onlooker.down() == set()
    assert {one["event"] for one in ends} == {"run.finished"}
    assert ("stopped", "The agent disconnected.") in {(one["status"], one["message"]) for one in ends}
    (folder,) = tmp_path.glob("data/runs/*/")
    with pytest.raises(RecordError, match="another agent"):
        resumption(RunStore(folder.parent), folder)
    with RawAgent(own, *FREE) as after:
        after.start()
        assert "1280x800" in after.call("look")
