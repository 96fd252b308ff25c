"""Several monitors, monitors that change during a run, and displays that are not there."""

import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from desktop_agent.core.errors import GeometryChangedError, NoScreenError
from desktop_agent.core.geometry import Rect, Size
from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.screen.camera import ScreenCamera
from desktop_agent.screen.choose import choose_capture, choose_windows
from tests.fakes.x_window import XWindow


@pytest.fixture
def own_display(monkeypatch: pytest.MonkeyPatch) -> Iterator[PrivateDisplay]:
    """Give a display that this test may change."""
    with PrivateDisplay(1280, 800) as private:
        for name, value in private.environment().items():
            monkeypatch.setenv(name, value)
        yield private


def xrandr(*words: str) -> None:
    """Change the monitors with somebody else's program."""
    subprocess.run(["xrandr", *words], check=True, capture_output=True, timeout=60)


def split_in_two() -> None:
    """Make two monitors out of the one: left 500, right 780 pixels wide, the right one 100 lower."""
    xrandr("--setmonitor", "left", "500/132x800/211+0+0", "screen")
    xrandr("--setmonitor", "right", "780/206x700/185+500+100", "none")


@pytest.fixture
def camera() -> Iterator[Callable[..., ScreenCamera]]:
    """Give a maker of cameras for the display in the environment; closes them all at the end."""
    with ExitStack() as closing:

        def make(*, monitor: int = 1, viewport: Size | None = None) -> ScreenCamera:
            made = ScreenCamera(choose_capture(), choose_windows(), monitor=monitor, viewport=viewport)
            closing.callback(made.close)
            return made

        yield make


def test_each_monitor_is_shown_from_its_own_corner(
    own_display: PrivateDisplay, camera: Callable[..., ScreenCamera]
) -> None:
    split_in_two()
    with XWindow(510, 120, 40, 30, 0x2040C0):
        left, right, both = camera(monitor=1), camera(monitor=2), camera(monitor=0)
        frames = [one.grab() for one in (left, right, both)]

    assert ["left", "right", ""] == [one.monitor.name for one in (left, right, both)]
    assert [Rect(0, 0, 500, 800), Rect(500, 100, 780, 700), Rect(0, 0, 1280, 800)] == [
        frame.viewport.screen for frame in frames
    ]
    pixels = frames[1].pixels
    assert bytes((0xC0, 0x40, 0x20)) == pixels.bgrx[4 * (20 * 780 + 10) :][:3] == pixels.bgrx[4 * (49 * 780 + 49) :][:3]
    assert bytes((0xC0, 0x40, 0x20)) != pixels.bgrx[4 * (50 * 780 + 50) :][:3]


def test_a_monitor_or_size_that_has_gone_is_told(
    own_display: PrivateDisplay, camera: Callable[..., ScreenCamera]
) -> None:
    split_in_two()
    second, large = camera(monitor=2), camera(monitor=0, viewport=Size(1280, 800))
    xrandr("--delmonitor", "right")

    with pytest.raises(GeometryChangedError, match="There is no monitor 2"):
        second.grab()
    with pytest.raises(GeometryChangedError, match="viewport of 1280x800 doesn't fit"):
        large.grab()


def test_a_display_that_has_gone_is_told(monkeypatch: pytest.MonkeyPatch, camera: Callable[..., ScreenCamera]) -> None:
    with PrivateDisplay(640, 480) as private:
        for name, value in private.environment().items():
            monkeypatch.setenv(name, value)
        seeing = camera()

    with pytest.raises(NoScreenError, match="connection to the display was lost"):
        seeing.grab()


def test_the_x_side_of_a_wayland_session_is_known_by_its_monitors(own_display: PrivateDisplay) -> None:
    xrandr("--setmonitor", "XWAYLAND0", "1280/339x800/212+0+0", "screen")

    with pytest.raises(NoScreenError, match="where X shows only a black"):
        choose_capture()
