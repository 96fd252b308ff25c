"""Each dialect and each family in its own words: `python -m tests.bench.families [--without-runs] [NAME …] [TASK …]`.

It takes three quarters of an hour; `--without-calls` leaves out the second part. Five tasks
(`tests/fakes/family_tasks.py`) are done by a scripted model in the words of each dialect and the format of each family,
streamed and whole; what came out is read where the application keeps it. Then calls mangled in many ways are read:
acts done that were not meant, and calls of which the model is told nothing. Exits with 1 for any.
"""

import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.family_tasks import BUILT_ON, MEASURED_ON, SPEAKERS, FamilyTask, Speaker, run_of
from tests.proof.mangled_afresh import mangled_afresh
from tests.proof.mangled_later import mangled_later
from tests.proof.mangling import Mangled, halves, judge

TASKS: tuple[FamilyTask, ...] = (*BUILT_ON, *MEASURED_ON)
NAMES = tuple(task.name for task in TASKS)


def main(speakers: Sequence[Speaker], names: Sequence[str], *, runs: bool, calls: bool) -> int:
    """Print both tables and return how much was wrong."""
    wrong = 0
    if runs:
        done, good = task_runs(speakers, names)
        wrong += done - good
    return wrong + (all_mangled_calls() if calls else 0)


def all_mangled_calls() -> int:
    """Print what became of each set of mangled calls; return how many were not meant, or not told."""
    known, measured = halves()
    sets = {"built on": known, "measured by": measured, "afresh": mangled_afresh(), "later": mangled_later()}
    return sum(mangled_calls(name, some) for name, some in sets.items())


def mangled_calls(name: str, calls: Sequence[Mangled]) -> int:
    """Print what became of mangled calls; return how many were done that were not meant, or not told."""
    counts = Counter[str]()
    for one in calls:
        judged = judge(one)
        counts["done that was not meant"] += judged.wrong
        counts["not told"] += not judged.told
        if judged.wrong or not judged.told:
            print(f"  {one.family} {one.how}: {judged}\n    {one.item}")
    told = ", ".join(f"{what} {counts[what]}" for what in ("done that was not meant", "not told"))
    print(f"{len(calls)} mangled calls, {name}: {told}")
    return counts.total()


def task_runs(speakers: Sequence[Speaker], names: Sequence[str]) -> tuple[int, int]:
    """Print a row for each speaker and way; return how many runs there were, and how many came out as meant."""
    print("seconds of each run, NO where the application's own file or the page's server holds something else;")
    print(f"built on {', '.join(task.name for task in BUILT_ON)}, measured on the others")
    print(f"  {'words of':11} {'':8}", *(f"{name:>9}" for name in names))
    done = good = 0
    with tempfile.TemporaryDirectory() as folder, PrivateDisplay() as display:
        for speaker in speakers:
            for stream in (True, False):
                print(f"  {speaker.name:11} {'streamed' if stream else 'whole':8}", end="", flush=True)
                tasks = [task for task in TASKS if task.name in names]
                found = [_task(task, speaker, display, Path(folder), stream=stream) for task in tasks]
                done, good = done + len(found), good + sum(found)
                print(flush=True)
    print(f"{good} of {done} runs came out as meant")
    return done, good


def _task(task: FamilyTask, speaker: Speaker, display: PrivateDisplay, folder: Path, *, stream: bool) -> bool:
    began = time.monotonic()
    ran = run_of(task, speaker, display, folder / f"{speaker.name}-{task.name}-{stream}", stream=stream)
    _cell(began, good=ran.good)
    if not ran.good:
        print(f"\n    exit code {ran.code}, holds {ran.outcome!r}, not {ran.wanted!r}\n    {ran.err[-1000:]}")
    return ran.good


def _cell(began: float, *, good: bool) -> None:
    print(f" {f'{time.monotonic() - began:.0f}' if good else 'NO':>9}", end="", flush=True)


if __name__ == "__main__":
    some = [speaker for name, speaker in SPEAKERS.items() if name in sys.argv]
    few = [word for word in NAMES if word in sys.argv]
    runs, calls = (f"--without-{what}" not in sys.argv for what in ("runs", "calls"))
    sys.exit(int(main(some or [*SPEAKERS.values()], few or NAMES, runs=runs, calls=calls) > 0))
