"""A drag passes every point that the model gave, also where a toolkit looks at the pointer once a frame."""

from collections.abc import Callable
from pathlib import Path

import pytest

from desktop_agent.core.actions import Action, Drag
from desktop_agent.core.geometry import ImagePoint
from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.input.pointer import DRAG_STEP_S, DROP_DWELL_S, POINT_REST_S
from tests.fakes.fields import field_or_skip
from tests.fakes.waiting import wait_until
from tests.input.performer_bench import AT, Bench
from tests.input.targets import Target

Act = Callable[[Action], None]
Point = tuple[int, int]
Way = tuple[Point, ...]
PATHS: tuple[Way, ...] = tuple(
    ((20, 20), (20 + 9 * n, 90), (200 - 5 * n, 30 + 3 * n), (60, 100 - 2 * n), (220, 60 + n)) for n in range(8)
)


@pytest.mark.parametrize("name", ["gtk4", "chromium textarea", "firefox textarea"])
def test_every_point_of_a_drag_is_passed(display: PrivateDisplay, act: Act, tmp_path: Path, name: str) -> None:
    with field_or_skip(name, display, tmp_path) as field:
        field.focus()
        area = field.area()

        def drag(path: Way) -> set[Point]:
            field.ask("forget")
            act(Drag(tuple(ImagePoint(area.x + x, area.y + y) for x, y in path)))
            wait_until(lambda: field.seen("release"), "the release")
            return set(path) - {(note["x"], note["y"]) for note in field.seen("press", "motion", "release")}

        missed = [path for path in PATHS if _missed(drag, path)]

    assert [] == missed


def test_every_point_of_a_drag_is_passed_in_qt(qt: Target, act: Act) -> None:
    def drag(path: Way) -> set[Point]:
        points = tuple(qt.surface(x - 100, y - 60) for x, y in path)
        before = len(qt.noted("release"))
        noted = len(qt.noted("move"))
        act(Drag(points))
        wait_until(lambda: len(qt.noted("release")) > before)
        return {(at.x, at.y) for at in points[1:-1]} - {(note["x"], note["y"]) for note in qt.noted("move")[noted:]}

    assert [] == [path for path in PATHS if _missed(drag, path)]


def test_a_drag_rests_at_each_point_between_and_is_no_slower_without_one() -> None:
    bench = Bench()
    corners = (AT, ImagePoint(20, 20), ImagePoint(20, 40), ImagePoint(40, 40))

    bench.do(Drag(corners))
    rests = [wait for wait in bench.stop.waits if wait == POINT_REST_S]
    bench.stop.waits.clear()
    bench.do(Drag((ImagePoint(60, 60), ImagePoint(90, 90))))

    assert 2 == len(rests)
    assert pytest.approx(12 * DRAG_STEP_S + 3 * DROP_DWELL_S) == sum(bench.stop.waits)
    assert POINT_REST_S not in bench.stop.waits


def test_a_drag_of_very_many_points_ends_in_time() -> None:
    bench = Bench()

    bench.do(Drag(tuple(ImagePoint(n % 90, n // 90) for n in range(2000))))

    assert sum(bench.stop.waits) < 13


def _missed(drag: Callable[[Way], set[Point]], path: Way) -> set[Point]:
    """Return the points missed; a busy machine may hold a program back for longer than a rest, but not every time."""
    missed = set(path)
    for _ in range(6):
        missed = missed and drag(path)
    return missed
