"""Pastes text where that can be done: owns the selections, presses Shift+Insert, serves the text until it is read.

A paste is a key like any other for the program that gets it: one that shows another computer passes it on, and what was
copied there goes in, a password perhaps. So for a program that has never requested our text, all that keys can type
is typed; nothing is pasted into a remote screen; and where a paste was not read, none is tried again.

Shift+Insert pastes on every layout, while Ctrl+V needs a Latin v (measured: it fails on `ru`). Toolkits paste the
CLIPBOARD by it, terminals and vim PRIMARY. Which one cannot be known beforehand, so both are owned, and neither pastes
what the user has copied. Applications ask several times for one paste: Chromium 4 times after it has read,
LibreOffice Calc reads twice, up to 76 ms apart, and both drop the paste when the owner has changed meanwhile (measured
on Debian 12). So a separate process restores the old content, only when no request has come for a while.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import TYPE_CHECKING

from Xlib.error import XError

from desktop_agent.core.errors import InputError, UntypableTextError
from desktop_agent.core.runs.waiting import Stopped, StopToken
from desktop_agent.core.texts.message import Message
from desktop_agent.input.backend import KEPT_WITHIN_S, MOST_KEPT_BYTES, NotTakenError
from desktop_agent.lib.programs import is_stopped, state_of
from desktop_agent.platforms.pasting import (
    ClipboardKeeperProcess,
    check_clipboard_owned,
    corrects_typing,
    is_remote_screen,
    is_vnc_viewer,
    may_paste_primary,
    press_chord,
)
from desktop_agent.platforms.x11.clients import Clients
from desktop_agent.platforms.x11.connection import Connection
from desktop_agent.platforms.x11.input.keyboard import X11Keyboard
from desktop_agent.platforms.x11.keyboard_grab import KeyboardGrabs
from desktop_agent.platforms.x11.properties import Properties
from desktop_agent.platforms.x11.selections import (
    KEEPER,
    Fetch,
    Offers,
    RefusedClient,
    SelectionReader,
    SelectionServer,
    text_offers,
    to_line,
)

if TYPE_CHECKING:
    from Xlib.xobject.drawable import Window


Program = tuple[int, int]  # client and process
_LONGEST_TITLE = 4096  # bytes


class PastePriority(Enum):
    """How far text may be pasted."""

    NEVER = auto()
    LAST = auto()  # only what keys can't type
    USUAL = auto()
    FIRST = auto()  # whatever it is


@dataclass(frozen=True, slots=True)
class KeyboardFocus:
    """The window with the keyboard, and the page or document that its title names."""

    program: Program
    window: int
    title: bytes
    names: tuple[str, ...]  # of its class


class PasteSupport:
    """How each program of one display has handled pastes so far, over one connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._clients = Clients(connection)
        self._properties = Properties(connection)
        self._grabs = KeyboardGrabs(connection)
        self._readers: set[Program] = set()
        self._deaf: set[tuple[Program, int]] = set()
        self._blocked: set[tuple[Program, int, bytes]] = set()

    def pasting(self) -> PastePriority:
        """Return how far text may be pasted into the window with the keyboard."""
        with self._connection.errors():
            focused = self._keyboard_focus()
            if self._is_remote(focused) or self._was_unread(focused):
                return PastePriority.NEVER
        if any(map(corrects_typing, focused.names)):
            return PastePriority.FIRST
        return PastePriority.USUAL if focused.program in self._readers else PastePriority.LAST

    def takes_borrowed_keys(self) -> bool:
        """Return whether a symbol on a borrowed key arrives: remote computers know their own keys only."""
        with self._connection.errors():
            names = self._keyboard_focus().names
        return any(map(is_vnc_viewer, names)) or not any(map(is_remote_screen, names))

    def note_read(self, program: Program) -> None:
        """Remember that a program has read a paste."""
        self._readers.add(program)

    def note_unread(self, *, asked: bool) -> None:
        """Remember that the window with the keyboard didn't read a paste; `asked`: its program queried the formats.

        A program that pastes elsewhere may not do so on one page; one that has never asked won't in that window.
        """
        with self._connection.errors():
            focused = self._keyboard_focus()
        if asked or focused.program in self._readers:
            self._blocked.add((focused.program, focused.window, focused.title))
        else:
            self._deaf.add((focused.program, focused.window))

    def _was_unread(self, focused: KeyboardFocus) -> bool:
        deaf = (focused.program, focused.window) in self._deaf
        return deaf or (focused.program, focused.window, focused.title) in self._blocked

    def _is_remote(self, focused: KeyboardFocus) -> bool:
        return any(map(is_remote_screen, focused.names)) or self._grabs.is_grabbed()

    def _keyboard_focus(self) -> KeyboardFocus:
        """Return the window with the keyboard; an empty record if it has just closed."""
        try:
            focus = self._clients.with_keyboard()
            owner = self._window_with_class(focus)
            title = self._properties.data(owner, "WM_NAME", _LONGEST_TITLE)
            return KeyboardFocus(self._clients.identity(focus.id), focus.id, title, self._properties.classes(owner))
        except XError:
            return KeyboardFocus((0, 0), 0, b"", ())

    def _window_with_class(self, window: Window) -> Window:
        """Return the window with a class that holds a window; the window itself where none has."""
        root = self._connection.display.screen().root.id
        held = window
        while window.id != root:
            if self._properties.classes(window):
                return window
            window = window.query_tree().parent
        return held


