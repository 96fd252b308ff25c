"""The real card on a real display: a person's mouse and keys are heard, programs are not."""

import time
from collections.abc import Iterator

import pytest

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.people.asking_card import AskingCard
from tests.fakes.people.hands import Hands
from tests.fakes.programs.apps import title_of
from tests.fakes.waiting import wait_until

pytestmark = pytest.mark.screen

DIGITS = "Confirm with digits — Desktop Agent"
CARD = "window Approve this action? — Desktop Agent"
ARM_S = 0.7


@pytest.fixture(scope="module")
def asking(display: PrivateDisplay) -> Iterator[AskingCard]:
    with AskingCard(display.environment()) as card:
        yield card


@pytest.fixture
def card(asking: AskingCard) -> Iterator[AskingCard]:
    yield asking
    asking.cancel()


def ready(card: AskingCard) -> dict[str, list[int]]:
    boxes = card.ask()
    shown = time.monotonic()
    wait_until(lambda: time.monotonic() > shown + ARM_S and card.is_armed(), "the delay")
    return boxes


def test_a_display_that_goes_away_under_the_card_is_a_no_at_once() -> None:
    with PrivateDisplay() as private, AskingCard(private.environment()) as card:
        card.ask()
        private.close()

        assert "The display is gone" in card.answer()


def test_the_card_never_takes_the_keyboard(card: AskingCard, hands: Hands) -> None:
    before = hands.focus()
    ready(card)

    assert hands.focus() == before


def test_clicks_go_through_the_mark(card: AskingCard, display: PrivateDisplay, hands: Hands) -> None:
    mark = card.ask()["window Target — Desktop Agent"]
    hands._do("mousemove", mark[0] + mark[2] // 2, mark[1] + mark[3] // 2)

    assert "Target" not in title_of(display, hands.under_pointer())


def test_silence_is_a_no_by_policy(display: PrivateDisplay) -> None:
    with AskingCard(display.environment(), "--within=1") as card:
        card.ask()

        assert card.answer() == "Rejected(reply='No answer within 1 s.', by='policy')"
        assert CARD not in card.where()


@pytest.mark.slow
def test_by_digits_a_program_that_cannot_see_the_card_gets_no_yes_and_who_sees_it_does(
    display: PrivateDisplay, hands: Hands
) -> None:
    with AskingCard(display.environment(), "--challenge") as card:
        box = ready(card)["Approve once"]
        hands.click(box[0] + 30, box[1] + 10)
        hands.wait_for_window(DIGITS)
        first = card.digits()
        wrong = "0000" if first != "0000" else "1111"
        hands.type(wrong)
        wait_until(lambda: card.digits() != first, "new digits")
        hands.type(card.digits())

        assert card.answer() == "Approved(remember=False, always=False)"
