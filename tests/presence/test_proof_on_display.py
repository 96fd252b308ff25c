"""Proof of a press on a real X server, asked for with the server's own time, as another client has logged it."""

from tests.fakes.desktops.x_event_log import XEvent, XEventLog
from tests.fakes.people.hands import Hands
from tests.fakes.people.physical import PhysicalHand
from tests.fakes.waiting import wait_until
from tests.presence.conftest import Told

SIGNS = {"button_press": 1, "button_release": -1}


def proved(told: Told, event: XEvent, later_ms: int = 0) -> bool:
    return told.caught_up().presence.was_physical(SIGNS[event.kind] * event.detail, event.time_ms + later_ms)


def test_every_click_of_a_person_is_proved_once(told: Told, hand: PhysicalHand, x_events: XEventLog) -> None:
    for n in range(20):
        hand.click(300 + n, 300)
    events = x_events.wait_for(40, *SIGNS)

    assert 40 == len(events)
    assert [True] * 40 == [proved(told, event) for event in events]
    assert not proved(told, events[0])
    assert not proved(told, events[-1])


def test_nothing_that_a_program_presses_is_proved(told: Told, hands: Hands, x_events: XEventLog) -> None:
    hands.click(300, 300, count=5)
    events = x_events.wait_for(10, *SIGNS)

    assert not any(proved(told, event) for event in events)


def test_keys_are_counted_up_to_now_by_who_pressed_them(told: Told, hand: PhysicalHand, hands: Hands) -> None:
    by_hand, by_program = told.presence.key_presses()
    hand.type("yes\n")
    wait_until(lambda: told.presence.key_presses() == (by_hand + 4, by_program), "the hand's four keys")
    hands.type("yes")
    wait_until(lambda: told.presence.key_presses() == (by_hand + 4, by_program + 3), "the program's three keys")
