"""No waiting in our own work: the figures of four benches as one table for the guide, the usual loop beside them.

`python -m tests.bench.speed [TENTH]`: about ten minutes; with TENTH a tenth of the turns, about two. Exits with 1 when
a goal is missed.
"""

from __future__ import annotations

import asyncio
import os
import platform
import statistics
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version

from tests.bench import first_move, memory, own_cost, turn

LIBRARIES = ("mss", "opencv-python-headless", "httpx", "PySide6-Essentials", "onnxruntime", "pyautogui", "openai")
MOST_FIRST_MS = 800.0


@dataclass(frozen=True, slots=True)
class Row:
    """One figure; `met` is None where there is no goal."""

    figure: str
    ours: str
    beside: str = ""
    goal: str = ""
    met: bool | None = None

    def __str__(self) -> str:
        mark = {None: "", True: ", met", False: ", **missed**"}[self.met]
        return f"| {self.figure} | {self.ours} | {self.beside} | {self.goal}{mark} |"


def of_a_turn(turns: int) -> Iterator[Row]:
    """Yield what the program itself takes between two answers."""
    ours, usual, _ = turn.measured(turns)
    own = statistics.median(turn.whole(spent, turn.NAMED) for spent in ours)
    theirs = statistics.median(turn.whole(spent, (*turn.NAMED, "pause")) for spent in usual)
    stages = ", ".join(f"{name} {_median(ours, name):.1f}" for name in turn.NAMED)
    met = own <= turn.MOST_MS and theirs >= turn.FACTOR * own
    yield Row(
        f"work per turn, 1920x1080 to 1280x720, ms ({stages})",
        f"{own:.1f}",
        f"{theirs:.1f}: {theirs / own:.0f} times",
        f"{turn.MOST_MS:g}, and {turn.FACTOR:g} times less",
        met,
    )
    yield Row("decide on the action in that turn, ms", f"{_median(ours, 'decide'):.1f}")


def of_the_wire(turns: int) -> Iterator[Row]:
    """Yield the processor time that a request and its answer take."""
    for name, (chain, stream) in own_cost.WAYS.items():
        ours, theirs, _ = asyncio.run(own_cost.measured(turns, chain=chain, stream=stream))
        mine, sdk = statistics.median(ours), statistics.median(theirs)
        goal = f"{own_cost.GOAL_MS:g}, and less than the SDK"
        met = mine <= own_cost.GOAL_MS and mine < sdk
        yield Row(
            f"processor time of a turn with a picture of 1 MB, {name}, ms", f"{mine:.1f}", f"{sdk:.1f}", goal, met
        )


def of_the_start(rounds: int) -> Iterator[Row]:
    """Yield the time from the command to the first act."""
    for name, runs in first_move.measured(rounds).items():
        spent = _median(runs, first_move.WITHOUT_MODEL)
        yield Row(
            f"`run` to the first act, model excluded, ms: {name}", f"{spent:.0f}", "", "800", spent <= MOST_FIRST_MS
        )


def of_memory(turns: int) -> Iterator[Row]:
    """Yield what a run holds on its way."""
    for held in memory.measured(turns):
        met = held.run_mb <= memory.MOST_MB and held.whole_mb <= memory.MOST_WITH_READER_MB
        goal = f"{memory.MOST_MB:g}; {memory.MOST_WITH_READER_MB:g}"
        yield Row(
            f"memory of `run`, {held.processes} processes, after {held.turn} turns, MB: without, with the reader",
            f"{held.run_mb:.0f}; {held.whole_mb:.0f}",
            "",
            goal,
            met,
        )


def main(part: int) -> int:
    """Print the table."""
    print(
        f"{datetime.now(UTC):%Y-%m-%d}, {platform.system()} {platform.release()}, {os.cpu_count()} cores, Python",
        end=" ",
    )
    print(f"{platform.python_version()}, {', '.join(f'{name} {version(name)}' for name in LIBRARIES)}\n")
    print("| figure | ours | the usual loop, or the SDK | goal |\n|---|---|---|---|")
    missed = False
    sections = (of_a_turn(40 // part), of_the_wire(60 // part + own_cost.WARM), of_the_start(max(1, 5 // part)))
    for section in (*sections, of_memory(memory.TURNS // part)):
        for row in section:
            print(row, flush=True)
            missed = missed or row.met is False
    print(f"\nLoad average {os.getloadavg()[0]:.1f}.")
    return int(missed)


def _median(runs: Sequence[Mapping[str, float]], name: str) -> float:
    return statistics.median(run.get(name, 0.0) for run in runs)


if __name__ == "__main__":
    sys.exit(main(10 if sys.argv[1:] else 1))
