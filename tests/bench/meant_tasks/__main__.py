"""Acts of benchmark tasks that are refused although they were meant: `python -m tests.bench.meant_tasks`.

`[--half odd|even|fresh|own|apart] [--plainly] [--json FILE] [TASK ...]`. A task needs its program, and `wmctrl`; one
that is not installed is left out and named. For each task: acts, actions done, those of them on something whose kind
its program tells, acts refused because “the screen changed” (all were meant), double and triple clicks given up half
way, acts refused by a rule or broken off otherwise, questions, whether the outcome is what was asked for, seconds.
`--plainly` sends the acts by xdotool, past the program, and prints the outcome alone: where it is not there, the acts
are wrong.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import shutil
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.bench.meant_tasks.plainly import play_plainly
from tests.bench.meant_tasks.rig import SIZE, Refusal, Session, opened, session
from tests.bench.meant_tasks.task import Task
from tests.bench.meant_tasks.tasks import TASKS
from tests.fakes.waiting import wait_until

_JUDGED_WITHIN_S = 10.0
_HALVES = {"odd": "built on", "even": "measured by", "fresh": "fresh", "own": "own", "apart": "own, apart"}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a task."""

    number: int
    name: str
    half: str
    origin: str
    acts: int
    actions: int
    told: int
    asked: int
    refusals: tuple[Refusal, ...]
    passed: bool
    seconds: float
    error: str = ""

    def count(self, *, stale: bool) -> int:
        """Return how many acts were refused because the screen had changed, or for another reason."""
        return sum(one.stale is stale for one in self.refusals)

    @property
    def half_done(self) -> int:
        """Return how many double and triple clicks were given up after a press."""
        return sum(one.half_done for one in self.refusals)


async def outcome_of(task: Task, home: Path) -> Outcome:
    """Play a task."""
    began = time.monotonic()
    error, passed = "", False
    played: Session | None = None
    try:
        async with session(task, home) as played:
            await played.play_all(task.steps())
            passed = judged(lambda: task.passed(home))
            await played.caller.call("stop")
    except (Exception, ExceptionGroup) as problem:  # noqa: BLE001 - a task that breaks must not end the others
        error = "".join(traceback.format_exception_only(problem)).strip()
    return Outcome(
        task.number, task.name, task.half, task.origin(),
        acts=played.acts if played else 0, actions=played.actions if played else 0,
        told=played.told if played else 0,
        asked=played.person.asked if played else 0, refusals=tuple(played.refusals) if played else (),
        passed=passed, seconds=time.monotonic() - began, error=error,
    )  # fmt: skip


def judged(passed: Callable[[], bool], *, within_s: float = _JUDGED_WITHIN_S) -> bool:
    """Tell whether a task's outcome is there, which a program may take a moment to write."""
    try:
        return bool(wait_until(passed, within_s=within_s))
    except (AssertionError, OSError, KeyError, ValueError, IndexError):
        return False


def line(one: Outcome) -> str:
    """Return a line of the table."""
    counts = f"{one.acts:>5}{one.actions:>8}{one.told:>6}"
    refused = f"{one.count(stale=True):>7}{one.half_done:>6}{one.count(stale=False):>7}"
    told = f"{one.asked:>6}  {'pass' if one.passed else 'FAIL'}{one.seconds:>7.0f}  {one.error}"
    return f"{one.number:>3} {one.name:<20}{counts}{refused}{told}"


def summary(half: str, outcomes: Sequence[Outcome]) -> str:
    """Return what one half comes to."""
    acts = sum(one.acts for one in outcomes)
    stale = sum(one.count(stale=True) for one in outcomes)
    broken = sum(one.half_done for one in outcomes)
    passed = sum(one.passed for one in outcomes)
    asked = sum(one.asked for one in outcomes)
    actions = sum(one.actions for one in outcomes)
    return (
        f"{half}: {len(outcomes)} tasks, {passed} passed; {acts} acts of {actions} actions; "
        f"{stale} refused although meant ({100 * stale / max(acts, 1):.1f} %), {broken} clicks given up half way; "
        f"{asked} questions"
    )


def main(words: Sequence[str]) -> int:
    """Print the table."""
    asked = argparse.ArgumentParser()
    asked.add_argument("tasks", nargs="*")
    asked.add_argument("--half", choices=tuple(_HALVES))
    asked.add_argument("--plainly", action="store_true")
    asked.add_argument("--json", type=Path)
    given = asked.parse_args(words)
    chosen = [
        task
        for task in TASKS
        if (not given.tasks or task.name in given.tasks) and (not given.half or task.half == _HALVES[given.half])
    ]
    if given.plainly:
        return _all_plainly(chosen)
    print(f"{'':>3} {'task':<20}{'acts':>5}{'actions':>8}{'told':>6}{'stale':>7}{'half':>6}{'other':>7}{'asked':>6}")
    outcomes: list[Outcome] = []
    for task in chosen:
        if shutil.which(task.program) is None:
            print(f"{task.number:>3} {task.name:<20} left out: {task.program} is not installed")
            continue
        with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            one = asyncio.run(outcome_of(task, Path(folder) / "home"))
        outcomes.append(one)
        print(line(one), flush=True)
        for refusal in one.refusals:
            print(f"{'':>8}{refusal.action}: {refusal.rule} {refusal.told}", flush=True)
        if given.json:
            given.json.write_text(json.dumps([asdict(each) for each in outcomes], indent=1, ensure_ascii=False))
    for half in _HALVES.values():
        mine = [one for one in outcomes if one.half == half]
        if mine:
            print(summary(half, mine))
    return 0


def _all_plainly(tasks: Sequence[Task]) -> int:
    """Print what the acts of tasks come to by themselves; return 1 where one of them failed."""
    failed = 0
    for task in tasks:
        with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            home = Path(folder) / "home"
            with PrivateDisplay(*SIZE) as display, opened(task, display, home):
                play_plainly(task, display)
                passed = judged(partial(task.passed, home))
        failed += not passed
        print(f"{task.number:>3} {task.name:<20}{'pass' if passed else 'FAIL'}", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
