"""Pictures of a real Wayland session are another program's, to the byte: turned, scaled, on several monitors."""

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import closing

import pytest

from desktop_agent.core.errors import GeometryChangedError, NoScreenError
from desktop_agent.core.pictures import Rect, Size
from desktop_agent.desk.display.private_sway import PrivateSway
from desktop_agent.platforms.wayland.capture import WaylandCapture
from desktop_agent.screen.captures.camera import ScreenCamera
from desktop_agent.screen.controls.window import NoWindows
from tests.fakes.desktops.nested_sway import NestedSway
from tests.fakes.desktops.sway_commands import grim, swaymsg
from tests.fakes.desktops.wayland_pictures import WINDOW, as_told, capture_of
from tests.fakes.programs.colour_window import colour_window
from tests.fakes.waiting import wait_until

pytestmark = pytest.mark.screen

WHOLE = Rect(0, 0, 1280, 800)


@pytest.fixture(scope="module")
def own() -> Iterator[PrivateSway]:
    """Give a session with a page of text on it, whose one monitor these tests may turn and scale."""
    command = ["foot", "--log-level=none", "sh", "-c", "ls -l /usr/bin | head -n 90; sleep 600"]
    with (
        PrivateSway(1280, 800, hertz=240) as session,
        subprocess.Popen(command, env=session.environment()) as terminal,
    ):
        try:
            wait_until(lambda: len(set(grim(session)[2])) > 20, "a page of text")
            yield session
        finally:
            terminal.kill()


@pytest.fixture
def capture(own: PrivateSway) -> Iterator[WaylandCapture]:
    made = capture_of(own)
    yield made
    made.close()
    swaymsg(own, "output HEADLESS-1 scale 1")
    swaymsg(own, "output HEADLESS-1 transform normal")


@pytest.mark.parametrize("turn", ["90", "flipped-270"])
def test_a_turned_monitor_is_seen_upright_and_to_the_byte(own: PrivateSway, capture: WaylandCapture, turn: str) -> None:
    swaymsg(own, f"output HEADLESS-1 transform {turn}")
    (monitor,) = capture.monitors()

    # The text is laid out anew after a turn, and may be so between two pictures.
    wait_until(lambda: as_told(capture.grab(monitor.box)) == grim(own), "the same picture")

    assert (monitor.width, monitor.height) == (800, 1280)


def test_a_part_is_seen_in_pixels_and_to_the_byte(own: PrivateSway, capture: WaylandCapture) -> None:
    swaymsg(own, "output HEADLESS-1 scale 2")
    box = Rect(101, 53, 302, 141)

    wait_until(lambda: as_told(capture.grab(box)) == grim(own, "-g", "101,53 302x141"), "the same picture")

    assert Size(604, 282) == capture.grab(box).size
    assert [2.0] == [monitor.scale for monitor in capture.monitors()]


def test_a_monitor_that_is_taken_out_is_told_and_the_other_goes_on(sway: PrivateSway) -> None:
    with NestedSway(sway) as nested:
        capture = capture_of(nested)
        left, right = (monitor.box for monitor in capture.monitors())
        camera = ScreenCamera(capture, NoWindows(), monitor=2)
        camera.grab()

        nested.take_out("WL-2")

        with pytest.raises(GeometryChangedError, match="no monitor 2"):
            wait_until(lambda: not camera.grab(), "the monitor's end")
        with pytest.raises(GeometryChangedError, match="No monitor shows that part"):
            capture.grab(right)
        assert (left.width, left.height) == as_told(capture.grab(left))[:2]
        camera.close()


def test_a_session_that_ends_in_mid_run_is_told() -> None:
    with PrivateSway(640, 480) as own:
        camera = ScreenCamera(capture_of(own), NoWindows())
        camera.grab()
        os.kill(own.pid, signal.SIGKILL)

        with pytest.raises(NoScreenError, match="The display is gone"):
            wait_until(lambda: not camera.grab(), "the end")
        camera.close()


def test_a_glance_takes_no_picture_while_nothing_is_drawn_and_misses_no_change(sway: PrivateSway) -> None:
    capture = capture_of(sway)
    wait_until(lambda: capture.quick_grab(WHOLE) is capture.quick_grab(WHOLE), "a still screen")
    still = capture.quick_grab(WHOLE)
    part = capture.quick_grab(WINDOW)
    for n in range(3):
        colour = 0x2040C0 if n % 2 else 0xC04020
        with colour_window(sway, colour, WINDOW):
            wait_until(lambda: as_told(capture.quick_grab(WHOLE)) == grim(sway), "the current monitors")
        wait_until(lambda: as_told(capture.quick_grab(WINDOW)) == grim(sway, "-g", "101,53 200x150"), "what was there")
    capture.close()

    with closing(capture_of(sway)) as another:
        assert as_told(still) == as_told(another.grab(WHOLE))
        assert as_told(part) == as_told(another.grab(WINDOW))
