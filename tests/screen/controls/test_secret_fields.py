"""A field that a secret went into is followed wherever it goes, and its window is hidden until it is found again."""

from dataclasses import dataclass, field
from types import SimpleNamespace

import numpy as np
import pytest

from desktop_agent.core.pictures import Pixels, Rect, Scene, Size, WindowBox, WindowNames
from desktop_agent.screen.captures import private_parts
from desktop_agent.screen.captures.private_parts import HiddenParts, PrivateParts
from desktop_agent.screen.controls.secret_fields import (
    STILL_S,
    FieldObject,
    FollowedField,
    KeptField,
    ReportedPlace,
    WindowProcesses,
    WindowView,
)
from desktop_agent.screen.controls.window import NoWindows

CANARY = 0xC81E8B
WINDOW = Rect(100, 50, 400, 300)
SHOWN = Rect(0, 0, 640, 480)
FIRST = Rect(40, 100, 120, 30)
FIELD = KeptField((":1.5", "/field"), Rect(40, 80, 120, 30))


@dataclass
class Told:
    """What a program tells of a field."""

    told: ReportedPlace = FIELD.reported

    def place(self, of: FieldObject) -> ReportedPlace:
        assert of == FIELD.object
        return self.told


@dataclass
class Screen:
    """A screen with a window, a field in it, and maybe a bar on top of the page."""

    top: int = FIRST.y
    bar: bool = False
    above: list[Rect] = field(default_factory=list)

    def view(self) -> WindowView:
        rows = np.full((SHOWN.height, SHOWN.width), 0xFFFFFF, np.uint32)
        top = WINDOW.y + self.top
        left = WINDOW.x + FIRST.x
        if self.top > 0:
            rows[top : top + FIRST.height, left : left + FIRST.width] = CANARY
            rows[top + 10 : top + 20, left + 10 : left + 60] = 0
        if self.bar:
            rows[WINDOW.y : WINDOW.y + 60, WINDOW.x : WINDOW.right] = 0x333333
        return WindowView(Pixels(Size(SHOWN.width, SHOWN.height), rows.tobytes()), SHOWN, WINDOW, self.above)


def looks(followed: FollowedField, screen: Screen, *times: float) -> list[bool]:
    """Look at these times, and return whether it was found then."""
    found = []
    for now in times:
        followed.look(screen.view(), now)
        found.append(followed.is_found)
    return found


def found_field(told: Told, screen: Screen) -> FollowedField:
    """Return a field that was found at its first place at 2 s."""
    followed = FollowedField(FIELD, FIRST, told.place)
    assert looks(followed, screen, 0.0, 1.0, 2.0)[-1]
    return followed


def test_it_is_found_once_it_has_kept_still_and_lost_as_soon_as_it_has_not() -> None:
    followed = FollowedField(FIELD, FIRST, Told().place)

    assert looks(followed, Screen(), 0.0, 0.5, STILL_S - 0.01, STILL_S) == [False] * 3 + [True]
    assert looks(followed, Screen(top=FIRST.y - 5), STILL_S + 0.1) == [False]


def test_a_program_that_tells_late_does_not_have_it_found_at_the_old_place() -> None:
    reports = Told()
    scrolled = Screen(top=FIRST.y - 60)
    followed = found_field(reports, Screen())

    assert looks(followed, scrolled, 2.1, 2.3, 2.6) == [False] * 3
    reports.told = Rect(40, 20, 120, 30)
    assert looks(followed, scrolled, 2.61, 3.5, 3.62) == [False, False, True]
    assert followed.at == Rect(40, 40, 120, 30)


def test_while_the_program_does_not_answer_it_is_lost() -> None:
    reports = Told()
    followed = found_field(reports, Screen())
    reports.told = "unknown"

    assert looks(followed, Screen(), 2.1, 3.2, 9.0) == [False] * 3


def test_below_a_tool_bar_any_change_of_the_window_has_it_lost() -> None:
    reports = Told()
    followed = found_field(reports, Screen())
    reports.told = Rect(40, 0, 120, 30)

    assert looks(followed, Screen(top=20, bar=True), 2.1, 3.2) == [False, True]
    # Scrolled back, and the program has not told yet.
    assert looks(followed, Screen(top=70, bar=True), 3.3) == [False]


