"""What pynput and pyautogui share: names of keys, text where there is no X11, and X11's own ways where there is."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

from desktop_agent.core.actions import Button
from desktop_agent.core.desktop_chords import NO_CHORDS, DesktopChords
from desktop_agent.core.errors import InputError
from desktop_agent.core.message import Message
from desktop_agent.core.presence import OwnInput
from desktop_agent.core.stop import Stopped, StopToken
from desktop_agent.input.backend import LetGoError
from desktop_agent.platforms.windows.input.reach import check_keys

if TYPE_CHECKING:
    from desktop_agent.platforms.libraries.let_go import PressedBeside
    from desktop_agent.platforms.x11.input.xtest import XTest

# Which key or button it will be is the library's secret: any of that kind is then taken for ours.
ANY_CODE = 0
AFTER_CLICK_S = 0.05  # where the system does not say when
LONGEST_RELEASE_S = 0.2  # a person may hold the same button
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
    "mediastop": ("mediastop", "stop"),
    **{f"kp{n}": (f"kp{n}", f"num{n}") for n in range(10)},
    **{f"kp{word}": (f"kp{word}", word) for word in ("add", "subtract", "multiply", "divide", "decimal")},
}


def pynput_name(key: str) -> str:
    """Return pynput's name of a key."""
    return _SPELLED.get(key, (key, key))[0]


def pyautogui_name(key: str) -> str:
    """Return pyautogui's name of a key."""
    return _SPELLED.get(key, (key, key))[1]


@contextmanager
def library_errors(library: str) -> Iterator[None]:
    """Turn whatever a library raises into our own error."""
    try:
        yield
    except Exception as cause:
        raise InputError(
            Message("{library} couldn't send an event ({name}).", library=library, name=type(cause).__name__)
        ) from cause


def x11_beside(own: OwnInput) -> XTest | NoX11:
    """Return what does on X11 that no library does; elsewhere a stand-in that does nothing."""
    if sys.platform != "linux":
        return NoX11()
    from desktop_agent.platforms.x11.input.xtest import create

    return create(own=own)


def check_not_let_go(beside: PressedBeside, x11: XTest | NoX11) -> None:
    """Raise LetGoError, once, after this process was suspended; on X11 two have released what it held."""
    if any((beside.was_let_go(), x11.was_let_go())):
        raise LetGoError


def await_release(x11: XTest | NoX11, button: Button) -> None:
    """Return when the server has a button up: it is late where a window manager holds the pointer to see the click."""
    until = time.monotonic() + LONGEST_RELEASE_S
    while button in x11.buttons_down() and time.monotonic() < until:
        time.sleep(0.002)


class NoX11:
    """Windows and macOS, where nothing tells who takes a chord or which modifiers are down."""

    reports_modifiers = False

    def await_watchdog(self) -> None:
        """Wait for nothing: there is none of X11's."""

    def was_let_go(self) -> bool:
        """Return that nothing was: nobody is there to do it."""
        return False

    def check(self, _keys: tuple[str, ...]) -> None:
        """Accept every key."""

    def desktop_chords(self) -> DesktopChords:
        """Return none: nobody tells."""
        return NO_CHORDS

    def taker_of(self, _keys: tuple[str, ...]) -> str:
        """Return that nobody is known to take the chord."""
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

    def is_stopped(self) -> bool:
        """Return that it is not known to be."""
        return False

    def buttons_down(self) -> tuple[Button, ...]:
        """Return that none is known."""
        return ()

    def note_press(self, _button: Button) -> None:
        """Write nothing down: nobody could read it."""

    def note_release(self, _button: Button) -> None:
        """Write nothing down."""

    def await_click(self, _button: Button, pause: Callable[[float], None]) -> None:
        """Give what was clicked the time to act on it."""
        pause(AFTER_CLICK_S)

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
            check_keys()  # a window may come up in between
            for _ in char.encode("utf-16-le")[::2]:  # one press for each half of a pair
                self._own.expect("key", ANY_CODE)
            with library_errors("pynput"):
                self._type(char)

    def finish(self) -> None:
        """Nothing was borrowed."""
