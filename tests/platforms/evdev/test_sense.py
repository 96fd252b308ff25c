"""What devices do and what of it a client is told, from recorded bytes of the kernel."""

from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_agent.platforms.evdev.reports import DeviceReports
from desktop_agent.platforms.evdev.sense import ClientSense, KeysDown
from desktop_agent.platforms.evdev.words import (
    MODIFIERS,
    SILENT_KEYS,
    CardNotice,
    CodedChord,
    PressQuestion,
    WatchRequest,
)
from tests.fakes.input_nodes import ABSOLUTE, DROPPED, KEY, REPORT, event, key, move, report, tap

PAUSE = 119
ESC = 1
CTRL = 29
ALT = 56
ALTGR = 100
Y = 21
LEFT = 0x110
TOUCH = 0x14A
WATCH = WatchRequest(CodedChord(frozenset(), PAUSE))
CARD = CardNotice(is_open=True, approve=CodedChord(frozenset({"ctrl", "alt"}), Y))
CLOSED = CardNotice(is_open=False)
# Every key that types, and those with which other letters are typed.
TYPING = sorted({*range(2, 54), 57, 86, ALTGR} - {CTRL} - SILENT_KEYS)


class Machine:
    """One device and one client."""

    def __init__(self, request: WatchRequest = WATCH, *, is_touched: bool = False, pieces: int = 0) -> None:
        self.reports = DeviceReports(is_touched=is_touched)
        self.held = KeysDown()
        self.sense = ClientSense(request)
        self.pieces = pieces
        self.now_s = 0.0

    def words(self, *data: bytes) -> list[str]:
        whole = b"".join(data)
        size = self.pieces or len(whole) or 1
        return [word for at in range(0, len(whole), size) for word in self._words(whole[at : at + size])]

    def _words(self, data: bytes) -> Iterable[str]:
        for one in self.reports.take(data):
            yield from self.sense.take(one, self.held.take(1, one), self.now_s)


@pytest.mark.parametrize("pieces", [0, 1, 7, 24, 25])
def test_bytes_may_come_in_any_pieces(pieces: int) -> None:
    machine = Machine(pieces=pieces)
    machine.sense.card(CARD)
    words = machine.words(key(CTRL, 1), key(ALT, 1), key(Y, 1), key(Y, 2), key(Y, 0), tap(PAUSE))

    assert words == ["activity", "chord down", "chord up", "stop"]


def test_what_is_touched_is_told_ten_times_a_second_at_most() -> None:
    machine = Machine()
    words = []
    for number in range(1000):
        machine.now_s = number / 1000
        words += machine.words(move(9, 9, at_ms=number))

    assert words == ["activity"] * 10


def test_a_bump_of_the_table_is_no_activity_and_a_slow_move_is() -> None:
    assert Machine().words(*(move(way, 0, at_ms=1000 + 20 * turn) for turn, way in enumerate((1, -1, 2, -2, 1)))) == []
    assert Machine().words(*(move(1, 0, at_ms=1000 + 300 * turn) for turn in range(6))) == ["activity"]


@pytest.mark.parametrize(("is_touched", "words"), [(True, []), (False, ["activity"])])
def test_noise_of_a_pad_that_nobody_touches_is_none_and_a_pointer_that_tells_places_is(
    is_touched: bool, words: list[str]
) -> None:
    assert Machine(is_touched=is_touched).words(report((ABSOLUTE, 0, 500))) == words


@pytest.mark.parametrize(
    ("times_ms", "told"),
    [((1000, 1300, 1999), True), ((1000, 1300, 2001), False), ((1000, 1300), False), ((5000, 8000, 8300, 8600), True)],
)
def test_three_escapes_within_a_second_are_told(times_ms: tuple[int, ...], told: bool) -> None:
    words = Machine().words(*(tap(ESC, at_ms=at_ms) for at_ms in times_ms))

    assert ("escapes" in words) is told


def test_the_stop_key_is_told_once_for_each_press_and_not_for_its_repeats() -> None:
    machine = Machine()

    assert machine.words(key(PAUSE, 1), key(PAUSE, 2), key(PAUSE, 2)).count("stop") == 1
    assert machine.words(key(PAUSE, 0), key(PAUSE, 1)).count("stop") == 1


