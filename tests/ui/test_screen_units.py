"""Where a card goes, and what part of a picture it shows."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtWidgets import QApplication

from desktop_agent.core.actions import Action, Click, Drag, Press, Wait
from desktop_agent.core.frame import Frame, Pixels, Scene
from desktop_agent.core.geometry import ImagePoint, Rect, ScreenPoint, Size, Viewport
from desktop_agent.ui.approval.crop import HEIGHT, Crop
from desktop_agent.ui.approval.marker import Marker
from desktop_agent.ui.approval.open_question import OpenQuestion
from desktop_agent.ui.proof.guard import ProofOptions
from desktop_agent.ui.qt.screen_units import away_from
from tests.fakes.card_questions import picture, question
from tests.fakes.qt_app import qt_without_a_screen
from tests.fakes.quiet_person import QuietPerson

ROOM_PIXELS = Rect(0, 0, 800, 800)  # the screen that is none
ROOM, CARD = QRect(16, 16, 768, 568), QRect(0, 0, 300, 250)
RIGHT, LEFT, BOTTOM, TOP = 484, 16, 334, 16


@pytest.mark.parametrize(("targets", "expected"), [
    ((), (RIGHT, BOTTOM)),
    (((100, 100),), (RIGHT, BOTTOM)),
    (((700, 500),), (LEFT, BOTTOM)),
    (((700, 500), (100, 500)), (RIGHT, TOP)),
    (((700, 500), (100, 500), (700, 100)), (LEFT, TOP)),
    (((470, 400),), (LEFT, BOTTOM)),  # beside the card, but too near for the mark
])  # fmt: skip
def test_the_card_goes_to_a_corner_that_is_clear_of_all_targets(
    targets: tuple[tuple[int, int], ...], expected: tuple[int, int]
) -> None:
    with qt_without_a_screen():
        assert away_from((ScreenPoint(*at) for at in targets), CARD, ROOM) == QPoint(*expected)


def test_with_targets_everywhere_it_goes_where_it_is_farthest_from_them() -> None:
    targets = (ScreenPoint(780, 580), ScreenPoint(20, 580), ScreenPoint(780, 20), ScreenPoint(330, 280))
    with qt_without_a_screen():
        assert away_from(targets, CARD, ROOM) == QPoint(LEFT, TOP)


@pytest.mark.parametrize("pointer", [(700, 500), (30, 500), (700, 30), (30, 30), (400, 340)])
@pytest.mark.parametrize("side", [CARD, QRect(0, 0, 500, 300)], ids=("small", "wider than half"))
def test_it_goes_nowhere_under_the_pointer_whatever_the_targets(pointer: tuple[int, int], side: QRect) -> None:
    targets = (ScreenPoint(30, 30), ScreenPoint(780, 580))
    with qt_without_a_screen():
        box = QRect(away_from(targets, side, ROOM, QPoint(*pointer)), side.size())

    assert not box.contains(QPoint(*pointer))
    assert ROOM.contains(box)


def test_where_there_is_no_room_beside_the_pointer_a_corner_has_to_do() -> None:
    with qt_without_a_screen():
        at = away_from((), QRect(0, 0, 700, 500), ROOM, QPoint(400, 300))

    assert ROOM.contains(QRect(at, QSize(700, 500)))


def test_a_mark_that_the_card_has_no_room_beside_does_not_lie_over_its_words() -> None:
    everywhere = (
        ImagePoint(100, 90),
        ImagePoint(700, 100),
        ImagePoint(400, 300),
        ImagePoint(90, 620),
        ImagePoint(700, 620),
    )
    asked = replace(question("click", "action"), actions=tuple(map(Click, everywhere)))
    with qt_without_a_screen():
        opened = OpenQuestion(asked, QuietPerson(), ProofOptions("digits", ()), ROOM_PIXELS, lambda _answer: None)
        marks = [one for one in QApplication.topLevelWidgets() if isinstance(one, Marker)]
        visible = [one.isVisible() for one in marks]
        opened.close()

    assert False in visible


def frame(scene: Scene = Scene()) -> Frame:  # noqa: B008  frozen
    view = Viewport(Rect(0, 0, 2560, 1600), Size(1280, 800))
    return Frame(picture(), "image/png", view, "", scene, Pixels(Size(0, 0), b""))


@pytest.mark.parametrize("at", [(640, 400), (2, 2), (1279, 799), (1279, 0)])
def test_the_target_is_in_the_part_that_is_shown(at: tuple[int, int]) -> None:
    with qt_without_a_screen():
        part = Crop(frame(), (Click(ImagePoint(*at)),))._part

        assert part.contains(QPoint(*at))
        assert QRect(0, 0, 1280, 800).contains(part)


def test_the_whole_path_of_a_drag_is_shown() -> None:
    path = (ImagePoint(10, 700), ImagePoint(640, 20), ImagePoint(1200, 640))
    with qt_without_a_screen():
        part = Crop(frame(), (Drag(path),))._part

        assert all(part.contains(at.x, at.y) for at in path)


@pytest.mark.parametrize(("action", "box", "has"), [
    (Press(("enter",)), Rect(200, 100, 300, 40), True), (Press(("enter",)), Rect(0, 0, 2000, 900), False),
    (Press(("enter",)), None, False), (Wait(1), None, False),
])  # fmt: skip
def test_for_keys_the_field_that_has_the_keyboard_is_shown(action: Action, box: Rect | None, has: bool) -> None:
    with qt_without_a_screen():
        crop = Crop(frame(), (action,), (box,))

        assert crop.has_target == has
        assert not has or crop._part.contains(QRect(100, 50, 150, 20))


def test_a_known_control_is_framed_as_on_the_screen_and_the_words_on_it_are_not_crossed_out() -> None:
    with qt_without_a_screen():
        around, free = (red_in(Crop(frame(), (Click(ImagePoint(640, 400)),), (box,)))
                        for box in (Rect(1260, 780, 60, 40), Rect(0, 0, 9, 9)))  # fmt: skip

    assert around.contains(QRect(226, 54, 20, 10))
    assert around.width() < 60
    assert 40 < free.width() < 70


def red_in(crop: Crop) -> QRect:
    """Return the least box around the red lines that a picture has, which lie on white."""
    crop.resize(472, HEIGHT)
    shown = crop.grab().toImage()
    red = [
        QPoint(x, y)
        for y in range(shown.height())
        for x in range(shown.width())
        if shown.pixelColor(x, y).red() - shown.pixelColor(x, y).green() > 120
    ]
    xs, ys = [at.x() for at in red], [at.y() for at in red]
    return QRect(QPoint(min(xs), min(ys)), QPoint(max(xs), max(ys)))


def test_pointing_into_the_crop_gives_the_pictures_pixel() -> None:
    with qt_without_a_screen():
        crop = Crop(frame(), (Click(ImagePoint(640, 400)),))
        crop.resize(472, HEIGHT)
        spot = crop.shown_at(ImagePoint(640, 400))

        assert abs(spot.x() - 236) < 2
        assert abs(spot.y() - HEIGHT / 2) < 2
