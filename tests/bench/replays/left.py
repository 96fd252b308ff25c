"""Runs of ten benchmark tasks, each replayed at once on the desktop as it left it.

`python -m tests.bench.replays.left [build|measure|undone] [TASK …] [--keep DIR]`. A task of `tests/bench/meant_tasks`
is done by its acts over MCP; then the program stays as it is, and the same run is replayed there. What counts is the
task's own judgement of the file on the disk, and for some that it was written anew. Where a task has taken away what it
is about (a file that has another name by now), nothing can be done again: its replay has to stop, and say that. The
first five were looked at while replaying was mended.
"""

import argparse
import asyncio
import os
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.bench.meant_tasks.__main__ import judged
from tests.bench.meant_tasks.pictures import PHOTO
from tests.bench.meant_tasks.rig import SIZE, opened, session_at
from tests.bench.meant_tasks.task import Task
from tests.bench.meant_tasks.tasks import TASKS
from tests.bench.replays.__main__ import alone, told_by

_PICTURE = "1280x720"  # as an agent's pictures of this screen are
_AGAIN_WITHIN_S = 5.0
_SETTLES_S = 3.0  # a program that has just saved still draws


@dataclass(frozen=True, slots=True)
class Left:
    """A task to be done twice.

    `again` tells what the home holds once it was done a second time, where that is not what it held after the first.
    `rewritten` is the file that a second time writes anew. `gone` is in the reason for which it cannot be done again.
    The steps `greeted` answer what a program shows at its first start alone; they are left out, as by `--skip`.
    """

    name: str
    greeted: Sequence[int] = ()
    again: Callable[[Path], bool] | None = None
    rewritten: str = ""
    gone: str = ""


def _as_it_was(home: Path) -> bool:
    """Tell whether the picture that was mirrored is mirrored back."""
    with Image.open(home / PHOTO) as picture:
        return picture.convert("RGB").getpixel((160, 180)) == (230, 200, 40)


HALVES: Mapping[str, Sequence[Left]] = {
    "build": (
        Left("calc_freeze", greeted=(1, 2)),
        Left("writer_font", greeted=(1,)),
        Left("gimp_mirror", again=_as_it_was),
        Left("xterm_copies", rewritten="work/dir3/file1"),
        Left("thunar_rename", gone="todo_list_Jan_2"),
    ),
    "measure": (
        Left("calc_sort", greeted=(1, 2)),
        Left("inkscape_size"),
        Left("kate_replace"),
        Left("firefox_start"),
        Left("impress_title", greeted=(1, 3)),
    ),
    # What cannot be done again, or would undo it: none of the ten.
    "undone": (
        Left("writer_subscript", greeted=(1,), gone="is already on"),
        Left("writer_strike", greeted=(1,), gone="is already on"),
        Left("pcmanfm_move", gone="done"),
    ),
}


def outcome(left: Left, home: Path) -> str:
    """Do a task, replay its run, print how that went, and return it in a word or two."""
    task = next(one for one in TASKS if one.name == left.name)
    with PrivateDisplay(*SIZE) as display, opened(task, display, home):
        run = asyncio.run(_recorded(task, display, home))
        if run is None:
            print(f"{left.name:20} not recorded", flush=True)
            return "not recorded"
        time.sleep(_SETTLES_S)
        began_ns = time.time_ns()
        words = [str(home / "replays"), str(run), _PICTURE, *map(str, left.greeted)]
        told = told_by("tests.bench.replays.one_replay", words, display, home)
        took_s = (time.time_ns() - began_ns) / 1e9
        completed = told["status"] == "completed"
        is_done = completed and judged(lambda: _is_again(left, task, home, began_ns), within_s=_AGAIN_WITHIN_S)
        as_left = judged(lambda: task.passed(home))
    if is_done:
        came = "done"
    elif completed or not as_left:
        came = "WRONG"
    else:
        came = "gone" if left.gone and left.gone in told["message"] else "stopped"
    print(f"{left.name:20} {came:8} {took_s:5.1f} s {told['message']}", flush=True)
    return came


async def _recorded(task: Task, display: PrivateDisplay, home: Path) -> Path | None:
    """Have a task done by its acts; return the folder of its run, None where the task was not passed."""
    async with session_at(display, task, home) as played:
        await played.play_all(task.steps())
        passed = await asyncio.to_thread(judged, lambda: task.passed(home))
        await played.caller.call("stop")
    return _last_run(home) if passed else None


def _last_run(home: Path) -> Path:
    return max(home.glob("agent/data/runs/*/events.jsonl"), key=os.path.getmtime).parent


def _is_again(left: Left, task: Task, home: Path, since_ns: int) -> bool:
    holds = left.again or task.passed
    return holds(home) and (not left.rewritten or (home / left.rewritten).stat().st_mtime_ns > since_ns)


def main() -> int:
    """Do each task twice, and print a line for each and the sums."""
    parser = argparse.ArgumentParser()
    parser.add_argument("half", nargs="?", choices=tuple(HALVES), default="build")
    parser.add_argument("names", nargs="*", metavar="TASK")
    parser.add_argument("--keep", type=Path, default=Path(tempfile.mkdtemp(prefix="left-")))
    chosen = parser.parse_args()
    with alone(chosen.keep):
        others = [Left(name) for name in chosen.names if name not in {one.name for one in HALVES[chosen.half]}]
        tasks = [one for one in HALVES[chosen.half] if not chosen.names or one.name in chosen.names] + others
        came = [outcome(one, chosen.keep / f"{time.time_ns()}-{one.name}") for one in tasks]
    counts = ", ".join(f"{word} {came.count(word)}" for word in dict.fromkeys(came))
    print(f"{chosen.half}: {counts}, of {len(came)}")
    return 1 if "WRONG" in came else 0


if __name__ == "__main__":
    sys.exit(main())
