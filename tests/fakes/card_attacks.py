"""Another X client that tries to get a yes out of a card that is open, for as long as a `with` lasts.

`python -m tests.fakes.card_attacks WHAT NUMBER…` is that client: “done” on standard output, then it waits for its
standard input to end. `inside`, `drawn` and `under` act on the card's own window.
"""

import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from desktop_agent.demo.private_display import PrivateDisplay

CARD = "Approve this action?"
MASTER = "another"


@contextmanager
def attacking(display: PrivateDisplay, what: str, *numbers: int) -> Iterator[None]:
    """Attack, and take back what can be taken back at the end."""
    command = [sys.executable, "-m", "tests.fakes.card_attacks", what, *map(str, numbers)]
    with subprocess.Popen(
        command, env=display.environment(), cwd=Path(__file__).parents[2], stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:  # fmt: skip
        assert process.stdout is not None
        assert process.stdin is not None
        assert process.stdout.readline() == b"done\n"
        try:
            yield
        finally:
            process.stdin.write(b"end\n")
            process.stdin.flush()
            assert process.stdout.readline() == b"ended\n"


def warp(display: Any, x: int, y: int) -> None:  # noqa: ANN401  python-xlib has no types
    """Put the pointer somewhere without any device."""
    display.screen().root.warp_pointer(x, y)


def xtest(display: Any, x: int, y: int) -> None:  # noqa: ANN401
    """Move the pointer by the device of programs."""
    from Xlib import X
    from Xlib.ext import xtest as extension

    extension.fake_input(display, X.MotionNotify, x=x, y=y)


def inside(display: Any, x: int, y: int, width: int, height: int) -> None:  # noqa: ANN401
    """Cover a part of the card by a window in it."""
    child = _card(display).create_window(x, y, width, height, 0, 24, background_pixel=0xFFFFFF)
    child.map()


def drawn(display: Any, x: int, y: int, width: int, height: int) -> None:  # noqa: ANN401
    """Draw over a part of the card."""
    card = _card(display)
    brush = card.create_gc(foreground=0xFFFFFF)
    card.fill_rectangle(brush, x, y, width, height)


def under(display: Any, x: int, y: int) -> None:  # noqa: ANN401
    """Move the card."""
    _card(display).configure(x=x, y=y)


def reattach(_display: object) -> None:
    """Join the person's mouse to a pointer of its own; which stays, as Qt (6.11) crashes when one is taken away."""
    names = subprocess.run(["xinput", "list", "--name-only"], check=True, capture_output=True, text=True).stdout
    if f"{MASTER} pointer" not in names:
        subprocess.run(["xinput", "create-master", MASTER], check=True)
    subprocess.run(["xinput", "reattach", "Xvfb mouse", f"{MASTER} pointer"], check=True)


def _card(display: Any) -> Any:  # noqa: ANN401
    children = display.screen().root.query_tree().children
    return next(one for one in children if CARD in str(one.get_full_text_property(display.intern_atom("_NET_WM_NAME"))))


_ATTACKS: Mapping[str, Callable[..., None]] = {
    "warp": warp,
    "xtest": xtest,
    "inside": inside,
    "drawn": drawn,
    "under": under,
    "reattach": reattach,
}


def main(words: list[str]) -> None:
    """Attack until standard input has a line or ends."""
    from Xlib.display import Display

    display = Display()
    _ATTACKS[words[0]](display, *map(int, words[1:]))
    display.sync()
    _say("done")
    sys.stdin.readline()
    if words[0] == "reattach":
        subprocess.run(["xinput", "reattach", "Xvfb mouse", "Virtual core pointer"], check=True)
    display.close()
    _say("ended")


def _say(word: str) -> None:
    sys.stdout.write(word + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
