"""Where a card goes, and what part of a picture it shows."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect

from desktop_agent.core.actions.action import Action, Click, Press, Wait
from desktop_agent.core.pictures import Frame, ImagePoint, Pixels, Rect, Scene, Size, Viewport
from desktop_agent.ui.approval.crop import Crop
from desktop_agent.ui.qt.screen_units import place_away_from
from tests.fakes.people.card_questions import picture
from tests.fakes.windows.qt_app import qt_without_a_screen

# What Qt's screens are on the desktop, and in its own units again.
ROUND_TRIP = """
from PySide6.QtWidgets import QApplication
from desktop_agent.ui.qt.screen_units import in_units, native

app = QApplication([])
print([in_units(native(screen)).getRect() for screen in app.screens()])
"""
ROOM = QRect(16, 16, 768, 568)
CARD = QRect(0, 0, 300, 250)
RIGHT = 484
LEFT = 16
BOTTOM = 334
TOP = 16


@pytest.mark.parametrize(("targets", "expected"), [
    (((700, 500),), (LEFT, BOTTOM)),
    (((700, 500), (100, 500), (700, 100)), (LEFT, TOP)),
    (((470, 400),), (LEFT, BOTTOM)),  # beside the card, but too near for the mark
])  # fmt: skip
def test_the_card_goes_to_a_corner_that_is_clear_of_all_targets(
    targets: tuple[tuple[int, int], ...], expected: tuple[int, int]
) -> None:
    with qt_without_a_screen():
        assert place_away_from((Rect(*at, 1, 1) for at in targets), CARD, ROOM) == QPoint(*expected)


def test_a_control_under_all_corners_is_covered_rather_than_the_next_one_too() -> None:
    text_area = Rect(0, 0, 800, 600)
    button = Rect(700, 500, 80, 30)
    with qt_without_a_screen():
        assert place_away_from((text_area, button), CARD, ROOM) == QPoint(LEFT, BOTTOM)


@pytest.mark.parametrize("pointer", [(700, 500), (400, 340)])
def test_it_goes_nowhere_under_the_pointer_whatever_the_targets(pointer: tuple[int, int]) -> None:
    targets = (Rect(30, 30, 1, 1), Rect(780, 580, 1, 1))
    with qt_without_a_screen():
        box = QRect(place_away_from(targets, CARD, ROOM, QPoint(*pointer)), CARD.size())

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


@pytest.mark.program
def test_a_whole_monitor_is_its_own_size_in_units_beside_one_of_another_scale(tmp_path: Path) -> None:
    screens = [
        {
            "name": name,
            "x": x,
            "y": 0,
            "width": 800,
            "height": 500,
            "logicalDpi": 96,
            "logicalBaseDpi": 96,
            "dpr": scale,
        }
        for name, x, scale in (("left", 0, 1), ("right", 800, 2))
    ]
    file = tmp_path / "screens.json"
    file.write_text(json.dumps({"screens": screens}))
    environment = os.environ | {"QT_QPA_PLATFORM": f"offscreen:configfile={file}"}

    output = subprocess.run(
        (sys.executable, "-c", ROUND_TRIP), env=environment, capture_output=True, text=True, timeout=60, check=True
    ).stdout

    # With all that they touch: a unit more.
    assert "[(0, 0, 801, 501), (800, 0, 801, 501)]" == output.strip()
