"""What the names of controls cost a decision: `python -m tests.bench.names [LOOKS]`.

A click on a menu of a GTK 3 editor is looked up as policy alone does it, and as a run does it: first for the sentence,
which waits for 50 ms at most, then for policy, which takes the same answer. The two take turns. Then the editor is
stopped (SIGSTOP) while the model thinks, and looked up again.
"""

import asyncio
import os
import platform
import signal
import sys
import tempfile
import time
from collections.abc import Awaitable, Sequence
from pathlib import Path
from statistics import median

from desktop_agent.core.actions import Click
from desktop_agent.core.frame import Frame
from desktop_agent.core.geometry import ScreenPoint
from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.platforms.atspi.controls import AtspiControls
from desktop_agent.platforms.atspi.patience import QUIET_S
from desktop_agent.run.cases import TargetLookup
from desktop_agent.screen.camera import ScreenCamera
from desktop_agent.screen.choose import choose_capture, choose_windows
from desktop_agent.screen.surroundings import ScreenSurroundings
from tests.fakes.accessible import find
from tests.fakes.debian_apps import mousepad

THINKS_S = QUIET_S + 0.5


async def _ms(work: Awaitable[object]) -> float:
    began = time.monotonic()
    await work
    return (time.monotonic() - began) * 1000


async def measure(surroundings: ScreenSurroundings, frame: Frame, click: Click, looks: int, pid: int) -> None:
    """Print both figures, and those of a program that hangs."""
    lookup = TargetLookup(surroundings)
    lookup.warm(frame)
    await asyncio.sleep(THINKS_S)
    alone, named, sentence = list[float](), list[float](), list[float]()
    for _ in range(looks):
        alone.append(await _ms(surroundings.target(frame, click)))
        sentence.append(await _ms(lookup.at_once(frame, click)))
        named.append(sentence[-1] + await _ms(lookup.target(frame, click)))
    added = [one - other for one, other in zip(named, alone, strict=True)]
    for words, figures in (
        ("policy alone", alone),
        ("named", named),
        ("the sentence of it", sentence),
        ("added", added),
    ):
        print(f"{words:<20}{_told(figures)}")
    os.kill(pid, signal.SIGSTOP)
    try:
        lookup.warm(frame)
        await asyncio.sleep(THINKS_S)
        for number in range(1, 4):
            said, decided = await _ms(lookup.at_once(frame, click)), await _ms(lookup.target(frame, click))
            print(
                f"hanging, look {number}     sentence {said:6.1f} ms, target for policy after {said + decided:6.1f} ms"
            )
    finally:
        os.kill(pid, signal.SIGCONT)
    lookup.close()


def _told(figures: Sequence[float]) -> str:
    most = sorted(figures)[int(len(figures) * 0.95)]
    return f"median {median(figures):6.2f} ms, 95 % within {most:6.2f} ms"


def main(looks: int) -> None:
    """Measure on a private display."""
    print(f"{platform.platform()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, {looks} looks each")
    with PrivateDisplay(1280, 800) as display, tempfile.TemporaryDirectory() as folder:
        os.environ.update(display.environment())
        with mousepad(display, Path(folder)) as app:
            menu = find(display, "mousepad", "menu", "File")
            windows = choose_windows()
            camera, surroundings = ScreenCamera(choose_capture(), windows), ScreenSurroundings(windows, AtspiControls())
            click = Click(camera.viewport.to_image(ScreenPoint(*menu.centre)))

            async def all_of_it() -> None:
                await measure(surroundings, camera.grab(), click, looks, app.process.pid)
                await surroundings.close()

            asyncio.run(all_of_it())
            camera.close()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
