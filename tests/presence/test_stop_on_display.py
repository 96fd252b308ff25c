"""What stops on a real X server: the corner, and a chord on whatever layout."""

from collections.abc import Callable, Iterator

import pytest

from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.presence.stop_keys import CORNER_SAID, StopKeys
from tests.fakes.people.physical import PhysicalHand
from tests.input.targets import layout
from tests.presence.conftest import Watch


@pytest.mark.promise("README, 4; contract, Stopping")
def test_the_pointer_thrown_into_the_corner_stops_from_the_first_moment_on(watch: Watch, hand: PhysicalHand) -> None:
    for _ in range(3):
        hand.move(640, 400)
        reports = watch()
        hand.nudge(-5000, -5000)

        assert reports.stop() == CORNER_SAID


@pytest.fixture
def layouts(display: PrivateDisplay) -> Iterator[Callable[[str], None]]:
    yield lambda name: layout(name, display)
    layout("us", display)


def test_a_chord_follows_the_layout(watch: Watch, display: PrivateDisplay, layouts: Callable[[str], None]) -> None:
    reports = watch(StopKeys("ctrl+y", pauses_first=False))
    layouts("de")
    with PhysicalHand(display.name, display.xauthority) as german:
        assert 52 == german.code("y")  # where z is on an American keyboard
        german.tap("ctrl", "z")
        assert [] == reports.caught_up().stops
        german.tap("ctrl", "y")

        assert reports.stop() == "Ctrl+Y was pressed"
