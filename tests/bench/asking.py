"""How long it takes to know what lies at a point: `python -m tests.bench.asking [--points N] [PROGRAM ...]`.

PROGRAM is calc, chromium, pcmanfm or qt. As a run does it, the program is asked once while nobody waits; then about N
points spread over its window, each for the first time and again, as a run asks before it acts and once more where the
picture has changed since. Prints milliseconds, how long this program itself works on one, which no load changes, and
how many questions go over the accessibility bus.
"""

import argparse
import asyncio
import os
import random
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory

from desktop_agent.core.actions import Click
from desktop_agent.core.geometry import Rect, ScreenPoint
from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.platforms.atspi.look import LastAnswers
from desktop_agent.screen.camera import ScreenCamera
from desktop_agent.screen.choose import choose_capture, choose_controls, choose_windows
from desktop_agent.screen.surroundings import ScreenSurroundings
from tests.bench.changing_page import changing_page
from tests.bench.meant import native
from tests.fakes.debian_apps import file_manager
from tests.fakes.office import office

_EDGE = 12  # how far from a window's edges the points are
_SETTLED_S = 3.0


@contextmanager
def _folder(display: PrivateDisplay, home: Path) -> Iterator[object]:
    folder = home / "papers"
    folder.mkdir(parents=True)
    for number in range(40):
        (folder / f"letter {number}.txt").write_text("Dear Ada")
    with file_manager(display, home, folder) as app:
        yield app


PROGRAMS: dict[str, Callable[[PrivateDisplay, Path], AbstractContextManager[object]]] = {
    "calc": lambda display, home: office("calc", display, home),
    "chromium": lambda display, home: changing_page("page", display, home),
    "pcmanfm": _folder,
    "qt": lambda display, home: native("qt", display, home),
}


class _Counted(LastAnswers):
    """Counts the answers of programs."""

    def __init__(self) -> None:
        super().__init__()
        self.count = 0

    def note(self, key: tuple[tuple[str, str], str, str, str], answer: list[object]) -> None:
        self.count += 1
        super().note(key, answer)


async def _asked(camera: ScreenCamera, surroundings: ScreenSurroundings, answers: _Counted, most: int) -> list[str]:
    frame = camera.grab()
    for _ in range(2):  # a browser builds its tree when it is asked first
        await surroundings.warm(frame)
        await asyncio.sleep(_SETTLED_S)
    boxes = [one.box for one in frame.scene.windows if one.id == frame.scene.focus]
    points = [*_points(boxes[0] if boxes else frame.scene.windows[0].box, most)]
    lines = list[str]()
    for words in ("first", "again"):
        took, questions, named, worked = list[float](), list[int](), 0, time.process_time()
        for at in points:
            before, began = answers.count, time.perf_counter()
            target = await surroundings.target(frame, Click(frame.viewport.to_image(at)))
            took.append((time.perf_counter() - began) * 1000)
            questions.append(answers.count - before)
            named += bool(target.role)
        most_ms, own_ms = quantiles(took, n=20)[-1], (time.process_time() - worked) * 1000 / len(points)
        lines.append(
            f"{words:<6} median {median(took):6.1f} ms, p95 {most_ms:6.1f} ms, most {max(took):6.1f} ms;"
            f" own work {own_ms:4.1f} ms;"
            f" questions {median(questions):4.0f}, most {max(questions):4}; {named} of {len(points)} have a role"
        )
    await surroundings.close()
    return lines


def _points(box: Rect, most: int) -> Iterator[ScreenPoint]:
    """Yield points of a window, spread evenly and in no order, the same each time."""
    spread = random.Random(7)
    for _ in range(most):
        yield ScreenPoint(
            spread.randint(box.x + _EDGE, box.right - _EDGE), spread.randint(box.y + _EDGE, box.bottom - _EDGE)
        )


def main(words: Sequence[str]) -> int:
    """Print two lines for each program."""
    asked = argparse.ArgumentParser()
    asked.add_argument("programs", nargs="*", default=[*PROGRAMS])
    asked.add_argument("--points", type=int, default=60)
    given = asked.parse_args(words)
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, {given.points} points")
    for name in given.programs:
        with PrivateDisplay(1280, 800) as display, TemporaryDirectory() as home:
            os.environ.update(display.environment())
            with PROGRAMS[name](display, Path(home) / "home"):
                windows, controls = choose_windows(), choose_controls()
                camera, answers = ScreenCamera(choose_capture(), windows), _Counted()
                controls._memory = type(controls._memory)(answers)  # type: ignore[attr-defined]
                for line in asyncio.run(_asked(camera, ScreenSurroundings(windows, controls), answers, given.points)):
                    print(f"{name:<9}{line}", flush=True)
                camera.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
