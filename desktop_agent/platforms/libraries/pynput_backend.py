"""pynput: the default on Windows and macOS; on X11 only when forced, and then for pointer and named keys alone.

On X11 text goes by the XTEST routes: pynput sends characters by XSendEvent, which programs may ignore (measured:
xterm does).
"""

from __future__ import annotations

import ctypes
import sys
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from desktop_agent.core.actions.action import Button
from desktop_agent.core.errors import InputDeniedError
from desktop_agent.core.pictures import Rect, ScreenPoint
from desktop_agent.core.presence import NoOwnInput, OwnInput
from desktop_agent.core.texts.message import Message
from desktop_agent.input.pointer import DOUBLE_CLICK_REACH, DOUBLE_CLICK_S
from desktop_agent.platforms.libraries.library_input import LibraryInput, off_screen, pynput_name
from desktop_agent.platforms.x11.keysyms import symbol_of_key

# On macOS pynput turns the wheel by 10 pixels a step (`_SCROLL_SPEED` in its mouse/_darwin.py); a notch is a hundred.
_STEPS_OF_NOTCH = 10 if sys.platform == "darwin" else 1
_SIDE_BUTTONS = {
    "linux": {"back": "button8", "forward": "button9"},
    "win32": {"back": "x1", "forward": "x2"},
}.get(sys.platform, {})
_SWAPPED_BUTTONS = {"left": "right", "right": "left"}
_SWAPPED = 23  # SM_SWAPBUTTON
_DESKTOP = (76, 77, 78, 79)  # SM_XVIRTUALSCREEN and the like: left, top, width and height of all monitors together
_MOVE = 0x0001 | 0x8000 | 0x4000  # MOUSEEVENTF_MOVE, _ABSOLUTE, _VIRTUALDESK
_PynputMouse = Any  # pynput has no types
_PynputKeys = Any


def why_not() -> str:
    """Return why this backend cannot be used here; empty when it can."""
    try:
        controllers()
    except BaseException as cause:
        return Message("pynput can't be used: {part}", part=" ".join(str(cause).split()) or type(cause).__name__)
    return ""


def create(_ledgers: Path | None = None, own: OwnInput | None = None) -> LibraryInput:
    """Return the pointer and keys of this desktop, with a watchdog; InputDeniedError if pynput can't reach them."""
    made = unwatched(own)
    made.start_watchdog()
    return made


def unwatched(own: OwnInput | None = None) -> LibraryInput:
    """Return the same for the process that only releases."""
    try:
        return LibraryInput(Pynput(*controllers()), "pynput_backend", own or NoOwnInput())
    except BaseException as cause:
        raise InputDeniedError(
            Message("pynput can't be used on this desktop."), Message("Run doctor for details.")
        ) from cause


def controllers() -> tuple[_PynputMouse, _PynputKeys]:
    """Return pynput's mouse and keyboard; may raise any of its errors without a display."""
    return _cached_controllers() if sys.platform == "darwin" else _new_controllers()


@cache
def _cached_controllers() -> tuple[_PynputMouse, _PynputKeys]:
    """Return the ones of macOS, made once, and on the main thread.

    The one of the keys asks for the keyboard's layout, and the system ends a process that asks on another thread
    (dispatch_assert_queue; moses-palmer/pynput, issues 99 and 366). `why_not` is asked on the main thread before a run
    begins, and the run's own thread finds what that has made.
    """
    return _new_controllers()


def _new_controllers() -> tuple[_PynputMouse, _PynputKeys]:
    from pynput import keyboard, mouse

    return mouse.Controller(), keyboard.Controller()


class MacClicks:
    """Counts the presses of a double or triple click, as macOS wants the count in each event.

    Programs there read it from the event (Apple's kCGMouseEventClickState) and count nothing themselves; pynput writes
    it only inside of its `with`, where each press counts on from the one before (pynput's mouse/_darwin.py).
    """

    def __init__(self, mouse: _PynputMouse, clock: Callable[[], float] = time.monotonic) -> None:
        self._mouse = mouse
        self._clock = clock
        self._last: tuple[Button, float, tuple[int, int]] | None = None

    def begin(self, button: Button) -> None:
        """Before each press: count on from the last, where the system would."""
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
    """Implements `library_input.Library`."""

    name = "pynput"
    moves_by_press = 0
    sends_characters = False

    def __init__(self, mouse: _PynputMouse, keys: _PynputKeys) -> None:
        self._mouse = mouse
        self._keys = keys
        self._clicks = MacClicks(mouse) if sys.platform == "darwin" else None
        self.type = keys.type

    def move(self, at: ScreenPoint) -> None:
        """Move the pointer."""
        if sys.platform == "win32":
            _move_on_windows(at)
        else:
            self._mouse.position = (at.x, at.y)

    def pointer(self) -> tuple[float, float]:
        """Return where the pointer is."""
        x, y = self._mouse.position
        return x, y

    def has_button(self, button: Button) -> bool:
        """Return whether it can press a button."""
        return button in {"left", "middle", "right", *_SIDE_BUTTONS}

    def button(self, button: Button, *, down: bool) -> None:
        """Press or release a button."""
        from pynput import mouse

        if down and self._clicks is not None:
            self._clicks.begin(button)
        name = _SIDE_BUTTONS.get(button, button)
        if sys.platform == "win32" and vars(ctypes)["windll"].user32.GetSystemMetrics(_SWAPPED):
            # pynput names the buttons of the device, which a left-handed user has swapped.
            name = _SWAPPED_BUTTONS.get(name, name)
        (self._mouse.press if down else self._mouse.release)(getattr(mouse.Button, name))

    def notch(self, right: int, down: int) -> None:
        """Turn the wheel; pynput counts up as positive."""
        self._mouse.scroll(right * _STEPS_OF_NOTCH, -down * _STEPS_OF_NOTCH)

    def has_key(self, name: str) -> bool:
        """Return whether it can press a key."""
        from pynput import keyboard

        return sys.platform == "linux" or len(name) == 1 or hasattr(keyboard.Key, pynput_name(name))

    def key(self, name: str, *, down: bool) -> None:
        """Press or release a key."""
        from pynput import keyboard

        key = getattr(keyboard.Key, pynput_name(name), None)
        if key is None:
            code = keyboard.KeyCode
            key = code.from_vk(symbol_of_key(name)) if sys.platform == "linux" else code.from_char(name)
        (self._keys.press if down else self._keys.release)(key)


def _move_on_windows(at: ScreenPoint) -> None:
    """Move the pointer to the middle of a pixel, by an event that Windows marks as a program's.

    pynput and pyautogui use SetCursorPos. Wine reports that as a device's motion, and goes back to the previous
    position for a moment, so that a click may land there.
    """
    user32 = vars(ctypes)["windll"].user32
    desktop = Rect(*(int(user32.GetSystemMetrics(which)) for which in _DESKTOP))
    if not desktop.contains(at):
        raise off_screen(at)
    right = 2 * (at.x - desktop.x) + 1
    down = 2 * (at.y - desktop.y) + 1
    user32.mouse_event(_MOVE, (right << 15) // desktop.width, (down << 15) // desktop.height, 0, 0)
