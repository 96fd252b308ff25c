"""An agent that goes in the middle: every key is up, and the computer is free for the next one."""

from __future__ import annotations

import json
import subprocess
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

FREE = ("--mode", "auto", "--approver", "none")
PRESS, WAIT = {"action": "press", "keys": ["a"]}, {"action": "wait", "seconds": 0.5}
HELD = [{"action": "hold_keys", "keys": ["shift"]}, *(PRESS, WAIT) * 15]


def keys_down(display: PrivateDisplay) -> list[str]:
    """Return what another X client says is down, on any keyboard and any mouse; it knows nothing of the masters."""

    def told(*words: str) -> str:
        done = subprocess.run(
            ["xinput", *words], env=display.environment(), check=False, capture_output=True, text=True, timeout=60
        )
        return done.stdout

    lines = [
        line.strip() for one in told("list", "--id-only").split() for line in told("query-state", one).splitlines()
    ]
    assert any(line.endswith("=up") for line in lines)
    return [line for line in lines if line.endswith("=down")]


def test_an_agent_that_goes_while_it_types_leaves_no_key_down_and_the_computer_free(
    display: PrivateDisplay, tmp_path: Path
) -> None:
    own = environment(display, tmp_path)
    with XEventLog(display.environment()) as log, RawAgent(own, *FREE) as caller:
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
    assert keys_down(display) == []
    assert {one["event"] for one in ends} == {"run.finished"}
    assert ("stopped", "The agent disconnected.") in {(one["status"], one["message"]) for one in ends}
    (folder,) = tmp_path.glob("data/runs/*/")
    with pytest.raises(RecordError, match="another agent"):
        resumption(RunStore(folder.parent), folder)
    with RawAgent(own, *FREE) as after:
        after.start()
        assert "1280x800" in after.call("look")
