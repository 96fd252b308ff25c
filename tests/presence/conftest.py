"""Fixtures for the person's hand: the hand itself on the private display, and what a watcher is told."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest

from desktop_agent.core.presence import Presence, UserInput
from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.presence.choose import choose_presence
from desktop_agent.presence.stop_keys import StopKeys
from tests.fakes.people.physical import PhysicalHand
from tests.fakes.waiting import wait_until

Watch = Callable[..., "Told"]


@dataclass
class Told:
    presence: Presence
    hands: list[str] = field(default_factory=list)
    stops: list[str] = field(default_factory=list)
    losses: list[str] = field(default_factory=list)

    def on_user_input(self, hand: UserInput) -> None:
        self.hands.append(hand.what)

    def caught_up(self) -> "Told":
        """Return when everything that has happened so far is told: counting keys waits for that."""
        self.presence.key_presses()
        return self

    def hand(self) -> str:
        wait_until(lambda: self.hands, "a hand")
        what = self.hands[0]
        self.caught_up().hands.clear()
        return what

    def loss(self) -> str:
        wait_until(lambda: self.losses, "a loss")
        assert not self.stops  # nobody has stopped it
        return self.losses.pop()

    def stop(self) -> str:
        wait_until(lambda: self.stops, "a stop")
        return self.stops.pop()


@pytest.fixture
def hand(display: PrivateDisplay) -> Iterator[PhysicalHand]:
    with PhysicalHand(display.name, display.xauthority) as hand:
        hand.move(640, 400)
        yield hand


@pytest.fixture
def watch(on_display: PrivateDisplay, hand: PhysicalHand) -> Iterator[Watch]:
    begun: list[Presence] = []

    def begin(keys: StopKeys | None = None) -> Told:
        presence = choose_presence(keys=keys or StopKeys())
        begun.append(presence)
        reports = Told(presence)
        presence.watch(reports.on_user_input, reports.stops.append, reports.losses.append)
        return reports

    yield begin
    for presence in begun:
        presence.close()


@pytest.fixture
def told(watch: Watch) -> Told:
    return watch()
