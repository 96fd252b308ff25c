"""The real card on a real display: a person's mouse and keys are heard, programs are not."""

import subprocess
import time
from collections.abc import Iterator

import pytest

from desktop_agent.desk.display.private_display import PrivateDisplay
from desktop_agent.ui.proof.guard import COVERED, TOO_EARLY
from tests.fakes.apps import box_of
from tests.fakes.asking_card import AskingCard
from tests.fakes.assistive import press_all
from tests.fakes.card_questions import CHORD
from tests.fakes.hands import Hands
from tests.fakes.physical import REST, PhysicalHand
from tests.fakes.waiting import wait_until
from tests.fakes.x_window_process import covering

EDITS, REASON = "Edit before approving — Desktop Agent", "Refuse with a reason — Desktop Agent"
DIGITS, CARD = "Confirm with digits — Desktop Agent", "window Approve this action? — Desktop Agent"
ARM_S = 0.7
STAYS_S = 3.0
CHORD_WORDS = "or hold Ctrl+Alt+Y"
APPROVED = "Approved(remember=False, always=False, everything=False, by='human')"


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
        box, boxes = box_of(hands.display, int(hands._do("getwindowfocus"))), card.where()
        return boxes if tuple(boxes[f"window {title}"]) == box else {}

    return wait_until(known, f"{title} in its place")


