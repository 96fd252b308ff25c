"""Decides where text can be pasted, and where it has to be typed.

A paste is a key like any other for the program that gets it: one that shows another computer passes it on, and what was
copied there goes in, a password perhaps. So for a program that has never requested our text, all that keys can type
is typed; nothing is pasted into a remote screen; and where a paste was not read, none is tried again.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING

from Xlib.error import XError

from desktop_agent.platforms.typing_programs import corrects_typing, is_remote_screen, is_vnc_viewer
from desktop_agent.platforms.x11.clients import Clients
from desktop_agent.platforms.x11.connection import Connection
from desktop_agent.platforms.x11.keyboard_grab import KeyboardGrabs
from desktop_agent.platforms.x11.properties import Properties

if TYPE_CHECKING:
    from Xlib.xobject.drawable import Window

Program = tuple[int, int]  # client and process
_LONGEST_TITLE = 4096  # bytes


class Pasting(Enum):
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

    def pasting(self) -> Pasting:
        """Return how far text may be pasted into the window with the keyboard."""
        with self._connection.errors():
            focused = self._keyboard_focus()
            if self._is_remote(focused) or self._was_unread(focused):
                return Pasting.NEVER
        if any(map(corrects_typing, focused.names)):
            return Pasting.FIRST
        return Pasting.USUAL if focused.program in self._readers else Pasting.LAST

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
            owner = self._named(focus)
            title = self._properties.data(owner, "WM_NAME", _LONGEST_TITLE)
            return KeyboardFocus(self._clients.identity(focus.id), focus.id, title, self._properties.classes(owner))
        except XError:
            return KeyboardFocus((0, 0), 0, b"", ())

    def _named(self, window: Window) -> Window:
        """Return the window with a class that holds a window; the window itself where none has."""
        root = self._connection.display.screen().root.id
        held = window
        while window.id != root:
            if self._properties.classes(window):
                return window
            window = window.query_tree().parent
        return held
