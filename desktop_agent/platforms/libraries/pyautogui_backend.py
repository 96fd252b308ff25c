"""pyautogui: an alternative on Windows and macOS; on X11 only when forced, and then for pointer and keys alone.

Its failsafe and pauses are off: the run has its own stop, and a failsafe corner would block every later call. It
silently ignores unknown keys, so they are refused here. It drops text that isn't ASCII, so pynput types text.
On Windows it has the keys alone, and pynput the pointer: at each press it sets the pointer in a way that looks like the
person's, its notch of the wheel is a 120th of one, and its sideways turn is none (its _pyautogui_win.py).
"""

from __future__ import annotations

import sys
import warnings
from pathlib import Path
from typing import Any

from desktop_agent.core.actions.action import Button
from desktop_agent.core.errors import InputDeniedError
from desktop_agent.core.pictures import ScreenPoint
from desktop_agent.core.presence import NoOwnInput, OwnInput
from desktop_agent.core.texts.message import Message
from desktop_agent.platforms.libraries.library_input import LibraryInput, off_screen, pyautogui_name
from desktop_agent.platforms.libraries.pynput_backend import Pynput, controllers

_BUTTONS = ("left", "middle", "right")
_PyAutoGuiModule = Any  # pyautogui has no types


def why_not() -> str:
    """Return why this backend cannot be used here; empty when it can."""
    try:
        _library()
    except BaseException as cause:
        # Without tkinter its import raises SystemExit, without a display KeyError.
        return Message("pyautogui can't be used: {part}", part=" ".join(str(cause).split()) or type(cause).__name__)
    return ""


def create(_ledgers: Path | None = None, own: OwnInput | None = None) -> LibraryInput:
    """Return the pointer and keys of this desktop, with a watchdog; InputDeniedError if pyautogui can't reach them."""
    made = unwatched(own)
    made.start_watchdog()
    return made


def unwatched(own: OwnInput | None = None) -> LibraryInput:
    """Return the same for the process that only releases."""
    try:
        library = _library()
    except BaseException as cause:
        raise InputDeniedError(
            Message("pyautogui can't be used on this desktop."), Message("Run doctor for details.")
        ) from cause
    library.PAUSE = 0.0
    library.FAILSAFE = False
    keys = _PyAutoGui(library)
    here = _KeysWithPynputPointer(keys, Pynput(*controllers())) if sys.platform == "win32" else keys
    return LibraryInput(here, "pyautogui_backend", own or NoOwnInput())


class _PyAutoGui:
    """Implements `library_input.Library`."""

    name = "pyautogui"
    moves_by_press = 2  # 0.9.54 puts the pointer where it is in `mouseDown` and in `_mouseDown`
    sends_characters = True

    def __init__(self, library: _PyAutoGuiModule) -> None:
        self._library = library

    def move(self, at: ScreenPoint) -> None:
        """Move the pointer; a point outside is refused, since pyautogui would move it to the nearest edge."""
        if not self._library.onScreen(at.x, at.y):
            raise off_screen(at)
        self._library.moveTo(at.x, at.y)

    def pointer(self) -> tuple[float, float]:
        """Return where the pointer is."""
        x, y = self._library.position()
        return x, y

    def has_button(self, button: Button) -> bool:
        """Return whether it can press a button."""
        return button in _BUTTONS

    def button(self, button: Button, *, down: bool) -> None:
        """Press or release a button."""
        (self._library.mouseDown if down else self._library.mouseUp)(button=button)

    def notch(self, right: int, down: int) -> None:
        """Turn the wheel; pyautogui counts up as positive."""
        if down:
            self._library.vscroll(-down)
        if right:
            self._library.hscroll(right)

    def has_key(self, name: str) -> bool:
        """Return whether it can press a key."""
        return pyautogui_name(name) in self._library.KEYBOARD_KEYS

    def key(self, name: str, *, down: bool) -> None:
        """Press or release a key."""
        (self._library.keyDown if down else self._library.keyUp)(pyautogui_name(name))

    def type(self, text: str) -> None:
        """Send one character by pynput."""
        controllers()[1].type(text)


class _KeysWithPynputPointer:
    """The keys of pyautogui, and the pointer of pynput; implements `library_input.Library`."""

    name = _PyAutoGui.name
    moves_by_press = Pynput.moves_by_press
    sends_characters = _PyAutoGui.sends_characters

    def __init__(self, keys: _PyAutoGui, pointer: Pynput) -> None:
        self.move = pointer.move
        self.pointer = pointer.pointer
        self.notch = pointer.notch
        self.has_button = pointer.has_button
        self.button = pointer.button
        self.has_key = keys.has_key
        self.key = keys.key
        self.type = keys.type


def _library() -> _PyAutoGuiModule:
    # Its sources hold escapes that newer Pythons warn about; the user can do nothing about that.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pyautogui

    if sys.platform != "linux":
        controllers()
    return pyautogui
