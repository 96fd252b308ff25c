"""A person's own click that another program has set up: the pointer or the card put in place, or its words covered.

`python -m tests.bench.approval_put [EACH [KIND…]]` tries each kind so often (50), and after the first five tries of a
kind sees that the person's next click, when the card is ready again, is a yes. The table below is in two halves: the
card was built with the first, and is measured with the second. The places are random, by one seed.
"""

import random
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.asking_card import AskingCard
from tests.fakes.card_attacks import attacking
from tests.fakes.physical import PhysicalHand
from tests.fakes.window_managers import managed_by

ARMED_S, UPSET_S = 0.85, 2.0
AFTERWARDS = 5  # tries of a kind after which the person's own click is tried
SCREEN = (0, 0, 1280, 800)
REST = (40, 60)  # where the hand rests, off every card
# After this the person's own click counts once they have used the mouse for some seconds.
SET = "the mouse set so that a small motion leads there"
FOUND = "window Approve this action? — Desktop Agent"
Box = list[int]


def put(each: int, kinds: Sequence[str] = ()) -> int:
    """Print one line for each kind, and return how many kinds were ever taken, or refused a person afterwards."""
    missed = 0
    for kind in kinds or tuple(_WAYS):
        # A display for each: what a second pointer or a compositor's layer leaves behind cannot be taken away again.
        with (
            tempfile.TemporaryDirectory() as folder,
            managed_by("metacity", Path(folder)) if kind in INNER else PrivateDisplay() as display,
            AskingCard(display.environment()) as card,
            PhysicalHand(display.name, display.xauthority) as hand,
        ):
            missed += _told(kind, Puts(display, card, hand), each)
    return missed


def _told(name: str, puts: "Puts", each: int) -> bool:
    afterwards: list[str] = []
    tries = (
        puts.tried(name, honest=afterwards if number < AFTERWARDS and name != SET else None) for number in range(each)
    )
    taken = [answer for answer in tries if answer]
    honest = sum(answer.startswith("Approved") for answer in afterwards)
    print(f"{name:<44}{each:>8}{len(taken):>10}   afterwards {honest} of {len(afterwards)}", flush=True)
    return bool(taken) or honest < len(afterwards)


