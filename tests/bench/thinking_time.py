"""What a turn waits for and costs while the model thinks, as one table, the usual loop beside it.

`python -m tests.bench.thinking_time [TENTH]`: about half an hour; with TENTH a tenth of the turns. Acts on outdated
pictures in twelve programs are counted by `tests.bench.early.runs`, which takes an hour.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from statistics import mean, median

from tests.bench import decide, film, first_move, first_window, sent_early, terminal_text
from tests.bench.speed import Row
from tests.bench.trees import HERE

_ACTS = 41
_RATIO, _PROCESSOR_S, _TEXT_MS, _FILM_S, _MCP_MS = 0.8, 4.0, 500.0, 10.0, 300.0
_GOALS_MS = {"at once": 130.0, "late": 330.0, "animated": 560.0, "never": 250.0}
_DECIDES_MS, _SELDOM_MS = 15.0, 60.0
_HELLO = {
    "jsonrpc": "2.0", "id": 1, "method": "initialize",
    "params": {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "bench", "version": "1"}},
}  # fmt: skip


def of_the_watching(part: int) -> Iterator[Row]:
    """Yield when requests go, in turns with the usual loop, and what that costs."""
    off, auto, usual = sent_early.measured(max(8, _ACTS // part), 1, 1.2, sent_early.KINDS)
    for kind, goal in _GOALS_MS.items():
        times = [[one.ms for one in way.sent if one.kind == kind] for way in (auto, off, usual)]
        ours, without, theirs = (median(ms) if ms else 0.0 for ms in times)
        told = f"{ours:.0f} ({without:.0f} with `run.early` off)"
        yield Row(f"act → request whose answer is used, ms: {kind}", told, f"{theirs:.0f}", f"{goal:g}", ours <= goal)
    ours, theirs = (mean(one.ms for one in way.sent) for way in (auto, usual))
    ratio = ours / theirs
    yield Row("the mean of these; as a ratio", f"{ours:.0f}; {ratio:.2f}", f"{theirs:.0f}", "0.8", ratio <= _RATIO)
    yield Row("acts done on an outdated picture", f"{auto.outdated} of {auto.acts}", "", "0", auto.outdated == 0)
    yield Row("requests sent twice", f"{auto.broken} of {auto.requests}", "", "5 %", auto.broken * 20 <= auto.requests)
    ours_s, usual_s = median(auto.processor_s), median(usual.processor_s)
    met = ours_s <= _PROCESSOR_S if part == 1 else None
    yield Row(f"processor seconds of {auto.acts} turns", f"{ours_s:.1f}", f"{usual_s:.1f}", "4.0", met)


def of_decisions(part: int) -> Iterator[Row]:
    """Yield how long a decision takes after the model's answer."""
    for name, start in decide.PROGRAMS.items():
        took = sorted(decide.measured({"now": HERE}, start, 1 if part > 1 else 2, tells=True)["now"].took_ms)
        p95 = took[int(len(took) * 0.95)]
        met = median(took) <= _DECIDES_MS and p95 <= _SELDOM_MS
        yield Row(f"decision, ms: {name}: median; p95", f"{median(took):.0f}; {p95:.0f}", "", "15; 60", met)


def of_texts(part: int) -> Iterator[Row]:
    """Yield how long a text takes into terminals."""
    for name in terminal_text.TERMINALS:
        rounds = terminal_text.measured(name, 1 if part > 1 else 3, {"now": HERE})["now"]
        there = median(ms for ms, _, _ in rounds)
        yield Row(f"740 characters of code into {name}, ms", f"{there:.0f}", "", "500", there <= _TEXT_MS)


def of_films(_part: int) -> Iterator[Row]:
    """Yield what a film costs."""
    spent = film.processor_s()
    yield Row("film of 30 acts, 1920x1080: processor seconds", f"{spent:.1f}", "", "10", spent <= _FILM_S)


def of_starts(part: int) -> Iterator[Row]:
    """Yield how soon the program is there."""
    rounds = 1 if part > 1 else 5
    for name, runs in first_move.measured(rounds).items():
        spent = median(run[first_move.WITHOUT_MODEL] for run in runs)
        yield Row(f"`run` to the first act, model excluded, ms: {name}", f"{spent:.0f}", "", "800", spent <= 800)
    for name, seconds in first_window.measured(rounds).items():
        there = median(seconds)
        yield Row(f"start to the first window, s: {name}", f"{there:.2f}", "", "1", there <= first_window.GOAL_S)
    answers = [_initialized() for _ in range(rounds)]
    wall, own = (median(one) for one in zip(*answers, strict=True))
    yield Row("`mcp` answers `initialize`, ms; processor ms", f"{wall:.0f}; {own:.0f}", "", "300", wall <= _MCP_MS)


def _initialized() -> tuple[float, float]:
    """Return after how many ms `mcp` has answered its first call, and what that has cost the processor."""
    with tempfile.TemporaryDirectory() as folder:
        began = time.monotonic()
        with subprocess.Popen(
            [sys.executable, "-m", "desktop_agent", "mcp"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, env=os.environ | {"DESKTOP_AGENT_HOME": folder}, text=True,
        ) as server:  # fmt: skip
            assert server.stdin is not None
            assert server.stdout is not None
            server.stdin.write(json.dumps(_HELLO) + "\n")
            server.stdin.flush()
            server.stdout.readline()
            took = (time.monotonic() - began) * 1000
            spent = Path(f"/proc/{server.pid}/stat").read_text().rpartition(")")[2].split()[11:13]
            server.stdin.close()
    return took, sum(map(int, spent)) * 1000 / os.sysconf("SC_CLK_TCK")


def main(part: int) -> int:
    """Print the table; 1 when a goal is missed."""
    print(f"{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}\n")
    print("| figure | ours | the usual loop | goal |\n|---|---|---|---|")
    missed = False
    for section in (of_the_watching, of_decisions, of_texts, of_films, of_starts):
        for row in section(part):
            print(row, flush=True)
            missed = missed or row.met is False
    print(f"\nLoad average {os.getloadavg()[0]:.1f}.")
    return int(missed)


if __name__ == "__main__":
    sys.exit(main(10 if sys.argv[1:] else 1))
