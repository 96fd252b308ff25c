"""Clicks of a person's own mouse that must not count: sooner than the delay, repeated, or on a covered card."""

import random
import time

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.asking_card import AskingCard
from tests.fakes.physical import PhysicalHand
from tests.fakes.x_window_process import covering

ARM_S, ARMED_S = 0.7, 0.85


def early(display: PrivateDisplay, card: AskingCard, count: int) -> int:
    """Print one line for each kind, a fifth of the tries each, and return how many kinds were ever taken."""
    missed = 0
    with PhysicalHand(display.name, display.xauthority) as hand:
        tries = _Tries(display, card, hand)
        for name, one in (
            ("sooner than 0.7 s after show", tries.after_show),
            ("sooner than 0.7 s after a move or new size", tries.after_change),
            ("sooner than 0.7 s after uncovering", tries.after_uncovering),
            ("on a card that is partly covered", tries.while_covered),
            ("the rest of a double click, key repeats", tries.repeated),
        ):
            taken = [answer for answer in (one() for _ in range(count // 5)) if answer]
            print(f"{name:<44}{count // 5:>8}{len(taken):>10}", flush=True)
            missed += bool(taken)
    return missed


class _Tries:
    """Each opens a card, clicks once where it must not count, and returns an approval, if that is what came of it."""

    def __init__(self, display: PrivateDisplay, card: AskingCard, hand: PhysicalHand) -> None:
        self._display, self._card, self._hand = display, card, hand

    def after_show(self) -> str:
        shown = time.monotonic()
        x, y = self._yes(self._card.ask())
        self._wait_until(shown + random.uniform(0.02, ARM_S - 0.03))
        return self._clicked(x, y)

    def after_change(self) -> str:
        boxes = self._card.ask()
        time.sleep(ARMED_S)
        left, top = next(box for name, box in boxes.items() if "Approve this action?" in name)[:2]
        changed = time.monotonic()
        moved = random.random() < 0.5
        x, y = self._yes(self._card.move(left - 40, top - 40) if moved else self._card.grow(-12))
        self._wait_until(changed + random.uniform(0.02, ARM_S - 0.03))
        return self._clicked(x, y)

    def after_uncovering(self) -> str:
        boxes = self._card.ask()
        time.sleep(ARMED_S)
        left, top = next(box for name, box in boxes.items() if "Approve this action?" in name)[:2]
        with covering(self._display, left, top, 60, 60):
            # The card may raise itself over the cover at once, and that uncovers it too.
            covered = time.monotonic()
            time.sleep(random.uniform(0.0, 0.15))
        x, y = self._yes(boxes)
        self._wait_until(covered + random.uniform(0.02, ARM_S - 0.05))
        return self._clicked(x, y)

    def while_covered(self) -> str:
        boxes = self._card.ask()
        time.sleep(ARMED_S)
        left, top = next(box for name, box in boxes.items() if "Approve this action?" in name)[:2]
        x, y = self._yes(boxes)
        with covering(self._display, left, top, 60, 60, stubborn=True):
            return self._clicked(x, y)

    def repeated(self) -> str:
        x, y = self._yes(self._card.ask())
        time.sleep(ARMED_S)
        # The first click falls on the card's ground, the second comes with the pointer on the button.
        self._hand.click(x, y - 60)
        time.sleep(random.uniform(0.0, 0.3))
        self._hand.key("enter", down=True)
        self._hand.click(x, y)
        time.sleep(0.05)
        self._hand.key("enter", down=False)
        return self._result()

    def _clicked(self, x: int, y: int) -> str:
        self._hand.click(x, y)
        return self._result()

    def _result(self) -> str:
        # Long enough for a yes to come, which takes some hundredths of a second.
        time.sleep(0.15)
        taken = self._card.answer() if self._card.is_answered() else ""
        if not taken:
            self._card.cancel()
        return taken

    def _yes(self, boxes: dict[str, list[int]]) -> tuple[int, int]:
        left, top, width, height = boxes["Approve once"]
        return left + width // 2, top + height // 2

    def _wait_until(self, when: float) -> None:
        time.sleep(max(0.0, when - time.monotonic()))
