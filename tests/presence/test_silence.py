"""From when on all input is the person's, by what is announced; a clock is told the time."""

import math
import threading
from collections.abc import Callable
from itertools import pairwise

import pytest

from desktop_agent.presence import silence as silence_module
from desktop_agent.presence.silence import REST_EVERY_S, Silence
from tests.fakes.waiting import wait_until

SETTLE_S = 0.05
SHIFT = 42
A = 30
Step = Callable[[Silence], None]


def key(silence: Silence) -> None:
    silence.expect("key", A)


def key_up(silence: Silence) -> None:
    silence.let_go("key", A)


def arrived(silence: Silence) -> None:
    silence.arrived()


def shift(silence: Silence) -> None:
    silence.expect("key", SHIFT)


def button(silence: Silence) -> None:
    silence.expect("button", 0x110)


def motion(silence: Silence) -> None:
    silence.expect("motion", 0)


def not_sent(silence: Silence) -> None:
    silence.retract("key", A)


@pytest.mark.parametrize(
    ("steps", "from_s"),
    [
        ((), -math.inf),
        ((motion, arrived), SETTLE_S),
        ((key, key_up, arrived), SETTLE_S),
        ((key, arrived), math.inf),  # it repeats
        ((shift, arrived), SETTLE_S),
        ((button, arrived), SETTLE_S),  # a drag rests with its button down
        ((motion,), 1.0),  # nobody confirms it
        ((key, not_sent), 1.0),
        ((key, key, key_up, arrived), math.inf),
        ((key_up, key, arrived), math.inf),
        ((key, key_up, key_up, arrived), SETTLE_S),
    ],
)
def test_the_person_is_noticed_once_all_of_ours_has_arrived_and_nothing_repeats(
    steps: tuple[Step, ...], from_s: float
) -> None:
    silence = Silence(SETTLE_S, frozenset({SHIFT}), clock=lambda: 0.0)
    for step in steps:
        step(silence)

    assert from_s == silence.counts_from()


def test_a_held_key_hides_nothing_where_its_repeats_are_not_counted() -> None:
    now = [0.0]
    silence = Silence(SETTLE_S, counts_repeats=False, clock=lambda: now[0])
    key(silence)
    arrived(silence)

    assert SETTLE_S == silence.counts_from()
    assert not silence.is_repeating


def watched(now: list[float]) -> Silence:
    silence = Silence(SETTLE_S, clock=lambda: now[0])
    silence.watch_by(lambda: None, lambda: True)
    return silence


def test_what_goes_on_for_long_rests_now_and_then() -> None:
    now = [0.0]
    silence = watched(now)
    rests = []
    for _ in range(200):
        now[0] += 0.01
        motion(silence)
        if silence.is_rest_due():
            arrived(silence)
            silence.opened(silence.epoch)
            silence.rest()
            rests.append(now[0])
            now[0] += SETTLE_S

    gaps = [later - earlier for earlier, later in pairwise(rests)]
    assert max(gaps) < 0.4
    assert min(gaps) >= REST_EVERY_S


@pytest.mark.parametrize(("looks", "is_due"), [(True, False), (False, True)])
def test_a_pause_between_acts_is_a_rest_only_if_somebody_has_looked_meanwhile(*, looks: bool, is_due: bool) -> None:
    now = [0.0]
    silence = watched(now)
    motion(silence)
    arrived(silence)
    now[0] = 1.0
    if looks:
        silence.opened(silence.epoch)
    motion(silence)

    assert is_due == silence.is_rest_due()
    now[0] = 2.0
    assert silence.is_rest_due()


def test_no_rest_is_due_within_a_press_nor_where_nobody_watches() -> None:
    now = [0.0]
    silence = watched(now)
    key(silence)
    now[0] = 1.0

    assert not silence.is_rest_due()
    key_up(silence)
    assert silence.is_rest_due()
    silence.watch_by(lambda: None, lambda: False)
    assert not silence.is_rest_due()


@pytest.mark.parametrize("ends", [lambda silence: silence.opened(silence.epoch), motion])
def test_a_rest_ends_when_somebody_has_looked_or_something_is_sent(ends: Step, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(silence_module, "_REST_WITHIN_S", threading.TIMEOUT_MAX)
    silence = watched([0.0])
    resting = threading.Thread(target=silence.rest, daemon=True)
    resting.start()

    def is_over() -> bool:
        ends(silence)
        return not resting.is_alive()

    wait_until(is_over, "the end of the rest")


def test_a_stop_ends_a_rest_and_none_is_due_after_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(silence_module, "_REST_WITHIN_S", threading.TIMEOUT_MAX)
    now = [0.0]
    stop = threading.Event()
    silence = watched(now)
    silence.rest_unless(stop.is_set)
    motion(silence)
    now[0] = 1.0
    assert silence.is_rest_due()
    resting = threading.Thread(target=silence.rest, daemon=True)
    resting.start()
    stop.set()
    wait_until(lambda: not resting.is_alive(), "the end of the rest")
    now[0] = 2.0

    assert not silence.is_rest_due()
    silence.rest_unless(lambda: False)  # the next run
    assert silence.is_rest_due()


def test_a_rest_does_not_wait_for_long_for_a_watch_that_never_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(silence_module, "_REST_WITHIN_S", 0.0)
    now = [1.0]
    silence = watched(now)
    now[0] = 2.0
    assert silence.is_rest_due()
    silence.rest()

    assert not silence.is_rest_due()


def test_announcements_are_passed_on_and_an_arrival_wakes_the_watch_once() -> None:
    received = Silence(SETTLE_S, clock=lambda: 0.0)
    silence = Silence(SETTLE_S, also=received, clock=lambda: 0.0)
    woken: list[str] = []
    silence.watch_by(lambda: woken.append("woken"), lambda: True)
    key(silence)
    not_sent(silence)
    silence.count_while(lambda: True)
    arrived(silence)
    arrived(silence)

    assert (2, ["woken"]) == (received.epoch, woken)


def test_what_another_sender_sends_is_ours_until_it_has_arrived_and_a_moment_longer() -> None:
    until_s = [-math.inf]
    silence = Silence(SETTLE_S, others_until_s=lambda: until_s[0], clock=lambda: 0.0)
    assert -math.inf == silence.counts_from()
    until_s[0] = 101.0

    assert 101.0 + SETTLE_S == silence.counts_from()
    assert silence.have_others_sent(100.0)
    assert not silence.have_others_sent(101.1)
