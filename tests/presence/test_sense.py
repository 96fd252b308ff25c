"""What follows from each event: a hand, a stop, a proof, or nothing."""

import random
from collections.abc import Callable
from dataclasses import replace

import pytest

from desktop_agent.presence.classifier import (
    FORGET_AFTER_S,
    HELD_FOR_SURE_S,
    Bumps,
    InputClassifier,
    InputEvent,
    OwnInjections,
)
from desktop_agent.presence.stop_keys import StopKeys

CODES = {"pause": {127}, "escape": {9}, "ctrl": {37, 105}, "alt": {64}, "y": {29}}
MOUSE = 6
KEYBOARD = 7
PROGRAM = 4
PRESS = InputEvent("button", 1, down=True, device=MOUSE, physical=True, server_ms=5000)
KEY = InputEvent("key", 38, down=True, device=KEYBOARD, physical=True, server_ms=6000)
MOVE = InputEvent("motion", 0, down=True, device=MOUSE, physical=True, server_ms=7000, come_from=(0, 0), to=(9, 0))
PAUSE = replace(KEY, code=127)
EACH = pytest.mark.parametrize(("touch", "what"), [(PRESS, "button"), (KEY, "key"), (MOVE, "pointer")])


def by_program(touch: InputEvent) -> InputEvent:
    return replace(touch, device=PROGRAM, physical=False)


def up(touch: InputEvent) -> InputEvent:
    return replace(touch, down=False)


class Watched:
    def __init__(self, keys: StopKeys) -> None:
        self.now = 50.0
        self.own = OwnInjections(lambda: self.now)
        self.sense = InputClassifier(
            keys, lambda name: frozenset(CODES.get(name, ())), self.own, clock=lambda: self.now
        )
        self.told: list[str] = []
        self.sense.watch(lambda hand: self.told.append(hand.what), self.told.append)

    def take(self, *touches: InputEvent) -> list[str]:
        self.told.clear()
        for touch in touches:
            self.sense.take(touch)
        return list(self.told)


@pytest.fixture
def watched() -> Watched:
    return Watched(StopKeys())


@EACH
def test_a_device_and_a_program_that_is_not_ours_are_a_hand(watched: Watched, touch: InputEvent, what: str) -> None:
    assert [what] == watched.take(touch)
    assert [what] == watched.take(by_program(touch))


@EACH
def test_what_we_announced_is_no_hand_once_and_never_a_devices(watched: Watched, touch: InputEvent, what: str) -> None:
    watched.own.expect(touch.kind, touch.code)

    assert [what] == watched.take(touch)
    assert [] == watched.take(by_program(touch))
    assert [what] == watched.take(by_program(touch))


def test_an_announcement_of_another_key_or_that_was_taken_back_or_is_old_excuses_nothing(watched: Watched) -> None:
    watched.own.expect("key", 1)
    watched.own.expect("button", 1)
    watched.own.retract("button", 1)
    watched.own.retract("button", 3)
    assert ["key", "button"] == watched.take(by_program(KEY), by_program(PRESS))
    watched.own.expect("button", 1)
    watched.now += FORGET_AFTER_S + 0.1
    watched.own.expect("button", 1)

    assert ["button"] == watched.take(by_program(PRESS), by_program(PRESS))


def test_a_motion_that_went_nowhere_is_no_hand_and_takes_our_announcement_along(watched: Watched) -> None:
    still = replace(MOVE, come_from=(9, 0))

    assert [] == watched.take(still, by_program(still))
    assert watched.sense.quiet_for() == float("inf")
    assert not watched.sense.take(still)
    watched.own.expect("motion", 0)
    assert [] == watched.take(by_program(still))
    assert ["pointer"] == watched.take(by_program(MOVE))


def test_a_stop_is_told_as_a_stop_alone(watched: Watched) -> None:
    assert ["pause"] == watched.take(PAUSE)
    watched.now += 1
    assert ["key"] == watched.take(PAUSE)  # it repeats while it is held
    assert ["the Pause key was pressed twice"] == watched.take(up(PAUSE), PAUSE)
    watched.now += 1
    assert ["the Pause key was pressed twice"] == watched.take(up(PAUSE), by_program(PAUSE))


@EACH
def test_beside_a_run_elsewhere_the_runs_own_clicks_and_keys_are_nobodys_hand(touch: InputEvent, what: str) -> None:
    watched = Watched(StopKeys(by_hand_only=True))

    assert [] == watched.take(by_program(touch))
    assert [what] == watched.take(touch)


@pytest.mark.parametrize(("made", "stops"), [(replace, 1), (by_program, 0)])
def test_while_the_run_is_elsewhere_only_a_persons_own_pause_key_and_corner_stop_it(
    made: Callable[[InputEvent], InputEvent], stops: int
) -> None:
    watched = Watched(StopKeys(by_hand_only=True, pauses_first=False))
    away = replace(MOVE, come_from=(900, 900), to=(0, 0))

    assert ["the Pause key was pressed"] * stops == [one for one in watched.take(made(PAUSE)) if "Pause" in one]
    theirs = watched.sense.take(made(away))
    watched.told.clear()
    watched.sense.pointer_is((0, 0), theirs=theirs)
    assert stops == len(watched.told)


