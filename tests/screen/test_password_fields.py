"""Fields for passwords are grey in every picture, by their programs' own word; their frames are not."""

import json
import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from desktop_agent.core.frame import Frame
from desktop_agent.core.geometry import Rect
from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.screen.camera import ScreenCamera
from desktop_agent.screen.choose import choose_capture, choose_passwords, choose_windows
from desktop_agent.screen.private_parts import HiddenParts, PrivateParts
from tests.fakes import browser
from tests.fakes.apps import running
from tests.fakes.login_window import TITLE
from tests.fakes.waiting import wait_until
from tests.fakes.x_window import XWindow

GREY = (0x80, 0x80, 0x80)
PAGE = """<title>Login</title><body style="margin:0"><input style="position:absolute;left:40px;top:60px;width:300px">
<input type=password style="position:absolute;left:40px;top:160px;width:300px;height:30px">"""
COLOUR = (0xC8, 0x1E, 0x8B)
COLOURED_PAGE = PAGE.replace("height:30px", "height:30px;border:0;outline:0;background:#c81e8b")


needs_chromium = pytest.mark.skipif(bool(browser.WHY_NOT), reason=browser.WHY_NOT)


@pytest.fixture
def camera(on_display: PrivateDisplay) -> Iterator[ScreenCamera]:
    windows, passwords = choose_windows(), choose_passwords()
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
    said = json.loads(told.read_text("utf-8")) if told.exists() else {}
    return [Rect(*box) for box in said.get("boxes", [])] if said.get("times", 0) > 20 else []


def drawn(camera: ScreenCamera, colour: tuple[int, int, int]) -> Rect | None:
    """Return the box around all pixels of a colour in what would be sent."""
    rows, columns = np.nonzero((np.asarray(picture_of(camera)) == colour).all(axis=2))
    if not rows.size:
        return None
    left, top = int(columns.min()), int(rows.min())
    return Rect(left, top, int(columns.max()) - left + 1, int(rows.max()) - top + 1)


def hidden(camera: ScreenCamera, bare: ScreenCamera) -> Rect | None:
    """Return where a field in the colour is drawn, if the inside of it is grey and it has not moved meanwhile."""
    box = drawn(bare, COLOUR)
    return box if box and inside(camera.grab(), box) == {GREY} and drawn(bare, COLOUR) == box else None


def picture_of(camera: ScreenCamera) -> Image.Image:
    return Image.open(BytesIO(camera.grab().data)).convert("RGB")


def test_a_field_that_shows_dots_is_grey_and_no_other(
    camera: ScreenCamera, display: PrivateDisplay, tmp_path: Path
) -> None:
    told = tmp_path / "told.json"
    command = [sys.executable, "-m", "tests.fakes.login_window", str(told)]
    paths = {"PYTHONPATH": str(Path(__file__).parents[2])}
    with running(command, display, tmp_path / "app", TITLE, environment=paths):
        clear, dots = wait_until(lambda: places(told), "the fields")
        wait_until(lambda: inside(camera.grab(), dots) == {GREY}, "the field to be hidden")
        frame = camera.grab()
        with XWindow(dots.x, dots.y, 60, dots.height, 0x20A040):
            _, covered = camera.grab(), camera.grab()  # what was hidden in one picture is hidden in the next, too

    assert GREY not in inside(frame, clear)
    assert {(0x20, 0xA0, 0x40)} == inside(covered, Rect(dots.x, dots.y, 50, dots.height))
    assert {GREY} == inside(covered, Rect(dots.x + 70, dots.y, 100, dots.height))


@needs_chromium
def test_a_field_of_a_scaled_page_is_grey_where_it_is_shown(
    camera: ScreenCamera, display: PrivateDisplay, tmp_path: Path
) -> None:
    more = ("force-device-scale-factor=1.25", "window-size=600,400", "window-position=40,30")
    with ExitStack() as stack:
        bare = stack.enter_context(closing(ScreenCamera(choose_capture(), choose_windows())))
        site = stack.enter_context(browser.pages_at({"/": COLOURED_PAGE}))
        stack.enter_context(browser.browsing(display, tmp_path, f"{site}/", "Login", more=more))
        field = wait_until(lambda: hidden(camera, bare), "the field to be hidden")
        assert field is not None
        assert abs(field.width - 375) <= 3
