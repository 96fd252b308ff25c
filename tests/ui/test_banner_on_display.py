"""The real banner of a paused run: only a person's own hand gives the computer back."""

import time
from collections.abc import Iterator

import pytest

from desktop_agent.desk.display.private_display import PrivateDisplay
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


def clicked_calmly(card: AskingCard, hand: PhysicalHand, x: int, y: int) -> str:
    """Come from elsewhere and click; return the answer. A busy computer sees a jump late, and is deaf for longer."""
    hand.move(*REST)
    hand.click(x, y)
    return card.answer(within_s=1)


def test_the_person_hands_the_computer_back(card: AskingCard, hand: PhysicalHand, hands: Hands) -> None:
    boxes = card.hand_back()
    shown = time.monotonic()
    wait_until(lambda: time.monotonic() > shown + ARM_S + 0.1, "the delay")
    x, y = boxes["Resume"][0] + 20, boxes["Resume"][1] + 15
    hands.click(x, y)
    clicked = time.monotonic()
    wait_until(lambda: time.monotonic() > clicked + UPSET_S, "the two seconds after a jump")
    assert not card.is_answered()

    assert "back" == wait_until(lambda: clicked_calmly(card, hand, x, y), "the answer")


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
    assert not card.is_answered()

    assert "back" == wait_until(lambda: clicked_calmly(card, hand, x, y), "the answer")
