"""Replays runs of six programs under other conditions: `python -m tests.bench.replays [CONDITION …] [--cases N]`.

Two tasks of each program are recorded once, with the built-in model and a person who says yes. Then they are replayed
in a fresh program at another place, and its own word says what was done: all of the task, a part of it, or something
else. Of the cases of a condition the even ones are those on which the replay was built, the odd ones, which have
tasks of their own, those that it is measured on.
"""

import argparse
import fcntl
import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.bench.replays.programs import Done, Looks
from tests.bench.replays.tasks import PROGRAMS, Program, Task
from tests.fakes.apps import App, home_of_its_own, running
from tests.fakes.waiting import wait_until

_ROOT = Path(__file__).parents[3]
_SIZE = (1600, 1000)
_AT = (120, 90)
_RUN_S = 300
_COVER = ["xterm", "-T", "in the way", "-geometry", "220x70+0+0", "-e", "sleep", "600"]
CONDITIONS = {
    "same": (Looks(), True),
    "moved": (Looks(), True),
    "dark": (Looks(dark=True), True),
    "large": (Looks(large=True), True),
    "covered": (Looks(), False),
    "changed": (Looks(changed=True), False),
}
# Where a window is put: up to 200 pixels from where it was.
_PLACES = ((0, 0), (200, 0), (0, 140), (-100, -60), (160, 120), (-110, 110), (60, -80), (190, -70))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a replay: whether all was done, whether anything else was, and what the run said."""

    program: str
    done: bool
    wrong: bool
    status: str
    message: str
    seconds: float


def record(program: Program, task: Task, keep: Path) -> Path:
    """Record the task once, and return the run's folder."""
    with started(program, Looks(), _AT, keep) as (display, home, _, done):
        told = told_by("tests.bench.replays.one_run", [str(keep)], display, home, task.words)
        if told["status"] != "completed" or not _comes(lambda: task.right(done())):
            raise SystemExit(f"{program.name} was not recorded: {told} {done()}")
    return Path(told["dir"])


def replay(program: Program, condition: str, number: int, keep: Path) -> Outcome:
    """Replay a run once in a fresh program; it is recorded where it was not before."""
    looks, _ = CONDITIONS[condition]
    task = program.measure if number % 2 else program.build
    run = _recorded(program, task, "measure" if number % 2 else "build", keep)
    dx, dy = (0, 0) if condition == "same" else _PLACES[number % len(_PLACES)]
    if condition == "moved" and (dx, dy) == (0, 0):
        dx, dy = 120, 100
    with started(program, looks, (_AT[0] + dx, _AT[1] + dy), keep) as (display, home, _, done), ExitStack() as covers:
        if condition == "covered":
            covers.enter_context(running(_COVER, display, home / "cover", "^in the way$"))
        began = time.monotonic()
        size = "x".join(map(str, _SIZE))
        told = told_by("tests.bench.replays.one_replay", [str(keep / "replays"), str(run), size], display, home)
        seconds = time.monotonic() - began
        right = told["status"] == "completed" and _comes(lambda: task.right(done()))
        held = done()
        # What is called otherwise now is another thing, whatever comes of it.
        wrong = looks.changed if task.right(held) else not task.only_begun(held)
        return Outcome(
            program.name, right, wrong,
            told["status"], told["message"], seconds,
        )  # fmt: skip


