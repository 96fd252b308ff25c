"""Whose motion carried the pointer onto a button: a hand's steps against what a window is told."""

import pytest

from desktop_agent.core.presence import PointerMotion
from desktop_agent.ui.proof.arrival import FAR_PX, REMEMBERED, Arrival, CursorPlace

YES, NO = 11, 12
WIDTH, HEIGHT = 400, 300


class Desk:
    """A window of which the right half of the lowest 40 rows is one button, the left half another, and a pointer."""

    def __init__(self) -> None:
        self.now = 1000
        self.at: CursorPlace = (-200.0, -200.0)
        self.steps: list[PointerMotion] = []
        self.arrival = Arrival(lambda: self.steps, _inside, _at_edge)
        self.arrival.left()

    def hand(self, right: float, down: float, *, late_ms: int = 0, known: bool = True) -> None:
        self.now += 8
        self.steps.append(PointerMotion(self.now, right if known else None, down if known else None))
        self.now += late_ms
        self._go((self.at[0] + right, self.at[1] + down))

    def warp(self, x: float, y: float) -> None:
        self._go((x, y))

    def _go(self, to: CursorPlace) -> None:
        before, self.at = self.at, to
        if _inside(to):
            self.arrival.motion(self.now, to, _button(to))
        elif _inside(before):
            self.arrival.left(self.now)

    def carried(self) -> bool:
        return self.arrival.carried_onto(YES)


def _inside(at: CursorPlace) -> bool:
    return 0 <= at[0] < WIDTH and 0 <= at[1] < HEIGHT


def _at_edge(at: CursorPlace) -> tuple[bool, bool]:
    """The screen ends where the window does, at the bottom."""
    return False, at[1] >= HEIGHT - 1


def _button(at: CursorPlace) -> int:
    return 0 if at[1] < HEIGHT - 40 else YES if at[0] >= WIDTH / 2 else NO


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.mark.parametrize("steps", [1, 7, 60])
def test_a_hand_that_comes_from_outside_has_carried_it(desk: Desk, steps: int) -> None:
    for _ in range(steps):
        desk.hand(500 / steps, 480 / steps)

    assert desk.carried()
    assert desk.carried()
    assert not desk.arrival.carried_onto(NO)


def test_the_server_may_tell_of_a_motion_some_time_after_the_step(desk: Desk) -> None:
    desk.hand(500, 480, late_ms=9)

    assert desk.carried()


def test_nothing_was_carried_where_nothing_was_told(desk: Desk) -> None:
    assert not desk.carried()
    assert not desk.arrival.carried_onto(0)


def test_a_pointer_that_was_put_there_was_not(desk: Desk) -> None:
    desk.warp(300, 280)

    assert not desk.carried()


@pytest.mark.parametrize("beside", [(300.0, 280.0), (300.0, 258.0)])
def test_nor_one_that_trembles_after_that(desk: Desk, beside: CursorPlace) -> None:
    desk.warp(*beside)
    for right, down in ((2, 0), (0, 3), (-2, 1), (1, -1)):
        desk.hand(right, down)

    assert not desk.carried()


def test_a_long_motion_on_the_button_it_was_put_on_is_no_way_onto_it(desk: Desk) -> None:
    desk.warp(220, 280)
    for _ in range(10):
        desk.hand(10, 0)

    assert not desk.carried()


def test_off_that_button_and_back_is(desk: Desk) -> None:
    desk.warp(300, 280)
    for down in (-30, -30, 30, 30):
        desk.hand(0, down)

    assert desk.carried()


def test_out_of_the_window_and_back_is(desk: Desk) -> None:
    desk.warp(300, 280)
    desk.hand(0, 40)
    desk.hand(0, -40)

    assert desk.carried()


def test_a_step_that_led_outside_explains_no_way_back(desk: Desk) -> None:
    desk.hand(500, 400)
    desk.hand(-500, -400, late_ms=1)
    desk.warp(300, 280)

    assert not desk.carried()


def test_a_jump_is_told_once(desk: Desk) -> None:
    desk.hand(300, 300)
    before = desk.arrival.has_jumped()
    desk.warp(300, 280)
    desk.hand(3, 3)

    assert (before, desk.arrival.has_jumped(), desk.arrival.has_jumped()) == (False, True, False)


