"""The rule for how large a window may be, where the screen changes under it: another monitor, or a smaller one."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import QRect

from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.lib.window_bounds import bounded
from tests.fakes.programs.apps import windows
from tests.fakes.source import ROOT
from tests.fakes.waiting import wait_until
from tests.fakes.windows.window_fit import Box, Screen, screen

OPEN = """
import sys
from pathlib import Path
from desktop_agent.ui.qt.app import start_app
app = start_app()
from desktop_agent.ui.preferences.window import open_preferences
window = open_preferences(Path(sys.argv[1]), page="Models")
sys.exit(app.exec())
"""
TITLE = "^Desktop Agent — Settings$"
LARGE = "1000/200x1000/200+0+0"
SMALL = "600/200x500/200+1000+0"
ROOM = QRect(10, 20, 300, 200)


@pytest.mark.parametrize(("frame", "expected"), [
    (QRect(50, 60, 100, 100), QRect(50, 60, 100, 100)),  # it fits as it is
    (QRect(0, 0, 100, 100), QRect(10, 20, 100, 100)),
    (QRect(290, 200, 100, 100), QRect(210, 120, 100, 100)),
    (QRect(50, 60, 900, 100), QRect(10, 60, 300, 100)),
    (QRect(-50, -60, 900, 900), ROOM),
])  # fmt: skip
def test_a_box_is_made_to_fit_and_moved_no_further_than_it_must(frame: QRect, expected: QRect) -> None:
    assert bounded(frame, ROOM) == expected


@pytest.fixture
def two_monitors() -> Iterator[Screen]:
    with screen(1600, 1000) as on:
        monitor(on, "large", LARGE, "screen")
        monitor(on, "small", SMALL, "none")
        yield on


@contextmanager
def opened(display: PrivateDisplay, file: Path) -> Iterator[None]:
    environment = {**display.environment(), "PYTHONPATH": str(ROOT)}
    with subprocess.Popen([sys.executable, "-c", OPEN, str(file)], env=environment) as process:
        try:
            yield
        finally:
            process.terminate()


def monitor(on: Screen, name: str, size: str, output: str) -> None:
    asked = ["xrandr", "--setmonitor", name, size, output]
    subprocess.run(asked, env=on.display.environment(), check=True, capture_output=True)


def frame(on: Screen) -> Box:
    found = wait_until(lambda: windows(on.display, TITLE), "the window")
    assert found
    return on.frame(found[0])


def within(on: Screen, left: int, top: int, right: int, bottom: int) -> bool:
    box = frame(on)
    return box[0] >= left and box[1] >= top and box[2] <= right and box[3] <= bottom


@pytest.mark.screen
@pytest.mark.slow
def test_a_window_that_is_moved_to_a_smaller_screen_fits_that_one(two_monitors: Screen, tmp_path: Path) -> None:
    on = two_monitors
    with opened(on.display, tmp_path / "config.toml"):
        before = frame(on)
        assert before[2] - before[0] > 600
        window = windows(on.display, TITLE)[0]
        moved = ["xdotool", "windowmove", str(window), "1150", "40"]
        subprocess.run(moved, env=on.display.environment(), check=True)

        wait_until(lambda: within(on, 1000, 0, 1600, 500), "the window to fit")


@pytest.mark.slow
@pytest.mark.screen
def test_a_window_fits_the_screen_that_is_left_when_its_own_goes_away(two_monitors: Screen, tmp_path: Path) -> None:
    on = two_monitors
    with opened(on.display, tmp_path / "config.toml"):
        wait_until(lambda: within(on, 0, 0, 1000, 1000), "the window on the large monitor")
        gone = ["xrandr", "--delmonitor", "large"]
        subprocess.run(gone, env=on.display.environment(), check=True)

        wait_until(lambda: within(on, 1000, 0, 1600, 500), "the window to fit")