@contextmanager
def alone(keep: Path) -> Iterator[None]:
    """Wait until no other of these benches runs in this folder: its recordings know one home and one port by name."""
    keep.mkdir(parents=True, exist_ok=True)
    with (keep / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def started(
    program: Program, looks: Looks, at: tuple[int, int], keep: Path
) -> Iterator[tuple[PrivateDisplay, Path, App, Done]]:
    """Start a program on a display of its own, its window at a place."""
    # The same each time: a program may have it in its title.
    home = keep.resolve() / "home"
    shutil.rmtree(home, ignore_errors=True)
    with PrivateDisplay(*_SIZE) as display:
        home.mkdir(parents=True)
        with program.start(display, home, looks) as (app, done):
            for words in (
                ["windowmove", str(app.window), *map(str, at)],
                ["windowactivate", "--sync", str(app.window)],
            ):
                subprocess.run(["xdotool", *words], env=display.environment(), check=False, timeout=30)
            time.sleep(1.5)  # a program that has just come up still draws; there is nothing of its own to wait for
            yield display, home, app, done


def told_by(module: str, words: list[str], display: PrivateDisplay, home: Path, task: str = "") -> dict[str, str]:
    """Return what a process of ours says in its last line; it works the display."""
    environment = (
        display.environment() | home_of_its_own(home / "run") | {"DESKTOP_AGENT_SCREEN__VIEWPORT": "1600x1000"}
    )
    command = [sys.executable, "-m", module, *words]
    try:
        ran = subprocess.run(
            command, input=task, cwd=_ROOT, env=environment, capture_output=True, text=True, check=False, timeout=_RUN_S
        )
    except subprocess.TimeoutExpired:
        return {"status": "hung", "message": "", "dir": ""}
    lines = ran.stdout.splitlines()
    told: dict[str, str] = json.loads(lines[-1]) if lines else {"status": "crashed", "message": ran.stderr[-600:]}
    return told


def _comes(holds: object) -> bool:
    assert callable(holds)
    try:
        wait_until(holds, within_s=4.0)
    except AssertionError:
        return False
    return True


def main() -> int:
    """Record, replay, and print a line for each case and the sums."""
    parser = argparse.ArgumentParser()
    parser.add_argument("conditions", nargs="*", default=list(CONDITIONS), metavar="CONDITION")
    parser.add_argument("--cases", type=int, default=20)
    parser.add_argument("--programs", nargs="*", default=[program.name for program in PROGRAMS])
    parser.add_argument("--half", choices=("build", "measure", "both"), default="both")
    parser.add_argument("--keep", type=Path, default=Path(tempfile.mkdtemp(prefix="replays-")))
    chosen = parser.parse_args()
    programs = [program for program in PROGRAMS if program.name in chosen.programs]
    with alone(chosen.keep):
        sums = _replayed(programs, chosen)
    for condition, counted in sums.items():
        print(f"{condition:8} {counted['good']} of {counted['all']}, acts in a wrong place: {counted['wrong']}")
    return 0


def _replayed(programs: Sequence[Program], chosen: argparse.Namespace) -> dict[str, Counter[str]]:
    sums: dict[str, Counter[str]] = {}
    for condition in chosen.conditions or CONDITIONS:
        sums[condition] = Counter()
        for number in range(chosen.cases):
            if chosen.half != "both" and (number % 2 == 0) != (chosen.half == "build"):
                continue
            # The halves have all programs alike: two cases in a row are of one program.
            program = programs[number // 2 % len(programs)]
            outcome = replay(program, condition, number, chosen.keep)
            good = outcome.done if CONDITIONS[condition][1] else not outcome.done and not outcome.wrong
            sums[condition].update(good=good, wrong=outcome.wrong, all=1)
            half = "measure" if number % 2 else "build"
            mark = "ok" if good else "WRONG" if outcome.wrong else "not"
            case = f"{condition:8} {number:2} {half:7} {program.name:9}"
            print(case, f"{mark:5} {outcome.status:9} {outcome.seconds:5.1f} s {outcome.message}", flush=True)
    return sums


def _recorded(program: Program, task: Task, half: str, keep: Path) -> Path:
    """Return the run of a task, recorded before under the same folder, or now."""
    noted = keep / f"{program.name}-{half}.run"
    if not noted.exists():
        noted.write_text(str(record(program, task, keep)))
    return Path(noted.read_text())


if __name__ == "__main__":
    sys.exit(main())
