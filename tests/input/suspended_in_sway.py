"""A program that holds Shift and a button in a sway session: `python -m tests.input.suspended_in_sway X Y`.

It answers lines on stdin: "hold" presses both anew at the place, and "press" presses F6; each answer says what came of
it.
"""

import sys
import threading
from collections.abc import Callable

from desktop_agent.core.actions.action import HoldButton, HoldKey, Press
from desktop_agent.core.errors import InputError
from desktop_agent.core.pictures import ImagePoint
from desktop_agent.input.perform import ActionExecutor
from desktop_agent.platforms.wayland.input.wlroots import create
from tests.input.performer_bench import permit_for


def main(x: int, y: int) -> None:
    hands = ActionExecutor(create(), redeem=lambda _permit: None, stop=threading.Event())

    def hold() -> None:
        hands.release_all()
        for act in (HoldKey(("shift",)), HoldButton(ImagePoint(x, y))):
            hands.perform(permit_for(act))

    orders: dict[str, Callable[[], object]] = {
        "hold": hold,
        "press": lambda: hands.perform(permit_for(Press(("f6",)))),
    }
    for line in sys.stdin:
        try:
            orders[line.strip()]()
            answer = "done"
        except InputError as error:
            answer = error.message
        sys.stdout.write(f"{answer}\n")
        sys.stdout.flush()
    hands.close()


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
