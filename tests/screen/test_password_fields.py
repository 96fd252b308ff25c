"""Fields for passwords are grey in every picture, by their programs' own word; their frames are not."""

import json
import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from desktop_agent.core.frame import Frame
from desktop_agent.core.geometry import Rect
from desktop_agent.demo.private_display import PrivateDisplay
from desktop_agent.screen.camera import ScreenCamera
from desktop_agent.screen.choose import choose_capture, choose_passwords, choose_windows
from desktop_agent.screen.private import HiddenParts, PrivateParts
from tests.fakes import browser
from tests.fakes.apps import running
from tests.fakes.login_window import TITLE
from tests.fakes.office import OFFICE, office
from tests.fakes.waiting import wait_until
from tests.fakes.x_window import XWindow

GREY = (0x80, 0x80, 0x80)
PAGE = """<title>Login</title><body style="margin:0"><input style="position:absolute;left:40px;top:60px;width:300px">
<input type=password style="position:absolute;left:40px;top:160px;width:300px;height:30px">"""

needs_office = pytest.mark.skipif(not OFFICE, reason="LibreOffice is not installed")
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
    said = json.loads(told.read_text("utf-8")) if told.exists() else {}
    return [Rect(*box) for box in said.get("boxes", [])] if said.get("times", 0) > 20 else []


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
def test_a_browsers_field_is_found_by_its_own_search(
    camera: ScreenCamera, display: PrivateDisplay, tmp_path: Path
) -> None:
    with ExitStack() as stack:
        site = stack.enter_context(browser.pages_at({"/": PAGE}))
        stack.enter_context(browser.browsing(display, tmp_path, f"{site}/", "Login"))

        def grey() -> int:
            picture = Image.open(BytesIO(camera.grab().data)).convert("RGB")
            return sum(count for count, colour in picture.getcolors(1 << 24) or () if colour == GREY)

        wait_until(lambda: 290 * 20 <= grey() <= 310 * 36, "the field to be hidden")


@needs_office
def test_a_table_without_end_is_not_searched(camera: ScreenCamera, display: PrivateDisplay, tmp_path: Path) -> None:
    with office("calc", display, tmp_path / "office") as (_, sheet):
        for _ in range(3):
            camera.grab()

        assert sheet.ask("text")["ready"]
