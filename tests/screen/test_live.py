"""The live picture: what was on the screen is shown bit for bit, and what is hidden is in no picture."""

from collections.abc import Iterator
from contextlib import ExitStack, closing

import mss
import numpy as np
import pytest

from desktop_agent.core.pictures import Pixels, Rect, ScreenPoint
from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.runtime.description import live_view
from desktop_agent.runtime.description.live_view import LiveEye
from desktop_agent.screen.captures.capturer import LiveThread
from desktop_agent.screen.choose import choose_windows
from desktop_agent.screen.controls.secret_fields import KeptParts
from desktop_agent.settings import Settings, settings_of
from tests.fakes.programs.x_window import XWindow
from tests.fakes.programs.x_window_process import covering
from tests.fakes.waiting import wait_until

CANARY = 0xC81E8B
OTHER = 0x20A040
COLOURS = [0x102030 + 0x070D13 * number for number in range(5)]


class Watched:
    """The live picture, and all pictures that it has shown."""

    def __init__(self, stack: ExitStack, kept: KeptParts, **privacy: object) -> None:
        eye = LiveEye(Settings(privacy=settings_of({"privacy": privacy}).privacy), {}, kept)
        self._shown: list[np.ndarray] = []
        self.picture = LiveThread(lambda: eye.open(None), self._add)
        stack.callback(self.picture.stop)
        self.picture.start()

    def _add(self, pixels: Pixels) -> None:
        whole = np.frombuffer(pixels.bgrx, np.uint32).reshape(pixels.size.height, pixels.size.width)
        self._shown.append(whole & 0xFFFFFF)

    def wait_for(self, x: int, y: int, colour: int) -> None:
        """Wait until a picture has this colour at a place."""
        wait_until(lambda: self._shown and self._shown[-1][y, x] == colour, "a picture")

    def ended(self) -> list[np.ndarray]:
        """End it; return its pictures as rows of 0xRRGGBB."""
        self.picture.stop()
        return self._shown


@pytest.fixture
def stack(on_display: PrivateDisplay, monkeypatch: pytest.MonkeyPatch) -> Iterator[ExitStack]:
    """Give a stack on a display on which this process's windows are those of any program."""
    monkeypatch.setattr(live_view, "own_windows", lambda *_: lambda _window: False)
    with ExitStack() as opened:
        yield opened


def test_what_moves_is_shown_and_the_end_is_what_another_program_sees(stack: ExitStack) -> None:
    window = stack.enter_context(XWindow(200, 100, 300, 200, COLOURS[0]))
    watched = Watched(stack, {})
    for colour in COLOURS:
        window.paint(0, 0, 300, 200, colour)
        watched.wait_for(300, 150, colour)
    kept = watched.ended()
    with mss.MSS() as another:
        shot = another.grab({"left": 0, "top": 0, "width": 1280, "height": 800})

    assert COLOURS == list(dict.fromkeys(int(one[150, 300]) for one in kept))
    theirs = np.frombuffer(bytes(shot.raw), np.uint32).reshape(800, 1280) & 0xFFFFFF
    assert np.array_equal(theirs, kept[-1])


def test_not_one_pixel_of_a_hidden_window_or_place_is_in_any_picture(stack: ExitStack) -> None:
    vault = stack.enter_context(XWindow(0, 0, 200, 100, CANARY))
    vault.name("Vault")
    other = stack.enter_context(XWindow(600, 400, 200, 200, CANARY, managed=True))
    other.move(600, 400)
    kept: KeptParts = {}
    watched = Watched(stack, kept, windows=("vault",), regions=("560,360,300,300",))
    seen = stack.enter_context(XWindow(900, 100, 200, 200, OTHER, managed=True))
    seen.move(900, 100)
    for step in range(30):
        vault.move(step * 20, step * 10)
        other.paint(0, 0, 200, 200, CANARY)
        seen.paint(0, 0, 200, 200, OTHER + step)
    watched.wait_for(1000, 200, OTHER + 29)
    with closing(choose_windows()) as windows:
        number = windows.scene().window_at(ScreenPoint(1000, 200))
    assert number is not None
    kept[number, Rect(0, 0, 100, 300)] = None  # as a secret is about to be typed there
    seen.paint(0, 0, 200, 200, CANARY)
    watched.wait_for(1050, 200, CANARY)
    shown = watched.ended()

    assert 0 < int((shown[-1] == CANARY).sum()) < 40_000
    assert not any((one[:, :990] == CANARY).any() for one in shown)


def test_our_own_windows_are_in_no_picture(on_display: PrivateDisplay) -> None:
    with ExitStack() as stack, covering(on_display, 0, 0, 1280, 800):
        watched = Watched(stack, {})
        watched.wait_for(10, 10, 0x336699)
        ours = stack.enter_context(XWindow(200, 100, 300, 200, CANARY))
        watched.wait_for(300, 150, 0x808080)
        for step in range(30):
            ours.move(200 + step * 20, 100 + step * 10)
        watched.wait_for(250, 110, 0x336699)
        kept = watched.ended()

    assert len(kept) >= 3
    assert not any((one == CANARY).any() for one in kept)
