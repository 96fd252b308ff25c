"""The real card on a real display: a person's mouse and keys are heard, programs are not."""

import time
from collections.abc import Iterator

import pytest

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.apps import box_of, title_of
from tests.fakes.asking_card import AskingCard
from tests.fakes.card_questions import CHORD
from tests.fakes.hands import Hands
from tests.fakes.physical import REST, PhysicalHand
from tests.fakes.waiting import wait_until

EDITS, REASON = "Edit before approving — Desktop Agent", "Refuse with a reason — Desktop Agent"
DIGITS, CARD = "Confirm with digits — Desktop Agent", "window Approve this action? — Desktop Agent"
ARM_S = 0.7


@pytest.fixture(scope="module")
def asking(display: PrivateDisplay) -> Iterator[AskingCard]:
    with AskingCard(display.environment()) as card:
        yield card


@pytest.fixture
def card(asking: AskingCard) -> Iterator[AskingCard]:
    yield asking
    asking.cancel()


@pytest.fixture
def hand(display: PrivateDisplay) -> Iterator[PhysicalHand]:
    with PhysicalHand(display.name, display.xauthority) as hand:
        yield hand


def ready(card: AskingCard, action: str = "click", kind: str = "action") -> dict[str, list[int]]:
    """Ask, and wait until a yes would count."""
    boxes, shown = card.ask(action, kind), time.monotonic()
    wait_until(lambda: time.monotonic() > shown + ARM_S and card.is_armed(), "the delay")
    return boxes


def with_more(card: AskingCard, hand: PhysicalHand, action: str = "click") -> dict[str, list[int]]:
    """Ask, press *More…* by hand, and wait until a yes would count again."""
    click(hand, ready(card, action)["More…"])
    return grown(card, hand, "Less")


def grown(card: AskingCard, hand: PhysicalHand, name: str) -> dict[str, list[int]]:
    """Wait until a button is shown, and a yes would count again; come back from elsewhere then."""
    wait_until(lambda: name in card.where(), name)
    hand.move(*REST)
    shown = time.monotonic()
    wait_until(lambda: time.monotonic() > shown + ARM_S and card.is_armed(), "the delay")
    return card.where()


def placed(card: AskingCard, hands: Hands, title: str) -> dict[str, list[int]]:
    """Wait until a window has the keyboard, and Qt knows where its manager has put it; return where everything is."""
    hands.wait_for_window(title)

    def known() -> dict[str, list[int]]:
        box, boxes = box_of(hands.display, hands.focus()), card.where()
        return boxes if tuple(boxes[f"window {title}"]) == box else {}

    return wait_until(known, f"{title} in its place")


def click(hand: PhysicalHand, box: list[int]) -> None:
    hand.click(box[0] + box[2] // 2, box[1] + box[3] // 2)


def clicked(hand: PhysicalHand, box: list[int], card: AskingCard) -> str:
    """Come from beside it and click; return the answer, empty where none comes."""
    hand.move(box[0] - 30, box[1])
    click(hand, box)
    return card.answer(5)


def test_a_persons_click_can_let_the_like_through_for_the_task(card: AskingCard, hand: PhysicalHand) -> None:
    click(hand, with_more(card, hand)["Approve for this task"])

    assert card.answer() == "Approved(remember=True, always=False, by='human')"


def test_the_chord_held_by_a_person_approves(card: AskingCard, hand: PhysicalHand) -> None:
    ready(card)
    for key in CHORD:
        hand.key(key, down=True)
    answer = card.answer()
    for key in CHORD:
        hand.key(key, down=False)

    assert answer == "Approved(remember=False, always=False, by='human')"


def test_the_chord_held_by_a_program_does_not(card: AskingCard, hands: Hands) -> None:
    ready(card)
    held = [word for key in CHORD for word in ("keydown", key)]
    hands._do(*held, "sleep", "1.1", *(word for key in CHORD for word in ("keyup", key)))

    assert not card.is_answered()


def test_a_display_that_goes_away_under_the_card_is_a_no_at_once() -> None:
    with PrivateDisplay() as private, AskingCard(private.environment()) as card:
        card.ask()
        private.close()

        assert "The connection to the display was lost" in card.answer()


def test_a_reason_is_typed_into_an_ordinary_window(card: AskingCard, hand: PhysicalHand, hands: Hands) -> None:
    click(hand, with_more(card, hand)["Refuse with a reason"])
    hands.wait_for_window(REASON)
    hand.type("use the blue one")
    hand.tap("ctrl", "enter")

    assert card.answer() == "Rejected(reply='use the blue one', by='human')"


def test_an_edit_is_approved_in_its_own_window(card: AskingCard, hand: PhysicalHand, hands: Hands) -> None:
    click(hand, with_more(card, hand, "type")["Edit"])
    button = placed(card, hands, EDITS)["Approve this instead"]
    hand.tap("ctrl", "a")
    hand.type("Good bye")  # the button arms a while after the text has changed

    answer = next(filter(None, (clicked(hand, button, card) for _ in range(9))), "")
    assert answer == "Edited(action=Type(text='Good bye', at=None, secret=False, entry='fields'))"


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
        hands.press("Return")
        wait_until(lambda: card.digits() != first, "new digits")
        hands.type(card.digits())
        hands.press("Return")

        assert card.answer() == "Approved(remember=False, always=False, by='human')"
