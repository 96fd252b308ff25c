"""Presses while pop-ups come and go at random moments: none may land in one that the picture did not show.

A process of its own maps pop-ups over a target window and writes down every press that it gets, each with the window;
every press is made as in a run: picture, thought, look again, press.

The second target is managed: openbox freezes each press into it until it has looked, and the X server decides anew
where the press belongs when it goes on. What comes up in that time gets it, and nobody but the manager could help it.
"""

import asyncio
import json
import random
import subprocess
import sys
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any, cast

from Xlib import X, Xutil, display
from Xlib.xobject.drawable import Window

from desktop_agent.core.actions import Click
from desktop_agent.core.errors import InputError
from desktop_agent.core.frame import Frame
from desktop_agent.core.geometry import ImagePoint
from desktop_agent.core.permit import Binding, Permit
from desktop_agent.input.choose import choose as choose_input
from desktop_agent.input.perform import ActionExecutor
from desktop_agent.run.input_state import InputState
from desktop_agent.run.pointed_controls import PointedControls
from desktop_agent.run.screen_check import ScreenCheck
from desktop_agent.screen.camera import ScreenCamera
from desktop_agent.screen.choose import choose_capture, choose_windows
from tests.fakes.waiting import wait_until

PRESSES = 300
PLACE = (140, 120, 1000, 560)  # left, top, width, height
TARGET, POP_UP = (0xFF, 0xFF, 0xFF), (0xC0, 0x20, 0x20)
# A pop-up stays away, and then stays, for up to so long.
AWAY_S, THERE_S = 0.12, 0.04
THINKING_S = 0.03
SEED = 20261120
_WINDOWS = {False: "--windows", True: "--managed-windows"}


class NeverStops:
    """Waits as a stop token does that nobody sets."""

    def is_set(self) -> bool:
        """Say no."""
        return False

    def wait(self, seconds: float) -> bool:
        """Wait."""
        time.sleep(seconds)
        return False


@dataclass
class Score:
    """What became of the presses."""

    made: int = 0
    refused_by_look: int = 0
    refused_at_press: int = 0
    skipped: int = 0  # a pop-up was in the picture
    took_ms: list[float] = field(default_factory=list)  # from the end of the look to the end of the press


class Desk:
    """The other process and what it says."""

    def __init__(self, *, managed: bool) -> None:
        command = [sys.executable, "-m", "tests.bench.popups", _WINDOWS[managed]]
        self._process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)
        self.presses: Counter[str] = Counter()
        self.shown = 0
        assert self._process.stdout is not None
        assert self._process.stdout.readline() == "ready\n"
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def close(self) -> None:
        """End it."""
        self._process.terminate()
        self._process.wait()
        self._reader.join()
        if self._process.stdout is not None:
            self._process.stdout.close()

    def _read(self) -> None:
        for line in self._process.stdout or ():
            told = json.loads(line)
            if "shown" in told:
                self.shown = told["shown"]
            else:
                self.presses[told["pressed"]] += 1


async def press(
    camera: ScreenCamera, performer: ActionExecutor, at: ImagePoint, score: Score, rng: random.Random
) -> None:
    """Make one press as in a run."""
    seen = camera.grab()
    if _colour(seen, at) != TARGET:
        score.skipped += 1
        return
    await asyncio.sleep(rng.random() * THINKING_S)
    sight, action = (
        ScreenCheck(camera, cast("Any", None), PointedControls(cast("Any", None), camera), cast("Any", None)),
        Click(at),
    )
    if not await sight.holds(seen, action, InputState(), restless=False):
        score.refused_by_look += 1
        return
    began = time.perf_counter()
    window = seen.scene.window_at(seen.viewport.to_screen(at))
    try:
        performer.perform(Permit("", 0.0, Binding("r", 1, "c", 0, action, (), seen.viewport, seen.digest, window)))
        score.made += 1
    except InputError:
        score.refused_at_press += 1
    score.took_ms.append((time.perf_counter() - began) * 1000)


async def run(presses: int, *, bound: bool, managed: bool) -> tuple[Score, Desk]:
    """Make so many presses; returns how they went, and what the windows got."""
    rng, score, desk = random.Random(SEED), Score(), Desk(managed=managed)
    camera = ScreenCamera(choose_capture(), choose_windows())
    backend = choose_input()
    performer = ActionExecutor(backend, redeem=lambda _permit: None, stop=NeverStops(), bound=bound)
    at = ImagePoint(200, 200)
    while score.made < presses:
        # Every tenth comes at the same place, and has to wait so that it is no double click.
        if rng.random() > 0.1:
            at = ImagePoint(PLACE[0] + rng.randrange(20, PLACE[2] - 20), PLACE[1] + rng.randrange(20, PLACE[3] - 20))
        await press(camera, performer, at, score, rng)
    wait_until(lambda: desk.presses.total() >= score.made, "all presses to arrive")
    performer.close()
    camera.close()
    desk.close()
    return score, desk


def show_windows(*, managed: bool) -> None:
    """Be the other process: a target, and pop-ups over it that come and go."""
    shown, rng, count = display.Display(), random.Random(SEED + 1), 0
    target, pop_up = _window(shown, TARGET, managed=managed), _window(shown, POP_UP, managed=False)
    target.set_wm_normal_hints(flags=Xutil.USPosition | Xutil.USSize)
    target.map()
    shown.sync()
    _say("ready")
    next_at, is_up = time.monotonic() + AWAY_S, False
    while True:
        while shown.pending_events():
            event = shown.next_event()
            if event.type == X.ButtonPress:
                _say(json.dumps({"pressed": "pop-up" if event.window.id == pop_up.id else "target"}))
        if time.monotonic() >= next_at:
            is_up = not is_up
            (pop_up.map if is_up else pop_up.unmap)()
            shown.flush()
            count += is_up
            next_at = time.monotonic() + rng.random() * (THERE_S if is_up else AWAY_S)
            _say(json.dumps({"shown": count}))
        time.sleep(0.0005)


def _window(shown: display.Display, colour: tuple[int, int, int], *, managed: bool) -> Window:
    pixel = colour[0] << 16 | colour[1] << 8 | colour[2]
    screen = shown.screen()
    return screen.root.create_window(
        *PLACE,
        0,
        screen.root_depth,
        background_pixel=pixel,
        override_redirect=not managed,
        event_mask=X.ButtonPressMask,
    )


def _colour(frame: Frame, at: ImagePoint) -> tuple[int, int, int]:
    pixels = frame.pixels
    place = (at.y * pixels.size.width + at.x) * 4
    blue, green, red = pixels.bgrx[place : place + 3]
    return red, green, blue


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    show_windows(managed=sys.argv[-1] == _WINDOWS[True])
