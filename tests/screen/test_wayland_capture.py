"""Pictures of a real Wayland session are another program's, to the byte: turned, scaled, on several monitors."""

import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from desktop_agent.core.errors import GeometryChangedError, NoScreenError
from desktop_agent.core.geometry import Rect, ScreenPoint, Size
from desktop_agent.desk.display.private_sway import PrivateSway
from desktop_agent.platforms.wayland.capture import WaylandCapture
from desktop_agent.screen.camera import ScreenCamera
from desktop_agent.screen.window import NoWindows
from tests.fakes.colour_window import colour_window
from tests.fakes.nested_sway import NestedSway
from tests.fakes.source import ROOT
from tests.fakes.sway_commands import add_output, grim, swaymsg
from tests.fakes.waiting import wait_until
from tests.fakes.warm import program
from tests.fakes.wayland_pictures import COLOUR, WINDOW, as_told, capture_of, coloured


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
    assert [2.0] == [one.scale for one in capture.monitors()]


def test_at_a_scale_of_one_and_a_half_a_window_is_seen_where_its_box_is() -> None:
    with PrivateSway(1280, 800, hertz=240) as own, colour_window(own, COLOUR, WINDOW) as placed:
        capture = capture_of(own)
        swaymsg(own, "output HEADLESS-1 scale 1.5")
        wait_until(
            lambda: placed() and coloured(capture.grab(Rect(0, 0, 853, 533))) == Rect(152, 80, 300, 225), "the window"
        )
        within = capture.grab(Rect(110, 60, 100, 80))
        capture.close()

    assert Rect(0, 0, *as_told(within)[:2]) == coloured(within)


def test_several_monitors_of_one_scale_are_seen_as_one_desktop() -> None:
    with PrivateSway(1280, 800, hertz=240) as own:
        add_output(own, "position 1280 100")
        capture = capture_of(own)
        with colour_window(own, COLOUR, Rect(1200, 300, 200, 150)) as placed:
            wait_until(
                lambda: placed() and coloured(capture.grab(Rect(0, 0, 2560, 900))) == Rect(1200, 300, 200, 150),
                "the window",
            )
            whole, across = capture.grab(Rect(0, 0, 2560, 900)), capture.grab(Rect(1190, 290, 220, 170))
            told, told_across = grim(own), grim(own, "-g", "1190,290 220x170")
        capture.close()

    assert Size(2560, 900) == whole.size
    assert told == as_told(whole)
    assert told_across == as_told(across)


def test_monitors_of_two_scales_are_seen_together_in_units_and_alone_in_pixels() -> None:
    with PrivateSway(1280, 800, hertz=240) as own:
        add_output(own, "scale 2", "position 1280 0")
        capture = capture_of(own)
        with colour_window(own, COLOUR, Rect(1300, 20, 200, 150)) as placed:
            wait_until(
                lambda: placed() and coloured(capture.grab(Rect(0, 0, 1920, 800))) == Rect(1300, 20, 200, 150),
                "the window",
            )
            alone = capture.grab(Rect(1280, 0, 640, 400))
        camera = ScreenCamera(capture, NoWindows(), monitor=0)
        frame = camera.grab()
        alike = camera.same_near(frame, ScreenPoint(1500, 200))
        camera.close()

    assert (Size(1280, 800), Rect(40, 40, 400, 300)) == (alone.size, coloured(alone))
    assert alike


def test_a_monitor_that_is_taken_out_is_told_and_the_other_goes_on(sway: PrivateSway) -> None:
    with NestedSway(sway) as nested:
        capture = capture_of(nested)
        left, right = (one.box for one in capture.monitors())
        camera = ScreenCamera(capture, NoWindows(), monitor=2)
        camera.grab()

        nested.take_out("WL-2")

        with pytest.raises(GeometryChangedError, match="no monitor 2"):
            camera.grab()
        with pytest.raises(GeometryChangedError, match="No monitor shows that part"):
            capture.grab(right)
        assert (left.width, left.height) == as_told(capture.grab(left))[:2]
        camera.close()


def test_a_session_that_ends_in_mid_run_is_told() -> None:
    with PrivateSway(640, 480) as own:
        camera = ScreenCamera(capture_of(own), NoWindows())
        camera.grab()
        os.kill(own.pid, signal.SIGKILL)

        with pytest.raises(NoScreenError, match="The connection to the Wayland session was lost"):
            wait_until(lambda: not camera.grab(), "the end")
        camera.close()


def test_the_command_saves_what_another_program_sees(own: PrivateSway, tmp_path: Path) -> None:
    target = tmp_path / "picture.png"
    wait_until(lambda: grim(own)[:2] == (1280, 800), "the monitor as it was")

    def taken_of_a_still_screen() -> tuple[subprocess.CompletedProcess[str], object] | None:
        seen = grim(own)
        done = screenshot(own.environment(), tmp_path, "-o", str(target))
        return (done, seen) if grim(own) == seen else None

    taken = wait_until(taken_of_a_still_screen, "a screen that nothing is drawn on meanwhile")

    assert taken is not None
    done, seen = taken
    assert (0, str(target)) == (done.returncode, done.stdout.strip()), done.stderr
    with Image.open(target) as picture:
        assert seen == (*picture.size, picture.convert("RGB").tobytes())


def screenshot(environment: dict[str, str], home: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Run the program's command."""
    return subprocess.run(
        program("screenshot", *options),
        env=environment | {"DESKTOP_AGENT_HOME": str(home / "home")}, cwd=ROOT,
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
