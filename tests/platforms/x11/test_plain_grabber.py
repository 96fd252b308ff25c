"""Screens that mss does not take are captured all the same, in the colours that were painted."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest
from Xlib import X, display

from desktop_agent.core.pictures import Rect
from desktop_agent.platforms.x11 import capture
from desktop_agent.platforms.x11.capture import PlainGrabber

pytestmark = pytest.mark.program

COLOURS = ((255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 255), (0, 0, 0), (128, 64, 200))
SIDE = 7  # odd, so that rows of 16 bits a pixel are filled up


@contextmanager
def server(depth: int) -> Iterator[str]:
    reported, tells = os.pipe()
    words = ["Xvfb", "-displayfd", str(tells), "-screen", "0", f"101x67x{depth}", "-nolisten", "tcp"]
    with subprocess.Popen(words, pass_fds=(tells,), stderr=subprocess.DEVNULL) as process:
        os.close(tells)
        with os.fdopen(reported) as number:
            name = f":{number.readline().strip()}"
        yield name
        process.terminate()


def painted(screen: display.Display) -> None:
    """Paint a stripe in each colour, as another client says it in this server's own pixels."""
    colours = screen.screen().default_colormap
    for number, (red, green, blue) in enumerate(COLOURS):
        pixel = colours.alloc_color(red * 257, green * 257, blue * 257).pixel
        window = screen.screen().root.create_window(
            number * SIDE, 0, SIDE, SIDE, 0, X.CopyFromParent, background_pixel=pixel, override_redirect=True
        )
        window.map()
    screen.sync()


@pytest.mark.parametrize("depth", [30, 15])
def test_a_screen_of_any_depth_shows_what_was_painted(depth: int, monkeypatch: pytest.MonkeyPatch) -> None:
    with server(depth) as name:
        monkeypatch.setenv("DISPLAY", name)
        monkeypatch.delenv("XAUTHORITY", raising=False)
        with closing(display.Display()) as screen, closing(capture.create()) as source:
            painted(screen)
            box = Rect(0, 0, len(COLOURS) * SIDE, SIDE)
            shots = [source.grab(box), source.quick_grab(box), PlainGrabber(screen).grab(box)]

    near = 8 if depth < 24 else 1  # the screen has no finer colours
    for shot in shots:
        for number, (red, green, blue) in enumerate(COLOURS):
            at = 4 * (3 * box.width + number * SIDE + 3)
            shown = tuple(shot.bgrx[at : at + 3])
            assert all(abs(one - other) <= near for one, other in zip(shown, (blue, green, red), strict=True)), shown
