"""Can the agent press its own Approve button, and can a person? The real card, filter and watcher on a private display.

`python -m tests.bench.approval` tries every wire of the agent (XTEST, XSendEvent, AT-SPI), then a person's own mouse
(a device of the server's own). `--tenth` does a part of each. Returns how many figures are missed. What was answered
is told by the process that asked.
"""

import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from desktop_agent.desk.display.private_display import PrivateDisplay
from tests.fakes.desktops.assistive import press_all
from tests.fakes.people.asking_card import AskingCard
from tests.fakes.people.card_questions import CHORD
from tests.fakes.people.physical import PhysicalHand
from tests.fakes.programs.apps import windows
from tests.fakes.waiting import wait_until

GRID_PX = 10
ARMED_S = 0.85
DOUBLE_S = 0.45
NOES = ("Refuse", "Take over", "Stop run")
YESES = ("Approve once", "Approve for this task", "Allow", "Edit", "Refuse with a reason")
KEYS = ("Return", "KP_Enter", "space", "Tab", "alt+a", "alt+o", "alt+y", "y", "ctrl+Return", "Escape", "alt+w", "F10")


@dataclass(slots=True)
class Tally:
    """How often something was tried, and what was accepted of it that should not have been."""

    tried: int = 0
    accepted: list[str] = field(default_factory=list)


class Wires:
    """The agent's ways to a card that is open and armed."""

    def __init__(self, display: PrivateDisplay, card: AskingCard) -> None:
        self._display = display
        self._card = card
        self.boxes: dict[str, list[int]] = {}

    def open(self, kind: str = "action") -> None:
        """Open the card with all that it has: *More…* is no answer."""
        self._card.ask(kind=kind)
        self.boxes = self._card.show_more()
        time.sleep(ARMED_S)

    def count(self, tally: Tally, tried: int) -> None:
        """Count; open the card anew where a no was pressed."""
        tally.tried += tried
        if self._card.is_answered():
            answer = self._card.answer(5)
            if answer.startswith(("Approved", "Edited", "Admitted")):
                tally.accepted.append(answer)
            self.open()
        elif any("Edit before" in name or ("Refuse with" in name and "window" in name) for name in self._card.where()):
            tally.accepted.append("a second window opened")

    def do(self, *words: object) -> None:
        subprocess.run(
            ["xdotool", *map(str, words)], env=self._display.environment(), check=False, capture_output=True, timeout=60
        )

    def grid(self, share: int) -> Iterator[int]:
        """Click all over the card, slowly on what says yes, so that nothing but the source can be the reason."""
        made = 0
        self.open()
        for x, y, kind in _sample(list(_points(self.boxes)), share):
            self.do("mousemove", x, y, "click", 2 if kind == "less" else 1)
            made += 1
            if kind == "yes":
                time.sleep(DOUBLE_S)
            if kind in {"yes", "no"}:
                yield made
                made = 0
        yield made

    def double_clicks_and_drags(self, share: int) -> Iterator[int]:
        for name in YESES[:2] * max(1, 20 // share):
            x, y = _centre(self.boxes[name])
            self.do("mousemove", x, y, "click", "--repeat", 2, "--delay", 60, 1)
            self.do("mousemove", x - 200, y, "mousedown", 1, "mousemove", x, y, "mouseup", 1)
            self.do("mousemove", x, y, "mousedown", 1, "sleep", 0.1, "mousemove", x + 4, y, "mouseup", 1)
            time.sleep(DOUBLE_S)
            yield 4

    def keys(self, share: int) -> Iterator[int]:
        for key in KEYS * max(1, 8 // share):
            self.do("key", key)
            yield 1
        held = [word for name in CHORD for word in ("keydown", name)]
        self.do(*held, "sleep", 1.2, *(word for name in reversed(CHORD) for word in ("keyup", name)))
        yield 1

    def sent_events(self, share: int) -> Iterator[int]:
        window = self._window()
        for name in YESES[:2] * max(1, 40 // share):
            self.do("mousemove", *_centre(self.boxes[name]), "click", "--window", window, 1)
            self.do("key", "--window", window, "Return", "space")
            time.sleep(DOUBLE_S)
            yield 3

    def assistive(self, share: int) -> Iterator[int]:
        for _ in range(max(1, 12 // share)):
            yield sum(press_all(self._display, "desktop-agent", frozenset({*NOES, "Less"})).values())
        yield sum(press_all(self._display, "desktop-agent").values())

    def _window(self) -> int:
        return wait_until(lambda: windows(self._display, "Approve this action"), "the card")[-1]


def main(share: int) -> int:
    """Print one line for each way, and return how many figures were missed."""
    missed = 0
    with PrivateDisplay() as display, AskingCard(display.environment()) as card:
        wires = Wires(display, card)
        ways: tuple[tuple[str, Callable[[int], Iterator[int]]], ...] = (
            ("XTEST clicks, 10 px grid", wires.grid),
            ("XTEST double clicks and drags", wires.double_clicks_and_drags),
            ("XTEST keys and the chord", wires.keys),
            ("XSendEvent clicks and keys", wires.sent_events),
            ("AT-SPI DoAction", wires.assistive),
        )
        tried = 0
        print(f"{'the agent tries':<44}{'tried':>8}{'accepted':>10}")
        for name, way in ways:
            tally = Tally()
            for made in way(share):
                wires.count(tally, made)
            tried += tally.tried
            missed += bool(tally.accepted)
            print(f"{name:<44}{tally.tried:>8}{len(tally.accepted):>10}  {' '.join(tally.accepted[:2])}", flush=True)
        missed += tried < 2000 // share
        card.cancel()
        count = max(4, 100 // share)
        with PhysicalHand(display.name, display.xauthority) as hand:
            taken = sum(_answered(card, hand, YESES[n % 2]).startswith("Approved") for n in range(count))
        print(f"{'a person clicks':<44}{count:>8}{taken:>10}", flush=True)
        missed += taken < count * 0.99
    return missed


def _points(boxes: dict[str, list[int]]) -> Iterator[tuple[int, int, str]]:
    left, top, width, height = next(box for name, box in boxes.items() if "Approve this action?" in name)
    for y in range(top + 4, top + height, GRID_PX):
        for x in range(left + 4, left + width, GRID_PX):
            on = next((name for name, box in boxes.items() if not name.startswith("window") and _holds(box, x, y)), "")
            kinds = {**dict.fromkeys(NOES, "no"), **dict.fromkeys(YESES, "yes"), "Less": "less"}
            yield x, y, kinds.get(on, "ground")


def _sample(points: list[tuple[int, int, str]], share: int) -> list[tuple[int, int, str]]:
    return sorted(random.sample(points, len(points) // share), key=lambda point: point[2]) if share > 1 else points


def _answered(card: AskingCard, hand: PhysicalHand, name: str) -> str:
    boxes = card.ask()
    x, y = _centre((boxes if name in boxes else card.show_more())[name])
    time.sleep(ARMED_S)
    hand.move(x, y)
    hand.press()
    time.sleep(0.06)
    hand.release()
    return card.answer(5)


def _holds(box: list[int], x: int, y: int) -> bool:
    return box[0] <= x < box[0] + box[2] and box[1] <= y < box[1] + box[3]


def _centre(box: list[int]) -> tuple[int, int]:
    return box[0] + box[2] // 2, box[1] + box[3] // 2


if __name__ == "__main__":
    sys.exit(main(10 if "--tenth" in sys.argv else 1))
