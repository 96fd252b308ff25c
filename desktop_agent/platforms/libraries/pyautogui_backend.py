"""pyautogui: an alternative on Windows and macOS; on X11 only when forced, and then for pointer and keys alone.

Its failsafe and pauses are off: the run has a stop of its own, and a failsafe corner would block every later call. It
silently ignores unknown keys, so they are refused here. On Windows it does the keys alone: at each press it moves the
pointer in a way that looks like the person's, its notch of the wheel is a 120th of one, and its sideways turn is none.
Run under Wine 8.0, not yet on Windows and macOS.
"""

from __future__ import annotations

import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Protocol, cast

from desktop_agent.core.actions import Button
from desktop_agent.core.errors import InputDeniedError, InputError, OffScreenError, UnknownKeyError
from desktop_agent.core.geometry import ScreenPoint
from desktop_agent.core.message import Message
from desktop_agent.core.presence import NobodyWatches, OwnInput
from desktop_agent.input.backend import Route
from desktop_agent.platforms.libraries.let_go import PressedBeside
from desktop_agent.platforms.libraries.library_backends import (
    ANY_CODE,
    NoX11,
    UnicodeTyping,
    await_release,
    check_not_let_go,
    library_errors,
    pyautogui_name,
    x11_beside,
)
from desktop_agent.platforms.windows.input.pointer import move, press, turn
from desktop_agent.platforms.windows.input.reach import check_keys, check_pointer

_BUTTONS = ("left", "middle", "right")
_MOTIONS = 2  # to the place where the pointer is, with each press, release and notch


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
    """Return why this backend cannot be used here; empty when it can."""
    try:
        _library()
    except BaseException as cause:
        # Without tkinter its import raises SystemExit, without a display KeyError.
        return Message("pyautogui can't be used: {part}", part=" ".join(str(cause).split()) or type(cause).__name__)
    return ""


def create(_ledgers: Path | None = None, own: OwnInput | None = None) -> PyAutoGui:
    """Return the pointer and the keys of this desktop, watched; InputDeniedError when pyautogui cannot reach them."""
    made = unwatched(own)
    made.start_watchdog()
    return made


def unwatched(own: OwnInput | None = None) -> PyAutoGui:
    """Return the same for the process that only releases."""
    try:
        library = _library()
    except BaseException as cause:
        raise InputDeniedError(
            Message("pyautogui can't be used on this desktop."), Message("Run doctor for details.")
        ) from cause
    library.PAUSE = 0.0
    library.FAILSAFE = False
    return PyAutoGui(library, own or NobodyWatches())


