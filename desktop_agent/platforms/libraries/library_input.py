"""The input backend of Windows and macOS, over pynput or pyautogui; on X11 only when it is asked for.

A library sends the pointer and named keys. Each press is reported to a separate process before it is sent
(`release_process.py`). On X11 text, keys that no layout has, and all queries to the server use XTEST. Run on X11
and under Wine 8.0, not yet on Windows and macOS.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

from desktop_agent.core.actions.action import Button
from desktop_agent.core.actions.keys import NO_CHORDS, DesktopChords
from desktop_agent.core.errors import InputError, OffScreenError, UnknownKeyError
from desktop_agent.core.pictures import ScreenPoint
from desktop_agent.core.presence import OwnInput
from desktop_agent.core.runs.waiting import Stopped, StopToken
from desktop_agent.core.texts.message import Message
from desktop_agent.input.backend import ReleasedWhileSuspendedError, Route
from desktop_agent.platforms.libraries.release_process import ReleaseProcess

if TYPE_CHECKING:
    from desktop_agent.platforms.x11.input.xtest import XTest

# The library doesn't report the code of the key or button: any of that kind counts as ours.
_ANY_CODE = 0
_AFTER_CLICK_S = 0.05  # where the system doesn't report it
_LONGEST_RELEASE_S = 0.2  # a person may hold the same button
# Our names of keys that a library spells otherwise: pynput's name and pyautogui's.
_SPELLED: Mapping[str, tuple[str, str]] = {
    "super": ("cmd", "win"),
    "altgr": ("alt_gr", "altright"),
    "escape": ("esc", "escape"),
    "pageup": ("page_up", "pageup"),
    "pagedown": ("page_down", "pagedown"),
    "capslock": ("caps_lock", "capslock"),
    "numlock": ("num_lock", "numlock"),
    "scrolllock": ("scroll_lock", "scrolllock"),
    "printscreen": ("print_screen", "printscreen"),
    "menu": ("menu", "apps"),
    "volumeup": ("media_volume_up", "volumeup"),
    "volumedown": ("media_volume_down", "volumedown"),
    "mute": ("media_volume_mute", "volumemute"),
    "playpause": ("media_play_pause", "playpause"),
    "nexttrack": ("media_next", "nexttrack"),
    "previoustrack": ("media_previous", "prevtrack"),
    "mediastop": ("media_stop", "stop"),
    **{f"kp{n}": (f"kp{n}", f"num{n}") for n in range(10)},
    **{f"kp{word}": (f"kp{word}", word) for word in ("add", "subtract", "multiply", "divide", "decimal")},
}


def pynput_name(key: str) -> str:
    """Return pynput's name of a key."""
    return _SPELLED.get(key, (key, key))[0]


def pyautogui_name(key: str) -> str:
    """Return pyautogui's name of a key."""
    return _SPELLED.get(key, (key, key))[1]


class Library(Protocol):
    """The part that differs from library to library; may raise any error."""

    name: str
    moves_by_press: int  # motions to where the pointer is already that come with each press, release and notch
    sends_characters: bool  # whether it presses keys on X11 by the characters that they type

    def move(self, at: ScreenPoint) -> None:
        """Move the pointer."""

    def pointer(self) -> tuple[float, float]:
        """Return where the pointer is."""

    def has_button(self, button: Button) -> bool:
        """Return whether it can press a button."""

    def button(self, button: Button, *, down: bool) -> None:
        """Press or release a button."""

    def notch(self, right: int, down: int) -> None:
        """Turn the wheel by one notch."""

    def has_key(self, name: str) -> bool:
        """Return whether it can press a key."""

    def key(self, name: str, *, down: bool) -> None:
        """Press or release a key."""

    def type(self, text: str) -> None:
        """Send one character."""


