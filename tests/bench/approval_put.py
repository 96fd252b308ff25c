"""A person's own click that another program has set up: the pointer or the card put in place, or its words covered."""

import random
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack

from desktop_agent.demo.private_display import PrivateDisplay
from tests.fakes.asking_card import AskingCard
from tests.fakes.card_attacks import attacking
from tests.fakes.physical import PhysicalHand

ARMED_S = 0.85
REST = (40, 60)  # where the hand rests, off every card
FOUND = "window Approve this action? — Desktop Agent"
Box = list[int]


def put(display: PrivateDisplay, card: AskingCard, count: int) -> int:
    """Print one line for each kind, and return how many kinds were ever taken."""
    each = max(1, count // (len(KINDS) + 1))
    with PhysicalHand(display.name, display.xauthority) as hand:
        missed = sum(_told(name, Puts(display, card, hand), each) for name in KINDS)
    # A display of its own: what the second pointer leaves behind cannot be taken away again.
    with (
        PrivateDisplay() as private,
        AskingCard(private.environment()) as other,
        PhysicalHand(private.name, private.xauthority) as hand,
    ):
        return missed + _told("mouse joined to a second pointer", Puts(private, other, hand), each)


def _told(name: str, puts: "Puts", each: int) -> bool:
    taken = [answer for answer in (puts.tried(name) for _ in range(each)) if answer]
    print(f"{name:<44}{each:>8}{len(taken):>10}", flush=True)
    return bool(taken)


class Puts:
    """Each kind opens a card and waits until it is ready; the person clicks where the pointer happens to be."""

    def __init__(self, display: PrivateDisplay, card: AskingCard, hand: PhysicalHand) -> None:
        self._display, self._card, self._hand = display, card, hand

    def tried(self, name: str) -> str:
        """Return an approval, if that is what came of it."""
        one = _WAYS[name]
        self._hand.move(*REST)
        boxes = self._card.ask()
        time.sleep(ARMED_S)
        with ExitStack() as attacks:
            one(self, boxes["Approve once"], boxes[FOUND], attacks)
            time.sleep(random.uniform(0.0, 0.05))
            self._hand.press()
            self._hand.release()
            # Long enough for a yes to close the card, which takes some hundredths of a second.
            time.sleep(0.2)
            taken = "" if FOUND in self._card.where() else self._card.answer(10)
        if not taken:
            self._card.cancel()
        return taken

    def warped(self, button: Box, _card: Box, attacks: ExitStack) -> None:
        self._attack(attacks, "warp", *_middle(button))
        time.sleep(ARMED_S)

    def by_xtest(self, button: Box, _card: Box, attacks: ExitStack) -> None:
        self._attack(attacks, "xtest", *_middle(button))
        time.sleep(ARMED_S)

    def trembling(self, button: Box, _card: Box, attacks: ExitStack) -> None:
        self._attack(attacks, "warp", *_middle(button))
        self._tremble()

    def beside(self, button: Box, _card: Box, attacks: ExitStack) -> None:
        x, y = _middle(button)
        self._attack(attacks, "warp", x, y - button[3] // 2 - 3)
        self._hand.nudge(0, 8)
        time.sleep(ARMED_S)

    def in_motion(self, button: Box, _card: Box, attacks: ExitStack) -> None:
        self._hand.nudge(4, 4)
        self._attack(attacks, "warp", *_middle(button))
        for _ in range(6):
            self._hand.nudge(2, 1)
        time.sleep(ARMED_S)

    def under(self, button: Box, card: Box, attacks: ExitStack) -> None:
        x, y = _middle(button)
        self._hand.move(x - 300, max(40, y - 200))
        at = self._hand.pointer()
        self._attack(attacks, "under", card[0] + at[0] - x, card[1] + at[1] - y)
        time.sleep(ARMED_S)

    def under_trembling(self, button: Box, card: Box, attacks: ExitStack) -> None:
        self.under(button, card, attacks)
        self._tremble()

    def reattached(self, button: Box, _card: Box, attacks: ExitStack) -> None:
        self._hand.move(*_middle(button))
        self._attack(attacks, "reattach")
        time.sleep(ARMED_S)

    def inside(self, button: Box, card: Box, attacks: ExitStack) -> None:
        self._attack(attacks, "inside", 2, 2, card[2] - 4, button[1] - card[1] - 8)
        self._hand.move(*_middle(button))
        time.sleep(ARMED_S)

    def drawn(self, button: Box, card: Box, attacks: ExitStack) -> None:
        self._hand.move(*_middle(button))
        self._attack(attacks, "drawn", 2, 2, card[2] - 4, button[1] - card[1] - 8)

    def drawn_late(self, button: Box, card: Box, attacks: ExitStack) -> None:
        self._hand.move(*_middle(button))
        time.sleep(ARMED_S)
        self._attack(attacks, "drawn", 20, 56, card[2] - 40, 20)

    def _attack(self, attacks: ExitStack, what: str, *numbers: int) -> None:
        attacks.enter_context(attacking(self._display, what, *numbers))

    def _tremble(self) -> None:
        for right, down in ((2, 0), (-1, 1), (1, -1), (-2, 0)):
            self._hand.nudge(right, down)
        time.sleep(ARMED_S)


def _middle(box: Box) -> tuple[int, int]:
    return box[0] + box[2] // 2, box[1] + box[3] // 2


_WAYS: Mapping[str, Callable[[Puts, Box, Box, ExitStack], None]] = {
    "pointer warped onto the button": Puts.warped,
    "moved onto it by XTEST": Puts.by_xtest,
    "warped there, and the hand trembles": Puts.trembling,
    "warped beside it, and the hand trembles": Puts.beside,
    "warped there in the midst of a motion": Puts.in_motion,
    "card moved under the resting pointer": Puts.under,
    "the same, and the hand trembles": Puts.under_trembling,
    "words covered by a window in the card": Puts.inside,
    "words drawn over": Puts.drawn,
    "one line drawn over in the last instant": Puts.drawn_late,
    "mouse joined to a second pointer": Puts.reattached,
}
KINDS = tuple(_WAYS)[:-1]  # the last one wants a display of its own
