"""The person's input as pynput's listeners report it, on X11: what pauses, what stops, and what proves nothing."""

import threading
from collections.abc import Iterator

import pytest

from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.platforms.libraries.presence import LibraryPresence
from desktop_agent.presence.stop_keys import StopKeys
from desktop_agent.ui.proof.guard import proof_here
from tests.fakes.people.physical import PhysicalHand
from tests.fakes.waiting import wait_until
from tests.presence.conftest import Told


@pytest.fixture
def told(on_display: PrivateDisplay, hand: PhysicalHand) -> Iterator[Told]:
    """Give what a watcher by pynput is told, once it is told anything; on X11 it ends with the next event alone."""
    presence = LibraryPresence(StopKeys())
    reports = Told(presence)
    presence.watch(reports.on_user_input, reports.stops.append)
    wait_until(lambda: touched(hand) and {"pointer", "key"} <= {*reports.hands}, "both listeners")
    hand.move(640, 400)
    reports.hands.clear()
    yield reports
    presence.close()
    wait_until(lambda: touched(hand) and not listeners(), "the end of the listeners")


def touched(hand: PhysicalHand) -> bool:
    hand.tap("shift")
    hand.nudge(9, 0)
    return True


def listeners() -> list[threading.Thread]:
    return [one for one in threading.enumerate() if type(one).__module__.startswith("pynput.")]


def test_a_hand_on_mouse_or_keys_is_noticed_and_proves_nothing(told: Told, hand: PhysicalHand) -> None:
    hand.tap("a")
    hand.click(710, 510)
    wait_until(lambda: {"pointer", "key", "button"} <= {*told.hands})

    assert (False, 0.0) == (told.presence.was_physical(1, 1), told.presence.held_for(["ctrl"]))
    assert "digits" == proof_here(told.presence, challenge=False)


def test_the_stop_keys_and_the_corner_stop(told: Told, hand: PhysicalHand) -> None:
    hand.tap("pause")
    hand.tap("pause")
    assert "the Pause key was pressed twice" == told.stop()
    hand.move(0, 0)
    assert "the pointer was moved to the top-left corner" == told.stop()