class PyAutoGui:
    """One desktop, as pyautogui sees it."""

    name = "pyautogui"

    def __init__(self, library: _PyAutoGuiModule, own: OwnInput) -> None:
        self._library = library
        self._own = own
        self._beside = PressedBeside("pyautogui_backend")
        self._x11 = x11 = x11_beside(own)
        self.reports_modifiers = x11.reports_modifiers
        self.taker_of, self.modifiers_down, self.await_click = x11.taker_of, x11.modifiers_down, x11.await_click
        self.in_dialog, self.desktop_chords = x11.in_dialog, x11.desktop_chords
        self.is_stopped = x11.is_stopped
        self.buttons_down = x11.buttons_down

    def start_watchdog(self) -> None:
        """Start what releases all that is down after our end."""
        self._beside.start()

    def await_watchdog(self) -> None:
        """Return once that runs; InputDeniedError where it can't be had."""
        self._x11.await_watchdog()
        self._beside.await_watchdog()

    def sync(self) -> None:
        """Return when the system has taken all events."""
        check_not_let_go(self._beside, self._x11)
        self._x11.sync()

    def move(self, at: ScreenPoint) -> None:
        """Move the pointer; a point outside is refused, since pyautogui would move it to the nearest edge."""
        if not self._library.onScreen(at.x, at.y):
            raise OffScreenError(
                Message("Point ({x}, {y}) isn't on the desktop.", x=at.x, y=at.y), Message("Take a new screenshot.")
            )
        check_not_let_go(self._beside, self._x11)
        self._own.expect("motion", 0)
        if sys.platform == "win32":
            move(at)
            return
        with library_errors(self.name):
            self._library.moveTo(at.x, at.y)

    def move_back(self, at: ScreenPoint) -> None:
        """Move the pointer to where it was before."""
        self.move(at)

    def pointer(self) -> ScreenPoint:
        """Return where the pointer is."""
        x, y = self._library.position()
        return ScreenPoint(int(x), int(y))

    def button(self, button: Button, *, down: bool) -> None:
        """Press or release one button."""
        if down:
            check_pointer()
            check_not_let_go(self._beside, self._x11)
            self._beside.press("button", button, self.pointer())
        self._button(button, down=down)
        if not down:
            self._beside.release("button", button)

    def _button(self, button: Button, *, down: bool) -> None:
        if sys.platform == "win32":
            if down:
                self._own.expect("button", ANY_CODE)
            press(button, down=down)
            return
        if button not in _BUTTONS:
            raise InputError(
                Message("pyautogui doesn't support the {button} button.", button=button),
                Message("Use the keyboard instead."),
            )
        if down:
            self._x11.note_press(button)
        self._clicking(presses=int(down))
        with library_errors(self.name):
            (self._library.mouseDown if down else self._library.mouseUp)(button=button)
        if not down:
            await_release(self._x11, button)
            self._x11.note_release(button)

    def press_on(self, window: int | None, button: Button) -> bool:
        """Press one button, whatever it is on."""
        self.button(button, down=True)
        return True

    def notch_on(self, window: int | None, right: int, down: int) -> bool:
        """Turn the wheel by one notch, whatever it is on."""
        self.notch(right, down)
        return True

    def notch(self, right: int, down: int) -> None:
        """Turn the wheel by one notch; pyautogui counts up as positive."""
        check_pointer()
        if sys.platform == "win32":
            self._own.expect("button", ANY_CODE)
            turn(right, down)
            return
        self._clicking(presses=1)
        with library_errors(self.name):
            if down:
                self._library.vscroll(-down)
            if right:
                self._library.hscroll(right)

    def check(self, keys: tuple[str, ...]) -> None:
        """Raise UnknownKeyError for a key that pyautogui would silently ignore."""
        self._x11.check(keys)
        for name in keys:
            if pyautogui_name(name) not in self._library.KEYBOARD_KEYS:
                raise UnknownKeyError(
                    Message("This keyboard has no “{name}” key.", name=name), Message("Use another key or a menu.")
                )

    def key(self, name: str, *, down: bool) -> None:
        """Press or release one key."""
        self.check((name,))
        if down:
            check_keys()
            check_not_let_go(self._beside, self._x11)
            self._beside.press("key", name)
        self._key(name, down=down)
        if not down:
            self._beside.release("key", name)

    def close(self) -> None:
        """Give back what was borrowed, and have released what is still down."""
        self._x11.close()
        self._beside.close()

    def _key(self, name: str, *, down: bool) -> None:
        if self._x11.lacking_key(name, down=down):
            return
        if down:
            self._own.expect("key", ANY_CODE)
        with library_errors(self.name):
            (self._library.keyDown if down else self._library.keyUp)(pyautogui_name(name))

    def routes(self, *, to_terminal: bool = False) -> tuple[Route, ...]:
        """Return the sure routes of X11; elsewhere pynput's typing, as pyautogui's own drops what is not ASCII."""
        if not isinstance(self._x11, NoX11):
            return self._x11.routes(to_terminal=to_terminal)
        from pynput.keyboard import Controller

        return (UnicodeTyping(cast("Callable[[str], None]", Controller().type), self._own),)

    def _clicking(self, *, presses: int) -> None:
        # It puts the pointer where it is already, twice each time: 0.9.54 does so in `mouseDown` and in `_mouseDown`.
        for _ in range(0 if isinstance(self._x11, NoX11) else _MOTIONS):
            self._own.expect("motion", 0)
        for _ in range(presses):
            self._own.expect("button", ANY_CODE)


def _library() -> _PyAutoGuiModule:
    # Its sources hold escapes that newer Pythons warn about; the user can do nothing about that.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pyautogui

    return cast("_PyAutoGuiModule", pyautogui)