class LibraryInput:
    """The input of one desktop by a library; implements `input.backend.InputBackend`."""

    def __init__(self, library: Library, module: str, own: OwnInput) -> None:
        """`module` is the name of the module that makes this library's backend in another process."""
        self._library = library
        self._own = own
        self.name = library.name
        self._release_process = ReleaseProcess(module)
        x11 = _x11_input(own)
        self._x11 = x11
        self.reports_modifiers = x11.reports_modifiers
        self.taker_of = x11.taker_of
        self.modifiers_down = x11.modifiers_down
        self.await_click = x11.await_click
        self.in_dialog = x11.in_dialog
        self.desktop_chords = x11.desktop_chords
        self.is_stopped = x11.is_stopped
        self.restrict_keys = x11.restrict_keys
        self.keys_arrive = x11.keys_arrive
        self.buttons_down = x11.buttons_down

    def start_watchdog(self) -> None:
        """Start the process that releases all that is down after our end."""
        self._release_process.start(self)

    def await_watchdog(self) -> None:
        """Return once that runs; InputDeniedError if it can't be started."""
        self._x11.await_watchdog()
        self._release_process.await_watchdog()

    def sync(self) -> None:
        """Return when the system has taken all events."""
        self._check_not_released()
        self._x11.sync()

    def move(self, at: ScreenPoint) -> None:
        """Move the pointer."""
        self._check_not_released()
        self.move_back(at)

    def move_back(self, at: ScreenPoint) -> None:
        """Move the pointer to where it was before; with or without a watchdog, as a drag is to be cancelled."""
        self._own.expect("motion", _ANY_CODE)
        with _library_errors(self.name):
            self._library.move(at)

    def pointer(self) -> ScreenPoint:
        """Return where the pointer is."""
        x, y = self._library.pointer()
        return ScreenPoint(int(x), int(y))

    def button(self, button: Button, *, down: bool) -> None:
        """Press or release one button."""
        if not self._library.has_button(button):
            raise InputError(
                Message("{library} doesn't support the {button} button.", library=self.name, button=button),
                Message("Use the keyboard instead."),
            )
        if down:
            self._check_not_released()
            self._release_process.press("button", button, self.pointer())
            self._x11.note_press(button)
        self._announce_button(presses=int(down))
        with _library_errors(self.name):
            self._library.button(button, down=down)
        if not down:
            _await_button_up(self._x11, button)
            self._x11.note_release(button)
            self._release_process.release("button", button)

    def press_on(self, window: int | None, button: Button) -> bool:
        """Press one button, whatever it is on."""
        self.button(button, down=True)
        return True

    def notch_on(self, window: int | None, right: int, down: int) -> bool:
        """Turn the wheel by one notch, whatever it is on."""
        self.notch(right, down)
        return True

    def notch(self, right: int, down: int) -> None:
        """Turn the wheel by one notch."""
        self._announce_button(presses=1)
        with _library_errors(self.name):
            self._library.notch(right, down)

    def check(self, keys: tuple[str, ...]) -> None:
        """Raise UnknownKeyError for a key that the library lacks, which it may silently ignore."""
        self._x11.check(keys)
        for name in keys:
            if not self._library.has_key(name):
                raise UnknownKeyError(
                    Message("This keyboard has no “{name}” key.", name=name), Message("Use another key or a menu.")
                )

    def key(self, name: str, *, down: bool) -> None:
        """Press or release one key."""
        self.check((name,))
        if down:
            self._check_not_released()
            self._release_process.press("key", name)
        self._key(name, down=down)
        if not down:
            self._release_process.release("key", name)

    def close(self) -> None:
        """Give back what was borrowed, and have released what is still down."""
        self._x11.close()
        self._release_process.close()

    def routes(self, *, to_terminal: bool = False) -> tuple[Route, ...]:
        """Return the sure routes of X11, or the typing of Windows and macOS."""
        if isinstance(self._x11, NoX11):
            return (UnicodeTyping(self._library.type, self._own),)
        return self._x11.routes(to_terminal=to_terminal)

    def _key(self, name: str, *, down: bool) -> None:
        if len(name) == 1 and not self._library.sends_characters and not isinstance(self._x11, NoX11):
            self._x11.key(name, down=down)
            return
        if self._x11.lacking_key(name, down=down):
            return
        if down:
            self._own.expect("key", _ANY_CODE)
        with _library_errors(self.name):
            self._library.key(name, down=down)

    def _check_not_released(self) -> None:
        """Raise LetGoError, once, after this process was suspended; on X11 two have released what it held.

        InputDeniedError if no watchdog is left.
        """
        self._release_process.await_watchdog()
        if any((self._release_process.take_let_go(), self._x11.take_let_go())):
            raise ReleasedWhileSuspendedError

    def _announce_button(self, *, presses: int) -> None:
        for _ in range(0 if isinstance(self._x11, NoX11) else self._library.moves_by_press):
            self._own.expect("motion", _ANY_CODE)
        for _ in range(presses):
            self._own.expect("button", _ANY_CODE)


