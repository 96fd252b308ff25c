"""Messages in forms that are none, too many, too large, broken off, and too late."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.bench.mcp_hostile.tries import ACTIONS, CLICK, FREE, REFUSES, TYPE, Try, stdio
from tests.fakes.mcp_raw import RawAgent


def batches_and_no_json(display: PrivateDisplay, home: Path) -> Iterator[tuple[str, Try]]:
    """Messages in forms that are none."""
    call = {
        "jsonrpc": "2.0",
        "id": 1,
        "method": "tools/call",
        "params": {"name": "act", "arguments": {"actions": [CLICK]}},
    }
    good = json.dumps(call)
    lines = (
        json.dumps([call]), json.dumps([call, call]), good[:-1], good.replace("2.0", "1.0"), f"[{good}", good * 2,
        json.dumps({**call, "id": None}), json.dumps({**call, "id": [1]}), json.dumps({**call, "id": {"a": 1}}),
        json.dumps({key: value for key, value in call.items() if key != "id"}), "\ufeff" + "[" * 100_000, '"act"',
        json.dumps({**call, "params": [call["params"]]}), json.dumps({**call, "params": "act"}), "\x00" * 1_000,
    )  # fmt: skip
    with stdio(display, home, *FREE) as agent:
        agent.call("look")
        for line in lines:
            yield f"line {line[:40]!r}", partial(_written, agent, line)


def wrong_arguments(display: PrivateDisplay, home: Path) -> Iterator[tuple[str, Try]]:
    """Arguments that are nearly right, where nobody is asked."""
    wrong: tuple[object, ...] = (
        {**CLICK, "x": "640"}, {**CLICK, "x": 6400}, {**CLICK, "x": -1}, {**CLICK, "x": None}, {**CLICK, "x": [640]},
        {**CLICK, "x": 1e308}, {**CLICK, "x": True}, {**CLICK, "button": "any"}, {**CLICK, "action": "klick"},
        {"type": "click", "x": 1, "y": 1}, {"action": ["click"], "x": 1, "y": 1}, "click", 7, None, [CLICK], {},
        {"action": "press", "keys": "ctrl"}, {"action": "press", "keys": []}, {"action": "press", "keys": ["nokey"]},
        {"action": "type", "text": 5}, {"action": "scroll", "x": 1, "y": 1, "direction": "down", "pixels": -5},
        {"action": "drag", "x": 1, "y": 1}, {"action": "done"}, {"action": "navigate", "url": "https://a.example"},
    )  # fmt: skip
    with stdio(display, home, *FREE, "--max-steps", "1000") as agent:
        agent.call("look")
        for action in wrong:
            yield f"action {action!r}"[:80], partial(agent.act, action)


def floods_and_doubles(display: PrivateDisplay, home: Path) -> Iterator[tuple[str, Try]]:
    """Many at once, and the same call again."""
    with stdio(display, home, *REFUSES) as agent:
        agent.call("look")
        call: dict[str, object] = {"name": "act", "arguments": {"actions": [CLICK]}}
        for count in (2, 10, 100, 500):
            yield (
                f"{count} at once",
                partial(_flood, agent, call, count),
            )
            agent.call("look")
        for number in ("a", 7, -1, "7", 7.5, True):
            double = json.dumps({"jsonrpc": "2.0", "id": number, "method": "tools/call", "params": call})
            yield (
                f"id {number!r} three times",
                partial(_written, agent, double, 3),
            )


def breaking_off(display: PrivateDisplay, home: Path) -> Iterator[tuple[str, Try]]:
    """Agents that go, or take a call back, while it is under way."""
    slow = {"action": "wait", "seconds": 2}
    for text in ("closes", "is killed", "cancels", "closes its answers"):
        with stdio(display, home, *FREE) as agent:
            agent.call("look")
            call: dict[str, object] = {"name": "act", "arguments": {"actions": [slow, CLICK, TYPE]}}
            yield (
                text,
                partial(_break_off, agent, text, call),
            )


def _break_off(agent: RawAgent, how: str, call: dict[str, object]) -> None:
    number = agent.send("tools/call", call)
    assert agent.process.stdin is not None
    assert agent.process.stdout is not None
    match how:
        case "closes":
            agent.process.stdin.close()
        case "is killed":
            agent.process.kill()
        case "cancels":
            told = {"jsonrpc": "2.0", "method": "notifications/cancelled", "params": {"requestId": number}}
            agent.write(json.dumps(told))
            agent.act(CLICK)
            return
        case _:
            agent.process.stdin.close()
    agent.process.wait(30)


def oversize(display: PrivateDisplay, home: Path) -> Iterator[tuple[str, Try]]:
    """More than is read."""
    with stdio(display, home, *FREE, "--max-steps", "1000") as agent:
        agent.call("look")
        yield "33 actions", partial(agent.act, *([CLICK] * 33))
        yield "100 000 actions", partial(agent.act, *([CLICK] * 40_000))
        yield "a text of 3 MB", partial(agent.act, {"action": "type", "text": "a" * 3_000_000})
        yield "a key list of 100 000", partial(agent.act, {"action": "press", "keys": ["a"] * 100_000})
        yield (
            "a deep action",
            partial(_written, agent, '{"jsonrpc":"2.0","id":9,"method":"tools/call","params":' + '{"a":' * 5_000),
        )
        yield "a line of 20 MB", partial(_written, agent, json.dumps({"a": "b" * 20_000_000}))
        yield "a text just too long", partial(agent.act, {"action": "type", "text": "a" * 100_001})


def after_the_end(display: PrivateDisplay, home: Path) -> Iterator[tuple[str, Try]]:
    """Calls after a limit, and in a rehearsal."""
    with stdio(display, home, *FREE, "--max-steps", "1") as agent:
        agent.call("look")
        agent.call("look")
        agent.call("look")
        for action in ACTIONS:
            yield f"after the limit: {action['action']}", partial(_look_and_act, agent, action)
    with stdio(display, home, "--mode", "watch", "--approver", "none") as agent:
        for action in ACTIONS:
            agent.call("look")
            yield f"in a rehearsal: {action['action']}", partial(agent.act, action)


def whole_tasks(display: PrivateDisplay, home: Path) -> Iterator[tuple[str, Try]]:
    """The same by way of the person's own model."""
    tasks = ('type "rm"', "press alt+f4", 'click "OK"', "press ctrl+q", 'type "yes", press enter')
    with stdio(display, home, *REFUSES) as agent:
        for task in tasks:
            yield f"task {task}", partial(agent.call, "run_task", {"task": task})


def stopped_by_a_person(display: PrivateDisplay, home: Path) -> Iterator[tuple[str, Try]]:
    """Calls after the person's own Stop: Esc three times, from a device that is not ours."""
    with stdio(display, home, *FREE[:2]) as agent:
        agent.call("look")
        words = ["xdotool", "key", "--delay", "60", "Escape", "Escape", "Escape"]
        subprocess.run(words, env=display.environment(), check=True)
        while "has stopped this" not in agent.call("status"):
            pass
        for action in ACTIONS:
            yield f"after Stop: {action['action']}", partial(_look_and_act, agent, action)
        yield "a task after Stop", partial(agent.call, "run_task", {"task": "press alt+f4"})


def _look_and_act(agent: RawAgent, action: object) -> None:
    agent.call("look")
    agent.act(action)


def _written(agent: RawAgent, line: str, times: int = 1) -> None:
    for _ in range(times):
        agent.write(line)
    agent.call("status")


def _flood(agent: RawAgent, call: dict[str, object], count: int) -> None:
    for number in [agent.send("tools/call", call) for _ in range(count)]:
        agent.answer(number)
