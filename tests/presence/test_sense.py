"""What follows from each event: a hand, a stop, a proof, or nothing."""

from dataclasses import replace

import pytest

from desktop_agent.presence.classifier import HELD_FOR_SURE_S, InputClassifier, InputEvent, OwnInjections
from desktop_agent.presence.stop_keys import StopKeys

CODES = {"pause": {127}, "escape": {9}, "ctrl": {37, 105}, "alt": {64}, "y": {29}}
MOUSE, KEYBOARD, PROGRAM = 6, 7, 4
PRESS = InputEvent("button", 1, down=True, device=MOUSE, physical=True, server_ms=5000)
KEY = InputEvent("key", 38, down=True, device=KEYBOARD, physical=True, server_ms=6000)
MOVE = InputEvent("motion", 0, down=True, device=MOUSE, physical=True, server_ms=7000, come_from=(0, 0), to=(9, 0))


def by_program(touch: InputEvent) -> InputEvent:
    return replace(touch, device=PROGRAM, physical=False)


def up(touch: InputEvent) -> InputEvent:
    return replace(touch, down=False)


class Watched:
    """A sense, its clock, and what it told."""

    def __init__(self) -> None:
        self.now = 50.0
        self.own = OwnInjections()
        self.sense = InputClassifier(
            StopKeys(), lambda name: frozenset(CODES.get(name, ())), self.own, clock=lambda: self.now
        )
        self.told: list[str] = []
        self.end = self.sense.watch(lambda hand: self.told.append(hand.what), self.told.append)

    def take(self, *touches: InputEvent) -> list[str]:
        self.told.clear()
        for touch in touches:
            self.sense.take(touch)
        return list(self.told)


@pytest.fixture
def watched() -> Watched:
    return Watched()


@pytest.mark.parametrize(("touch", "what"), [(PRESS, "button"), (KEY, "key"), (MOVE, "pointer")])
def test_a_device_and_a_program_that_is_not_ours_are_a_hand(watched: Watched, touch: InputEvent, what: str) -> None:
    assert [what] == watched.take(touch)
    assert [what] == watched.take(by_program(touch))


@pytest.mark.parametrize("touch", [PRESS, KEY, MOVE])
def test_what_we_announced_is_no_hand_once(watched: Watched, touch: InputEvent) -> None:
    watched.own.expect(touch.kind, touch.code)

    assert [] == watched.take(by_program(touch))
    assert watched.sense.quiet_for() == float("inf")
    assert [touch.kind.replace("motion", "pointer")] == watched.take(by_program(touch))


@pytest.mark.parametrize("touch", [PRESS, KEY, MOVE])
def test_an_announcement_of_ours_never_excuses_a_device(watched: Watched, touch: InputEvent) -> None:
    watched.own.expect(touch.kind, touch.code)

    assert 1 == len(watched.take(touch))


def test_a_motion_that_went_nowhere_is_no_hand_and_takes_our_announcement_along(watched: Watched) -> None:
    still = replace(MOVE, come_from=(9, 0))

    assert [] == watched.take(still, by_program(still))
    assert watched.sense.quiet_for() == float("inf")
    assert not watched.sense.take(still)
    watched.own.expect("motion", 0)
    assert [] == watched.take(by_program(still))
    assert ["pointer"] == watched.take(by_program(MOVE))


def test_a_stop_is_told_as_a_stop_alone(watched: Watched) -> None:
    pause = replace(KEY, code=127)

    assert ["pause"] == watched.take(pause)
    watched.now += 1
    assert ["key"] == watched.take(pause)  # it repeats while it is held
    assert ["the Pause key was pressed twice"] == watched.take(up(pause), pause)
    watched.now += 1
    assert ["the Pause key was pressed twice"] == watched.take(up(pause), by_program(pause))


def test_it_is_not_quiet_while_a_person_holds_something_unless_its_release_was_lost(watched: Watched) -> None:
    watched.take(PRESS)
    watched.now += 1

    assert 0.0 == watched.sense.quiet_for()
    watched.now += HELD_FOR_SURE_S
    assert watched.sense.quiet_for() > HELD_FOR_SURE_S
    watched.take(up(PRESS))
    watched.now += 0.5
    assert pytest.approx(0.5) == watched.sense.quiet_for()


def test_a_press_of_a_device_is_proved_once_and_only_as_it_was(watched: Watched) -> None:
    watched.take(PRESS, up(replace(PRESS, server_ms=5010)))

    assert not watched.sense.was_physical(1, 5001)
    assert not watched.sense.was_physical(3, 5000)
    assert not watched.sense.was_physical(-1, 5000)
    assert watched.sense.was_physical(1, 5000)
    assert not watched.sense.was_physical(1, 5000)
    assert watched.sense.was_physical(-1, 5010)


def test_a_program_proves_nothing_ours_or_not(watched: Watched) -> None:
    watched.own.expect("button", 1)
    watched.take(by_program(PRESS), up(by_program(PRESS)), by_program(PRESS))

    assert not watched.sense.was_physical(1, 5000)
    assert not watched.sense.was_physical(-1, 5000)


def test_a_servers_clock_that_has_wrapped_is_the_same_clock(watched: Watched) -> None:
    watched.take(replace(PRESS, server_ms=(1 << 32) + 7))

    assert watched.sense.was_physical(1, 7)


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
    assert 0.0 == watched.sense.held_for(["ctrl", "alt"])
    assert 0.0 == watched.sense.held_for(["ctrl", "alt", "nonsense"])
    assert 0.0 == watched.sense.held_for([])


def test_a_chord_is_not_held_with_anything_else_down_or_by_a_program(watched: Watched) -> None:
    chord(watched, 37, 64, 29)
    watched.now += 1
    watched.take(PRESS)
    assert 0.0 == watched.sense.held_for(["ctrl", "alt", "y"])
    watched.take(up(PRESS), KEY)
    assert 0.0 == watched.sense.held_for(["ctrl", "alt", "y"])
    watched.take(up(KEY), up(replace(KEY, code=29)), by_program(replace(KEY, code=29)))
    assert 0.0 == watched.sense.held_for(["ctrl", "alt", "y"])


def test_what_a_device_held_is_forgotten_with_the_device(watched: Watched) -> None:
    watched.take(KEY)
    watched.sense.devices_are(frozenset({MOUSE}))
    watched.now += 1

    assert 1.0 == watched.sense.quiet_for()


@pytest.mark.parametrize(("touch", "what"), [(PRESS, "button"), (KEY, "key"), (MOVE, "pointer")])
def test_what_programs_do_while_that_counts_as_ours_is_no_hand(watched: Watched, touch: InputEvent, what: str) -> None:
    counts = [True]
    watched.own.count_while(lambda: bool(counts))

    assert [] == watched.take(by_program(touch), by_program(up(touch)))
    assert [what] == watched.take(touch)
    counts.clear()
    assert [what] == watched.take(by_program(touch))
