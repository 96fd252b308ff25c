"""Waiting for the screen, measured: pictures taken too early and the mean wait, ours beside fixed sleeps.

`python -m tests.bench.settle [ROUNDS]`. Each turn clicks a button by XTEST in a window of another process; ours and all
fixed sleeps look at that same turn. A picture is too early when it differs from the screen a second and a half later.
"""

import asyncio
import os
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from statistics import fmean

from Xlib import X, display
from Xlib.ext import xtest

from desktop_agent.core.frame import Frame
from desktop_agent.demo.private_display import PrivateDisplay
from desktop_agent.screen.camera import ScreenCamera
from desktop_agent.screen.choose import choose_capture, choose_windows
from tests.fakes.accessible import find
from tests.fakes.answering_window import TITLE
from tests.fakes.apps import running

KINDS = ("at once", "late", "animated", "never")
SLEEPS_S = (0.2, 0.5, 1.0)
TRUTH_S = 1.5


@dataclass
class Score:
    """Waits in seconds and how many pictures came too early, by kind of control."""

    waits: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    early: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def line(self, name: str) -> str:
        """Return a row of the table."""
        kinds = "".join(f"{fmean(self.waits[kind]):>8.3f} {self.early[kind]:>3}" for kind in KINDS)
        every = [wait for waits in self.waits.values() for wait in waits]
        return f"{name:<16}{kinds}{fmean(every):>10.3f} {sum(self.early.values()):>3}"


class Mouse:
    """Clicks at once, without another process."""

    def __init__(self) -> None:
        self._display = display.Display()

    def click(self, x: int, y: int) -> None:
        """Press and release the left button at a point."""
        xtest.fake_input(self._display, X.MotionNotify, x=x, y=y)
        xtest.fake_input(self._display, X.ButtonPress, 1)
        xtest.fake_input(self._display, X.ButtonRelease, 1)
        self._display.sync()


async def turn(camera: ScreenCamera, click: Callable[[], None]) -> tuple[list[tuple[float, Frame]], Frame]:
    """Click once; return waits and pictures (ours first, then the fixed sleeps'), and the true picture."""
    before = camera.grab()
    click()
    began = time.monotonic()

    async def after(seconds: float) -> tuple[float, Frame]:
        await _until(began + seconds)
        return seconds, camera.grab()

    async def ours() -> tuple[float, Frame]:
        settled = await camera.settle(before, "any")
        return settled.waited_ms / 1000, settled.frame

    looks = await asyncio.gather(ours(), *(after(seconds) for seconds in SLEEPS_S))
    await _until(began + TRUTH_S)
    return list(looks), camera.grab()


async def measure(rounds: int, folder: Path, private: PrivateDisplay) -> dict[str, Score]:
    """Play all kinds of controls in turn, `rounds` times."""
    scores = {name: Score() for name in ("ours", *(f"sleep {seconds:g} s" for seconds in SLEEPS_S))}
    with running([sys.executable, "-m", "tests.fakes.answering_window"], private, folder, TITLE):
        places = {
            kind: (await asyncio.to_thread(find, private, "answering-window", "push button", kind)).centre
            for kind in KINDS
        }
        camera, mouse = ScreenCamera(choose_capture(), choose_windows()), Mouse()
        await turn(camera, partial(mouse.click, *places["never"]))  # the first one also loads libraries and hovers
        for _ in range(rounds):
            for kind in KINDS:
                looks, truth = await turn(camera, partial(mouse.click, *places[kind]))
                for score, (wait, frame) in zip(scores.values(), looks, strict=True):
                    score.waits[kind].append(wait)
                    score.early[kind] += not camera.alike(frame, truth, exactly=True)
        camera.close()
    return scores


def main() -> int:
    """Print the table; 1 when one of our pictures was too early."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 12
    with PrivateDisplay(1920, 1080) as private, tempfile.TemporaryDirectory() as folder:
        os.environ.update(private.environment())
        scores = asyncio.run(measure(rounds, Path(folder), private))
    print(f"{rounds * len(KINDS)} turns, 1920x1080; for each kind of control: mean wait in s, pictures too early")
    print(f"{'':<16}" + "".join(f"{kind:>12}" for kind in KINDS) + f"{'all':>14}")
    for name, score in scores.items():
        print(score.line(name))
    return int(any(scores["ours"].early.values()))


async def _until(moment: float) -> None:
    loop = asyncio.get_running_loop()
    come = loop.create_future()
    loop.call_later(max(0.0, moment - time.monotonic()), come.set_result, None)
    await come


if __name__ == "__main__":
    sys.exit(main())