def off_screen(at: ScreenPoint) -> OffScreenError:
    """Return the error for a point that a library would take to the nearest edge."""
    return OffScreenError(
        Message("Point ({x}, {y}) isn't on the desktop.", x=at.x, y=at.y), Message("Take a new screenshot.")
    )


@contextmanager
def _library_errors(library: str) -> Iterator[None]:
    """Turn any error of a library into ours."""
    try:
        yield
    except InputError:
        raise
    except Exception as cause:
        raise InputError(
            Message("{library} couldn't send an event ({name}).", library=library, name=type(cause).__name__)
        ) from cause


def _x11_input(own: OwnInput) -> XTest | NoX11:
    """Return XTEST on X11, for what no library does; elsewhere a null object."""
    if sys.platform != "linux":
        return NoX11()
    from desktop_agent.platforms.x11.input.xtest import create

    return create(own=own)


def _await_button_up(x11: XTest | NoX11, button: Button) -> None:
    """Return when the server has a button up: it is late where a window manager holds the pointer to see the click."""
    until = time.monotonic() + _LONGEST_RELEASE_S
    while button in x11.buttons_down() and time.monotonic() < until:
        time.sleep(0.002)


class NoX11:
    """The null object for Windows and macOS, where the takers of chords and the modifiers in force are unknown."""

    reports_modifiers = False

    def await_watchdog(self) -> None:
        """Do nothing: only X11 has this watchdog."""

    def take_let_go(self) -> bool:
        """Return False: no watchdog could have released anything."""
        return False

    def check(self, _keys: tuple[str, ...]) -> None:
        """Accept every key."""

    def desktop_chords(self) -> DesktopChords:
        """Return none: they aren't reported here."""
        return NO_CHORDS

    def taker_of(self, _keys: tuple[str, ...]) -> str:
        """Return an empty text: the taker of a chord is unknown."""
        return ""

    def lacking_key(self, _name: str, *, down: bool) -> bool:
        """Leave every key to the library."""
        return False

    def modifiers_down(self) -> tuple[str, ...]:
        """Return that none is known."""
        return ()

    def in_dialog(self) -> bool:
        """Return that it is not known to be one."""
        return False

    def restrict_keys(self, _window: int | None) -> None:
        """Do nothing: the program with the keyboard is unknown."""

    def keys_arrive(self) -> bool:
        """Return that keys are not known to go elsewhere."""
        return True

    def is_stopped(self) -> bool:
        """Return that it is not known to be."""
        return False

    def buttons_down(self) -> tuple[Button, ...]:
        """Return that none is known."""
        return ()

    def note_press(self, _button: Button) -> None:
        """Write nothing down: no process would read it."""

    def note_release(self, _button: Button) -> None:
        """Write nothing down."""

    def await_click(self, _button: Button, pause: Callable[[float], None]) -> None:
        """Give what was clicked the time to act on it."""
        pause(_AFTER_CLICK_S)

    def sync(self) -> None:
        """Do nothing: events are sent as they are made."""

    def close(self) -> None:
        """Do nothing: nothing was borrowed."""


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

    def enter(self, text: str, stop: StopToken, stands: Callable[[], bool]) -> None:
        """Send one character after the other."""
        for char in text:
            if stop.is_set():
                raise Stopped
            for _ in char.encode("utf-16-le")[::2]:  # one press for each half of a pair
                self._own.expect("key", _ANY_CODE)
            with _library_errors("pynput"):
                self._type(char)

    def finish(self) -> None:
        """Nothing was borrowed."""
