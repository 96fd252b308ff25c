"""From when on all input is the person's, by what is announced; a clock is told the time."""

import math
from collections.abc import Callable
from itertools import pairwise

import pytest

from desktop_agent.presence.silence import REST_EVERY_S, Silence

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
    silence = Silence(SETTLE_S, hears_repeats=False, clock=lambda: now[0])
    key(silence)
    arrived(silence)

    assert SETTLE_S == silence.counts_from()
    assert not silence.is_repeating
    now[0] = 1.0
    motion(silence)
    assert 0.0 == silence.rest_due(), "the person could be noticed until just now"
    now[0] = 1.0 + REST_EVERY_S
    assert silence.rest_due() > 0.0


def test_what_goes_on_for_long_rests_for_as_long_as_the_watch_needs() -> None:
    now = [0.0]
    silence = Silence(SETTLE_S, clock=lambda: now[0])
    rests = []
    for _ in range(200):
        now[0] += 0.01
        motion(silence)
        rest_s = silence.rest_due()
        if rest_s:
            arrived(silence)
            rests.append(now[0])
            now[0] += rest_s

    gaps = [later - earlier for earlier, later in pairwise(rests)]
    assert max(gaps) < 0.4
    assert min(gaps) > REST_EVERY_S


def test_a_key_that_is_down_puts_the_rest_off() -> None:
    now = [0.0]
    silence = Silence(SETTLE_S, clock=lambda: now[0])
    key(silence)
    now[0] = 1.0

    assert 0.0 == silence.rest_due()


def test_announcements_are_passed_on_and_an_arrival_wakes_the_watch_once() -> None:
    heard = Silence(SETTLE_S, clock=lambda: 0.0)
    silence = Silence(SETTLE_S, also=heard, clock=lambda: 0.0)
    woken: list[str] = []
    silence.on_arrival(lambda: woken.append("woken"))
    key(silence)
    not_sent(silence)
    silence.count_while(lambda: True)
    arrived(silence)
    arrived(silence)

    assert (2, ["woken"]) == (heard.epoch, woken)
