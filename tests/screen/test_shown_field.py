"""Where a field is seen on the screen, by the places that a program tells of it, of its window and of its page."""

from collections.abc import Mapping
from dataclasses import dataclass

import pytest

from desktop_agent.core.frame import Scene, WindowBox
from desktop_agent.core.geometry import Rect, ScreenPoint
from desktop_agent.platforms.atspi.password_fields import FoundField

# A window of 200 by 150 units, framed by 4 pixels and a title of 20, on a screen at 200 %.
FRAME, WINDOW = Rect(396, 280, 408, 324), Rect(200, 150, 200, 150)
PAGE = Rect(210, 170, 180, 120)


@pytest.mark.parametrize(
    ("found", "seen"),
    [
        (FoundField(Rect(220, 200, 50, 20), WINDOW), Rect(443, 403, 94, 34)),
        # In a page that is told in units, and in one that is told in pixels.
        (FoundField(Rect(220, 200, 50, 20), WINDOW, PAGE, PAGE), Rect(443, 403, 94, 34)),
        (FoundField(Rect(440, 400, 100, 40), WINDOW, Rect(420, 340, 360, 240), PAGE), Rect(443, 403, 94, 34)),
    ],
)
def test_a_field_of_a_scaled_window_is_seen_in_pixels(found: FoundField, seen: Rect) -> None:
    assert found.seen(Scene((WindowBox(1, FRAME), WindowBox(2, Rect(0, 0, 1280, 800))))) == (seen,)


def test_what_lies_on_a_scaled_window_is_left_as_it_is() -> None:
    scene = Scene((WindowBox(3, Rect(400, 380, 90, 100)), WindowBox(1, FRAME)))

    assert FoundField(Rect(220, 200, 50, 20), WINDOW).seen(scene) == (Rect(490, 403, 47, 34),)


def test_where_two_readings_fit_the_field_is_hidden_at_both() -> None:
    field = FoundField(Rect(20, 20, 40, 20), Rect(0, 0, 200, 150))

    assert set(field.seen(Scene((WindowBox(1, Rect(0, 0, 250, 188)),)))) == {
        Rect(23, 23, 34, 14), Rect(28, 28, 44, 19)
    }  # fmt: skip


def test_a_field_whose_window_is_not_known_is_taken_to_be_where_it_is_told() -> None:
    assert FoundField(Rect(20, 20, 40, 20), WINDOW).seen(Scene()) == (Rect(23, 23, 34, 14),)


@dataclass(frozen=True, slots=True)
class InWindows:
    """Each window's program counts from a point of its own, as on Wayland."""

    corners: Mapping[int, ScreenPoint]

    def of(self, window: int, box: Rect) -> ScreenPoint:
        del box
        return self.corners[window]

    def close(self) -> None:
        """Do nothing."""


def test_a_program_that_counts_from_its_window_is_read_so() -> None:
    # The window is told at 0, 0 with a shadow of 26 left and 23 above.
    field, corners = (
        FoundField(Rect(46, 63, 40, 20), Rect(0, 0, 352, 260)),
        {1: ScreenPoint(374, 177), 2: ScreenPoint(0, 0)},
    )
    scene = Scene((WindowBox(1, Rect(400, 200, 300, 200)), WindowBox(2, Rect(0, 0, 1280, 800))))

    assert field.seen(scene, InWindows(corners)) == (Rect(423, 243, 34, 14),)


def test_a_field_whose_window_is_not_known_is_hidden_in_each() -> None:
    field, corners = (
        FoundField(Rect(46, 63, 40, 20), Rect(0, 0, 50, 60)),
        {1: ScreenPoint(374, 177), 2: ScreenPoint(0, 0)},
    )
    scene = Scene((WindowBox(1, Rect(400, 200, 300, 200)), WindowBox(2, Rect(0, 0, 1280, 800))))

    assert field.seen(scene, InWindows(corners)) == (Rect(423, 243, 34, 14), Rect(49, 66, 34, 14))
