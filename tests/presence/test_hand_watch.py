"""The watch of the hand in a silence, by a source of the test's own."""

import math
import socket
import threading
import time
from collections.abc import Callable
from contextlib import closing, suppress

import pytest

from desktop_agent.presence import silence
from desktop_agent.presence.reduced import NoPresence
from desktop_agent.presence.stop_keys import StopKeys
from desktop_agent.presence.touch import BY_DIGITS, BY_DIGITS_OR_CHORD, UNNOTICED, TouchPresence
from tests.fakes.waiting import wait_until
from tests.presence.conftest import Told

A = 30


class ToldSource:
    """Tells of a touch when the test does; while it doesn't answer, it is blind once that was noticed."""

    settle_s = 0.0

    def __init__(self, *, answers: bool = True, counts_repeats: bool = True) -> None:
        self.answers = answers
        self.counts_repeats = counts_repeats
        self.is_blind = False
        self.is_ready = True
        self.armed = 0
        self.sent_s = set[float]()
        self.on_catch_up: Callable[[], None] = lambda: None
        self.catches_up = True
        self._teller, self._told = socket.socketpair()
        self._told.setblocking(False)

    def touch(self) -> None:
        self._teller.send(b".")

    def fileno(self) -> int:
        return self._told.fileno()

    def arm(self, sent_s: float) -> bool:
        self.armed += 1
        self.sent_s.add(sent_s)
        self.is_blind = not self.answers
        return self.answers and self.is_ready

    def catch_up(self) -> bool:
        self.on_catch_up()
        self.is_blind = not self.catches_up
        return self.catches_up

    def take(self) -> bool:
        with suppress(BlockingIOError):
            return bool(self._told.recv(64))
        return False

    def close(self) -> None:
        self._teller.close()
        self._told.close()


def watching(source: ToldSource, keys: StopKeys) -> Told:
    reports = Told(TouchPresence(source, NoPresence(), keys, {}, str))
    reports.presence.watch(reports.on_user_input, reports.stops.append, reports.losses.append)
    return reports


def hand(source: ToldSource, told: Told) -> str:
    def is_noticed() -> bool:
        source.touch()
        return bool(told.hands)

    wait_until(is_noticed, "a hand")
    return told.hands[0]


def resting_in(told: Told) -> threading.Thread:
    """Send a motion, and rest after it on a thread of its own."""
    told.presence.own.expect("motion", 0)
    told.presence.own.arrived()
    resting = threading.Thread(target=told.presence.own.rest, daemon=True)
    resting.start()
    return resting


def test_a_desktop_that_answers_late_is_asked_again_and_is_no_loss() -> None:
    source = ToldSource(answers=False)
    reports = watching(source, StopKeys())
    with closing(reports.presence):
        wait_until(lambda: not reports.presence.reports_touch, "the first answer to be missed")
        source.answers = True

        assert "hand" == hand(source, reports)
        assert reports.presence.reports_touch
        assert [] == reports.losses


