"""A program that drags and is going to end in the middle of it: `python -m tests.input.dragging X Y X Y [LEDGERS]`.

It says "ready", drags once a line comes, says "down", and closes its hands at the next line.
"""

import sys
import threading
from pathlib import Path

from desktop_agent.core.actions import HoldButton, Move
from desktop_agent.core.geometry import ImagePoint
from desktop_agent.input.choose import choose
from desktop_agent.input.perform import ActionExecutor
from tests.input.performer_bench import permit_for


def main(start: ImagePoint, end: ImagePoint, ledgers: Path | None) -> None:
    """Press at the start, go to the end, and wait."""
    hands = ActionExecutor(choose(ledgers=ledgers), redeem=lambda _permit: None, stop=threading.Event())
    _say("ready")
    sys.stdin.readline()
    hands.perform(permit_for(HoldButton(start)))
    for n in range(1, 11):
        at = ImagePoint(start.x + (end.x - start.x) * n // 10, start.y + (end.y - start.y) * n // 10)
        hands.perform(permit_for(Move(at)))
    _say("down")
    sys.stdin.readline()
    hands.close()


def _say(word: str) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:5]]
    folder = Path(sys.argv[5]) if sys.argv[5:] else None
    main(ImagePoint(*numbers[:2]), ImagePoint(*numbers[2:]), folder)