class Puts:
    """Each kind opens a card and waits until it is ready; the person clicks where the pointer happens to be."""

    def __init__(self, display: PrivateDisplay, card: AskingCard, hand: PhysicalHand, seed: int = 1) -> None:
        self._display, self._card, self._hand = display, card, hand
        self._chance = random.Random(seed)

    def tried(self, name: str, *, honest: list[str] | None = None) -> str:
        """Return an approval, if that is what came of it; `honest` gets what came of the person's next click."""
        one = _WAYS[name]
        self._hand.move(*REST)
        boxes = self._card.ask()
        time.sleep(ARMED_S)
        with ExitStack() as attacks:
            one(self, boxes["Approve once"], boxes[FOUND], attacks)
            time.sleep(self._chance.uniform(0.0, 0.05))
            self._hand.press()
            self._hand.release()
            # Long enough for a yes to close the card, which takes some hundredths of a second.
            time.sleep(0.2)
            taken = "" if FOUND in self._card.where() else self._card.answer(10)
        if not taken and honest is not None:
            honest.append(self._next_click())
        if not taken and not (honest and honest[-1]):
            self._card.cancel()
        return taken

    def _next_click(self) -> str:
        """Read the card again, and click."""
        time.sleep(UPSET_S + ARMED_S + 0.2)
        x, y = _middle(self._card.where()["Approve once"])
        self._hand.move(*REST)
        self._hand.move(x, y)
        self._hand.press()
        self._hand.release()
        return self._card.answer(3)

    def _rectangle(self, button: Box, card: Box, least: int = 16) -> tuple[int, int, int, int]:
        """Return a part of the card that leaves its lower half, with the buttons, alone."""
        height = (button[1] - card[1]) // 2
        wide, high = self._chance.randint(least, card[2] - 40), self._chance.randint(least, height - 20)
        x, y = self._chance.randint(2, card[2] - wide - 2), self._chance.randint(2, height - high)
        return x, y, wide, high

    def _soon(self, button: Box) -> None:
        """Click where the button is by now, before the two seconds are over."""
        time.sleep(self._chance.uniform(0.75, 1.6))
        self._hand.move(*_middle(self._card.where().get("Approve once", button)))

    def _later(self, button: Box) -> None:
        """Click when the card has been so for any time."""
        time.sleep(self._chance.uniform(0.0, 2.6))
        self._hand.move(*_middle(button))

    def resized(self, button: Box, _card: Box, attacks: ExitStack) -> None:
        self._attack(attacks, "resized", self._chance.randint(1, 9))
        self._soon(button)

    def restacked(self, button: Box, _card: Box, attacks: ExitStack) -> None:
        self._attack(attacks, "restacked")
        self._soon(button)

    def there_and_back(self, button: Box, _card: Box, attacks: ExitStack) -> None:
        self._attack(attacks, "there_and_back", self._chance.choice((-3, -90, 40)))
        self._soon(button)

    def jumped(self, button: Box, card: Box, attacks: ExitStack) -> None:
        self._attack(attacks, "warp", card[0] + self._chance.randint(5, 200), card[1] + self._chance.randint(5, 60))
        self._soon(button)

    def floated(self, button: Box, _card: Box, attacks: ExitStack) -> None:
        self._attack(attacks, "floated")
        self._soon(button)

    def switched_off(self, button: Box, _card: Box, attacks: ExitStack) -> None:
        self._attack(attacks, "switched_off")
        self._soon(button)

    def blinking(self, button: Box, card: Box, attacks: ExitStack) -> None:
        self._attack(attacks, "blinking", *self._rectangle(button, card))
        self._soon(button)

    def speck(self, button: Box, card: Box, attacks: ExitStack) -> None:
        x, y, _, _ = self._rectangle(button, card)
        self._attack(attacks, "inside", x, y, 2, 2)
        self._later(button)

    def covered(self, button: Box, card: Box, attacks: ExitStack) -> None:
        x, y, width, height = self._rectangle(button, card)
        self._attack(attacks, "over", card[0] + x, card[1] + y, width, height)
        self._hand.move(*_middle(button))

    def cleared(self, button: Box, card: Box, attacks: ExitStack) -> None:
        self._hand.move(*_middle(button))
        self._attack(attacks, "cleared", *self._over_words(button, card))

    def overlaid(self, button: Box, card: Box, attacks: ExitStack) -> None:
        x, y, width, height = self._over_words(button, card)
        self._attack(attacks, "overlaid", card[0] + x, card[1] + y, width, height)
        self._later(button)

    def cut_out(self, button: Box, card: Box, attacks: ExitStack) -> None:
        self._attack(attacks, "cut_out", *self._over_words(button, card))
        self._later(button)

    def redirected(self, button: Box, _card: Box, attacks: ExitStack) -> None:
        self._attack(attacks, "redirected")
        self._later(button)

    def _over_words(self, button: Box, card: Box) -> tuple[int, int, int, int]:
        """Return a part of the card in which there are words whatever its place, and that is not its ground."""
        x, y, width, height = self._rectangle(button, card, 90)
        return min(x, 60), min(y, 20), max(width, 240), max(height, 60)

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

    def stopped(self, button: Box, card: Box, attacks: ExitStack) -> None:
        x, y = _middle(button)
        self._attack(attacks, "barrier", x + self._chance.randint(-9, 9), card[1], card[1] + card[3])
        self._hand.move(card[0] - 40 if card[0] > SCREEN[2] // 2 else card[0] + card[2] + 40, y)
        by = 9 if self._hand.pointer()[0] < x else -9
        while self._card.where() and abs(self._hand.pointer()[0] - x) > abs(by) + 9:
            self._hand.nudge(by, 0)
        for _ in range(20):
            self._hand.nudge(by, 0)

    def remapped(self, button: Box, _card: Box, attacks: ExitStack) -> None:
        x, y = _middle(button)
        right, down = self._chance.randint(4, 20), self._chance.randint(4, 20)
        # Far enough from the button for whole numbers in the matrix.
        self._hand.move(x % right, y % down)
        self._attack(attacks, "matrix", x // right, y // down)
        time.sleep(self._chance.choice((0.0, UPSET_S + ARMED_S)))
        self._hand.nudge(right, down)

    def put_inside(self, button: Box, card: Box, attacks: ExitStack) -> None:
        self._attack(attacks, "put_inside", *self._rectangle(button, card))
        self._later(button)

    def hidden_inside(self, button: Box, card: Box, attacks: ExitStack) -> None:
        self._attack(attacks, "hidden_inside", *self._rectangle(button, card))
        self._later(button)

    def own_shown(self, button: Box, card: Box, attacks: ExitStack) -> None:
        self._attack(attacks, "own_shown", *self._rectangle(button, card))
        self._later(button)

    def mark_inside(self, button: Box, card: Box, attacks: ExitStack) -> None:
        x, y, _, _ = self._rectangle(button, card)
        self._attack(attacks, "mark_inside", x, y)
        self._later(button)

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
    # Built with those above, measured with these.
    "pointer warped into the card a moment ago": Puts.jumped,
    "card resized": Puts.resized,
    "card put below and on top again": Puts.restacked,
    "card moved there and back": Puts.there_and_back,
    "keyboard taken from its pointer and back": Puts.floated,
    "keyboard switched off and on": Puts.switched_off,
    "window in the card for an instant": Puts.blinking,
    "a speck of a window in the card": Puts.speck,
    "a window over a part of the card": Puts.covered,
    "a part wiped out": Puts.cleared,
    "drawn over in a compositor's layer": Puts.overlaid,
    "words cut out of the card": Puts.cut_out,
    "card taken off the screen": Puts.redirected,
    "pointer stopped on the button by a barrier": Puts.stopped,
    SET: Puts.remapped,
    "a window made elsewhere put into the card": Puts.put_inside,
    "a window in the card, not shown yet": Puts.hidden_inside,
    "Qt's own window in the card shown as a cover": Puts.own_shown,
    "another window of ours put into the card": Puts.mark_inside,
}
# These leave something behind on their display.
LASTING = ("mouse joined to a second pointer", "drawn over in a compositor's layer")
# Where Qt has a window of its own in the card (`_NET_WM_USER_TIME_WINDOW`).
INNER = (
    "a window made elsewhere put into the card",
    "a window in the card, not shown yet",
    "Qt's own window in the card shown as a cover",
    "another window of ours put into the card",
)
KINDS = tuple(kind for kind in _WAYS if kind not in LASTING + INNER)


if __name__ == "__main__":
    sys.exit(put(int(sys.argv[1]) if sys.argv[1:] else 50, sys.argv[2:]))