_POLL_S = 0.02  # how often the stop token is checked meanwhile
_MARKS_WITHIN_S = 0.15
_BUSY_AT_MOST_S = 3.0  # that a busy program is waited for
_RESTS_TIMES = 3  # that a program is seen asleep in a row, and not while it waits for an answer of the server
_SLEEPS = "S"
SIGN_WITHIN_S = 2.0
READ_WITHIN_S = 10.0
QUIET_S = 0.15  # no request for so long: the paste is over
# that the program gets nothing of the old content
REFUSED_READ_S = 0.5
REFUSED_UNREAD_S = 60.0


class SelectionRoute:
    """Text of any length and any script, through CLIPBOARD and PRIMARY."""

    name = "selection"
    private = False
    pastes = True

    def __init__(self, name: str, keyboard: X11Keyboard, paste_support: PasteSupport) -> None:
        """Open a connection of its own to the display called `name`."""
        self._keyboard = keyboard
        self._paste_support = paste_support
        self._connection = Connection(name)
        self._display = self._connection.display
        self._clients = Clients(self._connection)
        self._properties = Properties(self._connection)
        self._server = SelectionServer(self._connection, self._clients)
        self._reader = SelectionReader(self._connection, self._server.window, KEPT_WITHIN_S, MOST_KEPT_BYTES)
        self._keeper = ClipboardKeeperProcess(KEEPER)
        self._keeper.start()
        self._ping = self._server.atom("_NET_WM_PING")
        self._old: dict[str, Offers] = {}
        self._refused = RefusedClient()
        # Programs, by client and process, that were seen to paste PRIMARY or something that was not offered.
        self._by_primary: set[tuple[int, int]] = set()

    def takes(self, text: str) -> bool:
        """Take any text that is not empty, where text can be pasted at all."""
        return bool(text) and self._paste_support.pasting() is not PastePriority.NEVER

    def enter(self, text: str, stop: StopToken, stands: Callable[[], bool]) -> None:
        """Paste the text into the window with the keyboard; return when it has arrived and no more requests come."""
        with self._connection.errors():
            focus = self._clients.with_keyboard()
            names = self._selections_for(focus)
            self._keep_old_content(names)
            self._server.refused = RefusedClient()
            program = self._clients.identity(focus.id)
            self._server.only = program
            self._server.own(dict.fromkeys(names, text_offers(text)))
            tuple(self._server.serve(0.0))
            is_ours = {*names} <= {*self._server.owns()}
        check_clipboard_owned(is_ours=is_ours, stop=stop)
        self._refused = RefusedClient(*program, seconds=REFUSED_READ_S)
        press_chord(self._keyboard.key, "shift", "insert")
        paste = PasteProgress(focus.id, program, time.monotonic())
        paste.owns_marked = "PRIMARY" not in names
        self._await_paste_end(paste, stop, stands)

    def finish(self) -> None:
        """Restore the old content, unless another program has taken the selections since.

        The application does not get the old content while it may still be busy with the paste.
        """
        old = self._old
        self._old = {}
        refused = self._refused
        self._refused = RefusedClient()
        with self._connection.errors():
            tuple(self._server.serve(0.0))
            owned_names = self._server.owns()
            restored = {name: offers for name, offers in old.items() if name in owned_names and offers}
            is_served = bool(restored) and self._keeper.keep(to_line(restored, refused))
            for name in owned_names:
                if not (is_served and name in restored):
                    self._server.disown(name)
            self._server.forget()

    def close(self) -> None:
        """Leave the clipboard to its keeper and disconnect."""
        self._keeper.close()
        self._connection.close()

    def _keep_old_content(self, names: tuple[str, ...]) -> None:
        tuple(self._server.serve(0.0))
        owned_names = self._server.owns()
        for name in names:
            if name not in self._old and name not in owned_names:
                self._old[name] = self._reader.read(name) if self._reader.owner(name) else {}

    def _await_paste_end(self, paste: PasteProgress, stop: StopToken, stands: Callable[[], bool]) -> None:
        while not paste.is_too_late(time.monotonic()) and not stop.is_set():
            self._note_requests(paste)
            # An application that shows the text has done with the paste, whatever else it may ask.
            # It has the text even if it has exited since: the text may have ended it.
            if paste.over(time.monotonic()) or (paste.has_text and stands()):
                self._paste_support.note_read(paste.program)
                return
            if paste.rests(time.monotonic()) and self._is_gone(paste):
                break
        # The application may still get to the keys: it must then paste neither the text a second time, when that has
        # gone by another route, nor the old content.
        self._refused = RefusedClient(*paste.program, seconds=REFUSED_UNREAD_S)
        self._server.refused = self._refused
        if stop.is_set():
            raise Stopped
        if self._is_gone(paste):
            raise InputError(Message("The application exited before it read the text."), Message("Look at the screen."))
        if is_stopped(paste.program[1]):
            raise InputError(
                Message("The application isn't responding, so the text wasn't entered."),
                Message("Wait, then look at the screen."),
            )
        if paste.has_started:
            raise UntypableTextError(
                Message("The application requested the text but didn't read it."),
                Message("Look at the screen and try again."),
            )
        if paste.owns_marked and not paste.last:
            self._by_primary.add(paste.program)  # it may have pasted what is marked in it
            raise UntypableTextError(
                Message("The application didn't read the text and may have inserted something else."),
                Message("Look at the screen, and undo anything that's wrong."),
            )
        self._paste_support.note_unread(asked=bool(paste.last))
        raise NotTakenError

    def _note_requests(self, paste: PasteProgress) -> None:
        for fetch in self._server.serve(_POLL_S):
            paste.note(fetch, time.monotonic())
            if fetch.text and fetch.selection == "PRIMARY":
                self._by_primary.add(paste.program)

    def _is_gone(self, paste: PasteProgress) -> bool:
        return paste.program[1] != 0 and self._clients.pid_of(paste.focus) == 0

    def _selections_for(self, focus: Window) -> tuple[str, ...]:
        """Return the selections to own so that Shift+Insert pastes the text.

        A toolkit that loses PRIMARY drops what is marked in its own field, and the text would not replace it: PRIMARY
        stays with the program that has the keyboard, unless that pastes it.
        """
        if not self._pastes_primary(focus) and self._await_primary_owner(focus):
            return ("CLIPBOARD",)
        return ("CLIPBOARD", "PRIMARY")

    def _await_primary_owner(self, focus: Window) -> bool:
        """Return whether the focused program owns what is marked; toolkits take PRIMARY a moment after the key.

        A program that does not sleep may not have come to the key yet.
        """
        now = time.monotonic()
        until = now + _MARKS_WITHIN_S - self._idle_s()
        at_most = now + _BUSY_AT_MOST_S
        pid = self._clients.pid_of(focus.id)
        asleep = 0
        while not ((owner := self._reader.owner("PRIMARY")) and self._clients.same(owner, focus.id)):
            asleep = asleep + 1 if _is_sleeping(pid) else 0
            if time.monotonic() > (until if asleep >= _RESTS_TIMES else at_most):
                return False
            time.sleep(_POLL_S)
        return True

    def _idle_s(self) -> float:
        """Return the seconds since the last key, button or motion; 0 where the server doesn't report it."""
        if not self._display.has_extension("MIT-SCREEN-SAVER"):
            return 0.0
        return int(self._display.screen().root.screensaver_query_info().idle) / 1000

    def _pastes_primary(self, window: Window) -> bool:
        """Return whether Shift+Insert pastes PRIMARY in a window: seen before, a terminal, or older than toolkits.

        GTK and Qt answer pings, Xt does not (all seen on Debian 12).
        """
        if self._clients.identity(window.id) in self._by_primary:
            return True
        while window.id != self._display.screen().root.id:
            if self._properties.has(window, "WM_PROTOCOLS"):
                is_known = any(map(may_paste_primary, self._properties.classes(window)))
                return is_known or self._ping not in self._properties.numbers(window, "WM_PROTOCOLS")
            window = window.query_tree().parent
        return False


