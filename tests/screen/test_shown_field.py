"""Where a field is seen on the screen, by the places that a program tells of it, of its window and of its page."""

from collections.abc import Mapping
from dataclasses import dataclass

import pytest

from desktop_agent.core.pictures import Rect, Scene, ScreenPoint, WindowBox
from desktop_agent.platforms.atspi.password_fields import ReportedField
from desktop_agent.platforms.atspi.places import GnomeOrigins, scale_of
from desktop_agent.screen.controls.accessible_nodes import Node

# A window of 200 by 150 units, framed by 4 pixels and a title of 20, on a screen at 200 %.
FRAME = Rect(396, 280, 408, 324)
WINDOW = Rect(200, 150, 200, 150)
PAGE = Rect(210, 170, 180, 120)


FIELD = ReportedField(Rect(220, 200, 50, 20), WINDOW)
DESKTOP = WindowBox(2, Rect(0, 0, 1280, 800))


@pytest.mark.parametrize(
    ("found", "windows", "seen"),
    [
        (FIELD, (WindowBox(1, FRAME), DESKTOP), {Rect(443, 403, 94, 34)}),
        # In a page that is told in units, and in one that is told in pixels.
        (ReportedField(FIELD.box, WINDOW, PAGE, PAGE), (WindowBox(1, FRAME), DESKTOP), {Rect(443, 403, 94, 34)}),
        (
            ReportedField(Rect(440, 400, 100, 40), WINDOW, Rect(420, 340, 360, 240), PAGE),
            (WindowBox(1, FRAME), DESKTOP),
            {Rect(443, 403, 94, 34)},
        ),
        # What lies on it is left as it is.
        (FIELD, (WindowBox(3, Rect(400, 380, 90, 100)), WindowBox(1, FRAME)), {Rect(490, 403, 47, 34)}),
        # Where two readings fit it is hidden at both, and where no window is known where it is told.
        (
            ReportedField(Rect(20, 20, 40, 20), Rect(0, 0, 200, 150)),
            (WindowBox(1, Rect(0, 0, 250, 188)),),
            {Rect(23, 23, 34, 14), Rect(28, 28, 44, 19)},
        ),
        (ReportedField(Rect(20, 20, 40, 20), WINDOW), (), {Rect(23, 23, 34, 14)}),
    ],
)
def test_a_field_is_hidden_where_it_is_seen(
    found: ReportedField, windows: tuple[WindowBox, ...], seen: set[Rect]
) -> None:
    assert {*found.seen(Scene(windows))} == seen


@dataclass(frozen=True, slots=True)
class InWindows:
    """Each window's program counts from a point of its own, as on Wayland."""

    corners: Mapping[int, ScreenPoint]

    def of(self, window: int, box: Rect) -> ScreenPoint:
        del box
        return self.corners[window]

    def drawn(self, window: int, box: Rect) -> None:
        del window, box

    def close(self) -> None:
        """Do nothing."""


@pytest.mark.parametrize(
    ("window", "seen"),
    [
        # It is told at 0, 0 with a shadow of 26 left and 23 above; or it is none that is known.
        (Rect(0, 0, 352, 260), (Rect(423, 243, 34, 14),)),
        (Rect(0, 0, 50, 60), (Rect(423, 243, 34, 14), Rect(49, 66, 34, 14))),
    ],
)
def test_a_program_that_counts_from_its_window_is_read_so(window: Rect, seen: tuple[Rect, ...]) -> None:
    corners = InWindows({1: ScreenPoint(374, 177), 2: ScreenPoint(0, 0)})
    scene = Scene((WindowBox(1, Rect(400, 200, 300, 200)), DESKTOP))

    assert ReportedField(Rect(46, 63, 40, 20), window).seen(scene, corners) == seen


def test_a_program_that_counts_from_its_window_of_which_only_the_frame_is_told_is_read_so() -> None:
    # As Qt draws its own title bar on GNOME: 39 high.
    framed = Scene((WindowBox(1, Rect(106, 70, 1069, 692)), DESKTOP))

    seen = ReportedField(Rect(558, 116, 476, 32), Rect(0, 0, 1069, 653)).seen(framed, GnomeOrigins(None))

    assert (Rect(667, 228, 470, 26),) == seen


def test_a_small_window_whose_units_are_pixels_is_not_scaled_down() -> None:
    # Some of these are as large, and where, a window scaled by .9 with wider sides would be.
    for height in range(60, 200, 5):
        for top in range(0, 200, 5):
            window = Rect(2, top + 20, 200, height)
            frame = Rect(0, top, 204, height + 22)
            assert scale_of([Node("Shop", "frame", 0, window, 0, 0)], "Shop", frame) is None


@pytest.mark.parametrize(
    ("frame", "window", "holder", "page", "in_pixels"),
    [
        # As measured: Chromium at 125, 150 and 200 %, also with its window in the desktop's corner; Firefox at 200 %.
        ((220, 140, 951, 801), (176, 112, 762, 642), (180, 255, 754, 495), (225, 318, 943, 619), True),
        ((0, 0, 950, 800), (0, 0, 760, 640), (4, 143, 752, 493), (5, 178, 940, 617), True),
        ((0, 0, 1600, 1000), (0, 13, 800, 487), (0, 97, 800, 402), (0, 97, 800, 402), False),
        # Beside it a panel; and a page that is longer than what is seen of it.
        ((0, 0, 950, 800), (0, 0, 760, 640), (4, 143, 390, 493), (5, 178, 488, 617), True),
        ((0, 0, 1600, 1000), (0, 13, 800, 487), (0, 97, 800, 402), (0, -900, 800, 7000), False),
    ],
)
def test_the_units_of_a_page_follow_from_what_holds_it(
    frame: tuple[int, ...], window: tuple[int, ...], holder: tuple[int, ...], page: tuple[int, ...], *, in_pixels: bool
) -> None:
    scale = scale_of([Node("Shop", "frame", 0, Rect(*window), 0, 0)], "Shop", Rect(*frame))

    assert scale is not None
    assert scale.is_in_pixels(Rect(*page), Rect(*holder)) is in_pixels
