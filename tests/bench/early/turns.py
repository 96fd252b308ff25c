"""One act, the pictures that were taken after it, and which of them came too early.

Ours, fixed sleeps and the loop that others use (a sleep of half a second) look at the same act. A picture is too early
when it differs from the screen some seconds later: not by a caret, and not where the screen moves all the time anyway.
The pointer is in no capture.
"""

import asyncio
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from PIL import Image
from Xlib import XK, X, display
from Xlib.ext import xtest

from desktop_agent.core.frame import Frame, Pixels
from desktop_agent.core.settlement import Settlement
from desktop_agent.run.early_picture import MOST_WITHDRAWN
from desktop_agent.screen.camera import ScreenCamera
from desktop_agent.screen.compare import changed_parts, moved_by_tile, tiles_of
from tests.bench.early.applications import Act

OURS, EARLY = "ours", "ours, early"
SLEEPS_S = {"sleep 0.2 s": 0.2, "sleep 0.5 s (peers)": 0.5, "sleep 1 s": 1.0}
LOOKS = (OURS, EARLY, *SLEEPS_S)
_TRUE_LOOKS, _TRUE_STEP_S = 7, 0.2  # over more than a caret's period
_CARET = 4  # pixels wide
_CHORD = {"ctrl": "Control_L", "alt": "Alt_L", "shift": "Shift_L"}


@dataclass(frozen=True, slots=True)
class Look:
    """One picture after an act: by whom, how long after it, and whether it came too early."""

    who: str
    subject: str
    half: str
    kind: str
    wait_ms: float
    early: bool
    withdrawn: int = 0


class Fingers:
    """Clicks and types by XTEST at once, without another process."""

    def __init__(self) -> None:
        self._display = display.Display()

    def do(self, act: Act) -> None:
        """Carry out an act."""
        if act.at:
            xtest.fake_input(self._display, X.MotionNotify, x=act.at[0], y=act.at[1])
            xtest.fake_input(self._display, X.ButtonPress, 1)
            self._wait(0.03)
            xtest.fake_input(self._display, X.ButtonRelease, 1)
        for chord in act.keys.split():
            self._press(*(_CHORD.get(name, name) for name in chord.split("+")))
        for letter in act.text:
            self._press({" ": "space", ";": "semicolon", ".": "period"}.get(letter, letter))
        self._display.sync()

    def _press(self, *names: str) -> None:
        codes = [self._display.keysym_to_keycode(XK.string_to_keysym(name)) for name in names]
        for code in codes:
            xtest.fake_input(self._display, X.KeyPress, code)
        for code in reversed(codes):
            xtest.fake_input(self._display, X.KeyRelease, code)
        self._wait(0.004)

    def _wait(self, seconds: float) -> None:
        self._display.sync()
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            self._display.sync()


async def play(camera: ScreenCamera, fingers: Fingers, act: Act) -> tuple[dict[str, tuple[float, bool]], int, str]:
    """Do an act; return each one's wait in ms and whether it was too early, how many were withdrawn, and ours in words.

    Ours is at rest. What would have been sent early by then is judged beside it, and sent anew where it was outdated.
    """
    before = camera.grab()
    fingers.do(act)
    began = time.monotonic()

    async def after(seconds: float) -> tuple[float, Frame]:
        await _until(began + seconds)
        return seconds * 1000, camera.grab()

    sent = list[Settlement]()

    async def ours() -> tuple[float, Frame]:
        watch = camera.watch(before, act.effect)
        while True:
            sent.append(await watch.picture(early=len(sent) < MOST_WITHDRAWN))
            if not sent[-1].early or not await watch.outdates():
                break
        at_rest = await watch.picture() if sent[-1].early else sent[-1]
        unrest.append(at_rest.unrest or "")
        return at_rest.waited_ms, at_rest.frame

    unrest = list[str]()
    at_rest, *slept = await asyncio.gather(ours(), *(after(seconds) for seconds in SLEEPS_S.values()))
    looks = [at_rest, (sent[-1].waited_ms, sent[-1].frame), *slept]
    truths = list[Pixels]()
    for n in range(_TRUE_LOOKS):
        await _until(began + act.truth_s + n * _TRUE_STEP_S)
        truths.append(camera.grab().pixels)
    judged = [(wait_ms, list(_differences(frame.pixels, truths))) for wait_ms, frame in looks]
    if judged[0][1]:
        _keep(act, before.pixels, looks[0][1].pixels, truths[0])
    return (
        {who: (wait, bool(by)) for who, (wait, by) in zip(LOOKS, judged, strict=True)},
        len(sent) - 1,
        f"{unrest[0]} {judged[0][1] or ''}",
    )


def _differences(early: Pixels, truths: list[Pixels]) -> Iterator[tuple[int, int, int, int]]:
    """Yield where a picture differs from what stands there in the end."""
    moving = np.zeros(tiles_of(truths[0].size), np.bool_)
    for one, other in pairwise(truths):
        moving |= moved_by_tile(one, other) > 0
    wide = np.pad(moving, 1)
    near = np.logical_or.reduce(
        [wide[y : y + moving.shape[0], x : x + moving.shape[1]] for y in range(3) for x in range(3)]
    )
    for box in changed_parts(early, truths[0], near)[0]:
        if box.width > _CARET:
            yield box.x, box.y, box.width, box.height


def _keep(act: Act, *pictures: Pixels) -> None:
    """Leave the pictures of an act that was judged too early, for a person to see why."""
    name = f"/tmp/early-{act.kind.replace(' ', '-').replace(',', '')}"
    for what, one in zip(("before", "ours", "truth"), pictures, strict=True):
        Image.frombytes("RGB", (one.size.width, one.size.height), one.bgrx, "raw", "BGRX").save(f"{name}-{what}.png")


async def _until(moment: float) -> None:
    loop = asyncio.get_running_loop()
    come = loop.create_future()
    loop.call_later(max(0.0, moment - time.monotonic()), come.set_result, None)
    await come
