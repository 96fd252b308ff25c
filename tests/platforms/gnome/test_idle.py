"""The watch of GNOME's idle monitor, on a bus of the test's own: what is slow is no loss, and what has ended is."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import pytest

from desktop_agent.core.errors import InputDeniedError
from desktop_agent.platforms.gnome import idle
from desktop_agent.platforms.gnome.idle import MutterIdle
from desktop_agent.platforms.portal.bus import OnSignal
from desktop_agent.platforms.portal.errors import not_done

if TYPE_CHECKING:
    from dbus_fast import Message

BEFORE = -math.inf
_NAME = "org.gnome.Mutter.IdleMonitor"


class SlowBus:
    def __init__(self, _environment: Mapping[str, str]) -> None:
        self.answers = True
        self.watches = 0
        self.idle_ms = 0
        self.on_asked: Callable[[], None] = lambda: None
        self.on_watched: Callable[[], None] = lambda: None

    def listen(self, listener: OnSignal, *_rules: str) -> None:
        self.hear = listener

    def on_end(self, call: Callable[[], None]) -> None:
        self.end = call

    def call(self, message: Message) -> object:
        if not self.answers:
            raise not_done("no answer")
        if message.member == "GetIdletime":
            self.on_asked()
            return SimpleNamespace(body=[self.idle_ms])
        self.watches += 1
        self.on_watched()
        return SimpleNamespace(body=[self.watches])

    def fire(self, watch: int) -> None:
        self.tell("WatchFired", [watch])

    def tell(self, member: str, body: list[object]) -> None:
        self.hear(cast("Message", SimpleNamespace(member=member, interface=_NAME, body=body)))

    def close(self) -> None:
        pass


@pytest.fixture
def watch(monkeypatch: pytest.MonkeyPatch) -> Iterator[MutterIdle]:
    monkeypatch.setattr(idle, "PortalBus", SlowBus)
    with closing(idle.create({})) as watch:
        yield watch


def bus_of(watch: MutterIdle) -> SlowBus:
    return cast("SlowBus", watch._bus)


def test_a_desktop_that_does_not_answer_in_time_is_blind_until_it_does(watch: MutterIdle) -> None:
    bus = bus_of(watch)
    bus.answers = False

    assert (False, True, False) == (watch.arm(BEFORE), watch.is_blind, watch.take())
    bus.fire(1)  # the last watch, which could not be removed
    assert not watch.take()
    bus.answers = True
    assert (True, False, False) == (watch.arm(BEFORE), watch.is_blind, watch.take())
    bus.fire(bus.watches)
    assert watch.take()


@pytest.mark.parametrize(
    "ends",
    [lambda bus: bus.end(), lambda bus: bus.tell("NameOwnerChanged", [_NAME, ":1.5", ""])],
)
def test_a_desktop_that_has_gone_is_a_loss(watch: MutterIdle, ends: Callable[[SlowBus], None]) -> None:
    bus = bus_of(watch)
    ends(bus)
    bus.answers = False

    with pytest.raises(InputDeniedError, match="no longer reports"):
        watch.arm(BEFORE)
    with pytest.raises(InputDeniedError, match="no longer reports"):
        watch.take()


def test_a_watch_counts_only_once_the_desktop_has_handled_what_was_sent(watch: MutterIdle) -> None:
    bus = bus_of(watch)
    bus.idle_ms = 60_000
    sent_s = time.monotonic() - 10.0

    assert (False, False) == (watch.arm(sent_s), watch.is_blind)
    bus.idle_ms = 0
    assert watch.arm(sent_s)
    assert 1 == bus.watches, "a watch that nothing has fired stands"


def test_a_desktop_that_answers_slowly_is_given_as_long_again_to_handle_what_was_sent(
    watch: MutterIdle, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = iter([10.0, 10.4, 20.0, 20.0])
    monkeypatch.setattr(idle, "time", SimpleNamespace(monotonic=lambda: next(now)))

    assert not watch.arm(9.8)
    assert watch.arm(19.8)


@pytest.mark.parametrize(
    ("sent_s", "idle_ms", "counts"),
    [
        (9.9, 99, True),  # handled at once
        (9.9, 10, False),  # a press of ours was handled 90 ms late, and its release may be under way
        (9.9, 51, True),
        (9.84, 0, True),  # a hand that doesn't rest
        (9.0, 0, True),
    ],
)
def test_a_watch_counts_once_nothing_has_followed_what_was_sent(
    sent_s: float, idle_ms: int, counts: bool, watch: MutterIdle, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(idle, "time", SimpleNamespace(monotonic=lambda: 10.0))
    bus_of(watch).idle_ms = idle_ms

    assert counts == watch.arm(sent_s)


def test_what_was_fired_before_an_answer_is_there_to_be_taken(watch: MutterIdle) -> None:
    assert watch.arm(BEFORE)
    bus_of(watch).fire(1)
    watch.catch_up()

    assert watch.take()
    assert watch.arm(BEFORE)
    assert not watch.take()


def test_a_desktop_that_does_not_answer_to_what_was_asked_last_has_not_caught_up(watch: MutterIdle) -> None:
    bus = bus_of(watch)
    assert watch.catch_up()
    bus.answers = False

    assert (False, True) == (watch.catch_up(), watch.is_blind)


def test_what_fires_a_watch_before_ours_was_handled_is_no_touch(watch: MutterIdle) -> None:
    bus = bus_of(watch)
    sent_s = time.monotonic() - 10.0
    bus.on_asked = lambda: bus.fire(1)  # ours is handled as the desktop is asked

    assert watch.arm(sent_s)
    assert not watch.take()
    bus.fire(bus.watches)
    assert watch.take()


def test_a_mouse_that_does_not_rest_is_noticed_by_the_watch_that_it_fires_at_once(watch: MutterIdle) -> None:
    bus = bus_of(watch)
    bus.fire(1)
    bus.on_watched = lambda: bus.fire(bus.watches)

    assert watch.arm(time.monotonic() - 10.0)
    assert watch.take()


def test_a_watch_that_could_not_be_set_is_blind(watch: MutterIdle) -> None:
    bus = bus_of(watch)
    bus.fire(1)
    bus.on_asked = lambda: setattr(bus, "answers", False)  # but not any more

    assert (False, True, False) == (watch.arm(BEFORE), watch.is_blind, watch.take())
