"""What does an act over MCP cost beside the same act in a run? `python -m tests.bench.mcp_cost [acts]`.

The agent is another process and notes, by the wall clock, when it sends a call and when it has read the answer. In
between lies the run's own act, from the first event after the model's answer to the picture that answers it, as the
run's record has them: what any model's act takes in the same process. The rest is ours: pipe, reading, the way between
threads, the picture as text, and back. Ends with 1 when the median is over the goal.

Also prints how many characters a model reads of the tools, and of the answer to each act of a short task in mousepad.
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path
from typing import Any

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.debian_apps import mousepad
from tests.fakes.mcp_agent import environment
from tests.fakes.mcp_raw import RawAgent

GOAL_MS, ACTS, WARM = 10.0, 60, 5


def main(acts: int) -> int:
    """Print the table; 1 when the goal is missed."""
    with tempfile.TemporaryDirectory() as home, PrivateDisplay(1280, 800) as display:
        flags = ("--mode", "auto", "--approver", "none", "--max-steps", "100000")
        with RawAgent(environment(display, Path(home)), *flags) as agent:
            agent.start()
            agent.call("look")
            calls = [_called(agent, number) for number in range(acts + WARM)]
            agent.call("stop")
        (journal,) = Path(home).glob("data/runs/*/events.jsonl")
        own = _own(journal)
    pairs = [*zip(calls, own, strict=True)][WARM:]
    cost = sorted(1000 * ((begun - sent) + (answered - shown)) for (sent, answered), (begun, shown) in pairs)
    run = statistics.median(1000 * (shown - begun) for _, (begun, shown) in pairs)
    whole = statistics.median(1000 * (answered - sent) for (sent, answered), _ in pairs)
    median, late = statistics.median(cost), cost[int(len(cost) * 0.95)]
    print(f"{acts} acts (a motion, answered with a picture of 1280x800), load {os.getloadavg()[0]:.1f}")
    print(f"own cost of act over a run's own act: median {median:.1f} ms, p95 {late:.1f} ms; goal {GOAL_MS:g} ms")
    print(f"the run's own act: median {run:.1f} ms; the whole call: {whole:.1f} ms, {whole / run:.2f} times that")
    print_characters()
    return int(median > GOAL_MS)


def print_characters() -> None:
    """Print what a model reads: the tools once, and the answer to each act. Characters; four are about one token."""
    flags = ("--mode", "auto", "--approver", "none", "--allow", "mousepad=everything")
    with (
        tempfile.TemporaryDirectory() as home,
        PrivateDisplay(1280, 800) as display,
        mousepad(display, Path(home) / "app") as app,
        RawAgent(environment(display, Path(home)), *flags) as agent,
    ):
        agent.start()
        listed = agent.answer(agent.send("tools/list", {}))
        tools: Any = listed["result"] if listed else {}
        told = [{key: tool[key] for key in ("name", "description", "inputSchema")} for tool in tools["tools"]]
        characters = sum(len(json.dumps(tool, separators=(",", ":"), ensure_ascii=False)) for tool in told)
        print(f"{len(told)} tools: {characters} characters")
        agent.call("look")
        left, top, width, height = app.frame()
        acts: tuple[dict[str, object], ...] = (
            {"action": "click", "x": left + width // 2, "y": top + height // 2},
            {"action": "type", "text": "Hello there"},
            {"action": "press", "keys": ["ctrl", "s"]},
            {"action": "press", "keys": ["escape"]},
            {"action": "click", "name": "File"},
            {"action": "press", "keys": ["escape"]},
        )
        lengths = [len(agent.act(act, why="To measure.")) for act in acts]
        print(f"answers to {len(acts)} acts: {lengths} characters, median {statistics.median(lengths):.0f}")


def _called(agent: RawAgent, number: int) -> tuple[float, float]:
    """Return when a call was sent and when its answer was read; no two in a row are alike."""
    action = {"action": "move", "x": 100 + 7 * (number % 90), "y": 200}
    sent = time.time()
    said = agent.act(action, why="To measure.")
    answered = time.time()
    assert said.startswith("Done"), said
    return sent, answered


def _own(journal: Path) -> list[tuple[float, float]]:
    """Return for each turn when the run had the model's answer, and when it had the picture after the act."""
    turns: dict[int, list[tuple[str, float]]] = {}
    for line in journal.read_bytes().splitlines():
        event = json.loads(line)
        at = datetime.fromisoformat(event["at"]).timestamp()
        turns.setdefault(event["turn"], []).append((event["event"], at))
    told = [events for turn, events in sorted(turns.items()) if turn and any(name == "message" for name, _ in events)]
    return [(events[0][1], next(at for name, at in events if name == "frame")) for events in told]


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else ACTS))
