"""Pointer, keys and text by a remote session of the desktop: GNOME, KDE, and others with the portal for it.

The session belongs to the run, and is shared with the capture. When it ends, or our connection to it does, the
desktop unplugs its devices with everything that is held on them: nothing stays pressed after `kill -9` either. Neither
the window under the pointer nor the one with the keyboard is reported here.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack, suppress
from threading import Event

from desktop_agent.core.actions.action import Button
from desktop_agent.core.actions.keys import NO_CHORDS, DesktopChords
from desktop_agent.core.errors import (
    DesktopAgentError,
    InputDeniedError,
    OffScreenError,
    UnknownKeyError,
)
from desktop_agent.core.pictures import ScreenPoint
from desktop_agent.core.presence import NoOwnInput, OwnInput
from desktop_agent.core.remote_session import RemoteSession, SharedClipboard
from desktop_agent.core.runs.waiting import StopToken
from desktop_agent.core.texts.message import Message
from desktop_agent.input.backend import KEPT_WITHIN_S, MOST_KEPT_BYTES, Route
from desktop_agent.platforms.pasting import PASTE_POLL_S, await_paste_read, check_clipboard_owned, press_chord
from desktop_agent.platforms.portal.choose import why_not as why_no_session
from desktop_agent.platforms.portal.input.remote_typing import (
    AnnouncedInput,
    RemoteTyping,
    UnreadKeys,
    UntypableTextRoute,
)
from desktop_agent.platforms.portal.layouts import characters
from desktop_agent.platforms.wayland.clipboard import DataControl, text_content
from desktop_agent.platforms.wayland.connection import Registry, connect_wayland
from desktop_agent.platforms.wayland.input.devices import main_seat
from desktop_agent.platforms.wayland.input.key_codes import BUTTONS, NAMED, PLAIN
from desktop_agent.platforms.wayland.input.paste_route import CTRL_V, SHIFT_INSERT, PasteRoute, clipboard_keeper
from desktop_agent.platforms.wayland.keymap import session_keymap
from desktop_agent.platforms.wayland.transport import socket_path
from desktop_agent.platforms.wayland.unread_bytes import unread_by_all

_PLUGGED_IN_S = 0.1
_ANY_LENGTH = 1_000_000
_AFTER_CLICK_S = 0.02
_CLICK_POLLS = 5
_COPIED_WITHIN_S = 2.0  # by the desktop's clipboard manager, if it has one


def why_not() -> str:
    """Return why this way cannot be used here; empty when it can, once the person agrees."""
    return why_no_session(os.environ)


def create(
    session: RemoteSession, own: OwnInput | None = None, environment: Mapping[str, str] = os.environ
) -> PortalInput:
    """Return the backend for a session that is open; InputDeniedError when the layout cannot be read."""
    return PortalInput(session, own or NoOwnInput(), environment)


class PortalInput:
    """The pointer and keyboard of one session, which it does not close."""

    name = "portal"
    reports_modifiers = False

    def __init__(self, session: RemoteSession, own: OwnInput, environment: Mapping[str, str]) -> None:
        self._session = session
        self._sent = AnnouncedInput(session, own)
        self._programs = UnreadKeys(lambda: unread_by_all(path))
        path = socket_path(environment)
        self._plug_in()
        symbols = _symbols(session, environment)
        keys = RemoteKeys(self._sent, symbols)
        self.check = keys.check
        self.key = keys.key
        typing = RemoteTyping(self._sent, symbols, self._programs)
        slow = RemoteTyping(self._sent, symbols, self._programs, _ANY_LENGTH)
        self._ending = ExitStack()
        in_field, in_terminal = self._paste_routes(environment, keys)
        last = UntypableTextRoute(symbols, has_clipboard=bool(in_field))
        self._routes: tuple[Route, ...] = (typing, *in_field, slow, last)
        self._terminal_routes: tuple[Route, ...] = (typing, *in_terminal, slow, last)
        first = session.monitors[0].box
        self._at = ScreenPoint(first.x + first.width // 2, first.y + first.height // 2)

    def await_watchdog(self) -> None:
        """Wait for nothing: the desktop itself releases what is down once we are gone."""

    def move(self, at: ScreenPoint) -> None:
        """Move the pointer."""
        monitor = next((one for one in self._session.monitors if one.box.contains(at)), None)
        if monitor is None:
            raise OffScreenError(
                Message("Point ({x}, {y}) isn't on any monitor you're sharing.", x=at.x, y=at.y),
                Message("Take a new screenshot."),
            )
        self._sent.move(monitor, at.x - monitor.box.x, at.y - monitor.box.y)
        self._at = at

    def move_back(self, at: ScreenPoint) -> None:
        """Move the pointer to where it was before."""
        self.move(at)

    def pointer(self) -> ScreenPoint:
        """Return the position to which we moved the pointer."""
        return self._at

    def button(self, button: Button, *, down: bool) -> None:
        """Press or release one button."""
        self._sent.button(BUTTONS[button], down=down)

    def press_on(self, _window: int | None, button: Button) -> bool:
        """Press one button: the window under the pointer is unknown."""
        self.button(button, down=True)
        return True

    def notch_on(self, _window: int | None, right: int, down: int) -> bool:
        """Turn the wheel by one notch."""
        self.notch(right, down)
        return True

    def notch(self, right: int, down: int) -> None:
        """Turn the wheel by one notch."""
        self._sent.notch(1 if right else 0, right or down)

    def desktop_chords(self) -> DesktopChords:
        """Return none: they are unknown."""
        return NO_CHORDS

    def taker_of(self, _keys: tuple[str, ...]) -> str:
        """Return an empty text: other takers of the chord are unknown."""
        return ""

    def modifiers_down(self) -> tuple[str, ...]:
        """Return none: they are unknown."""
        return ()

    def in_dialog(self) -> bool:
        """Return False: no dialog is known."""
        return False

    def restrict_keys(self, _window: int | None) -> None:
        """Do nothing: the program with the keyboard is unknown."""

    def keys_arrive(self) -> bool:
        """Return True: keys are not known to go elsewhere."""
        return True

    def is_stopped(self) -> bool:
        """Return False: no stopped program is known."""
        return False

    def buttons_down(self) -> tuple[Button, ...]:
        """Return none: they are unknown."""
        return ()

    def await_click(self, _button: Button, pause: Callable[[float], None]) -> None:
        """Return a moment after the desktop has taken the click: its receiver is unknown."""
        self.sync()
        for _ in range(_CLICK_POLLS):
            pause(_AFTER_CLICK_S)

    def sync(self) -> None:
        """Return when the desktop has taken all events."""
        self._sent.sync()

    def routes(self, *, to_terminal: bool = False) -> tuple[Route, ...]:
        """Return keys first, then the clipboard where there is one, and keys for any length last."""
        return self._terminal_routes if to_terminal else self._routes

    def close(self) -> None:
        """Leave the session open: it is not ours."""
        with suppress(DesktopAgentError):
            self._sent.sync()
        self._ending.close()

    def _paste_routes(
        self, environment: Mapping[str, str], keys: RemoteKeys
    ) -> tuple[tuple[Route, ...], tuple[Route, ...]]:
        """Return how to paste in a field, and in a terminal, which takes Ctrl+V for a character.

        By the session's clipboard; where it has none (Plasma), by the compositor's, if that one serves every program.
        """
        if self._session.clipboard is not None:
            return (RemotePaste(self._sent, self._session.clipboard, keys),), ()
        try:
            registry = Registry(self._ending.enter_context(connect_wayland(environment)))
            control = DataControl(registry, main_seat(registry))
        except DesktopAgentError:
            return (), ()
        keeper = clipboard_keeper()
        self._ending.callback(keeper.close)
        in_field = PasteRoute(control, keeper, keys.key, CTRL_V, to_primary=lambda: False)
        in_terminal = PasteRoute(control, keeper, keys.key, SHIFT_INSERT, to_primary=lambda: True)
        return (in_field,), (in_terminal,)

    def _plug_in(self) -> None:
        """Make programs notice pointer and keyboard before the first press counts, and wait until they do."""
        never = Event()
        self._programs.begin()
        self._sent.plug_in()
        self._programs.await_all(never)
        never.wait(_PLUGGED_IN_S)
        self._sent.sync()


def _symbols(session: RemoteSession, environment: Mapping[str, str]) -> Mapping[str, int]:
    symbols = session.characters()
    if symbols is None:
        symbols = characters(session_keymap(environment))
    if not symbols:
        raise InputDeniedError(
            Message("This desktop's keyboard layout can't be read, so text can't be typed accurately."),
            Message("Install libxkbcommon, and choose a layout in the desktop settings."),
        )
    return symbols


class RemoteKeys:
    """Presses keys of one session."""

    def __init__(self, session: AnnouncedInput, symbols: Mapping[str, int]) -> None:
        self._session = session
        self._symbols = symbols

    def check(self, keys: tuple[str, ...]) -> None:
        """Raise UnknownKeyError for the first key that this keyboard does not have."""
        for name in keys:
            if name not in NAMED and name not in self._symbols and name not in PLAIN:
                raise UnknownKeyError(
                    Message("This desktop's keyboard layout has no “{name}” key.", name=name),
                    Message("Type it as text, or use a menu."),
                )

    def key(self, name: str, *, down: bool) -> None:
        """Press or release one key."""
        self.check((name,))
        # Shortcuts are known by their Latin letters, also where the layout has others on these keys.
        code = NAMED.get(name, 0 if name in self._symbols else PLAIN.get(name, 0))
        if code:
            self._session.key(code, down=down)
        else:
            self._session.keysym(self._symbols[name], down=down)


class RemotePaste:
    """Text of any length and any script, by the clipboard.

    Desktops ask, too, to keep a copy of what is copied: they do so before the keys are pressed, and are no proof.
    """

    name = "clipboard"
    private = False
    pastes = True

    def __init__(self, session: AnnouncedInput, clipboard: SharedClipboard, keys: RemoteKeys) -> None:
        self._session = session
        self._clipboard = clipboard
        self._keys = keys
        self._old: Mapping[str, bytes] | None = None
        self._is_copied = True  # whether the desktop keeps copies, as far as is known

    def takes(self, text: str) -> bool:
        """Take any text that is not empty."""
        return bool(text)

    def enter(self, text: str, stop: StopToken, stands: Callable[[], bool]) -> None:
        """Paste the text into the window with the keyboard; return when it has been read."""
        if self._old is None:
            self._old = self._clipboard.read(KEPT_WITHIN_S, MOST_KEPT_BYTES)
        before = self._clipboard.given()
        self._clipboard.own(text_content(text))
        if self._is_copied:
            self._is_copied = self._await_copy(before, stop)
        check_clipboard_owned(is_ours=self._clipboard.owns(), stop=stop)
        clipboard = self._clipboard
        asked = (self._clipboard.asked(), self._clipboard.given())
        press_chord(self._keys.key, "ctrl", "v")
        self._session.sync()
        await_paste_read(
            lambda: (clipboard.asked(), clipboard.given()), asked, serve=clipboard.wait, disown=clipboard.disown,
            stop=stop, stands=stands,
        )  # fmt: skip

    def finish(self) -> None:
        """Restore the old content, unless another program has copied something since."""
        old = self._old
        self._old = None
        if old is None or not self._clipboard.owns():
            return
        if old:
            self._clipboard.own(old)
        else:
            self._clipboard.disown()

    def _await_copy(self, given: int, stop: StopToken) -> bool:
        until = time.monotonic() + _COPIED_WITHIN_S
        while self._clipboard.given() == given and time.monotonic() < until and not stop.is_set():
            self._clipboard.wait(PASTE_POLL_S)
        return self._clipboard.given() > given