def _is_sleeping(pid: int) -> bool:
    """Return whether a process waits for something to happen; yes where that is not known."""
    return state_of(pid) in {_SLEEPS, ""}


@dataclass(slots=True)
class PasteProgress:
    """The progress of one paste; times are monotonic seconds."""

    focus: int
    program: tuple[int, int]
    pressed: float
    last: float = 0.0  # when the application last asked or read
    given: bool = False  # it has access to all of the text
    owns_marked: bool = False  # PRIMARY was left to the application
    unfinished: set[tuple[int, str]] = field(default_factory=set)

    def note(self, fetch: Fetch, now: float) -> None:
        """Note what the application did."""
        self.last = now
        if not fetch.text:
            return
        if fetch.given:
            self.given = True
            self.unfinished.discard((fetch.requestor, fetch.target))
        else:
            self.unfinished.add((fetch.requestor, fetch.target))

    @property
    def has_text(self) -> bool:
        """Return whether the application has all of the text."""
        return self.given and not self.unfinished

    @property
    def has_started(self) -> bool:
        """Return whether the application has some of the text."""
        return self.given or bool(self.unfinished)

    def over(self, now: float) -> bool:
        """Return whether the application has the text and has stopped asking."""
        return self.has_text and now - self.last >= QUIET_S

    def rests(self, now: float) -> bool:
        """Return whether the application reads no further, in the middle of the text."""
        return bool(self.unfinished) and now - self.last >= QUIET_S

    def is_too_late(self, now: float) -> bool:
        """Return whether to stop waiting."""
        if not self.last:
            return now > self.pressed + SIGN_WITHIN_S
        return now > self.last + (READ_WITHIN_S if self.has_started else SIGN_WITHIN_S)
