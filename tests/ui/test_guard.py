"""What counts as a person's yes, on a clock of the test's own."""

import itertools

import pytest

from desktop_agent.ui.proof.guard import (
    ARM_S,
    CHORD_S,
    COVERED,
    LEFT_ONLY,
    LONGEST_S,
    NOT_YOURS,
    TOO_EARLY,
    TOO_QUICK,
    Arming,
    Guard,
    happened_at,
)
from tests.fakes.people import Person

BUTTON, OTHER = 1, 2


class Room:
    """A guard with everything around it: a clock, a person's devices, and whether something lies over the window."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.covered = False
        self.person = Person()
        self.guard = Guard(self.person, lambda: self.covered, clock=lambda: self.now)

    @property
    def ms(self) -> int:
        return round(self.now * 1000)

    def press(self, on: int = BUTTON, button: int = 1, *, physical: bool = True) -> str:
        if physical:
            self.person.did(button, self.ms)
        return self.guard.press(on, button, self.ms)

    def release(self, on: int = BUTTON, button: int = 1, *, physical: bool = True) -> str:
        self.now += 0.08
        if physical:
            self.person.did(-button, self.ms)
        return self.guard.release(on, button, self.ms)

    def click(self, *, physical: bool = True) -> str:
        return self.press(physical=physical) or self.release(physical=physical)


@pytest.fixture
def room() -> Room:
    room = Room()
    room.now += ARM_S
    return room


def test_a_calm_physical_click_is_a_yes(room: Room) -> None:
    assert room.click() == ""


@pytest.mark.parametrize("after_s", [0.0, 0.69])
def test_a_press_sooner_than_the_delay_is_none_even_when_let_go_later(room: Room, after_s: float) -> None:
    room.guard.arming.disturbed()
    room.now += after_s

    assert room.press() == TOO_EARLY
    room.now += 1

    assert room.release() == TOO_EARLY


def test_a_change_between_press_and_release_takes_the_yes_away(room: Room) -> None:
    assert room.press() == ""
    room.guard.arming.disturbed()
    room.now += 2

    assert room.release() == TOO_EARLY


@pytest.mark.parametrize(("press", "release"), [(False, True), (True, False), (False, False)])
def test_both_halves_of_a_click_must_be_physical(room: Room, press: bool, release: bool) -> None:
    answers = {room.press(physical=press), room.release(physical=release)}

    assert answers & {NOT_YOURS}


def test_a_physical_event_counts_once(room: Room) -> None:
    assert room.click() == ""
    room.now += 1
    early = room.ms - 1080

    assert room.guard.press(BUTTON, 1, early) != ""


def test_the_second_click_of_a_double_click_is_none(room: Room) -> None:
    room.guard.noticed(room.ms)
    room.now += 0.2

    assert room.press() == TOO_QUICK


def test_a_press_is_counted_from_when_it_happened_not_from_when_it_was_heard_of(room: Room) -> None:
    room.guard.arming.disturbed()
    room.now += ARM_S - 0.05
    pressed = room.ms
    room.person.did(1, pressed)
    room.now += 0.4  # Qt was busy

    assert room.guard.press(BUTTON, 1, pressed) == TOO_EARLY


@pytest.mark.parametrize("when", ["press", "release"])
def test_a_covered_window_takes_no_yes(room: Room, when: str) -> None:
    room.covered = when == "press"
    pressed = room.press()
    room.covered = True

    assert COVERED in {pressed, room.release()}


@pytest.mark.parametrize("button", [2, 0])
def test_other_buttons_are_none(room: Room, button: int) -> None:
    assert room.press(button=button) == LEFT_ONLY


def test_letting_go_over_another_button_is_none(room: Room) -> None:
    assert room.press(BUTTON) == ""

    assert room.release(OTHER) == TOO_EARLY


def test_a_release_without_a_press_is_none(room: Room) -> None:
    assert room.release() == TOO_EARLY


def test_changes_in_a_row_put_it_off_but_not_for_ever(room: Room) -> None:
    arming, began = room.guard.arming, room.now
    for _ in itertools.takewhile(lambda _: not arming.armed or room.now == began, itertools.count()):
        arming.disturbed()
        room.now += 0.1

    assert LONGEST_S <= room.now - began <= LONGEST_S + 0.2


def test_a_change_after_a_calm_waits_the_whole_time_again() -> None:
    now = [0.0]
    arming = Arming(lambda: now[0])
    for _ in range(100):
        now[0] += ARM_S + 0.01
        assert arming.armed
        arming.disturbed()
        now[0] += ARM_S - 0.01
        assert not arming.armed


@pytest.mark.parametrize(("held_s", "ready_s", "expected"), [
    (CHORD_S, 5.0, True),
    (CHORD_S - 0.01, 5.0, False),
    (2.0, 1.9, False),  # it was down before the window was ready for it
    (0.0, 5.0, False),
])  # fmt: skip
def test_a_chord_counts_when_it_is_held_long_enough_since_the_window_was_ready(
    held_s: float, ready_s: float, expected: bool
) -> None:
    room = Room()
    room.now += ARM_S + ready_s
    room.person.holds = held_s

    assert room.guard.chord(("ctrl", "alt", "y")) is expected


def test_a_chord_does_nothing_on_a_covered_window(room: Room) -> None:
    room.now += 5
    room.person.holds, room.covered = 2.0, True

    assert not room.guard.chord(("ctrl", "alt", "y"))


@pytest.mark.parametrize(("now", "server_ms", "expected"), [
    (100.0, 99_950, 99.95),
    (100.0, 100_000, 100.0),
    (100.0, 42, 100.0),  # another machine's server counts otherwise
    (4294967.496, 100, 4294967.396),  # its counter has just begun anew
])  # fmt: skip
def test_the_servers_time_is_our_own_where_they_agree(now: float, server_ms: int, expected: float) -> None:
    assert happened_at(now, server_ms) == pytest.approx(expected)