def test_under_another_window_it_is_lost_until_that_has_kept_still() -> None:
    followed = found_field(Told(), Screen())

    assert looks(followed, Screen(above=[Rect(120, 140, 100, 100)]), 2.1, 3.0, 3.2) == [False, False, True]


def test_what_its_program_has_no_more_stays_hidden_where_it_was_last() -> None:
    reports = Told()
    followed = found_field(reports, Screen())
    reports.told = "gone"

    assert looks(followed, Screen(top=-50), 2.1) == [True]
    assert followed.at == FIRST


class Titled(NoWindows):
    """Windows whose title is told."""

    title = "Log in"

    def names(self, window: int) -> WindowNames:
        return WindowNames(title=self.title)


class FieldOfProgram(Told):
    """The only field of a program, which is no password field."""

    def boxes(self, scene: Scene) -> tuple[Rect, ...]:
        return ()

    def has_fields(self) -> bool:
        return False

    def windows(self, scene: Scene, processes: WindowProcesses) -> frozenset[int]:
        return frozenset()

    def close(self) -> None:
        pass


@pytest.mark.parametrize(("title", "hidden"), [("Log in", True), ("Thank you", False)])
def test_its_place_is_free_a_second_after_it_has_gone_with_its_page(
    monkeypatch: pytest.MonkeyPatch, title: str, hidden: bool
) -> None:
    now = [0.0]
    reported = FieldOfProgram()
    windows = Titled()
    monkeypatch.setattr(private_parts, "time", SimpleNamespace(monotonic=lambda: now[0]))
    parts = PrivateParts(windows, HiddenParts(), reported)
    scene = Scene((WindowBox(7, WINDOW),))
    view = Screen().view()
    place = Rect(WINDOW.x + FIRST.x, WINDOW.y + FIRST.y, FIRST.width, FIRST.height)
    parts.keep_back(7, place, scene, FIELD.object)

    def box_at(second: float) -> tuple[Rect, ...]:
        now[0] = second
        parts.follow(view.pixels, SHOWN, scene, ())
        return parts.boxes(scene)

    assert [box_at(second) for second in (0.0, 2.0)] == [(place,)] * 2
    reported.told = "gone"
    windows.title = title
    assert box_at(3.0) == box_at(3.9) == (place,)
    assert box_at(4.1) == ((place,) if hidden else ())


VIEW = WindowView(Pixels(Size(8, 6), bytes(8 * 6 * 4)), Rect(0, 0, 8, 6), Rect(0, 0, 8, 6))


@pytest.mark.parametrize(
    ("field", "first", "scrolled", "at"),
    [
        # 125 %: 24 by 23 units are drawn as 30 by 29 pixels, and 400 units as 500.
        (Rect(40, 480, 24, 23), Rect(50, 600, 30, 29), Rect(40, 80, 24, 23), Rect(50, 100, 30, 29)),
        (Rect(40, 480, 60, 20), Rect(80, 960, 120, 40), Rect(40, 80, 60, 20), Rect(80, 160, 120, 40)),
        # A page that is told in pixels, and what is no scale of a screen.
        (Rect(40, 480, 60, 20), Rect(48, 500, 60, 20), Rect(40, 80, 60, 20), Rect(48, 100, 60, 20)),
        (Rect(40, 480, 100, 100), Rect(44, 528, 110, 110), Rect(40, 80, 100, 100), Rect(44, 88, 110, 110)),
    ],
)
def test_it_is_followed_in_pixels_though_it_is_told_in_units(
    field: Rect, first: Rect, scrolled: Rect, at: Rect
) -> None:
    followed = FollowedField(KeptField(FIELD.object, field), first, Told(scrolled).place)
    followed.look(VIEW, 0.0)

    assert followed.at == at


@pytest.mark.parametrize(
    ("pid", "windows"),
    [
        (7, {1, 3}),
        (8, {2, 3}),
        (9, {3}),  # its windows are minimised
        (10, {1, 2, 3}),  # it goes by another number here, as in a sandbox
        (None, {1, 2, 3}),
    ],
)
def test_the_windows_that_may_be_a_programs(pid: int | None, windows: set[int]) -> None:
    processes = WindowProcesses({1: 7, 2: 8, 3: None}, frozenset({7, 8, 9}))

    assert processes.candidates(pid) == windows
