"""A field that a secret went into is followed wherever it goes, and its window is hidden until it is found again."""

from dataclasses import dataclass, field

import numpy as np

from desktop_agent.core.frame import Pixels
from desktop_agent.core.geometry import Rect, Size
from desktop_agent.screen.secret_fields import (
    STILL_S,
    FieldObject,
    FollowedField,
    KeptField,
    ToldPlace,
    WindowView,
)

CANARY = 0xC81E8B
WINDOW, SHOWN = Rect(100, 50, 400, 300), Rect(0, 0, 640, 480)
FIRST = Rect(40, 100, 120, 30)
FIELD = KeptField((":1.5", "/field"), Rect(40, 80, 120, 30))


@dataclass
class Told:
    """What a program tells of a field."""

    told: ToldPlace = FIELD.told

    def place(self, of: FieldObject) -> ToldPlace:
        assert of == FIELD.object
        return self.told


@dataclass
class Screen:
    """A screen with a window, a field in it, and maybe a bar on top of the page."""

    top: int = FIRST.y
    bar: bool = False
    noise: int = 0
    above: list[Rect] = field(default_factory=list)

    def view(self) -> WindowView:
        rows = np.full((SHOWN.height, SHOWN.width), 0xFFFFFF, np.uint32)
        top, left = WINDOW.y + self.top, WINDOW.x + FIRST.x
        if self.top > 0:
            rows[top : top + FIRST.height, left : left + FIRST.width] = CANARY
            rows[top + 10 : top + 20, left + 10 : left + 60] = 0
        if self.bar:
            rows[WINDOW.y : WINDOW.y + 60, WINDOW.x : WINDOW.right] = 0x333333
        rows[340, 300 : 300 + self.noise] = 1
        return WindowView(Pixels(Size(SHOWN.width, SHOWN.height), rows.tobytes()), SHOWN, WINDOW, self.above)


def found_field(told: Told, screen: Screen) -> FollowedField:
    """Return a field that was found at its first place at 2 s."""
    followed = FollowedField(FIELD, FIRST, told)
    for now in (0.0, 1.0, 2.0):
        followed.look(screen.view(), now)
    assert followed.is_found
    return followed


def test_it_is_found_once_it_has_kept_still_and_lost_as_soon_as_it_has_not() -> None:
    told, screen = Told(), Screen()
    followed = FollowedField(FIELD, FIRST, told)
    early = []
    for now in (0.0, 0.5, STILL_S - 0.01):
        followed.look(screen.view(), now)
        early.append(followed.is_found)
    followed.look(screen.view(), STILL_S)
    found = followed.is_found
    screen.top -= 5
    followed.look(screen.view(), STILL_S + 0.1)

    assert (early, found, followed.is_found) == ([False] * 3, True, False)


def test_a_program_that_tells_late_does_not_have_it_found_at_the_old_place() -> None:
    told, screen = Told(), Screen()
    followed = found_field(told, screen)
    screen.top -= 60
    states = []
    for now in (2.1, 2.3, 2.6):
        followed.look(screen.view(), now)
        states.append(followed.is_found)
    told.told = Rect(40, 20, 120, 30)
    for now in (2.61, 3.5, 3.62):
        followed.look(screen.view(), now)
        states.append(followed.is_found)

    assert states == [False] * 5 + [True]
    assert followed.at == Rect(40, 40, 120, 30)


def test_while_the_program_does_not_answer_it_is_lost() -> None:
    told, screen = Told(), Screen()
    followed = found_field(told, screen)
    told.told = "unknown"
    for now in (2.1, 3.2, 9.0):
        followed.look(screen.view(), now)
        assert not followed.is_found


def test_below_a_tool_bar_any_change_of_the_window_has_it_lost() -> None:
    told, screen = Told(), Screen()
    followed = found_field(told, screen)
    screen.bar, screen.top, told.told = True, 20, Rect(40, 0, 120, 30)
    for now in (2.1, 3.2):
        followed.look(screen.view(), now)
    hidden = followed.is_found
    screen.top = 70  # scrolled back, and the program has not told yet
    followed.look(screen.view(), 3.3)

    assert (hidden, followed.is_found) == (True, False)


def test_under_another_window_it_is_lost_until_that_has_kept_still() -> None:
    told, screen = Told(), Screen()
    followed = found_field(told, screen)
    screen.above = [Rect(120, 140, 100, 100)]
    states = []
    for now in (2.1, 3.0, 3.2):
        followed.look(screen.view(), now)
        states.append(followed.is_found)

    assert states == [False, False, True]


def test_what_its_program_has_no_more_stays_hidden_where_it_was_last() -> None:
    told, screen = Told(), Screen()
    followed = found_field(told, screen)
    told.told = "gone"
    screen.top = -50
    followed.look(screen.view(), 2.1)

    assert (followed.is_found, followed.at) == (True, FIRST)
