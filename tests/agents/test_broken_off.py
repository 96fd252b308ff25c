"""An agent that goes in the middle: every key is up, and the computer is free for the next one."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path

import pytest

from desktop_agent.core.errors import RecordError
from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.host.resume import resumption
from desktop_agent.record.store import RunStore
from tests.fakes.mcp_agent import environment
from tests.fakes.mcp_raw import RawAgent
from tests.fakes.x_event_log import XEventLog
from tests.input.killing import Onlooker

FREE = ("--mode", "auto", "--approver", "none")
PRESS, WAIT = {"action": "press", "keys": ["a"]}, {"action": "wait", "seconds": 0.5}
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
