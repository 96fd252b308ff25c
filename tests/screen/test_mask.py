"""What is painted over in pictures: the parts of a window that nothing covers."""

import pytest

from desktop_agent.core.frame import Pixels, Scene, WindowBox
from desktop_agent.core.geometry import Rect, Size
from desktop_agent.screen.mask import painted, visible_parts

EVERYTHING = Rect(0, 0, 100, 100)
GREY = (0x80, 0x80, 0x80)


@pytest.mark.parametrize(
    ("above", "parts"),
    [
        ((), {Rect(10, 10, 40, 40)}),
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
