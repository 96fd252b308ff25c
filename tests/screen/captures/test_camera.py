"""The camera on a real display: what it sees, and what it says of a screen that has changed."""

from collections.abc import Iterator
from io import BytesIO

import pytest
from PIL import Image

from desktop_agent.core.pictures import Frame, ImagePoint, Rect, ScreenPoint, Size
from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.screen.captures.camera import ScreenCamera
from desktop_agent.screen.choose import choose_capture, choose_windows
from tests.fakes.people.hands import Hands
from tests.fakes.programs.x_window import XWindow

PLACE = Rect(200, 100, 400, 300)
AT = ScreenPoint(400, 250)
RED = 0xC02020
BLUE = 0x2040C0


@pytest.fixture
def window(on_display: PrivateDisplay) -> Iterator[XWindow]:
    """Give a white window at PLACE that no window manager moves."""
    with XWindow(PLACE.x, PLACE.y, PLACE.width, PLACE.height) as shown:
        yield shown


@pytest.fixture
def camera(on_display: PrivateDisplay) -> Iterator[ScreenCamera]:
    """Give a camera for the whole display."""
    made = ScreenCamera(choose_capture(), choose_windows())
    yield made
    made.close()


def picture(frame: Frame) -> Image.Image:
    """Decode what was sent, with another library."""
    return Image.open(BytesIO(frame.data))


def test_a_frame_shows_what_is_on_the_screen(camera: ScreenCamera, window: XWindow) -> None:
    window.paint(10, 20, 30, 40, RED)

    frame = camera.grab()
    shown = picture(frame)

    assert ("image/png", (1280, 800)) == (frame.media_type, shown.size)
    assert (0xC0, 0x20, 0x20) == shown.getpixel((PLACE.x + 10, PLACE.y + 20)) == shown.getpixel((239, 159))
    assert (255, 255, 255) == shown.getpixel((PLACE.x + 9, PLACE.y + 20)) == shown.getpixel((240, 160))


def test_a_region_is_shown_scaled_and_its_points_lead_back_to_the_screen(window: XWindow) -> None:
    camera = ScreenCamera(choose_capture(), choose_windows(), region=Rect(200, 100, 400, 200), viewport=Size(200, 50))
    window.paint(100, 80, 40, 40, BLUE)

    frame = camera.grab()
    camera.close()
    shown = picture(frame)
    blue = [(x, y) for x in range(200) for y in range(50) if shown.getpixel((x, y)) == (0x20, 0x40, 0xC0)]

    assert ((50, 20), (69, 29), 200) == (min(blue), max(blue), len(blue))
    assert ScreenPoint(301, 182) == frame.viewport.to_screen(ImagePoint(*min(blue)))


def test_the_pointer_is_in_the_picture_on_request_and_never_in_the_capture(
    camera: ScreenCamera, window: XWindow, hands: Hands
) -> None:
    drawing = ScreenCamera(choose_capture(), choose_windows(), cursor=True)
    hands.click(1200, 20)
    without = camera.grab()
    far = drawing.grab()
    hands.click(AT.x, AT.y)

    frame = drawing.grab()
    drawing.close()
    tip = picture(frame).crop((AT.x - 12, AT.y - 12, AT.x + 24, AT.y + 24)).getcolors()

    assert tip is not None
    assert len(tip) > 1
    assert without.pixels == far.pixels == frame.pixels == camera.grab().pixels


def test_a_caret_at_the_target_is_no_change(camera: ScreenCamera, window: XWindow) -> None:
    frame = camera.grab()
    window.paint(AT.x - PLACE.x, AT.y - PLACE.y - 24, 2, 48, 0)

    assert camera.same_near(frame, AT)
    assert camera.alike(frame, camera.grab(), exactly=False)
    assert not camera.alike(frame, camera.grab(), exactly=True)


def test_a_window_of_ours_that_no_list_has_is_no_change_of_a_box_but_one_at_the_target(
    camera: ScreenCamera, window: XWindow
) -> None:
    box = Rect(AT.x - 90, AT.y - 90, 180, 180)
    badge = Rect(AT.x + 20, AT.y, 20, 20)
    frame = camera.grab()
    window.paint(badge.x - PLACE.x, badge.y - PLACE.y, badge.width, badge.height, RED)
    unknown = camera.same_in(box, frame)
    camera.leave_out_windows((badge,))

    assert [False, True] == [unknown, camera.same_in(box, frame)]
    assert not camera.same_near(frame, ScreenPoint(badge.x, badge.y))


def test_a_box_is_the_same_as_in_a_picture_but_for_a_caret(camera: ScreenCamera, window: XWindow) -> None:
    box = Rect(AT.x - 30, AT.y - 30, 60, 60)
    outside = Rect(5000, 5000, 10, 10)
    frame = camera.grab()
    window.paint(AT.x - PLACE.x, AT.y - PLACE.y - 10, 2, 20, 0)
    with_caret = camera.same_in(box, frame)
    window.paint(AT.x - PLACE.x, AT.y - PLACE.y, 12, 1, RED)  # a part of a frame around a button

    assert with_caret
    assert [False, False] == [camera.same_in(box, frame), camera.same_in(outside, frame)]
