"""pynput: the default on Windows and macOS; on X11 only when forced, and then for pointer and named keys alone.

On X11 text goes by the XTEST routes: pynput sends characters by XSendEvent, which programs may ignore (measured:
xterm does). Run under Wine 8.0, not yet on Windows and macOS.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Protocol

from desktop_agent.core.actions import Button
from desktop_agent.core.errors import InputDeniedError, InputError, UnknownKeyError
from desktop_agent.core.geometry import ScreenPoint
from desktop_agent.core.own_input import NobodyWatches, OwnInput
from desktop_agent.input.backend import Route
from desktop_agent.input.backends.win.pointer import move
from desktop_agent.input.library_backends import (
    ANY_CODE,
    NoX11,
    UnicodeTyping,
    await_release,
    library_errors,
    pynput_name,
    x11_beside,
)
from desktop_agent.x11.keysyms import symbol_of_key

_SIDE_BUTTONS = {"linux": {"back": "button8", "forward": "button9"}, "win32": {"back": "x1", "forward": "x2"}}


class _PynputMouse(Protocol):
    position: tuple[int, int]

    def press(self, button: object) -> None: ...
    def release(self, button: object) -> None: ...
    def scroll(self, dx: int, dy: int) -> None: ...


class _PynputKeys(Protocol):
    def press(self, key: object) -> None: ...
    def release(self, key: object) -> None: ...
    def type(self, text: str) -> None: ...


def why_not() -> str:
    """Return why this backend cannot be used here; empty when it can."""
    try:
        from pynput import keyboard, mouse

        mouse.Controller()
        keyboard.Controller()
    except BaseException as cause:
        return f"pynput cannot be used: {' '.join(str(cause).split()) or type(cause).__name__}"
    return ""


def create(_ledgers: Path | None = None, own: OwnInput | None = None) -> Pynput:
    """Return the pointer and the keys of this desktop; InputDeniedError when pynput cannot reach them."""
    try:
        from pynput import keyboard, mouse

        return Pynput(mouse.Controller(), keyboard.Controller(), own or NobodyWatches())
    except BaseException as cause:
        raise InputDeniedError("pynput cannot be used on this desktop.", "Run doctor for details.") from cause


class Pynput:
    """One desktop, as pynput sees it."""

    name = "pynput"

    def __init__(self, mouse: _PynputMouse, keys: _PynputKeys, own: OwnInput) -> None:
        self._mouse = mouse
        self._keys = keys
        self._own = own
        self._x11 = x11 = x11_beside(own)
        self.reports_modifiers = x11.reports_modifiers
        self.taker_of, self.modifiers_down, self.await_click = x11.taker_of, x11.modifiers_down, x11.await_click
        self.in_dialog = x11.in_dialog
        self.is_stopped = x11.is_stopped
        self.buttons_down, self.sync, self.close = x11.buttons_down, x11.sync, x11.close

    def move(self, at: ScreenPoint) -> None:
        """Move the pointer."""
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
        from pynput import mouse

        name = _SIDE_BUTTONS.get(sys.platform, {}).get(button, button)
        if not hasattr(mouse.Button, name):
            raise InputError(f"This system has no {button} button.", "Use the keyboard instead.")
        if down:
            self._x11.note_press(button)
            self._own.expect("button", ANY_CODE)
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
        self._own.expect("button", ANY_CODE)
        with library_errors(self.name):
            self._mouse.scroll(right, -down)

    def check(self, keys: tuple[str, ...]) -> None:
        """Raise UnknownKeyError when pynput has no such key."""
        self._x11.check(keys)
        for name in keys if isinstance(self._x11, NoX11) else ():
            self._key_of(name)

    def key(self, name: str, *, down: bool) -> None:
        """Press or release one key."""
        self.check((name,))
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

    def routes(self) -> tuple[Route, ...]:
        """Return the sure routes of X11, or the typing of Windows and macOS."""
        return (UnicodeTyping(self._keys.type, self._own),) if isinstance(self._x11, NoX11) else self._x11.routes()

    def _key_of(self, name: str) -> object:
        from pynput import keyboard

        known = getattr(keyboard.Key, pynput_name(name), None)
        if known is not None:
            return known
        if not isinstance(self._x11, NoX11):
            return keyboard.KeyCode.from_vk(symbol_of_key(name))
        if len(name) == 1:
            return keyboard.KeyCode.from_char(name)
        raise UnknownKeyError(f"This keyboard has no key “{name}”.", "Use another key or a menu.")
