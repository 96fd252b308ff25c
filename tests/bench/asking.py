"""How long it takes to know what lies at a point.

`python -m tests.bench.asking [--points N] [--before COMMIT] [PROGRAM ...]`. PROGRAM is calc, chromium, thunar, pcmanfm
or qt. As a run does it, a picture is taken, the programs in it are asked while the model would think, and then N points
spread over the window are asked for, one after the other, each for the first time and once more, as where the picture
has changed since. Prints milliseconds, how long this program itself works on one, which no load changes, and how many
questions go over the accessibility bus. With --before the same is asked of the same programs by the code of another
commit, in turns, since a machine is not equally busy all the time.
"""

import argparse
import asyncio
import inspect
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from typing import IO, Any

from desktop_agent.core.actions import Click
from desktop_agent.core.geometry import Rect, ScreenPoint
from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.platforms.atspi.look import LastAnswers
from desktop_agent.screen.camera import ScreenCamera
from desktop_agent.screen.choose import choose_capture, choose_controls, choose_windows
from desktop_agent.screen.surroundings import ScreenSurroundings
from tests.bench.trees import trees

_EDGE = 12  # how far from a window's edges the points are
_THINKS_S = 2.0  # a quick model
_PAUSE_S = 0.15  # from one act to the next
_ROUNDS = 3
_TIMES = ("first", "again")


@contextmanager
def _folder(program: Sequence[str], display: PrivateDisplay, home: Path) -> Iterator[object]:
    from tests.fakes.apps import running

    folder = home / "papers"
    folder.mkdir(parents=True)
    for number in range(40):
        (folder / f"letter {number}.txt").write_text("Dear Ada")
    with running([*program, folder], display, home, "papers") as app:
        yield app


def _programs() -> dict[str, Callable[[PrivateDisplay, Path], AbstractContextManager[object]]]:
    from tests.bench.changing_page import changing_page
    from tests.bench.meant import native
    from tests.fakes.office import office

    return {
        "calc": lambda display, home: office("calc", display, home),
        "chromium": lambda display, home: changing_page("page", display, home),
        "thunar": lambda display, home: _folder(("thunar",), display, home),
        "pcmanfm": lambda display, home: _folder(("pcmanfm", "--no-desktop"), display, home),
        "qt": lambda display, home: native("qt", display, home),
    }


class _Counted(LastAnswers):
    """Counts the answers of programs."""

    def __init__(self) -> None:
        super().__init__()
        self.count = 0

    def note(self, *told: Any) -> None:  # noqa: ANN401 - as the commit has it that is measured
        self.count += 1
        super().note(*told)


@dataclass
class Measured:
    """What one version of the code needed, once for the first time and once again."""

    took_ms: list[float] = field(default_factory=list)
    worked_ms: list[float] = field(default_factory=list)
    questions: list[int] = field(default_factory=list)
    with_role: int = 0

    def line(self) -> str:
        """Return it in words."""
        p95 = quantiles(self.took_ms, n=20)[-1]
        return (
            f"median {median(self.took_ms):6.1f} ms, p95 {p95:6.1f} ms, most {max(self.took_ms):6.1f} ms;"
            f" own work {median(self.worked_ms):4.1f} ms;"
            f" questions {median(self.questions):4.0f}, most {max(self.questions):4};"
            f" {self.with_role} of {len(self.took_ms)} have a role"
        )


