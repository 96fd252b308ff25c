"""pynput: the way on Windows and macOS; on X11 only when forced, and there for pointer and named keys alone.

On X11 text goes by the XTEST routes: pynput sends characters by XSendEvent, which programs may ignore (measured:
xterm does). Not yet run on Windows and macOS.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from desktop_agent.core.actions import Button
from desktop_agent.core.errors import InputDeniedError, InputError, UnknownKeyError
from desktop_agent.core.geometry import ScreenPoint
from desktop_agent.core.own_input import NobodyWatches, OwnInput
from desktop_agent.core.stop import Stopped, StopToken
from desktop_agent.input.backend import Route
from desktop_agent.input.backends.win.pointer import move
from desktop_agent.x11.keysyms import symbol_of_key

if TYPE_CHECKING:
    from desktop_agent.input.backends.xtest import XTest

# Our names of keys that pynput calls otherwise.
_NAMES = {
    "super": "cmd",
    "altgr": "alt_gr",
    "escape": "esc",
    "pageup": "page_up",
    "pagedown": "page_down",
    "capslock": "caps_lock",
    "numlock": "num_lock",
    "scrolllock": "scroll_lock",
    "printscreen": "print_screen",
    "volumeup": "media_volume_up",
    "volumedown": "media_volume_down",
    "mute": "media_volume_mute",
    "playpause": "media_play_pause",
    "nexttrack": "media_next",
    "previoustrack": "media_previous",
}
_SIDE_BUTTONS = {"linux": {"back": "button8", "forward": "button9"}, "win32": {"back": "x1", "forward": "x2"}}

# Which key or button it will be is the library's secret: any of that kind is then taken for ours.
_ANY = 0
AFTER_CLICK_S = 0.05  # where the system does not say when


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
    """Return why this way cannot be used here; empty when it can."""
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
        self._x11 = _x11(own)
        self.reports_modifiers = self._x11 is not None

    def move(self, at: ScreenPoint) -> None:
        """Put the pointer there."""
        self._own.expect("motion", 0)
        if sys.platform == "win32":
            move(at)
            return
        with _own_words():
            self._mouse.position = (at.x, at.y)

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
            self._own.expect("button", _ANY)
        with _own_words():
            (self._mouse.press if down else self._mouse.release)(getattr(mouse.Button, name))

    def still_on(self, window: int | None) -> AbstractContextManager[None]:
        """Do nothing."""
        return nullcontext()

    def notch(self, right: int, down: int) -> None:
        """Turn the wheel by one notch; pynput counts up as positive."""
        self._own.expect("button", _ANY)
        with _own_words():
            self._mouse.scroll(right, -down)

    def check(self, keys: tuple[str, ...]) -> None:
        """Raise UnknownKeyError when pynput has no such key."""
        if self._x11:
            self._x11.check(keys)
        else:
            for name in keys:
                self._key_of(name)

    def taken(self, keys: tuple[str, ...]) -> str:
        """Return a sentence when another program takes a chord, where the system tells."""
        return self._x11.taken(keys) if self._x11 else ""

    def key(self, name: str, *, down: bool) -> None:
        """Press or release one key."""
        self.check((name,))
        if self._x11 and len(name) == 1:
            self._x11.key(name, down=down)  # a character of pynput's would go by XSendEvent
            return
        if self._x11 and self._x11.lacking_key(name, down=down):
            return
        key = self._key_of(name)
        if down:
            self._own.expect("key", _ANY)
        with _own_words():
            (self._keys.press if down else self._keys.release)(key)

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
        """Return the sure routes of X11, or the typing of Windows and macOS."""
        return self._x11.routes() if self._x11 else (UnicodeTyping(self._keys.type, self._own),)

    def close(self) -> None:
        """Put back what the X11 routes borrowed."""
        if self._x11:
            self._x11.close()

    def _key_of(self, name: str) -> object:
        from pynput import keyboard

        known = getattr(keyboard.Key, _NAMES.get(name, name), None)
        if known is not None:
            return known
        if self._x11:
            return keyboard.KeyCode.from_vk(symbol_of_key(name))
        if len(name) == 1:
            return keyboard.KeyCode.from_char(name)
        raise UnknownKeyError(f"This keyboard has no key “{name}”.", "Use another key or a menu.")


class UnicodeTyping:
    """Characters as the system's own Unicode key events: no layout is involved (Windows and macOS)."""

    name = "unicode keys"
    private = True
    pastes = False

    def __init__(self, type_text: Callable[[str], None], own: OwnInput) -> None:
        self._type = type_text
        self._own = own

    def takes(self, text: str) -> bool:
        """Take everything."""
        return bool(text)

    def enter(self, text: str, stop: StopToken) -> None:
        """Send one character after the other."""
        for char in text:
            if stop.is_set():
                raise Stopped
            for _ in char.encode("utf-16-le")[::2]:  # one press for each half of a pair
                self._own.expect("key", _ANY)
            with _own_words():
                self._type(char)

    def finish(self) -> None:
        """Nothing was borrowed."""


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
        raise InputError(f"pynput could not send an event ({type(cause).__name__}).") from cause
