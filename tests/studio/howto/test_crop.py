"""The part of a picture that a step shows: its control with the label before it, whole."""

import pytest

from desktop_agent.core.events import FrameTaken
from desktop_agent.core.geometry import ImagePoint, Rect
from desktop_agent.studio.howto.crop import parts_of
from desktop_agent.studio.howto.instruction import StepScene

WIDE = FrameTaken("frames/000001.png", 1920, 1080, 1, "image/png", "", "start")


def part(control: Rect | None, at: ImagePoint) -> Rect:
    (found,) = parts_of([StepScene(WIDE, control=control, at=at)])
    assert found is not None
    return found


@pytest.mark.parametrize("x", [700, 5, 1480])
def test_a_field_is_shown_whole_with_the_label_at_its_left(x: int) -> None:
    field = Rect(x, 500, 420, 30)
    shown = part(field, ImagePoint(x + 10, 510))

    assert shown.x <= max(0, x - 200)
    assert field.right <= shown.right
    assert shown.y <= 460


def test_a_field_wider_than_the_usual_part_widens_it() -> None:
    wide = Rect(300, 500, 900, 30)
    shown = part(wide, ImagePoint(320, 510))

    assert (shown.x <= 100, shown.right >= 1200) == (True, True)


def test_where_nobody_knows_how_wide_a_field_is_the_whole_width_is_shown() -> None:
    shown = part(None, ImagePoint(900, 510))

    assert (shown.x, shown.width) == (0, 1920)
    assert shown.y < 510 < shown.bottom
