"""Another X client that tries to get a yes out of a card that is open, for as long as a `with` lasts.

`python -m tests.fakes.card_attacks WHAT NUMBER…` is that client: “done” on standard output, then it waits for its
standard input to end. `inside`, `drawn` and `under` act on the card's own window.
"""

import ctypes
import select
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from desktop_agent.desk.display.private_display import PrivateDisplay

CARD = "Approve this action?"
_AGAIN_S = 0.002
MASTER, KEYBOARD, MOUSE = "another", "Xvfb keyboard", "Xvfb mouse"
MATRIX = "Coordinate Transformation Matrix"


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


def put_inside(display: Any, x: int, y: int, width: int, height: int) -> None:  # noqa: ANN401
    """Make a window on the desktop, and put it into the card then."""
    root = display.screen().root
    made = root.create_window(0, 0, width, height, 0, 24, background_pixel=0xFFFFFF, override_redirect=True)
    made.reparent(_card(display), x, y)
    made.map()


def hidden_inside(display: Any, x: int, y: int, width: int, height: int) -> None:  # noqa: ANN401
    """Put a window into the card that is not shown yet."""
    _card(display).create_window(x, y, width, height, 0, 24, background_pixel=0xFFFFFF)


def own_shown(display: Any, x: int, y: int, width: int, height: int) -> None:  # noqa: ANN401
    """Show the window that the card's own program has in it, in another size, as a cover."""
    (own,) = _card(display).query_tree().children
    own.change_attributes(background_pixel=0xFFFFFF)
    own.configure(x=x, y=y, width=width, height=height)
    own.map()


def mark_inside(display: Any, x: int, y: int) -> None:  # noqa: ANN401
    """Put another window of the card's own program into it."""
    _named(display, "Target").reparent(_card(display), x, y)


def drawn(display: Any, x: int, y: int, width: int, height: int) -> None:  # noqa: ANN401
    """Draw over a part of the card."""
    card = _card(display)
    brush = card.create_gc(foreground=0xFFFFFF)
    card.fill_rectangle(brush, x, y, width, height)


def under(display: Any, x: int, y: int) -> None:  # noqa: ANN401
    """Move the card."""
    _card(display).configure(x=x, y=y)


def resized(display: Any, by: int) -> None:  # noqa: ANN401
    """Make the card less high."""
    card = _card(display)
    card.configure(height=card.get_geometry().height - by)


def restacked(display: Any) -> None:  # noqa: ANN401
    """Put the card below all others, and on top again."""
    from Xlib import X

    card = _card(display)
    card.configure(stack_mode=X.Below)
    display.sync()
    card.configure(stack_mode=X.Above)


def there_and_back(display: Any, right: int) -> None:  # noqa: ANN401
    """Move the card, and back at once."""
    card = _card(display)
    at = card.get_geometry()
    card.configure(x=at.x + right)
    card.configure(x=at.x)


def blinking(display: Any, x: int, y: int, width: int, height: int) -> None:  # noqa: ANN401
    """Cover a part of the card by a window in it, for less than a moment."""
    child = _card(display).create_window(x, y, width, height, 0, 24, background_pixel=0xFFFFFF)
    child.map()
    display.sync()
    child.destroy()


def cleared(display: Any, x: int, y: int, width: int, height: int) -> None:  # noqa: ANN401
    """Wipe out a part of the card, which needs no brush."""
    card = _card(display)
    card.change_attributes(background_pixel=0xFFFFFF)
    card.clear_area(x, y, width, height)


def overlaid(display: Any, x: int, y: int, width: int, height: int) -> None:  # noqa: ANN401
    """Draw over a part of the screen in the layer that compositors draw in."""
    layer = display.screen().root.composite_get_overlay_window().overlay_window
    layer.fill_rectangle(layer.create_gc(foreground=0xFFFFFF), x, y, width, height)


def cut_out(display: Any, x: int, y: int, width: int, height: int) -> None:  # noqa: ANN401
    """Make a hole in the card, again whenever it is mended, with another window behind it."""
    from Xlib import X
    from Xlib.ext import shape

    card = _card(display)
    at = card.get_geometry()
    words = (at.x + x, at.y + y, width, height, 0, 24, X.InputOutput, X.CopyFromParent)
    behind = display.screen().root.create_window(*words, background_pixel=0xFFFFFF, override_redirect=True)
    behind.map()
    behind.configure(stack_mode=X.Below)
    while not select.select([sys.stdin], [], [], 0)[0]:
        card.shape_rectangles(shape.SO.Subtract, shape.SK.Bounding, 0, 0, 0, [(x, y, width, height)])
        display.sync()
        _done()
        select.select([sys.stdin], [], [], _AGAIN_S)


