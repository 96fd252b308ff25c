"""Sixty tasks of plain steps in twelve applications that were not used while the built-in model was built.

`python -m tests.bench.offline_tasks [APPLICATION …] [--keep FOLDER]` prints a line for each task and the sums: how many
are right by the application's own word, and how many ended as completed that were not. Each task has a display, a home
and a run of its own, whose questions a scripted person answers with yes. Needs the programs of `apps.py`.
`--speed FOLDER` thinks again about the pictures of kept runs: how long a step takes, and whether it is the same where
every picture is read anew.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from desktop_agent.core.geometry import ImagePoint
from desktop_agent.core.reading import TextLine
from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.offline.engine import as_json, next_answer
from desktop_agent.offline.picture.screen_picture import ScreenPicture
from desktop_agent.offline.plan.outcome import PlanPosition
from desktop_agent.offline.planner import End, Next
from desktop_agent.screen.ocr.reader import OcrReader
from tests.bench.offline_tasks.apps import Held
from tests.bench.offline_tasks.case import Case
from tests.bench.offline_tasks.form_cases import FORM_CASES
from tests.bench.offline_tasks.program_cases import PROGRAM_CASES
from tests.fakes.apps import home_of_its_own
from tests.fakes.waiting import wait_until

_ROOT = Path(__file__).parents[3]
_RUN_S = 330
_NEAR_PX = 16


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one task: whether the application says that it is right, and what the run said of itself."""

    case: Case
    holds: bool
    status: str
    message: str
    seconds: float

    @property
    def right(self) -> bool:
        """Tell whether it is done and said to be, or rightly said not to be."""
        return self.holds and (self.status != "completed") is self.case.refused

    @property
    def untrue(self) -> bool:
        """Tell whether it ended as completed and was not."""
        return self.status == "completed" and (self.case.refused or not self.holds)


def attempt(case: Case, keep: Path) -> Outcome:
    """Do one task in an application of its own."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder, PrivateDisplay() as display:
        home = Path(folder) / "home"
        home.mkdir()
        with case.start(display, home) as held:
            began = time.monotonic()
            ended = _run(case.task, display, home, keep)
            seconds = time.monotonic() - began
            holds = _holds(case, held)
    return Outcome(case, holds, ended["status"], ended["message"], seconds)


def _holds(case: Case, held: Held) -> bool:
    def now() -> bool:
        try:
            return case.holds(held())
        except (OSError, ValueError, KeyError):
            return False

    try:
        wait_until(now, within_s=4.0)
    except AssertionError:
        return False
    return True


def _run(task: str, display: PrivateDisplay, home: Path, keep: Path) -> dict[str, str]:
    environment = display.environment() | home_of_its_own(home)
    command = [sys.executable, "-m", "tests.bench.offline_tasks.one_run", str(keep)]
    try:
        ran = subprocess.run(
            command, input=task, cwd=_ROOT, env=environment, capture_output=True, text=True, check=False, timeout=_RUN_S
        )
    except subprocess.TimeoutExpired:
        return {"status": "hung", "message": ""}
    lines = ran.stdout.splitlines()
    if not lines:
        return {"status": "crashed", "message": ran.stderr[-300:]}
    told: dict[str, str] = json.loads(lines[-1])
    return told


class WholeReader(OcrReader):
    """Reads every picture anew."""

    def read(self, data: bytes, *, fresh: bool = False, near: ImagePoint | None = None) -> tuple[TextLine, ...]:
        """Return the lines of a whole reading."""
        return super().read(data, fresh=True, near=near)


def speed(folder: Path) -> None:
    """Think again about the pictures of kept runs, with the reading of a run and with a whole one, and compare."""
    times: tuple[list[float], list[float]] = ([], [])
    same = list[bool]()
    for run in sorted(path.parent for path in folder.glob("**/frames")):
        task = json.loads((run / "events.jsonl").read_text().splitlines()[0])["task"]
        position = PlanPosition()
        with OcrReader() as reader, WholeReader() as other:
            for number, path in enumerate(sorted((run / "frames").iterdir())):
                answers = []
                for one, spent in zip((reader, other), times, strict=True):
                    began = time.monotonic()
                    answers.append(next_answer(task, position, ScreenPicture(path.read_bytes(), one), None))
                    if number:  # the networks are loaded for the first
                        spent.append(time.monotonic() - began)
                same.append(_what(answers[0]) == _what(answers[1]))
                position = answers[0].position
    ms = [f"{statistics.median(spent) * 1000:.0f}" for spent in times]
    load = f"load {os.getloadavg()[0]:.1f}"
    print(f"{len(same)} steps: {ms[0]} ms median, {ms[1]} ms by whole readings; {sum(same)} answers the same; {load}")


def _what(answer: Next | End) -> object:
    """Return an answer to within half a row of text, and without how much longer it waits."""
    if isinstance(answer, End):
        return answer.success, answer.position.step
    item = as_json(answer.action)
    near = {name: value // _NEAR_PX for name, value in item.items() if isinstance(value, int)}
    return {name: value for name, value in item.items() if name != "seconds"} | near


def main() -> None:
    """Measure."""
    asked = argparse.ArgumentParser()
    asked.add_argument("applications", nargs="*")
    asked.add_argument("--keep", type=Path, default=None)
    asked.add_argument("--speed", type=Path, default=None)
    told = asked.parse_args()
    if told.speed:
        speed(told.speed)
        return
    keep = told.keep or Path(tempfile.mkdtemp())
    outcomes = []
    for case in (*FORM_CASES, *PROGRAM_CASES):
        if told.applications and case.app not in told.applications:
            continue
        outcome = attempt(case, keep)
        outcomes.append(outcome)
        mark = "right" if outcome.right else "UNTRUE" if outcome.untrue else "wrong"
        print(f"{mark:6} {case.app:9} {outcome.seconds:5.1f} s {case.task[:60]!r}", flush=True)
        print(f"       {outcome.status}: {outcome.message[:400]!r}", flush=True)
    right, untrue = (sum(getattr(one, name) for one in outcomes) for name in ("right", "untrue"))
    print(f"{right} of {len(outcomes)} right, {untrue} ended as completed that were not; load {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
