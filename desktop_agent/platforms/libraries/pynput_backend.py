"""pynput: the default on Windows and macOS; on X11 only when forced, and then for pointer and named keys alone.

On X11 text goes by the XTEST routes: pynput sends characters by XSendEvent, which programs may ignore (measured:
xterm does). Run under Wine 8.0, not yet on Windows and macOS.
"""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Protocol

from desktop_agent.core.actions import Button
from desktop_agent.core.errors import InputDeniedError, InputError, UnknownKeyError
from desktop_agent.core.geometry import ScreenPoint
from desktop_agent.core.message import Message
from desktop_agent.core.presence import NobodyWatches, OwnInput
from desktop_agent.input.backend import Route
from desktop_agent.input.pointer import DOUBLE_CLICK_REACH, DOUBLE_CLICK_S
from desktop_agent.platforms.libraries.let_go import PressedBeside
from desktop_agent.platforms.libraries.library_backends import (
    ANY_CODE,
    NoX11,
    UnicodeTyping,
    await_release,
    check_not_let_go,
    library_errors,
    pynput_name,
    x11_beside,
)
from desktop_agent.platforms.windows.input.pointer import move, press, turn
from desktop_agent.platforms.windows.input.reach import check_keys, check_pointer
from desktop_agent.platforms.x11.keysyms import symbol_of_key

# On macOS pynput turns the wheel by 10 pixels a step (`_SCROLL_SPEED` in its mouse/_darwin.py); a notch is a hundred.
_STEPS_OF_NOTCH = 10 if sys.platform == "darwin" else 1
_SIDE_BUTTONS = {"linux": {"back": "button8", "forward": "button9"}}


class _PynputMouse(Protocol):
    position: tuple[int, int]

    def press(self, button: object) -> None: ...
    def release(self, button: object) -> None: ...
    def scroll(self, dx: int, dy: int) -> None: ...
    def __enter__(self) -> object: ...
    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None, /
    ) -> object: ...


class _PynputKeys(Protocol):
    def press(self, key: object) -> None: ...
    def release(self, key: object) -> None: ...
    def type(self, text: str) -> None: ...


def why_not() -> str:
    """Return why this backend cannot be used here; empty when it can."""
    try:
        _controllers()
    except BaseException as cause:
        return Message("pynput can't be used: {part}", part=" ".join(str(cause).split()) or type(cause).__name__)
    return ""


def create(_ledgers: Path | None = None, own: OwnInput | None = None) -> Pynput:
    """Return the pointer and the keys of this desktop, watched; InputDeniedError when pynput cannot reach them."""
    made = unwatched(own)
    made.start_watchdog()
    return made


def unwatched(own: OwnInput | None = None) -> Pynput:
    """Return the same for the process that only releases."""
    try:
        return Pynput(*_controllers(), own or NobodyWatches())
    except BaseException as cause:
        raise InputDeniedError(
            Message("pynput can't be used on this desktop."), Message("Run doctor for details.")
        ) from cause


def _controllers() -> tuple[_PynputMouse, _PynputKeys]:
    return _kept_controllers() if sys.platform == "darwin" else _new_controllers()


@cache
def _kept_controllers() -> tuple[_PynputMouse, _PynputKeys]:
    """Return the ones of macOS, made once, and on the main thread.

    The one of the keys asks for the keyboard's layout, and the system ends a process that asks on another thread
    (dispatch_assert_queue; moses-palmer/pynput, issues 99 and 366). `why_not` is asked on the main thread before a run
    begins, and the run's own thread finds what that has made.
    """
    if threading.current_thread() is not threading.main_thread():
        raise InputDeniedError(
            Message("On macOS, keys can be prepared only on the program's main thread."), Message("Run doctor first.")
        )
    return _new_controllers()


def _new_controllers() -> tuple[_PynputMouse, _PynputKeys]:
    from pynput import keyboard, mouse

    return mouse.Controller(), keyboard.Controller()