def test_it_is_not_quiet_while_a_person_holds_something_unless_its_release_was_lost(watched: Watched) -> None:
    watched.take(PRESS)
    watched.now += 1

    assert 0.0 == watched.sense.quiet_for()
    watched.now += HELD_FOR_SURE_S
    assert watched.sense.quiet_for() > HELD_FOR_SURE_S
    watched.take(up(PRESS))
    watched.now += 0.5
    assert pytest.approx(0.5) == watched.sense.quiet_for()
    watched.take(KEY)
    watched.sense.forget_other_devices(frozenset({MOUSE}))  # the keyboard has gone
    watched.now += 1
    assert 1.0 == watched.sense.quiet_for()


def test_a_press_of_a_device_is_proved_once_and_only_as_it_was(watched: Watched) -> None:
    watched.take(PRESS, up(replace(PRESS, server_ms=5010)), replace(PRESS, server_ms=(1 << 32) + 7))

    assert not watched.sense.was_physical(1, 5001)
    assert not watched.sense.was_physical(3, 5000)
    assert not watched.sense.was_physical(-1, 5000)
    assert watched.sense.was_physical(1, 5000)
    assert not watched.sense.was_physical(1, 5000)
    assert watched.sense.was_physical(-1, 5010)
    assert watched.sense.was_physical(1, 7)  # the server's clock has wrapped


def test_a_program_proves_nothing_ours_or_not(watched: Watched) -> None:
    watched.own.expect("button", 1)
    watched.take(by_program(PRESS), up(by_program(PRESS)), by_program(PRESS))

    assert not watched.sense.was_physical(1, 5000)
    assert not watched.sense.was_physical(-1, 5000)


def chord(watched: Watched, *codes: int) -> None:
    for code in codes:
        watched.take(replace(KEY, code=code))


def test_a_chord_is_held_from_its_last_key_on(watched: Watched) -> None:
    chord(watched, 105, 64)
    watched.now += 1
    chord(watched, 29)
    watched.now += 0.7
    chord(watched, 29)  # a repeat

    assert pytest.approx(0.7) == watched.sense.held_for(["ctrl", "alt", "y"])
    assert pytest.approx(0.7) == watched.sense.held_for(["Y", "Control", "alt"])
    for other in (["ctrl", "alt"], ["ctrl", "alt", "nonsense"], []):
        assert 0.0 == watched.sense.held_for(other)


def test_a_chord_is_not_held_with_anything_else_down_or_by_a_program(watched: Watched) -> None:
    chord(watched, 37, 64, 29)
    watched.now += 1
    watched.take(PRESS)
    assert 0.0 == watched.sense.held_for(["ctrl", "alt", "y"])
    watched.take(up(PRESS), KEY)
    assert 0.0 == watched.sense.held_for(["ctrl", "alt", "y"])
    watched.take(up(KEY), up(replace(KEY, code=29)), by_program(replace(KEY, code=29)))
    assert 0.0 == watched.sense.held_for(["ctrl", "alt", "y"])


@EACH
def test_what_programs_do_while_that_counts_as_ours_is_no_hand(watched: Watched, touch: InputEvent, what: str) -> None:
    counts = [True]
    watched.own.count_while(lambda: bool(counts))

    assert [] == watched.take(by_program(touch), by_program(up(touch)))
    assert [what] == watched.take(touch)
    counts.clear()
    assert [what] == watched.take(by_program(touch))


def has_moved(*steps: tuple[float, int, int]) -> bool:
    """Tell whether any of the steps of one device (when, and by how much right and down) was more than a bump."""
    bumps = Bumps()
    at = (0.0, 0.0)
    words = False
    for when, right, down in steps:
        come_from = at
        at = (at[0] + right, at[1] + down)
        words |= bumps.take_motion(come_from, at, when)
    return words


def test_a_bump_of_the_table_is_no_hand_and_a_move_is_however_slow() -> None:
    assert not has_moved((0.0, 4, 4))
    assert not has_moved((0.0, 2, 0), (0.05, 2, 0))
    assert not has_moved((0.0, 4, 0), (0.01, -4, 0), (0.02, 4, 0), (0.03, -4, 0))  # to and fro
    assert not has_moved((0.0, 4, 0), (1.5, 4, 0), (3.0, 4, 0))  # three bumps
    assert not has_moved(*((n * 1.5, 1, 0) for n in range(100)))  # a table that drifts
    assert has_moved((0.0, 5, 0))
    assert has_moved((0.0, 3, 0), (0.1, 2, 0))
    assert has_moved((0.0, 4, 0), (0.01, -5, 0))  # there and back
    assert has_moved(*((0.9 * n, 0, 1) for n in range(6)))  # slowly
    assert has_moved(*((0.05 * n, (-1) ** n * 2, 0) for n in range(100)), (5.0, 5, 0))  # out of trembling


def test_ten_minutes_of_jitter_by_two_pixels_are_no_hand() -> None:
    chance = random.Random(1)
    when = 0.0
    at = (0, 0)
    steps = list[tuple[float, int, int]]()
    while when < 600:
        to = (chance.randint(-2, 2), chance.randint(-2, 2))
        steps.append((when, to[0] - at[0], to[1] - at[1]))
        at = to
        when = when + chance.choice((0.001, 0.01, 0.1, 0.3, 1.1))

    assert not has_moved(*steps)
