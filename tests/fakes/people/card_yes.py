"""A person's yes on a card that some other process shows: its button, and the chord, held on a physical keyboard."""

from tests.fakes.desktops.display import Display
from tests.fakes.people.physical import PhysicalHand
from tests.fakes.programs.apps import box_of, windows
from tests.fakes.waiting import wait_until

CARD = "^Approve this action"
CHORD = ("ctrl", "alt", "y")
_FROM_CORNER = (90, 35)  # where “Approve once” is on the card, from its lower right corner


def approve_button(display: Display, card: int) -> tuple[int, int]:
    left, top, width, height = box_of(display, card)
    return left + width - _FROM_CORNER[0], top + height - _FROM_CORNER[1]


def approve_by_hand(display: Display, hand: PhysicalHand) -> None:
    """Wait for the card, and hold the chord, again when it was too early: a card that has just come takes no answer."""
    card = wait_until(lambda: windows(display, CARD), "the card")
    for _ in range(5):
        for key in CHORD:
            hand.key(key, down=True)
        try:
            wait_until(lambda: windows(display, CARD) != card, within_s=10)
        except AssertionError:
            continue
        else:
            return
        finally:
            for key in reversed(CHORD):
                hand.key(key, down=False)
    message = "the card took no answer"
    raise AssertionError(message)
