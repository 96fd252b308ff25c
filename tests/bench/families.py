"""Each dialect and each family in its own words: `python -m tests.bench.families [--without-runs] [NAME …] [TASK …]`.

It takes three quarters of an hour; `--without-calls` leaves out the second part. The demo's task and five others
(`tests/fakes/family_tasks.py`) are done by `serve` in the words of each dialect and the format of each family, streamed
and whole; what came out is read where the application keeps it. Then calls mangled in many ways are read: acts done
that were not meant, and calls of which the model is told nothing. Exits with 1 for any.
"""

import contextlib
import os
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.devtools.serve.server import local_server
from tests.fakes.family_tasks import BUILT_ON, MEASURED_ON, SPEAKERS, FamilyTask, Speaker, run_of
from tests.fakes.typist import at_a_terminal
from tests.proof.mangled_afresh import mangled_afresh
from tests.proof.mangled_later import mangled_later
from tests.proof.mangling import Mangled, halves, judge

_DEMO = "demo"
TASKS: tuple[FamilyTask, ...] = (*BUILT_ON, *MEASURED_ON)
NAMES = (_DEMO, *(task.name for task in TASKS))
_DEMO_WITHIN_S = 600.0
_HOW = ((True, "--stream"), (False, "--no-stream"))


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
            for stream, flag in _HOW:
                print(f"  {speaker.name:11} {'streamed' if stream else 'whole':8}", end="", flush=True)
                found = [_demo(speaker, flag, Path(folder) / f"{speaker.name}{flag}")] if _DEMO in names else []
                tasks = [task for task in TASKS if task.name in names]
                found += [_task(task, speaker, display, Path(folder), stream=stream) for task in tasks]
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


def _demo(speaker: Speaker, flag: str, home: Path) -> bool:
    """Have the demo done; a person at a terminal says yes to the one safety check that its model's server has."""
    began = time.monotonic()
    with local_server() as server:
        environment = {**os.environ, "DESKTOP_AGENT_HOME": str(home), "DESKTOP_AGENT_API_KEY": server.token}
        words = ("demo", *speaker.flags, "--base-url", server.base_url.removesuffix("/v1"), "--mode", "auto", flag)
        command = (sys.executable, "-m", "desktop_agent", *words, "--approver", "terminal")
        with at_a_terminal(command, environment) as person:
            with contextlib.suppress(AssertionError):  # what came instead is shown below
                if speaker.checks:
                    person.waits_for("[y/N] ", within_s=_DEMO_WITHIN_S)
                    person.types("y\n")
                person.waits_for("Report: ", within_s=_DEMO_WITHIN_S)
            code = person.ends()
    good = code == 0 and re.search(r"^  sent +true$", person.text, re.MULTILINE) is not None
    _cell(began, good=good)
    if not good:
        print(f"\n    exit code {code}\n    {person.text[-1500:]}")
    return good


def _cell(began: float, *, good: bool) -> None:
    print(f" {f'{time.monotonic() - began:.0f}' if good else 'NO':>9}", end="", flush=True)


if __name__ == "__main__":
    some = [speaker for name, speaker in SPEAKERS.items() if name in sys.argv]
    few = [word for word in NAMES if word in sys.argv]
    runs, calls = (f"--without-{what}" not in sys.argv for what in ("runs", "calls"))
    sys.exit(int(main(some or [*SPEAKERS.values()], few or NAMES, runs=runs, calls=calls) > 0))
