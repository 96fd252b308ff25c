"""Is a hasty hand refused? Somebody reads a card for half a second, goes straight to its button, and presses at once.

`python -m tests.bench.hasty [COUNT] [MANAGER]`: moves of any length in a third of a second, in steps of a mouse (8 ms),
slower towards the end, pressed 0.1 s after arriving; on Xvfb with openbox or another window manager, by the server's
own mouse. Prints what was refused and what the card said.
"""

import random
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.fakes.asking_card import AskingCard
from tests.fakes.physical import PhysicalHand
from tests.fakes.window_managers import managed_by

READ_S, WAY_S, STEP_S, REST_S, HELD_S = 0.5, 0.33, 0.008, 0.1, 0.06
SIZE = (1280, 800)


def travel(hand: PhysicalHand, x: int, y: int) -> None:
    """Go there as a hand does: quick at first, slower towards the end."""
    from_x, from_y = hand.pointer()
    at, began = (from_x, from_y), time.monotonic()
    while (share := min(1.0, (time.monotonic() - began) / WAY_S)) < 1.0:
        eased = 1 - (1 - share) ** 3
        to = round(from_x + (x - from_x) * eased), round(from_y + (y - from_y) * eased)
        if to != at:
            hand.nudge(to[0] - at[0], to[1] - at[1])
            at = to
        time.sleep(STEP_S)
    hand.nudge(x - at[0], y - at[1])


def main(count: int, manager: str = "openbox") -> int:
    """Ask, press, and count; return how many presses were refused."""
    refused: list[str] = []
    with (
        tempfile.TemporaryDirectory() as folder,
        managed_by(manager, Path(folder)) as display,
        AskingCard(display.environment()) as card,
        PhysicalHand(display.name, display.xauthority) as hand,
    ):
        for _ in range(count):
            hand.move(random.randrange(20, SIZE[0] - 20), random.randrange(20, SIZE[1] - 20))
            left, top, width, height = card.ask()["Approve once"]
            time.sleep(READ_S)
            travel(hand, left + random.randrange(8, width - 8), top + random.randrange(6, height - 6))
            time.sleep(REST_S)
            hand.press()
            time.sleep(HELD_S)
            hand.release()
            if not card.answer(4):
                refused.append(card.told())
                card.cancel()
    print(f"{count} hasty presses, {len(refused)} refused")
    for told, times in Counter(refused).most_common():
        print(f"{times:>5}  {told}")
    return len(refused)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), *sys.argv[2:]) if sys.argv[1:] else main(100))