@pytest.mark.parametrize("before", [(CTRL,), (ALT,), (CTRL, ALT, 30), (CTRL, 100), (CTRL, ALT, LEFT)])
def test_a_chord_with_less_or_more_than_its_keys_is_none(before: tuple[int, ...]) -> None:
    machine = Machine()
    machine.sense.card(CARD)

    assert "chord down" not in machine.words(*(key(code, 1) for code in before), key(Y, 1))


def test_a_chord_that_is_held_as_the_card_opens_or_without_one_is_none() -> None:
    machine = Machine()

    assert "chord down" not in machine.words(key(CTRL, 1), key(ALT, 1), key(Y, 1))
    machine.sense.card(CARD)
    assert machine.words(key(Y, 2), key(Y, 0), key(ALT, 0), key(CTRL, 0)) == []


def test_lost_news_end_a_chord_and_the_rest_of_that_report_counts_for_nothing() -> None:
    machine = Machine()
    machine.sense.card(CARD)
    machine.words(key(CTRL, 1), key(ALT, 1), key(Y, 1))

    assert machine.words(event(REPORT, DROPPED, 0), event(KEY, PAUSE, 1), event(KEY, Y, 1)) == ["chord up"]
    assert machine.words(event(REPORT, 0, 0), tap(PAUSE)) == ["stop"]


def test_presses_are_remembered_only_while_a_card_is_open_and_count_once() -> None:
    machine = Machine()
    machine.words(key(LEFT, 1, 10))
    asked = [PressQuestion(True, 10), PressQuestion(True, 20), PressQuestion(False, 30)]

    assert [machine.sense.answer(one) for one in asked] == ["no", "no", "no"]
    machine.sense.card(CARD)
    machine.words(key(LEFT, 1, 20), key(LEFT, 0, 30))
    assert [machine.sense.answer(one) for one in (*asked, *asked)] == ["no", "yes", "yes", "no", "no", "no"]
    machine.words(key(Y, 1, 15), key(LEFT, 1, 20))
    others = (PressQuestion(False, 20), PressQuestion(True, 21), PressQuestion(True, 15))
    assert [machine.sense.answer(one) for one in others] == ["no", "no", "no"]
    machine.sense.card(CLOSED)
    machine.sense.card(CARD)
    assert machine.sense.answer(asked[1]) == "no"


def test_a_tap_on_a_pad_is_a_press_and_a_second_finger_is_none() -> None:
    machine = Machine(is_touched=True)
    machine.sense.card(CARD)
    machine.words(key(TOUCH, 1, 20), key(0x14D, 1, 30))

    assert machine.sense.answer(PressQuestion(True, 20)) == "yes"
    assert machine.sense.answer(PressQuestion(True, 30)) == "no"


def test_a_device_that_goes_lets_go_of_what_it_held() -> None:
    held = KeysDown()
    pressed = next(iter(DeviceReports(is_touched=False).take(key(Y, 1))))

    assert held.take(1, pressed) | held.take(2, pressed) == {Y}
    assert held.forget(1) == {Y}
    assert held.forget(2) == frozenset()


modifiers = st.frozensets(st.sampled_from(sorted(MODIFIERS)))
chords = st.builds(CodedChord, modifiers, st.integers(1, 767)).filter(lambda one: one.types_nothing)
requests = st.builds(WatchRequest, st.none() | chords)
cards = st.builds(lambda chord: CardNotice(is_open=True, approve=chord), st.none() | chords)


@settings(max_examples=40, deadline=None)
@given(
    requests,
    cards,
    st.lists(st.tuples(st.integers(0, len(TYPING) - 1), st.integers(0, 2), st.integers(1, 400)), max_size=60),
    st.permutations(TYPING),
)
def test_other_letters_at_the_same_times_are_told_in_the_same_words(
    request: WatchRequest, card: CardNotice, strokes: list[tuple[int, int, int]], others: list[int]
) -> None:
    """Shift and AltGr are among the letters; Esc and keys that type nothing are not."""
    told = []
    for letters in (TYPING, others):
        machine = Machine(request)
        at_ms = 1000
        words = list[str]()
        machine.sense.card(card)
        for letter, value, later_ms in strokes:
            at_ms += later_ms
            machine.now_s = at_ms / 1000
            words += machine.words(key(letters[letter], value, at_ms))
            words.append(machine.sense.answer(PressQuestion(value == 1, at_ms)))
        told.append(words)

    assert told[0] == told[1]
    assert {*told[0]} <= {"activity", "yes", "no"}