def click(hand: PhysicalHand, box: list[int]) -> None:
    hand.click(box[0] + box[2] // 2, box[1] + box[3] // 2)


def clicked(hand: PhysicalHand, box: list[int], card: AskingCard) -> str:
    """Come from beside it and click; return the answer, empty where none comes."""
    hand.move(box[0] - 30, box[1])
    click(hand, box)
    return card.answer(5)


def test_a_persons_click_approves(card: AskingCard, hand: PhysicalHand) -> None:
    click(hand, ready(card)["Approve once"])

    assert card.answer() == "Approved(remember=False, always=False, everything=False, by='human')"


def test_a_persons_click_can_let_the_like_through_in_this_window(card: AskingCard, hand: PhysicalHand) -> None:
    click(hand, with_more(card, hand)["Approve for this window"])

    assert card.answer() == "Approved(remember=True, always=False, everything=False, by='human')"


def test_the_chord_held_by_a_person_approves(card: AskingCard, hand: PhysicalHand) -> None:
    ready(card)
    for key in CHORD:
        hand.key(key, down=True)
    answer = card.answer()
    for key in CHORD:
        hand.key(key, down=False)

    assert answer == "Approved(remember=False, always=False, everything=False, by='human')"


def test_the_chord_held_by_a_program_does_not(card: AskingCard, hands: Hands) -> None:
    ready(card)
    held = [word for key in CHORD for word in ("keydown", key)]
    hands._do(*held, "sleep", "1.1", *(word for key in CHORD for word in ("keyup", key)))

    assert not card.is_answered()


def test_an_assistive_program_can_say_no_and_not_yes(card: AskingCard, display: PrivateDisplay) -> None:
    ready(card)
    card.show_more()
    pressed = press_all(display, "desktop-agent", frozenset({"Refuse", "Take over", "Stop run", "Less"}))
    still_open = not card.is_answered()
    press_all(display, "desktop-agent")

    assert {"Approve once", "Approve for this window", "Edit"} <= set(pressed)
    assert still_open
    assert card.answer().startswith(("Rejected", "TookOver", "StopRun"))


def told_of_a_click(card: AskingCard, hand: PhysicalHand, box: list[int]) -> str:
    """Click and return what the card says: where the other window is slow, the card has come up before the click."""
    click(hand, box)
    return card.told()


def test_a_covered_card_says_so_and_comes_up_again(
    card: AskingCard, hand: PhysicalHand, display: PrivateDisplay
) -> None:
    boxes = ready(card)
    left, top, _, _ = boxes[CARD]
    with covering(display, left, top, 50, 50, stubborn=True):
        wait_until(lambda: told_of_a_click(card, hand, boxes["Approve once"]) == COVERED, "a word about it")
        answered = card.is_answered()
    wait_until(card.is_armed, "the card to come up")

    # Both come up in turn until the other window is gone: a click may meet it too early.
    assert not answered
    assert card.told() in {COVERED, TOO_EARLY}


def test_why_a_press_did_not_count_stays_until_the_next_press(card: AskingCard, hand: PhysicalHand) -> None:
    boxes = card.ask()
    click(hand, boxes["Approve once"])
    wait_until(lambda: card.told() == TOO_EARLY, "a word about it")
    wait_until(card.is_armed, "the time for which the card is to be read")
    armed = time.monotonic()
    wait_until(lambda: time.monotonic() > armed + STAYS_S, "more than a glance")
    stayed = card.told()
    left, top, _, _ = boxes[CARD]
    hand.click(left + 5, top + 5)
    wait_until(lambda: card.told() != TOO_EARLY, "the next press")

    assert (stayed, CHORD_WORDS in card.told()) == (TOO_EARLY, True)


@pytest.mark.parametrize("button", ["Approve once", "Refuse", "More…"])
def test_the_card_never_opens_under_the_pointer(card: AskingCard, hand: PhysicalHand, button: str) -> None:
    x, y, width, height = card.ask()[button]
    card.cancel()
    hand.move(x + width // 2, y + height // 2)

    left, top, wide, high = card.ask()[CARD]

    at = hand.pointer()
    assert not (left <= at[0] < left + wide and top <= at[1] < top + high)


def test_a_click_that_meets_a_card_which_has_just_come_under_the_pointer_is_no_yes(
    card: AskingCard, hand: PhysicalHand
) -> None:
    boxes = ready(card)
    left, top, _, _ = boxes[CARD]
    x, y, width, height = boxes["Approve once"]
    hand.move(x + width // 2 - 60, y + height // 2 - 60)
    card.move(left - 60, top - 60)
    hand.press()
    hand.release()
    wait_until(lambda: card.told() == TOO_EARLY, "a word about it")
    early = card.is_answered()
    ready_again = time.monotonic()
    wait_until(lambda: time.monotonic() > ready_again + ARM_S and card.is_armed(), "the delay")
    hand.press()
    hand.release()

    assert (early, card.answer()) == (False, APPROVED)


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


def test_a_click_on_an_edit_that_came_too_early_is_taken_later_from_a_mouse_that_lies_still(
    card: AskingCard, hand: PhysicalHand, hands: Hands
) -> None:
    click(hand, with_more(card, hand, "type")["Edit"])
    click(hand, placed(card, hands, EDITS)["Approve this instead"])
    early = card.is_answered()

    def again() -> str:
        hand.press()
        hand.release()
        return card.answer(0.7)

    assert (early, wait_until(again, "a click that counts")) == (
        False, "Edited(action=Type(text='Hello', at=None, secret=False, entry='fields'))",
    )  # fmt: skip


def test_an_application_is_let_in_as_a_person_chose(card: AskingCard, hand: PhysicalHand) -> None:
    ready(card, kind="application")
    choices = ("In Mail, allow", "In Mail, allow: Look only", "For how long", "For how long: Always")
    for name in (*choices, "Allow looking only"):
        click(hand, grown(card, hand, name)[name])
        clicked = time.monotonic()
        wait_until(lambda clicked=clicked: time.monotonic() > clicked + 0.5, "the time of a double click")  # type: ignore[misc]

    assert card.answer() == "AppAllowed(reach='look', lasting='always')"


def test_an_application_is_let_in_for_one_action(card: AskingCard, hand: PhysicalHand) -> None:
    click(hand, ready(card, kind="application")["Approve once"])

    assert card.answer() == "AppAllowed(reach='everything', lasting='once')"


def test_the_card_never_takes_the_keyboard(card: AskingCard, hands: Hands) -> None:
    before = hands._do("getwindowfocus")
    ready(card)

    assert hands._do("getwindowfocus") == before


def test_the_card_keeps_off_its_target(card: AskingCard) -> None:
    boxes = card.ask()
    card_box, mark = boxes[CARD], boxes["window Target — Desktop Agent"]

    assert card_box[0] > mark[0] + mark[2] or card_box[1] > mark[1] + mark[3]
    assert (mark[0] < 120 < mark[0] + mark[2], mark[1] < 90 < mark[1] + mark[3]) == (True, True)


def test_on_a_small_screen_the_card_of_a_click_lies_over_its_target_nowhere() -> None:
    with PrivateDisplay(800, 600) as small, AskingCard(small.environment()) as card:
        over = []
        for at in ((x, y) for x in (40, 220, 400, 580, 760) for y in (40, 160, 300, 440, 560)):
            boxes = card.ask(at=at)
            left, top, width, height = boxes[CARD]
            buttons = [boxes[name] for name in ("Refuse", "More…", "Approve once")]
            if abs(left + width / 2 - at[0]) < width / 2 + 24 and abs(top + height / 2 - at[1]) < height / 2 + 24:
                over.append(at)
            assert all(
                0 <= one[0] and one[0] + one[2] <= 800 and 0 <= one[1] and one[1] + one[3] <= 600 for one in buttons
            )
            card.cancel()

    assert over == []


def test_more_is_one_press_answers_nothing_and_leaves_the_yes_where_it_was(
    card: AskingCard, hand: PhysicalHand
) -> None:
    before = ready(card)
    click(hand, before["More…"])
    wait_until(lambda: "Less" in card.where(), "what is behind it")
    hand.press()
    hand.release()  # the second of a double click
    wait_until(lambda: "More…" in card.where(), "the card as it was")
    after = card.where()

    assert not card.is_answered()
    assert (before["Approve once"], before[CARD]) == (after["Approve once"], after[CARD])


def test_a_yes_that_was_aimed_at_when_more_came_is_none_however_long_the_pointer_rests(
    card: AskingCard, hand: PhysicalHand
) -> None:
    x, y, width, height = ready(card)["Approve once"]
    hand.move(x + width // 2, y + height // 2)
    card.show_more()
    hand.press()
    hand.release()
    pressed = time.monotonic()
    wait_until(lambda: time.monotonic() > pressed + ARM_S + 0.1, "the delay")
    early = card.is_answered()
    hand.press()
    hand.release()
    wait_until(lambda: time.monotonic() > pressed + 2 * ARM_S, "the answer")

    assert (early, card.is_answered()) == (False, False)


def test_clicks_go_through_the_mark(card: AskingCard, display: PrivateDisplay, hands: Hands) -> None:
    mark = card.ask()["window Target — Desktop Agent"]
    hands._do("mousemove", mark[0] + mark[2] // 2, mark[1] + mark[3] // 2)

    under = dict(line.split("=") for line in hands._do("getmouselocation", "--shell").splitlines())["WINDOW"]
    name = subprocess.run(
        ["xdotool", "getwindowname", under], env=display.environment(), capture_output=True, text=True, check=False
    )
    assert "Target" not in name.stdout


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

        assert card.answer() == "Approved(remember=False, always=False, everything=False, by='human')"
