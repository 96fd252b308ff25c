"""What counts as a person's yes, on a clock of the test's own, and which proof of it is asked for."""

import itertools

import pytest

from desktop_agent.core.presence import happened_at
from desktop_agent.presence.reduced import NoPresence
from desktop_agent.ui.proof.guard import (
    ARM_S,
    CHORD_S,
    COVERED,
    LEFT_ONLY,
    LONGEST_S,
    NOT_TOUCHED,
    NOT_YOURS,
    TOO_EARLY,
    TOO_QUICK,
    Arming,
    Guard,
    Proof,
    ProofOptions,
    proof_here,
)
from desktop_agent.ui.proof.guarded_window import TRIES, Challenge
from tests.fakes.people.people import Person

BUTTON = 1
OTHER = 2
CHORD = ("ctrl", "alt", "y")


class Room:
    """A guard with everything around it: a clock, a person's devices, and whether something lies over the window."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.covered = False
        self.person = Person()
        self.guard = Guard(self.person, lambda: self.covered, clock=lambda: self.now)
        self.now += ARM_S

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


@pytest.fixture
def room() -> Room:
    return Room()


def test_a_calm_physical_click_is_a_yes_once(room: Room) -> None:
    assert (room.press(), room.release()) == ("", "")
    room.now += 1

    assert room.guard.press(BUTTON, 1, room.ms - 1080) != ""


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
    assert NOT_YOURS in {room.press(physical=press), room.release(physical=release)}


def test_the_second_click_of_a_double_click_does_not_count(room: Room) -> None:
    room.guard.note_press(room.ms)
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
    room.person.holds = 2.0

    assert COVERED in {pressed, room.release()}
    room.now += 5
    assert not room.guard.chord(CHORD)


def test_other_buttons_and_halves_of_a_click_do_not_count(room: Room) -> None:
    assert [room.press(button=button) for button in (2, 0)] == [LEFT_ONLY] * 2
    assert room.release() == TOO_EARLY
    room.now += 1
    assert room.press(BUTTON) == ""
    assert room.release(OTHER) == TOO_EARLY


def test_changes_in_a_row_put_it_off_but_not_for_ever(room: Room) -> None:
    arming = room.guard.arming
    began = room.now
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
    room: Room, held_s: float, ready_s: float, expected: bool
) -> None:
    room.now += ready_s
    room.person.holds = held_s

    assert room.guard.chord(CHORD) is expected


@pytest.mark.parametrize(("now", "server_ms", "expected"), [
    (100.0, 99_950, 99.95),
    (100.0, 100_000, 100.0),
    (100.0, 42, 100.0),  # another machine's server counts otherwise
    (4294967.496, 100, 4294967.396),  # its counter has just begun anew
])  # fmt: skip
def test_the_servers_time_is_our_own_where_they_agree(now: float, server_ms: int, expected: float) -> None:
    assert happened_at(now, server_ms) == pytest.approx(expected)


class Told(NoPresence):
    chords = False

    @property
    def reports_chords(self) -> bool:
        return self.chords


@pytest.mark.parametrize(("lacks", "source", "touch", "chords", "proof", "later"), [
    ("", True, False, True, "device", "device"), ("Clicks.", False, False, True, "chord", "digits"),
    ("Keys.", False, True, True, "touch", "digits"), ("All.", False, False, False, "digits", "digits"),
    ("", False, False, False, "none", "none"),
])  # fmt: skip
def test_the_best_proof_that_there_is_now_is_asked_for(
    lacks: str, source: bool, touch: bool, chords: bool, proof: Proof, later: Proof
) -> None:
    reports = Told(lacks)
    reports.reports_source = source
    reports.reports_touch = touch
    reports.chords = chords
    options = ProofOptions(proof_here(reports, challenge=False), ("ctrl", "y"))

    assert (proof, "digits") == (options.proof, proof_here(reports, challenge=True))
    assert options == options.now(reports)
    assert options.by_click == (proof in {"device", "touch"})
    reports.reports_touch = False  # a film in full screen
    assert options.now(reports).proof == ("chord" if proof == "touch" else proof)
    reports.chords = False  # the last keyboard has gone
    assert later == options.now(reports).proof


def test_a_touch_is_the_proof_again_once_it_is_seen_unless_the_person_has_chosen_digits() -> None:
    reports = Told("Keys.")
    options = ProofOptions(proof_here(reports, challenge=False), ("ctrl", "y"))
    chosen = ProofOptions(proof_here(reports, challenge=True), ("ctrl", "y"), challenge=True)
    assert ("digits", "digits") == (options.now(reports).proof, chosen.now(reports).proof)
    reports.reports_touch = True

    assert ("touch", "digits") == (options.now(reports).proof, chosen.now(reports).proof)
    reports.reports_touch = False
    assert "digits" == options.now(reports).proof


@pytest.mark.parametrize(("source", "why"), [(True, NOT_YOURS), (False, NOT_TOUCHED)])
def test_a_click_that_nothing_proves_says_what_it_lacked(source: bool, why: str) -> None:
    reports = Told()
    reports.reports_source = source
    now = [10.0]
    guard = Guard(reports, lambda: False, clock=lambda: now[0])
    now[0] = 20.0

    assert why == guard.press(1, 1, 20_000)


def test_the_right_digits_are_right_however_spaced_and_new_ones_follow_each_of_three_wrong_tries() -> None:
    drawn = itertools.count(7, 1000)
    assert Challenge(lambda _below: 7).attempt(" 00 07 ") == "right"
    challenge = Challenge(lambda below: next(drawn) % below)
    old = challenge.digits

    assert challenge.attempt("9999") == "wrong"
    assert challenge.digits != old
    assert [challenge.attempt(old) for _ in range(TRIES - 1)] == ["wrong", "over"]
    assert challenge.attempt(challenge.digits) == "over"
