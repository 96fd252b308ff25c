"""Other people's tasks, played by our oracles: `python -m tests.bench.tasks SET [--measured] [flags of bench]`.

`--measured` plays the half whose acts were written down by somebody who had built none of it, and before any of it was
played. `--player plain` sends an oracle's acts past the program (`plain_loop`); of the flags of `bench` it takes
`--only`, `--at-once` and `-o` alone. `bench --compare` puts both results beside each other.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from desktop_agent import __version__
from desktop_agent.bench.many import played
from desktop_agent.bench.one_task import Order, Result
from desktop_agent.bench.page import write_page
from desktop_agent.bench.results import BenchRun, figures, write
from desktop_agent.bench.sets import SETS, TaskSet, own_set, public_set
from desktop_agent.bench.task import read_tasks, why_skipped
from desktop_agent.cli.main import main
from desktop_agent.lib.paths import places

ORACLES = Path(__file__).with_name("oracles")


def play(words: Sequence[str]) -> int:
    """Play a set by its oracles, through the program or past it."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.tasks")
    parser.add_argument("set", nargs="?", default="deskcraft")
    parser.add_argument("--measured", action="store_true")
    parser.add_argument("--player", choices=("oracle", "plain"), default="oracle")
    told, more = parser.parse_known_args(words)
    oracles = ORACLES / (f"{told.set}-measured" if told.measured else told.set)
    if told.set not in SETS:
        oracles = Path(told.set) / "oracles"
    if told.player == "oracle":
        return main(["bench", told.set, "--player", "oracle", "--oracles", str(oracles), *more])
    return _play_plainly(told.set, oracles, more)


def _play_plainly(name: str, oracles: Path, words: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.tasks --player plain")
    parser.add_argument("--only", action="append", default=[])
    parser.add_argument("--at-once", type=int, default=2)
    parser.add_argument("-o", type=Path, required=True)
    told = parser.parse_args(words)
    tasks = public_set(name, places(os.environ).cache, None) if name in SETS else own_set(Path(name))
    began = datetime.now(UTC).isoformat(timespec="seconds")
    results = played(_orders(tasks, oracles, told.only), told.at_once, _say, module="tests.bench.plain_loop")
    run = BenchRun(
        set_name=tasks.name,
        commit=SETS[name].commit if name in SETS else "",
        version=__version__,
        began=began,
        player="plain",
        model="",
        tries=1,
        at_once=told.at_once,
        results=tuple(results),
        skipped=(),
    )
    write(run, told.o / "results.json")
    write_page(run, told.o / "page.html", {})
    counted = figures(run.results)
    print(f"{counted.passed_first} of {counted.judged} pass; {told.o / 'page.html'}")
    return 0


def _orders(tasks: TaskSet, oracles: Path, only: Sequence[str]) -> list[Order]:
    packages = places(os.environ).cache / "bench" / "packages"
    return [
        Order(
            set_name=tasks.name,
            root=str(tasks.root),
            tasks=str(tasks.tasks),
            judge=str(tasks.judge),
            file=str(task.file),
            player="plain",
            attempt=1,
            oracle=str(oracles / f"{task.id}.json"),
            packages=str(packages) if packages.is_dir() else "",
            flags={},
        )
        for task in read_tasks(tasks)
        if (oracles / f"{task.id}.json").is_file() and not why_skipped(task, tasks)
        if not only or any(text in f"{task.domain}/{task.id}" for text in only)
    ]


def _say(one: Result) -> None:
    print(f"{one.domain}/{one.task}  {one.score}  {one.seconds:.1f} s", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(play(sys.argv[1:]))
