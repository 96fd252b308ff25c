"""Coordinates of an answer as pixels in the picture."""

import pytest

from desktop_agent.core.pictures import ImagePoint, Size
from desktop_agent.model.coordinates import Coordinates, Space, Unreadable, space_of

PICTURE = Size(1280, 800)


@pytest.mark.parametrize(
    ("coordinates", "x", "y", "pixel"),
    [
        ("viewport", 0, 0, (0, 0)),
        ("viewport", 100.49, 100.5, (100, 101)),
        ("viewport", -0.4, 0.0, (0, 0)),
        ("grid1000", 999, 999, (1279, 799)),
        ("grid1000", 499.6, 250.5, (639, 200)),
    ],
)
def test_a_point_of_the_space_is_a_pixel(coordinates: Coordinates, x: float, y: float, pixel: tuple[int, int]) -> None:
    assert Space(coordinates, PICTURE, PICTURE).point(x, y) == ImagePoint(*pixel)


@pytest.mark.parametrize("coordinates", ["viewport", "grid1000"])
@pytest.mark.parametrize("value", [-1, -0.51, 1280, 1279.5, -(10**30), 1e300])
def test_what_is_outside_is_refused_and_never_moved_to_an_edge(coordinates: Coordinates, value: float) -> None:
    space = Space(coordinates, PICTURE, PICTURE)

    with pytest.raises(Unreadable, match=r"^x is .*outside"):
        space.point(value, 0)
    with pytest.raises(Unreadable, match=r"^y is .*outside"):
        space.point(0, value)


@pytest.mark.parametrize("coordinates", ["viewport", "resized28", "grid1000", "relative1000"])
def test_parts_of_one_are_no_place_among_whole_numbers(coordinates: Coordinates) -> None:
    with pytest.raises(Unreadable, match=r"x and y are parts of 1 \(0.5, 0.25\)"):
        Space(coordinates, PICTURE, PICTURE).point(0.5, 0.25)


def test_pixels_of_another_viewport_are_scaled_from_middle_to_middle() -> None:
    space = space_of("viewport", PICTURE, Size(640, 400))

    assert space.point(0, 0) == ImagePoint(1, 1)
    assert space.point(639, 399) == ImagePoint(1279, 799)
    with pytest.raises(Unreadable, match="0 to 639"):
        space.point(640, 0)


@pytest.mark.parametrize("viewport", [None, Size(0, 0), Size(-5, 800), Size(1280, 0), Size(10**9, 10**9)])
def test_a_viewport_that_cannot_be_or_is_none_of_the_grids_is_ignored(viewport: Size | None) -> None:
    assert space_of("viewport", PICTURE, viewport) == Space("viewport", PICTURE, PICTURE)
    assert space_of("grid1000", PICTURE, Size(640, 400)) == Space("grid1000", PICTURE, PICTURE)
