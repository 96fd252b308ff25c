"""A field for a password is grey in every picture, by its program's own word, and no other field is."""

import json
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import closing
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from desktop_agent.core.pictures import Frame, Rect
from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.desk.display.private_sway import PrivateSway
from desktop_agent.platforms.atspi.controls import password_fields
from desktop_agent.platforms.wayland.sway_windows import create as create_windows
from desktop_agent.screen.captures.camera import ScreenCamera
from desktop_agent.screen.captures.private_parts import HiddenParts, PrivateParts
from desktop_agent.screen.choose import choose_capture, choose_passwords, choose_windows
from desktop_agent.screen.controls.window import WindowSource
from tests.fakes.desktops.sway_commands import floats
from tests.fakes.programs.apps import end, home_of_its_own, running
from tests.fakes.programs.login_window import HIDDEN_TITLE, TITLE
from tests.fakes.programs.x_window import XWindow
from tests.fakes.waiting import wait_until

GREY = (0x80, 0x80, 0x80)


@pytest.fixture
def camera(on_display: PrivateDisplay) -> Iterator[ScreenCamera]:
    windows = choose_windows()
    passwords = choose_passwords()
    assert passwords is not None
    with closing(passwords):
        made = ScreenCamera(choose_capture(), windows, hidden=PrivateParts(windows, HiddenParts(), passwords))
        yield made
        made.close()


def inside(frame: Frame, box: Rect) -> set[object]:
    """Return the colours in the middle of a box of what would be sent."""
    picture = Image.open(BytesIO(frame.data)).convert("RGB")
    part = picture.crop((box.x + 4, box.y + 4, box.right - 4, box.bottom - 4))
    return {part.getpixel((x, y)) for x in range(part.width) for y in range(part.height)}


def places(told: Path) -> list[Rect]:
    """Return where a program says that its fields are."""
    content = json.loads(told.read_text("utf-8")) if told.exists() else {}
    return [Rect(*box) for box in content.get("boxes", [])] if content.get("times", 0) > 20 else []


@pytest.mark.slow
def test_a_field_that_shows_dots_is_grey_and_no_other(
    camera: ScreenCamera, display: PrivateDisplay, tmp_path: Path
) -> None:
    file = tmp_path / "told.json"
    command = [sys.executable, "-m", "tests.fakes.programs.login_window", str(file), "s3cret"]
    paths = {"PYTHONPATH": str(Path(__file__).parents[2])}
    with running(command, display, tmp_path / "app", TITLE, environment=paths):
        clear, dots = wait_until(lambda: places(file), "the fields")
        wait_until(lambda: inside(camera.grab(), dots) == {GREY}, "the field to be hidden")
        frame = camera.grab()
        with XWindow(dots.x, dots.y, 60, dots.height, 0x20A040):
            covered = camera.grab()

    assert GREY not in inside(frame, clear)
    assert {(0x20, 0xA0, 0x40)} == inside(covered, Rect(dots.x, dots.y, 50, dots.height))
    assert {GREY} == inside(covered, Rect(dots.x + 70, dots.y, 100, dots.height))


def test_a_field_with_nothing_in_it_is_shown(camera: ScreenCamera, display: PrivateDisplay, tmp_path: Path) -> None:
    file = tmp_path / "told.json"
    command = [sys.executable, "-m", "tests.fakes.programs.login_window", str(file)]
    paths = {"PYTHONPATH": str(Path(__file__).parents[2])}
    with running(command, display, tmp_path / "app", TITLE, environment=paths):
        _, dots = wait_until(lambda: places(file), "the fields")
        wait_until(lambda: camera.grab().has_password_field, "the field to be found")

        assert GREY not in inside(camera.grab(), dots)


def test_a_field_is_in_its_own_window_alone_and_in_none_of_another_program_once_that_is_minimised(
    camera: ScreenCamera, display: PrivateDisplay, tmp_path: Path
) -> None:
    file = tmp_path / "told.json"
    command = [sys.executable, "-m", "tests.fakes.programs.login_window", str(file)]
    paths = {"PYTHONPATH": str(Path(__file__).parents[2])}
    with (
        XWindow(0, 0, 1200, 760),
        running(command, display, tmp_path / "app", TITLE, environment=paths) as app,
        closing(choose_windows()) as windows,
    ):
        wait_until(lambda: places(file), "the fields")
        with_field = wait_until(lambda: camera.grab().password_windows, "the field to be found")
        titles = titles_of(windows, with_field)
        subprocess.run(["xdotool", "windowminimize", str(app.window)], env=display.environment(), check=True)
        wait_until(lambda: TITLE not in titles_of(windows, camera.grab().password_windows), "the form to be gone")
        last = camera.grab()
        titles_left = titles_of(windows, last.password_windows)

    assert titles == [TITLE]
    assert last.has_password_field  # its program goes on saying so
    assert titles_left == [HIDDEN_TITLE]  # where it may be, as the program shows no other window


def titles_of(windows: WindowSource, numbers: Iterable[int]) -> list[str]:
    return [windows.describe(number).title for number in numbers]


BOX = Rect(317, 141, 500, 240)


def test_in_sway_it_is_hidden_where_its_window_was_moved_to(on_sway: PrivateSway, tmp_path: Path) -> None:
    file = tmp_path / "told.json"
    command = [sys.executable, "-m", "tests.fakes.programs.login_window", str(file), "s3cret"]
    form = subprocess.Popen(command, env=on_sway.environment() | home_of_its_own(tmp_path), cwd=tmp_path)
    try:
        with closing(create_windows(on_sway.environment())) as windows, closing(password_fields()) as fields:
            wait_until(lambda: any(one.title == TITLE for one in windows.titled()), "the form")
            wait_until(lambda: floats(on_sway, windows, f'title="^{TITLE}$"', BOX), "its place")
            wait_until(lambda: len(fields.boxes(windows.scene())) == 1, "the field")
            (left, top), (width, height) = json.loads(file.read_text())["inside"][1]
            place = Rect(BOX.x + left, BOX.y + top, width, height)

            (hidden,) = fields.boxes(windows.scene())

            edges = [(one.x, one.y, one.right, one.bottom) for one in (hidden, place)]
            assert all(abs(one - other) <= 5 for one, other in zip(*edges, strict=True))
    finally:
        end(form)
