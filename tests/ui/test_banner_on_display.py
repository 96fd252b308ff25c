"""The real banner of a paused run: only a person's own hand gives the computer back."""

import time
from collections.abc import Iterator

import pytest

from desktop_agent.demo.private_display import PrivateDisplay
from tests.bench.approval_put import REST
from tests.fakes.asking_card import AskingCard
from tests.fakes.hands import Hands
from tests.fakes.physical import PhysicalHand
from tests.fakes.waiting import wait_until

ARM_S, UPSET_S = 0.7, 2.0


@pytest.fixture(scope="module")
def card(display: PrivateDisplay) -> Iterator[AskingCard]:
    with AskingCard(display.environment()) as card:
        yield card


@pytest.fixture
def hand(display: PrivateDisplay) -> Iterator[PhysicalHand]:
    with PhysicalHand(display.name, display.xauthority) as hand:
        yield hand


def test_the_person_hands_the_computer_back(card: AskingCard, hand: PhysicalHand, hands: Hands) -> None:
    boxes = card.hand_back()
    shown = time.monotonic()
    wait_until(lambda: time.monotonic() > shown + ARM_S + 0.1, "the delay")
    x, y = boxes["Resume"][0] + 20, boxes["Resume"][1] + 15
    hands.click(x, y)
    clicked = time.monotonic()
    wait_until(lambda: time.monotonic() > clicked + UPSET_S, "the two seconds after a jump")
    waiting = not card.is_answered()
    hand.move(*REST)
    hand.click(x, y)

    assert (waiting, card.answer()) == (True, "back")


def test_a_jump_of_the_pointer_on_the_banner_keeps_the_computer_for_two_seconds(
    card: AskingCard, hand: PhysicalHand, hands: Hands
) -> None:
    boxes = card.hand_back()
    shown = time.monotonic()
    x, y = boxes["Resume"][0] + 15, boxes["Resume"][1] + 15
    hand.move(*REST)
    hand.move(x, y)
    wait_until(lambda: time.monotonic() > shown + ARM_S + 0.1, "the delay")
    hands.move(x + 40, y)
    jumped = time.monotonic()
    wait_until(lambda: time.monotonic() > jumped + ARM_S + 0.1, "the delay again")
    hand.move(*REST)
    hand.click(x, y)
    clicked = time.monotonic()
    wait_until(lambda: time.monotonic() > clicked + UPSET_S, "the two seconds")
    waiting = not card.is_answered()
    hand.move(*REST)
    hand.click(x, y)

    assert (waiting, card.answer()) == (True, "back")