def test_a_touch_that_is_reported_as_a_rest_ends_pauses_before_the_rest_is_over(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(silence, "_REST_WITHIN_S", threading.TIMEOUT_MAX)
    source = ToldSource()
    reports = watching(source, StopKeys())
    with closing(reports.presence):
        source.on_catch_up = source.touch  # on its way while the rest lasted
        resting = resting_in(reports)
        wait_until(lambda: not resting.is_alive(), "the end of the rest")

        assert ["hand"] == reports.hands[:1]


def test_a_desktop_that_does_not_answer_within_a_silence_is_asked_again_in_the_same_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(silence, "_REST_WITHIN_S", threading.TIMEOUT_MAX)
    source = ToldSource()
    source.catches_up = False
    failed: list[bool] = []
    source.on_catch_up = lambda: failed.append(not source.catches_up)
    reports = watching(source, StopKeys())
    with closing(reports.presence):
        wait_until(lambda: failed, "the first answer to be missed")
        resting = resting_in(reports)
        failed.clear()
        wait_until(lambda: len(failed) > 1, "another answer to be missed in the rest")
        assert resting.is_alive(), "nobody could be noticed in it"
        source.catches_up = True
        wait_until(lambda: not resting.is_alive(), "the end of the rest")

        wait_until(lambda: reports.presence.reports_touch, "the desktop to tell of touches again")
        assert "hand" == hand(source, reports)
    assert [] == reports.losses


def test_a_touch_that_has_come_without_the_answer_that_was_asked_for_is_noticed() -> None:
    source = ToldSource()
    source.catches_up = False
    source.on_catch_up = source.touch
    reports = watching(source, StopKeys())
    with closing(reports.presence):
        wait_until(lambda: reports.hands, "a hand")


def test_a_rest_lasts_until_the_watch_is_armed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(silence, "_REST_WITHIN_S", threading.TIMEOUT_MAX)
    source = ToldSource()
    reports = watching(source, StopKeys())
    with closing(reports.presence):
        wait_until(lambda: source.armed, "the watch")
        source.is_ready = False
        resting = resting_in(reports)
        armed = source.armed
        wait_until(lambda: source.armed > armed + 1, "another try to arm it")
        assert resting.is_alive()
        source.is_ready = True
        wait_until(lambda: not resting.is_alive(), "the end of the rest")

    assert [] == reports.losses


def test_what_was_sent_never_counts_as_handled_by_the_time_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(silence, "_UNCONFIRMED_S", 0.0)
    source = ToldSource()
    reports = watching(source, StopKeys())
    with closing(reports.presence):
        wait_until(lambda: source.armed, "the watch")
        source.is_ready = False
        resting_in(reports)
        source.sent_s.clear()
        armed = source.armed
        wait_until(lambda: source.armed > armed + 1, "another try to arm it")

        assert -math.inf not in source.sent_s


def test_while_a_run_works_elsewhere_the_watch_is_armed_only_for_a_question() -> None:
    source = ToldSource()
    reports = watching(source, StopKeys(touch=False))
    with closing(reports.presence):
        for _ in range(20):
            source.touch()
            assert not reports.presence.was_physical(1, 0)
        assert 0 == source.armed

        def is_proved() -> bool:
            reports.presence.expects_press()
            source.touch()
            return reports.presence.was_physical(1, round(time.monotonic() * 1000))

        wait_until(is_proved, "a touch for the question")
        assert [] == reports.hands
    assert [] == reports.losses


def test_a_key_that_we_hold_is_blind_where_it_repeats_and_hides_no_hand_where_it_does_not() -> None:
    for counts_repeats in (True, False):
        source = ToldSource(counts_repeats=counts_repeats)
        reports = watching(source, StopKeys())
        with closing(reports.presence):
            reports.presence.own.expect("key", A)
            reports.presence.own.arrived()

            assert counts_repeats != reports.presence.reports_touch
            if not counts_repeats:
                assert "hand" == hand(source, reports)
            reports.presence.own.let_go("key", A)
            reports.presence.own.arrived()
            assert reports.presence.reports_touch


def test_while_the_source_is_blind_it_is_said_where_a_touch_would_pause_a_run() -> None:
    for keys, words in ((StopKeys(), UNNOTICED), (StopKeys(touch=False), "")):
        source = ToldSource()
        reports = watching(source, keys)
        with closing(reports.presence):
            assert "" == reports.presence.unnoticed
            source.is_blind = True
            assert words == reports.presence.unnoticed
            source.is_blind = False
            assert "" == reports.presence.unnoticed


class WithKeyboard(NoPresence):
    @property
    def reports_chords(self) -> bool:
        return True


def test_a_terminal_takes_the_chord_beside_the_digits_where_a_keyboard_is_told() -> None:
    for keyed, words in ((NoPresence(), BY_DIGITS), (WithKeyboard(), BY_DIGITS_OR_CHORD)):
        with closing(TouchPresence(ToldSource(), keyed, StopKeys(), {}, str)) as presence:
            assert presence.lacks.endswith(words)
