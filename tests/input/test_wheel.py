"""The wheel goes as far as was asked where what a notch moves can be seen, and says how far where notches miss it."""

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from desktop_agent.core.geometry import ScreenPoint
from desktop_agent.input.held_input import HeldInput
from desktop_agent.input.pointer import Wheel
from tests.input.recording_backend import FakeStop, RecordingBackend

AT = ScreenPoint(50, 60)


@dataclass
class Pane:
    """What a window scrolls by, a notch at a time; `seen` is what a picture would tell of it."""

    notch: int = 53
    room: int = 10_000
    blind: bool = False
    height: int = 10_000
    across: int = 0
    down: int = 0
    notches: list[str] = field(default_factory=list)

    def turned(self, word: str) -> None:
        if word.startswith("notch"):
            self.notches.append(word)
            right, down = (int(part) for part in word.split()[1:])
            self.across = min(self.room, max(0, self.across + self.notch * right))
            self.down = min(self.room, max(0, self.down + self.notch * down))

    def watch(self, _at: ScreenPoint, across: bool) -> Callable[[], int | None]:
        before = self.across if across else self.down

        def gone() -> int | None:
            moved = (self.across if across else self.down) - before
            return None if self.blind else moved if abs(moved) < self.height else 3

        return gone


def wheel_on(pane: Pane) -> tuple[Wheel, HeldInput]:
    held = HeldInput(RecordingBackend(before_each=pane.turned), FakeStop())
    return Wheel(held, pane.watch), held


@pytest.mark.parametrize("notch", [16, 27, 51, 60, 100])
@pytest.mark.parametrize("asked", [500, 200])
def test_the_first_notch_tells_how_many_it_takes(notch: int, asked: int) -> None:
    pane = Pane(notch)
    wheel, _ = wheel_on(pane)

    there = wheel.turn(AT, 0, asked, 7), pane.down
    wheel.turn(AT, 0, -asked, 7)
    wheel.turn(AT, asked, 0, 7)

    assert there[0] == ""
    assert abs(there[1] - asked) <= notch / 2
    assert pane.down == 0
    assert abs(pane.across - asked) <= notch / 2


def test_where_whole_notches_miss_what_was_asked_for_that_is_told() -> None:
    pane = Pane(120)
    wheel, _ = wheel_on(pane)

    first, again = wheel.turn(AT, 0, 50, 7), wheel.turn(AT, 0, 50, 7)

    assert "scrolled 120 px instead of 50." in first
    assert first == again
    assert pane.down == 240


def test_a_window_is_measured_once_and_another_for_itself() -> None:
    pane = Pane(20)
    wheel, _ = wheel_on(pane)

    wheel.turn(AT, 0, 100, 7)
    pane.notch = 50
    wheel.turn(AT, 0, 100, 7)  # as learned: five notches
    wheel.turn(AT, 0, 100, 8)

    assert pane.down == 100 + 250 + 100


def test_what_the_end_cuts_short_is_not_learned() -> None:
    pane = Pane(50, room=60)
    pane.down = 50
    wheel, _ = wheel_on(pane)

    told = wheel.turn(AT, 0, 100, 7)
    at_the_end = pane.down
    wheel.turn(AT, 0, -50, 7)

    assert "scrolled 10 px instead of 100." in told
    assert (at_the_end, pane.down) == (60, 10)


@pytest.mark.parametrize(
    ("pane", "told"), [(Pane(blind=True), "how far this scrolled"), (Pane(notch=0), "Nothing moved")]
)
def test_where_nothing_can_be_measured_a_notch_counts_as_a_hundred_pixels_and_it_is_told(pane: Pane, told: str) -> None:
    wheel, _ = wheel_on(pane)

    assert told in wheel.turn(AT, 0, 250, 7)
    assert ["notch 0 1"] * 3 == pane.notches
