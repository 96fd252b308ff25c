"""What a run costs on a side desk, and on a display of its own: `python -m tests.bench.desk_run [rounds]`.

The demo's task is carried out by the built-in model both ways, in turns. Own work is the processor time of the
program's own process, without the model's reading, the application and the servers. The waiting for the screen stands
beside it.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from desktop_agent.record.reader import read_run

ROUNDS, GOAL = 3, 1.1
_WAYS = {"a display": (), "a side desk": ("--desk",)}
_SEED = "4"


def _own_s(pid: int) -> float:
    """Return the processor time of a process that has ended and is not yet waited for, without its children's."""
    line = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(line[11]) + int(line[12])) / os.sysconf("SC_CLK_TCK")


def _measured(more: tuple[str, ...], environment: Mapping[str, str], data: Path) -> dict[str, float]:
    command = [sys.executable, "-m", "desktop_agent", "demo", "--seed", _SEED, *more]
    with subprocess.Popen(
        command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as program:
        os.waitid(os.P_PID, program.pid, os.WEXITED | os.WNOWAIT)
        own = _own_s(program.pid)
        if program.wait() != 0:
            raise SystemExit(f"the demo has failed: {' '.join(command)}")
    run = read_run(max((data / "runs").iterdir()))
    spans = [span for turn in run.turns for span in turn.spans]
    told = {use: sum(one.length_ms for one in spans if one.spent == use) / 1000 for use in ("act", "settle")}
    return {"own": own, "turns": float(run.summary.turns), **told}


def main(rounds: int) -> int:
    """Print the table; 1 when the goal is missed."""
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    print(f"the demo's task, medians of {rounds} runs each, in turns")
    told: dict[str, list[dict[str, float]]] = {name: [] for name in _WAYS}
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "home").mkdir()
        own = Path(folder) / "own"
        environment = {**os.environ, "HOME": f"{folder}/home", "DESKTOP_AGENT_HOME": str(own)}
        for _ in range(rounds):
            for name, more in _WAYS.items():
                told[name].append(_measured(more, environment, own / "data"))
    print(f"{'on':<14}{'own work, s':>14}{'acting, s':>12}{'settling, s':>13}{'turns':>8}")
    medians = {
        name: {key: statistics.median(one[key] for one in ones) for key in ones[0]} for name, ones in told.items()
    }
    for name, one in medians.items():
        print(f"{name:<14}{one['own']:>14.2f}{one['act']:>12.2f}{one['settle']:>13.2f}{one['turns']:>8.0f}")
    display, desk = medians.values()
    ratio = desk["own"] / display["own"]
    print(f"own work on a desk: {ratio:.2f} times, goal {GOAL}; load {os.getloadavg()[0]:.1f}")
    return int(ratio > GOAL)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS))