@pytest.mark.parametrize(("by", "jumped"), [(FAR_PX - 1, False), (FAR_PX + 1, True)])
def test_trembling_is_no_jump(desk: Desk, by: float, jumped: bool) -> None:
    desk.hand(300, 300)
    desk.hand(0, 0.5)
    desk.warp(desk.at[0] + by, desk.at[1])

    assert desk.arrival.has_jumped() is jumped


def test_nor_is_a_window_that_came_up_or_moved_under_the_pointer(desk: Desk) -> None:
    desk.arrival.moved()
    desk.warp(300, 280)

    assert not desk.arrival.has_jumped()


def test_nor_a_way_from_outside_or_a_finger(desk: Desk) -> None:
    for _ in range(60):
        desk.hand(9, 8)
    desk.arrival.touch(desk.now, (300.0, 280.0), YES)

    assert not desk.arrival.has_jumped()


def test_from_where_it_was_put_a_hand_has_to_go_far_enough(desk: Desk) -> None:
    desk.warp(300, 255)
    desk.hand(0, 6)
    near = desk.carried()
    desk.hand(0, FAR_PX)

    assert (near, desk.carried()) == (False, True)


def test_a_warp_in_the_midst_of_a_motion_is_seen(desk: Desk) -> None:
    desk.hand(3, 3)
    desk.warp(300, 280)
    desk.hand(2, 1)

    assert not desk.carried()


def test_a_warp_inside_the_window_is_seen(desk: Desk) -> None:
    desk.hand(300, 300)
    desk.warp(300, 280)

    assert not desk.carried()


def test_a_motion_that_goes_nowhere_leaves_the_pointer_where_a_hand_has_carried_it(desk: Desk) -> None:
    desk.hand(500, 480)
    desk.warp(*desk.at)

    assert (desk.carried(), desk.arrival.has_jumped()) == (True, False)


def test_nor_does_it_free_a_pointer_that_was_put_there_or_explain_a_button_that_came_under_it(desk: Desk) -> None:
    desk.warp(300, 280)
    desk.warp(300, 280)
    put = desk.carried()
    other = Desk()
    other.hand(500, 430)
    other.arrival.motion(other.now, other.at, YES)

    assert (put, other.carried()) == (False, False)


def test_a_step_counts_for_one_motion_only(desk: Desk) -> None:
    desk.hand(300, 480)
    desk.hand(150, 0)
    carried = desk.carried()
    desk.warp(100, 280)
    desk.warp(250, 280)

    assert (carried, desk.carried()) == (True, False)


def test_a_window_that_moves_under_the_pointer_has_it_put_there(desk: Desk) -> None:
    desk.hand(300, 300)
    desk.at = (300.0, 280.0)
    desk.arrival.moved()
    resting = desk.carried()
    desk.hand(1, 1)

    assert (resting, desk.carried()) == (False, False)


def test_a_pointer_that_stops_at_the_edge_of_the_screen_goes_less_far_than_the_hand(desk: Desk) -> None:
    desk.hand(500, 420)
    desk.now += 8
    desk.steps.append(PointerMotion(desk.now, 0.0, 900.0))
    desk.warp(300, 299)

    assert desk.carried()


@pytest.mark.parametrize("stopped", [(200.0, 280.0), (210.0, 280.0), (239.0, 280.0)])
def test_a_pointer_that_something_else_has_stopped_was_not_carried(desk: Desk, stopped: CursorPlace) -> None:
    desk.hand(300, 480)
    desk.hand(100, 0)
    before = desk.carried()
    desk.now += 8
    desk.steps.append(PointerMotion(desk.now, stopped[0] - desk.at[0] + 90, 0.0))
    desk.warp(*stopped)

    assert (before, desk.carried()) == (True, False)


def test_a_device_that_tells_places_explains_what_comes_at_once_and_nothing_later(desk: Desk) -> None:
    desk.hand(500, 480, known=False)
    at_once = desk.carried()
    desk.hand(-500, -480, known=False)
    desk.hand(500, 480, known=False, late_ms=9)

    assert (at_once, desk.carried()) == (True, False)


def test_a_finger_on_the_glass_is_nowhere_else_before(desk: Desk) -> None:
    desk.arrival.touch(desk.now, (300.0, 280.0), YES)

    assert desk.carried()


def test_a_long_stay_on_the_window_is_remembered_as_far_as_it_goes(desk: Desk) -> None:
    desk.hand(500, 400)
    for number in range(REMEMBERED + 10):
        desk.hand(0, 1 if number % 2 else -1)
    on_ground = desk.carried()
    desk.hand(0, 75)

    assert (on_ground, desk.carried()) == (False, True)