class MacClicks:
    """Which press of a double or triple click comes next, as macOS wants each event to say it.

    Programs there read it from the event (Apple's kCGMouseEventClickState) and count nothing themselves; pynput writes
    it only inside of its `with`, where each press counts on from the one before (pynput's mouse/_darwin.py).
    """

    def __init__(self, mouse: _PynputMouse, clock: Callable[[], float] = time.monotonic) -> None:
        self._mouse, self._clock = mouse, clock
        self._last: tuple[Button, float, tuple[int, int]] | None = None

    def begin(self, button: Button) -> None:
        """Before each press: let it count on from the last, where a hand's would."""
        x, y = self._mouse.position
        now = self._clock()
        if not self._counts_on(button, now, (int(x), int(y))):
            self._mouse.__exit__(None, None, None)
            self._mouse.__enter__()
        self._last = (button, now, (int(x), int(y)))

    def _counts_on(self, button: Button, now: float, at: tuple[int, int]) -> bool:
        if self._last is None:
            return False
        before, then, (x, y) = self._last
        is_near = max(abs(at[0] - x), abs(at[1] - y)) < DOUBLE_CLICK_REACH
        return before == button and now - then < DOUBLE_CLICK_S and is_near


class Pynput:
    """One desktop, as pynput sees it."""

    name = "pynput"

    def __init__(self, mouse: _PynputMouse, keys: _PynputKeys, own: OwnInput) -> None:
        self._mouse = mouse
        self._keys = keys
        self._own = own
        self._beside = PressedBeside("pynput_backend")
        self._clicks = MacClicks(mouse) if sys.platform == "darwin" else None
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
        """Move the pointer."""
        check_not_let_go(self._beside, self._x11)
        self._own.expect("motion", 0)
        if sys.platform == "win32":
            move(at)
            return
        with library_errors(self.name):
            self._mouse.position = (at.x, at.y)

    def move_back(self, at: ScreenPoint) -> None:
        """Move the pointer to where it was before."""
        self.move(at)

    def pointer(self) -> ScreenPoint:
        """Return where the pointer is."""
        x, y = self._mouse.position
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
        from pynput import mouse

        name = _SIDE_BUTTONS.get(sys.platform, {}).get(button, button)
        if not hasattr(mouse.Button, name):
            raise InputError(
                Message("This system doesn't support the {button} button.", button=button),
                Message("Use the keyboard instead."),
            )
        if down:
            self._x11.note_press(button)
            self._own.expect("button", ANY_CODE)
            if self._clicks is not None:
                self._clicks.begin(button)
        with library_errors(self.name):
            (self._mouse.press if down else self._mouse.release)(getattr(mouse.Button, name))
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
        """Turn the wheel by one notch; pynput counts up as positive."""
        check_pointer()
        self._own.expect("button", ANY_CODE)
        if sys.platform == "win32":
            turn(right, down)
            return
        with library_errors(self.name):
            self._mouse.scroll(right * _STEPS_OF_NOTCH, -down * _STEPS_OF_NOTCH)

    def check(self, keys: tuple[str, ...]) -> None:
        """Raise UnknownKeyError when pynput has no such key."""
        self._x11.check(keys)
        for name in keys if isinstance(self._x11, NoX11) else ():
            self._key_of(name)

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
        if len(name) == 1 and not isinstance(self._x11, NoX11):
            self._x11.key(name, down=down)  # a character of pynput's would go by XSendEvent
            return
        if self._x11.lacking_key(name, down=down):
            return
        key = self._key_of(name)
        if down:
            self._own.expect("key", ANY_CODE)
        with library_errors(self.name):
            (self._keys.press if down else self._keys.release)(key)

    def routes(self, *, to_terminal: bool = False) -> tuple[Route, ...]:
        """Return the sure routes of X11, or the typing of Windows and macOS."""
        if isinstance(self._x11, NoX11):
            return (UnicodeTyping(self._keys.type, self._own),)
        return self._x11.routes(to_terminal=to_terminal)

    def _key_of(self, name: str) -> object:
        from pynput import keyboard

        known = getattr(keyboard.Key, pynput_name(name), None)
        if known is not None:
            return known
        if not isinstance(self._x11, NoX11):
            return keyboard.KeyCode.from_vk(symbol_of_key(name))
        if len(name) == 1:
            return keyboard.KeyCode.from_char(name)
        raise UnknownKeyError(
            Message("This keyboard has no “{name}” key.", name=name), Message("Use another key or a menu.")
        )