async def _answer_rounds(points: int) -> None:
    """Ask a round of points for each line that comes in, and print what each took."""
    windows, controls, answers = choose_windows(), choose_controls(), _Counted()
    camera = ScreenCamera(choose_capture(), windows)
    controls._memory = type(controls._memory)(answers)  # type: ignore[attr-defined]
    keeps = "alike" in inspect.signature(ScreenSurroundings).parameters
    alike: dict[str, Any] = {"alike": camera.same_in} if keeps else {}
    surroundings = ScreenSurroundings(windows, controls, **alike)
    loop = asyncio.get_running_loop()
    while (words := await loop.run_in_executor(None, sys.stdin.readline)).strip():
        frame = camera.grab()
        warming = asyncio.create_task(surroundings.warm(frame))
        await asyncio.sleep(_THINKS_S)
        await warming
        boxes = [one.box for one in frame.scene.windows if one.id == frame.scene.focus]
        asked = [*_points(boxes[0] if boxes else frame.scene.windows[0].box, points, int(words))]
        for name in _TIMES:
            for at in asked:
                await asyncio.sleep(_PAUSE_S)
                before, began, worked = answers.count, time.perf_counter(), time.process_time()
                target = await surroundings.target(frame, Click(frame.viewport.to_image(at)))
                took = (time.perf_counter() - began) * 1000
                own = (time.process_time() - worked) * 1000
                print(name, took, own, answers.count - before, int(bool(target.role)))
        print("done", flush=True)
    await surroundings.close()
    camera.close()


def _points(box: Rect, most: int, seed: int) -> Iterator[ScreenPoint]:
    """Yield points of a window, spread evenly and in no order, the same each time."""
    spread = random.Random(seed)
    for _ in range(most):
        yield ScreenPoint(
            spread.randint(box.x + _EDGE, box.right - _EDGE), spread.randint(box.y + _EDGE, box.bottom - _EDGE)
        )


@contextmanager
def _asker(tree: Path, points: int) -> Iterator[subprocess.Popen[str]]:
    """Give a process that asks by the code of a tree."""
    words = [sys.executable, str(Path(__file__).resolve()), "--points", str(points), "--rounds"]
    environment = os.environ | {"PYTHONPATH": str(tree)}
    pipe = subprocess.PIPE
    with subprocess.Popen(words, cwd=tree, env=environment, stdin=pipe, stdout=pipe, text=True) as asker:
        yield asker
        asker.communicate()


def _round(asker: subprocess.Popen[str], number: int, found: dict[str, Measured]) -> None:
    to, by = _pipes(asker)
    to.write(f"{number}\n")
    to.flush()
    for line in by:
        if line.strip() == "done":
            return
        name, took, own, questions, role = line.split()
        one = found[name]
        one.took_ms.append(float(took))
        one.worked_ms.append(float(own))
        one.questions.append(int(questions))
        one.with_role += int(role)
    raise SystemExit("The asker has ended.")


def _pipes(asker: subprocess.Popen[str]) -> tuple[IO[str], IO[str]]:
    if asker.stdin is None or asker.stdout is None:
        raise SystemExit("The asker has no pipes.")
    return asker.stdin, asker.stdout


def main(words: Sequence[str]) -> int:
    """Print two lines for each program and version."""
    asked = argparse.ArgumentParser()
    asked.add_argument("programs", nargs="*")
    asked.add_argument("--points", type=int, default=30)
    asked.add_argument("--before", default="", metavar="COMMIT")
    asked.add_argument("--rounds", action="store_true", help=argparse.SUPPRESS)
    given = asked.parse_args(words)
    if given.rounds:
        asyncio.run(_answer_rounds(given.points))
        return 0
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, {given.points} points, {_ROUNDS} rounds")
    programs = _programs()
    with trees(given.before) as compared:
        for name in given.programs or list(programs):
            with PrivateDisplay(1280, 800) as display, TemporaryDirectory() as home, ExitStack() as stack:
                os.environ.update(display.environment())
                stack.enter_context(programs[name](display, Path(home) / "home"))
                askers = {
                    version: stack.enter_context(_asker(tree, given.points)) for version, tree in compared.items()
                }
                found = {version: {one: Measured() for one in _TIMES} for version in compared}
                for number in range(-1, _ROUNDS):  # the first one builds trees, and is not counted
                    for version, asker in askers.items():
                        spare = {one: Measured() for one in _TIMES}
                        _round(asker, number, found[version] if number >= 0 else spare)
                for one in _TIMES:
                    for version in compared:
                        print(f"{name:<9}{one:<6}{version:<7}{found[version][one].line()}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
