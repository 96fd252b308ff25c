"""An agent that goes in the middle: every key is up, the computer is free for the next one, and History says how."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.apps import windows
from tests.fakes.card_yes import CARD
from tests.fakes.mcp_agent import environment
from tests.fakes.mcp_raw import RawAgent
from tests.fakes.waiting import wait_until
from tests.fakes.warm import program
from tests.fakes.x_event_log import XEventLog

FREE = ("--mode", "auto", "--approver", "none")
CLICK = {"action": "click", "x": 640, "y": 400, "button": "left"}
PRESS, WAIT = {"action": "press", "keys": ["a"]}, {"action": "wait", "seconds": 0.5}
HELD = ({"action": "hold_keys", "keys": ["shift"]}, *(PRESS, WAIT) * 15)
Moment = Callable[[RawAgent, PrivateDisplay, XEventLog], object]


def order(caller: RawAgent, tool: str, **arguments: object) -> None:
    caller.send("tools/call", {"name": tool, "arguments": arguments})


def while_the_person_is_asked(caller: RawAgent, display: PrivateDisplay, _: XEventLog) -> None:
    order(caller, "act", actions=[CLICK])
    wait_until(lambda: windows(display, CARD), "the card")


def while_it_types(caller: RawAgent, _: PrivateDisplay, log: XEventLog) -> None:
    order(caller, "act", actions=[*HELD])
    log.wait_for(4, "key_press")


def while_a_task_works(caller: RawAgent, _: PrivateDisplay, log: XEventLog) -> None:
    order(caller, "run_task", task="wait 1 second; press a; wait 50 seconds")
    log.wait_for(1, "key_press")


def during_a_look(caller: RawAgent, _: PrivateDisplay, __: XEventLog) -> None:
    order(caller, "look")


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


@pytest.mark.parametrize(
    ("mode", "moment"),
    [
        (("--mode", "ask"), while_the_person_is_asked),
        (FREE, while_it_types),
        (FREE, while_a_task_works),
        (FREE, during_a_look),
    ],
)
def test_an_agent_that_goes_in_the_middle_leaves_no_key_down_and_the_computer_free(
    display: PrivateDisplay, tmp_path: Path, mode: tuple[str, ...], moment: Moment
) -> None:
    own = environment(display, tmp_path)
    with XEventLog(display.environment()) as log, RawAgent(own, *mode) as caller:
        caller.start()
        caller.call("look")
        moment(caller, display, log)
        for pipe in (caller.process.stdin, caller.process.stdout):
            assert pipe is not None
            with suppress(OSError):  # the kernel closes both when a client is killed
                pipe.close()
        code = caller.process.wait(60)

    ends = [json.loads(file.read_bytes().splitlines()[-1]) for file in tmp_path.glob("data/runs/*/events.jsonl")]
    words = program("runs", "list", "--json")
    history = json.loads(subprocess.run(words, env=own, check=True, capture_output=True, timeout=60).stdout)

    assert code == 0
    assert keys_down(display) == []
    assert {one["event"] for one in ends} == {"run.finished"}
    assert ("stopped", "The agent disconnected.") in {(one["status"], one["message"]) for one in ends}
    assert "stopped" in {one["status"] for one in history}
    wait_until(lambda: not windows(display, CARD), "the end of its card")
    with RawAgent(own, *FREE) as after:
        after.start()
        assert "1280x800" in after.call("look")
