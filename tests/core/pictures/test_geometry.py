"""Points go from the picture to the screen and back exactly."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_agent.core.errors import OffScreenError
from desktop_agent.core.pictures import ImagePoint, Rect, ScreenPoint, Size, Viewport, fit, widest_side

sizes = st.integers(1, 5000)
offsets = st.integers(-8000, 8000)


@given(offsets, offsets, sizes, sizes, sizes, sizes, st.data())
def test_a_point_on_the_screen_comes_back_within_half_a_picture_pixel(
    x: int, y: int, width: int, height: int, image_width: int, image_height: int, data: st.DataObject
) -> None:
    image = Size(min(width, image_width), min(height, image_height))
    viewport = Viewport(Rect(x, y, width, height), image)
    at = ImagePoint(data.draw(st.integers(0, image.width - 1)), data.draw(st.integers(0, image.height - 1)))

    on_screen = viewport.to_screen(at)

    assert viewport.screen.contains(on_screen)
    assert viewport.to_image(on_screen) == at
    # Exact in both directions: the centre of the OS point lies within half a picture pixel of the pixel's centre.
    assert abs((on_screen.x - x + 0.5) * image.width / width - (at.x + 0.5)) <= 0.5
    assert abs((on_screen.y - y + 0.5) * image.height / height - (at.y + 0.5)) <= 0.5


@pytest.mark.parametrize("at", [(-1, 0), (0, -1), (1280, 0), (0, 720), (10**9, 0)])
def test_a_point_outside_the_picture_is_refused_and_never_moved_to_the_edge(at: tuple[int, int]) -> None:
    viewport = Viewport(Rect(0, 0, 1920, 1080), Size(1280, 720))

    with pytest.raises(OffScreenError):
        viewport.to_screen(ImagePoint(*at))


def test_a_point_of_the_desktop_that_the_picture_does_not_show_is_refused() -> None:
    viewport = Viewport(Rect(100, 100, 800, 600), Size(800, 600))

    with pytest.raises(OffScreenError):
        viewport.to_image(ScreenPoint(99, 100))


@pytest.mark.parametrize(
    ("screen", "expected"),
    [
        ((1920, 1080), (1280, 720)),
        ((1280, 800), (1280, 800)),
        ((3440, 1440), (1280, 536)),
        ((1, 20000), (1, 800)),
    ],
)
def test_a_screen_is_fitted_with_its_shape_kept_and_never_enlarged(
    screen: tuple[int, int], expected: tuple[int, int]
) -> None:
    assert fit(Size(*screen), Size(1280, 800)) == Size(*expected)


rects = st.builds(Rect, st.integers(-9, 9), st.integers(-9, 9), st.integers(0, 9), st.integers(0, 9))
points = st.builds(ScreenPoint, st.integers(-10, 20), st.integers(-10, 20))


@given(rects, rects, points)
def test_the_intersection_of_two_rectangles_has_the_points_of_both(one: Rect, other: Rect, at: ScreenPoint) -> None:
    shared = one.intersection(other)

    assert (shared is not None and shared.contains(at)) == (one.contains(at) and other.contains(at))


def test_what_is_made_of_rectangles() -> None:
    screen = Rect(10, 10, 100, 100)

    assert screen.around(ScreenPoint(12, 108), 5) == Rect(10, 103, 8, 7)  # cut at the edge
    assert Rect(0, 0, 10, 10).around(ScreenPoint(50, 50), 5) == Rect(50, 50, 0, 0)
    assert screen.size == Size(100, 100)
    assert Rect(0, 0, 10, 10).union(Rect(-5, 3, 2, 9), Rect(1, 1, 1, 1)) == Rect(-5, 0, 15, 12)
    assert Rect(10, 20, 30, 40).moved(ScreenPoint(100, -5)) == Rect(110, 15, 30, 40)


boxes = st.builds(Rect, st.integers(0, 12), st.integers(0, 12), st.integers(1, 9), st.integers(1, 9))


@given(boxes, st.lists(boxes, max_size=4))
def test_the_uncovered_part_of_a_box_has_each_uncovered_pixel_once(box: Rect, covers: list[Rect]) -> None:
    parts = box.without(*covers)
    pixels = [ScreenPoint(x, y) for x in range(box.x, box.right) for y in range(box.y, box.bottom)]

    assert all(
        sum(part.contains(at) for part in parts) == (not any(one.contains(at) for one in covers)) for at in pixels
    )
    assert all(part.intersection(box) == part for part in parts)


@pytest.mark.parametrize(
    ("inner", "side"),
    [
        (Rect(1, 24, 98, 75), Rect(0, 0, 100, 24)),  # a title above
        (Rect(24, 1, 75, 98), Rect(0, 1, 24, 98)),  # on the left
        (Rect(0, 0, 100, 100), None),
        (Rect(200, 200, 10, 10), None),
    ],
)
def test_the_widest_side_of_a_window_frame_has_the_title(inner: Rect, side: Rect | None) -> None:
    assert widest_side(Rect(0, 0, 100, 100), inner) == side
