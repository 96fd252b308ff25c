"""pyautogui: an alternative on Windows and macOS; on X11 only when forced, and there for pointer and keys alone.

Its own failsafe and pauses are off: the run has a stop of its own, and a failsafe corner would block every later
call. It ignores unknown keys without a word, so they are refused here. Not yet run on Windows and macOS.
"""

from __future__ import annotations

import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

from desktop_agent.core.actions import Button
from desktop_agent.core.errors import InputDeniedError, InputError, OffScreenError, UnknownKeyError
from desktop_agent.core.geometry import ScreenPoint
from desktop_agent.core.own_input import NobodyWatches, OwnInput
from desktop_agent.input.backend import Route
from desktop_agent.input.backends.win.pointer import move

if TYPE_CHECKING:
    from desktop_agent.input.backends.xtest import XTest

_NAMES = {
    "super": "win",
    "altgr": "altright",
    "menu": "apps",
    "mute": "volumemute",
    "previoustrack": "prevtrack",
    "mediastop": "stop",
    **{f"kp{n}": f"num{n}" for n in range(10)},
    **{f"kp{word}": word for word in ("add", "subtract", "multiply", "divide", "decimal")},
}
_BUTTONS = ("left", "middle", "right")
# Which key or button it will be is the library's secret: any of that kind is then taken for ours.
_ANY = 0
AFTER_CLICK_S = 0.05  # where the system does not say when


class _PyAutoGuiModule(Protocol):
    PAUSE: float
    FAILSAFE: bool
    KEYBOARD_KEYS: list[str]

    def moveTo(self, x: int, y: int) -> None: ...  # noqa: N802 - its name
    def position(self) -> tuple[int, int]: ...
    def onScreen(self, x: int, y: int) -> bool: ...  # noqa: N802 - its name
    def mouseDown(self, *, button: str) -> None: ...  # noqa: N802 - its name
    def mouseUp(self, *, button: str) -> None: ...  # noqa: N802 - its name
    def keyDown(self, key: str) -> None: ...  # noqa: N802 - its name
    def keyUp(self, key: str) -> None: ...  # noqa: N802 - its name
    def vscroll(self, clicks: int) -> None: ...
    def hscroll(self, clicks: int) -> None: ...


def why_not() -> str:
    """Return why this way cannot be used here; empty when it can."""
    try:
        _library()
    except BaseException as cause:
        # Without tkinter its import raises SystemExit, without a display KeyError.
        return f"pyautogui cannot be used: {' '.join(str(cause).split()) or type(cause).__name__}"
    return ""


def create(_ledgers: Path | None = None, own: OwnInput | None = None) -> PyAutoGui:
    """Return the pointer and the keys of this desktop; InputDeniedError when pyautogui cannot reach them."""
    try:
        library = _library()
    except BaseException as cause:
        raise InputDeniedError("pyautogui cannot be used on this desktop.", "Run doctor for details.") from cause
    library.PAUSE = 0.0
    library.FAILSAFE = False
    return PyAutoGui(library, own or NobodyWatches())


class PyAutoGui:
    """One desktop, as pyautogui sees it."""

    name = "pyautogui"

    def __init__(self, library: _PyAutoGuiModule, own: OwnInput) -> None:
        self._library = library
        self._own = own
        self._x11 = _x11(own)
        self.reports_modifiers = self._x11 is not None

    def move(self, at: ScreenPoint) -> None:
        """Put the pointer there; pyautogui would move a point outside to the nearest edge, so it is refused."""
        if not self._library.onScreen(at.x, at.y):
            raise OffScreenError(f"The point ({at.x}, {at.y}) is not on the desktop.", "Take a new picture.")
        self._own.expect("motion", 0)
        if sys.platform == "win32":
            move(at)
            return
        with _own_words():
            self._library.moveTo(at.x, at.y)

    def pointer(self) -> ScreenPoint:
        """Return where the pointer is."""
        x, y = self._library.position()
        return ScreenPoint(int(x), int(y))

    def button(self, button: Button, *, down: bool) -> None:
        """Press or release one button."""
        if button not in _BUTTONS:
            raise InputError(f"pyautogui has no {button} button.", "Use the keyboard instead.")
        self._clicking(presses=int(down), motions=1)
        with _own_words():
            (self._library.mouseDown if down else self._library.mouseUp)(button=button)

    def still_on(self, window: int | None) -> AbstractContextManager[None]:
        """Do nothing."""
        return nullcontext()

    def notch(self, right: int, down: int) -> None:
        """Turn the wheel by one notch; pyautogui counts up as positive."""
        self._clicking(presses=1, motions=2)
        with _own_words():
            if down:
                self._library.vscroll(-down)
            if right:
                self._library.hscroll(right)

    def check(self, keys: tuple[str, ...]) -> None:
        """Raise UnknownKeyError for a key that pyautogui would silently ignore."""
        if self._x11:
            self._x11.check(keys)
        for name in keys:
            if _NAMES.get(name, name) not in self._library.KEYBOARD_KEYS:
                raise UnknownKeyError(f"This keyboard has no key “{name}”.", "Use another key or a menu.")

    def taken(self, keys: tuple[str, ...]) -> str:
        """Return a sentence when another program takes a chord, where the system tells."""
        return self._x11.taken(keys) if self._x11 else ""

    def key(self, name: str, *, down: bool) -> None:
        """Press or release one key."""
        self.check((name,))
        if self._x11 and self._x11.lacking_key(name, down=down):
            return
        if down:
            self._own.expect("key", _ANY)
        with _own_words():
            (self._library.keyDown if down else self._library.keyUp)(_NAMES.get(name, name))

    def modifiers_down(self) -> tuple[str, ...]:
        """Return the modifiers that are down, where the system says."""
        return self._x11.modifiers_down() if self._x11 else ()

    def await_click(self, button: Button, pause: Callable[[float], None]) -> None:
        """Give what was clicked the time to act on it; on X11, look."""
        if self._x11:
            self._x11.await_click(button, pause)
        else:
            pause(AFTER_CLICK_S)

    def sync(self) -> None:
        """Events are sent as they are made; on X11 make sure that the server has taken them."""
        if self._x11:
            self._x11.sync()

    def routes(self) -> tuple[Route, ...]:
        """Return the sure routes of X11; elsewhere pynput's typing, as pyautogui's own drops what is not ASCII."""
        if self._x11:
            return self._x11.routes()
        from pynput.keyboard import Controller

        from desktop_agent.input.backends.pynput_backend import UnicodeTyping

        return (UnicodeTyping(cast("Callable[[str], None]", Controller().type), self._own),)

    def close(self) -> None:
        """Put back what the X11 routes borrowed."""
        if self._x11:
            self._x11.close()

    def _clicking(self, *, presses: int, motions: int) -> None:
        # It puts the pointer where it is already, each time.
        for _ in range(motions if self._x11 else 0):
            self._own.expect("motion", 0)
        for _ in range(presses):
            self._own.expect("button", _ANY)


def _library() -> _PyAutoGuiModule:
    # Its sources hold escapes that newer Pythons warn about; the user can do nothing about that.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pyautogui

    return cast("_PyAutoGuiModule", pyautogui)


def _x11(own: OwnInput) -> XTest | None:
    if sys.platform != "linux":
        return None
    from desktop_agent.input.backends.xtest import create as create_xtest

    return create_xtest(own=own)


@contextmanager
def _own_words() -> Iterator[None]:
    try:
        yield
    except Exception as cause:
        raise InputError(f"pyautogui could not send an event ({type(cause).__name__}).") from cause
