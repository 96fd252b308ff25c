"""A drag rests at every point that the model gave, as a toolkit may look at the pointer once a frame."""

import pytest

from desktop_agent.core.actions import Drag
from desktop_agent.core.geometry import ImagePoint
from desktop_agent.input.pointer import DRAG_STEP_S, DROP_DWELL_S, POINT_REST_S
from tests.input.performer_bench import AT, Bench


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
