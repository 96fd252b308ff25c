"""A program that is going to be killed: it presses, drags and types by our own hands, at random, without an end.

`python -m tests.input.restless still|again|leave|drag|on|type SEED [LEDGERS]`: "still" holds two keys and three
buttons, then waits; "again" does so too, presses F5 and then F6 after that, and says what came of each; "leave" ends by
an error that nobody catches; "drag" holds one button that has moved; "on" works until its end, and "type" types
Cyrillic until then. The first line on stdout is "ready", before anything is pressed; a line on stdin starts it; the
second line on stdout, where it holds, says that everything is down.
"""

import os
import random
import sys
import threading
from pathlib import Path

from desktop_agent.core.actions.action import (
    Action,
    Button,
    Click,
    Drag,
    HoldButton,
    HoldKey,
    Move,
    Press,
    ReleaseButton,
    ReleaseKey,
    Type,
)
from desktop_agent.core.errors import InputError
from desktop_agent.core.pictures import ImagePoint
from desktop_agent.input.choose import FORCED_BY, choose
from desktop_agent.input.perform import ActionExecutor
from tests.input.performer_bench import permit_for

PATH = tuple(ImagePoint(100 + 30 * n, 200 + (n % 3) * 100) for n in range(8))
_BUTTONS: tuple[Button, ...] = ("left", "right", "back")
HELD: tuple[Action, ...] = (
    # pyautogui has no back button.
    *(HoldButton(PATH[0], button) for button in _BUTTONS[: 2 if os.environ.get(FORCED_BY) == "pyautogui" else 3]),
    HoldKey(("ctrl", "shift")),
)
DRAGGED: tuple[Action, ...] = (HoldButton(PATH[0]), Move(PATH[3]))
TYPED: tuple[Action, ...] = (Type("Же 12 " * 1000, secret=True),)
ROUND: tuple[Action, ...] = (
    HoldKey(("ctrl", "shift")),
    Drag(PATH, keys=("alt",)),
    Click(PATH[3], "right", 2),
    ReleaseKey(("ctrl", "shift")),
    Type("Aa <3 ~Z" * 12, secret=True),
    HoldButton(PATH[5], "middle"),
    Press(("shift", "f5")),
    ReleaseButton(PATH[6], "middle"),
    HoldKey(("a", "super")),
    Drag(PATH[::-1]),
    ReleaseKey(("a", "super")),
)


def main(mode: str, seed: str, ledgers: str = "") -> None:
    chosen = choose(ledgers=Path(ledgers) if ledgers else None)
    hands = ActionExecutor(chosen, redeem=lambda _permit: None, stop=threading.Event())
    _say("ready")
    sys.stdin.readline()
    choices = random.Random(seed)
    kinds = {"on": ROUND[choices.randrange(len(ROUND)) :], "type": TYPED, "drag": DRAGGED}
    actions = kinds.get(mode, HELD)
    while True:
        for action in actions:
            hands.perform(permit_for(action))
        if actions in {HELD, DRAGGED}:
            _say("down")
            sys.stdin.readline()
            if mode == "again":
                _press_again(hands)
                sys.stdin.readline()
            if mode == "leave":
                raise SystemExit("an error that nobody catches")
            hands.close()
            return
        actions = TYPED if mode == "type" else ROUND


def _press_again(hands: ActionExecutor) -> None:
    for key in ("f5", "f6"):
        try:
            hands.perform(permit_for(Press((key,))))
            _say("pressed")
        except InputError as error:
            _say(error.message)


def _say(word: str) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
