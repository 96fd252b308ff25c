"""What is painted over in pictures: windows of some programs, as far as they can be seen."""

from collections.abc import Iterator
from io import BytesIO

import pytest
from PIL import Image

from desktop_agent.core.frame import Frame, Pixels, Scene, WindowBox
from desktop_agent.core.geometry import Rect, Size
from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.screen.camera import ScreenCamera
from desktop_agent.screen.choose import choose_capture, choose_windows
from desktop_agent.screen.mask import painted, visible_parts
from tests.fakes.x_window import XWindow

EVERYTHING = Rect(0, 0, 100, 100)
RED, BLUE = 0xC02020, 0x2040C0
GREY = (0x80, 0x80, 0x80)


@pytest.fixture
def secret(on_display: PrivateDisplay) -> Iterator[XWindow]:
    """Give a red window of 300x200 at 200,100 that is called Secret."""
    with XWindow(200, 100, 300, 200, RED) as window:
        window.name("Secret")
        yield window


@pytest.fixture
def camera(secret: XWindow) -> Iterator[ScreenCamera]:
    made = ScreenCamera(choose_capture(), choose_windows(), masked=lambda window: window.title == "Secret")
    yield made
    made.close()


def colour(frame: Frame, x: int, y: int) -> object:
    """Decode what was sent, with another library, and tell one pixel."""
    return Image.open(BytesIO(frame.data)).convert("RGB").getpixel((x, y))


def test_a_masked_window_is_grey_only_where_it_shows(camera: ScreenCamera, secret: XWindow) -> None:
    with XWindow(250, 150, 100, 100, BLUE):
        frame = camera.grab()
    after = camera.grab()

    assert (0x20, 0x40, 0xC0) == colour(frame, 250, 150) == colour(frame, 349, 249)
    assert GREY == colour(frame, 249, 150) == colour(frame, 350, 249) == colour(frame, 200, 100)
    assert GREY != colour(frame, 199, 150)
    assert GREY == colour(after, 300, 200)


@pytest.mark.parametrize(
    ("above", "parts"),
    [
        ((), {Rect(10, 10, 40, 40)}),
        ((Rect(0, 0, 100, 100),), set()),
        ((Rect(60, 60, 9, 9),), {Rect(10, 10, 40, 40)}),
        ((Rect(0, 0, 100, 20),), {Rect(10, 20, 40, 30)}),
        (
            (Rect(20, 20, 10, 10),),
            {Rect(10, 10, 40, 10), Rect(10, 30, 40, 20), Rect(10, 20, 10, 10), Rect(30, 20, 20, 10)},
        ),
        ((Rect(0, 0, 30, 100), Rect(30, 0, 70, 30)), {Rect(30, 30, 20, 20)}),
    ],
)
def test_the_visible_parts_are_what_nothing_covers(above: tuple[Rect, ...], parts: set[Rect]) -> None:
    boxes = (*above, Rect(10, 10, 40, 40), Rect(0, 0, 100, 100))
    scene = Scene(tuple(WindowBox(number, box) for number, box in enumerate(boxes)))

    assert parts == set(visible_parts(scene, len(above), EVERYTHING))


def test_a_scaled_capture_is_painted_to_the_next_whole_pixel() -> None:
    shown = Rect(100, 0, 8, 2)
    pixels = painted(Pixels(Size(4, 1), bytes(16)), shown, [Rect(101, 0, 2, 2)])

    assert [GREY, GREY, (0, 0, 0), (0, 0, 0)] == [tuple(pixels.bgrx[n : n + 3]) for n in (0, 4, 8, 12)]
