"""Start-up, measured: from the start of `desktop-agent run` to the first move of the pointer, and `--help`.

`python -m tests.bench.first_move [ROUNDS]`. The move is what another X client saw, at the X server's own time, which is
the system's monotonic clock. Beside it stand the moments of the run's events, to tell where the time went.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from statistics import median

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.debian_apps import mousepad
from tests.fakes.script import Answer, asks, says
from tests.fakes.scripted_server import ScriptedServer
from tests.fakes.x_event_log import XEventLog

HELP_ROUNDS = 10
WRAPS_AT = 2**32  # X counts milliseconds in 32 bits
THOUGHT_S = 2.0
MOVES, WITHOUT_MODEL = "the pointer moves", "without the model"
MOMENTS = ("run.started", "frame", "request", "action.proposed", "action.started", MOVES, WITHOUT_MODEL)
Moments = Mapping[str, float]


def first_move(words: Sequence[str], environment: Mapping[str, str]) -> Moments:
    """Run once; return the moments in ms after the start, the move among them."""
    with XEventLog(environment) as log:
        began_at, began = time.time(), time.monotonic() * 1000
        done = subprocess.run(
            [sys.executable, "-m", "desktop_agent", "run", "--json", *words],
            env=dict(environment), stdin=subprocess.DEVNULL, capture_output=True, check=False, start_new_session=True,
        )  # fmt: skip
        if done.returncode:
            raise SystemExit(f"The run ended with {done.returncode}: {done.stderr.decode()[-500:]}")
        moved = log.wait_for(1, "motion")[0].time_ms
    moments: dict[str, float] = {}
    for event in map(json.loads, done.stdout.splitlines()):
        at = datetime.fromisoformat(event["at"]).timestamp() - began_at
        moments.setdefault(event["event"], at * 1000)
    moves, model = (moved - began) % WRAPS_AT, moments["usage"] - moments["request"]
    return {**moments, MOVES: moves, WITHOUT_MODEL: moves - model}


def scripted(environment: Mapping[str, str]) -> Moments:
    """Move at the word of a server that answers at once."""
    with ScriptedServer([asks({"type": "move", "x": 200, "y": 200}), says("Done.")]) as server:
        words = ("Move", "--base-url", server.base_url, "--dialect", "preview", "--coordinates", "viewport")
        return first_move(words, environment)


def thoughtful(environment: Mapping[str, str]) -> Moments:
    """Click at the word of a server that thinks as long as a quick model, where only reading tells what is there."""

    def think(_: Mapping[str, object]) -> Answer:
        time.sleep(THOUGHT_S)
        return asks({"type": "click", "x": 300, "y": 300, "button": "left"})

    with ScriptedServer([think, says("Done.")]) as server:
        words = ("Click", "--base-url", server.base_url, "--dialect", "preview", "--coordinates", "viewport")
        return first_move(words, environment)


def local(environment: Mapping[str, str]) -> Moments:
    """Move at the word of the built-in model, which is started for the run and reads the picture."""
    return first_move(('click "File"',), environment)


def wall_ms(command: Sequence[str]) -> float:
    """Return the median time of a command that ends by itself."""
    times = []
    for _ in range(HELP_ROUNDS):
        began = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        times.append((time.perf_counter() - began) * 1000)
    return median(times)


def told(name: str, runs: Sequence[Moments]) -> Iterator[str]:
    """Yield the lines about one kind of run."""
    yield f"{name}, {len(runs)} runs, ms after the start: median, min"
    for moment in MOMENTS:
        times = [run[moment] for run in runs]
        yield f"  {moment:<20}{median(times):>8.0f}{min(times):>8.0f}"


def main() -> int:
    """Print the figures."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    for words in (("-m", "desktop_agent", "--help"), ("-c", "pass")):
        print(
            f"{' '.join(('python', *words)):<32}{wall_ms((sys.executable, *words)):>6.0f} ms, median of {HELP_ROUNDS}"
        )
    for name, moments in measured(rounds).items():
        print("\n".join(told(name, moments)))
    print(f"load average {os.getloadavg()[0]:.1f}")
    return 0


def measured(rounds: int) -> Mapping[str, Sequence[Moments]]:
    """Return the runs of each kind, by its name."""
    kinds: dict[str, Callable[[Mapping[str, str]], Moments]] = {
        "scripted server, at once": scripted,
        f"scripted server, after {THOUGHT_S:g} s, a click that is read about": thoughtful,
        "local model": local,
    }
    with PrivateDisplay(1920, 1080) as private, tempfile.TemporaryDirectory() as folder:
        # The card would ask about the editor first; without that nothing is asked, and no window needed.
        unasked = {"DESKTOP_AGENT_APPLICATIONS__FIRST_TIME": "allow"}
        environment = private.environment() | {"DESKTOP_AGENT_HOME": folder} | unasked
        with mousepad(private, Path(folder, "home")):
            return {name: [play(environment) for _ in range(rounds)] for name, play in kinds.items()}


if __name__ == "__main__":
    sys.exit(main())