def redirected(display: Any) -> None:  # noqa: ANN401
    """Take the card off the screen, and leave it where it gets clicks."""
    from Xlib.ext import composite

    _card(display).composite_redirect_window(composite.RedirectManual)


def over(display: Any, x: int, y: int, width: int, height: int) -> None:  # noqa: ANN401
    """Lay a window that no window manager knows over a part of the screen."""
    from Xlib import X

    words = (x, y, width, height, 0, 24, X.InputOutput, X.CopyFromParent)
    display.screen().root.create_window(*words, background_pixel=0xFFFFFF, override_redirect=True).map()


def barrier(display: Any, x: int, top: int, bottom: int) -> None:  # noqa: ANN401
    """Let the pointer go no farther than a line from top to bottom; python-xlib knows no barriers."""
    library, xlib = ctypes.CDLL("libXfixes.so.3"), ctypes.CDLL("libX11.so.6")
    xlib.XOpenDisplay.restype = ctypes.c_void_p
    xlib.XDefaultRootWindow.argtypes = (ctypes.c_void_p,)
    xlib.XDefaultRootWindow.restype = ctypes.c_ulong
    xlib.XSync.argtypes = (ctypes.c_void_p, ctypes.c_int)
    library.XFixesCreatePointerBarrier.argtypes = (
        ctypes.c_void_p,
        ctypes.c_ulong,
        *[ctypes.c_int] * 6,
        ctypes.c_void_p,
    )
    own = xlib.XOpenDisplay(display.get_display_name().encode())  # open until this process ends, as its barrier is
    library.XFixesCreatePointerBarrier(own, xlib.XDefaultRootWindow(own), x, top, x, bottom, 0, 0, None)
    xlib.XSync(own, 0)


def matrix(_display: object, right: int, down: int) -> None:
    """Have the person's mouse go farther than they move it."""
    numbers = (right, 0, 0, 0, down, 0, 0, 0, 1)
    subprocess.run(["xinput", "set-prop", MOUSE, MATRIX, *map(str, numbers)], check=True)


def floated(_display: object) -> None:
    """Take the person's keyboard from its pointer, and give it back."""
    subprocess.run(["xinput", "float", KEYBOARD], check=True)
    subprocess.run(["xinput", "reattach", KEYBOARD, "Virtual core keyboard"], check=True)


def switched_off(_display: object) -> None:
    """Switch the person's keyboard off and on."""
    subprocess.run(["xinput", "disable", KEYBOARD], check=True)
    subprocess.run(["xinput", "enable", KEYBOARD], check=True)


def reattach(_display: object) -> None:
    """Join the person's mouse to a pointer of its own; which stays, as Qt (6.11) crashes when one is taken away."""
    names = subprocess.run(["xinput", "list", "--name-only"], check=True, capture_output=True, text=True).stdout
    if f"{MASTER} pointer" not in names:
        subprocess.run(["xinput", "create-master", MASTER], check=True)
    subprocess.run(["xinput", "reattach", "Xvfb mouse", f"{MASTER} pointer"], check=True)


def _card(display: Any) -> Any:  # noqa: ANN401
    return _named(display, CARD)


def _named(display: Any, title: str) -> Any:  # noqa: ANN401
    children, name = display.screen().root.query_tree().children, display.intern_atom("_NET_WM_NAME")
    return next(one for one in children if title in str(one.get_full_text_property(name)))


_ATTACKS: Mapping[str, Callable[..., None]] = {
    "warp": warp,
    "xtest": xtest,
    "inside": inside,
    "put_inside": put_inside,
    "hidden_inside": hidden_inside,
    "own_shown": own_shown,
    "mark_inside": mark_inside,
    "drawn": drawn,
    "under": under,
    "resized": resized,
    "restacked": restacked,
    "there_and_back": there_and_back,
    "blinking": blinking,
    "cleared": cleared,
    "overlaid": overlaid,
    "cut_out": cut_out,
    "redirected": redirected,
    "over": over,
    "barrier": barrier,
    "matrix": matrix,
    "floated": floated,
    "switched_off": switched_off,
    "reattach": reattach,
}


def main(words: list[str]) -> None:
    """Attack until standard input has a line or ends."""
    from Xlib.display import Display

    display = Display()
    _ATTACKS[words[0]](display, *map(int, words[1:]))
    display.sync()
    _done()
    sys.stdin.readline()
    if words[0] == "reattach":
        subprocess.run(["xinput", "reattach", "Xvfb mouse", "Virtual core pointer"], check=True)
    if words[0] == "matrix":
        matrix(display, 1, 1)
    display.close()
    _say("ended")


@cache
def _done() -> None:
    _say("done")


def _say(word: str) -> None:
    sys.stdout.write(word + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
