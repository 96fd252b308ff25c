"""Where a card goes, and what part of a picture it shows."""

import pytest
from PySide6.QtCore import QPoint, QRect

from desktop_agent.core.actions import Action, Click, Press, Wait
from desktop_agent.core.frame import Frame, Pixels, Scene
from desktop_agent.core.geometry import ImagePoint, Rect, Size, Viewport
from desktop_agent.ui.approval.crop import Crop
from desktop_agent.ui.qt.screen_units import away_from
from tests.fakes.card_questions import picture
from tests.fakes.qt_app import qt_without_a_screen

ROOM, CARD = QRect(16, 16, 768, 568), QRect(0, 0, 300, 250)
RIGHT, LEFT, BOTTOM, TOP = 484, 16, 334, 16


@pytest.mark.parametrize(("targets", "expected"), [
    (((700, 500),), (LEFT, BOTTOM)),
    (((700, 500), (100, 500), (700, 100)), (LEFT, TOP)),
    (((470, 400),), (LEFT, BOTTOM)),  # beside the card, but too near for the mark
])  # fmt: skip
def test_the_card_goes_to_a_corner_that_is_clear_of_all_targets(
    targets: tuple[tuple[int, int], ...], expected: tuple[int, int]
) -> None:
    with qt_without_a_screen():
        assert away_from((Rect(*at, 1, 1) for at in targets), CARD, ROOM) == QPoint(*expected)


def test_a_control_under_all_corners_is_covered_rather_than_the_next_one_too() -> None:
    text_area, button = Rect(0, 0, 800, 600), Rect(700, 500, 80, 30)
    with qt_without_a_screen():
        assert away_from((text_area, button), CARD, ROOM) == QPoint(LEFT, BOTTOM)


@pytest.mark.parametrize("pointer", [(700, 500), (400, 340)])
def test_it_goes_nowhere_under_the_pointer_whatever_the_targets(pointer: tuple[int, int]) -> None:
    targets = (Rect(30, 30, 1, 1), Rect(780, 580, 1, 1))
    with qt_without_a_screen():
        box = QRect(away_from(targets, CARD, ROOM, QPoint(*pointer)), CARD.size())

    assert not box.contains(QPoint(*pointer))
    assert ROOM.contains(box)


def frame() -> Frame:
    view = Viewport(Rect(0, 0, 2560, 1600), Size(1280, 800))
    return Frame(picture(), "image/png", view, "", Scene(), Pixels(Size(0, 0), b""))


@pytest.mark.parametrize("at", [(640, 400), (1279, 0)])
def test_the_target_is_in_the_part_that_is_shown(at: tuple[int, int]) -> None:
    with qt_without_a_screen():
        part = Crop(frame(), (Click(ImagePoint(*at)),))._part

        assert part.contains(QPoint(*at))
        assert QRect(0, 0, 1280, 800).contains(part)


@pytest.mark.parametrize(("action", "box", "has"), [
    (Press(("enter",)), Rect(200, 100, 300, 40), True), (Press(("enter",)), Rect(0, 0, 2000, 900), False),
    (Press(("enter",)), None, False), (Wait(1), None, False),
])  # fmt: skip
def test_for_keys_the_field_that_has_the_keyboard_is_shown(action: Action, box: Rect | None, has: bool) -> None:
    with qt_without_a_screen():
        crop = Crop(frame(), (action,), (box,))

        assert crop.has_target == has
        assert not has or crop._part.contains(QRect(100, 50, 150, 20))
