"""Presses keys through XTEST on whatever layout is active.

A character or a named key that the layout lacks gets a borrowed keycode. A character that only another group of the
layout has is pressed with that group locked for the moment of the press: the application then gets exactly that symbol,
whichever way its toolkit looks at groups. XSendEvent is never used: programs may ignore it, and some do.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

from Xlib import X
from Xlib.ext import xtest

from desktop_agent.core.errors import UnknownKeyError
from desktop_agent.core.keys import MODIFIERS
from desktop_agent.input.backends.x11.spare_keycodes import BorrowedCodes
from desktop_agent.input.backends.x11.taken import who_takes
from desktop_agent.x11.connection import Connection
from desktop_agent.x11.keymap import LOCK, NUM_LOCK, Keymap, Stroke
from desktop_agent.x11.keysyms import symbol_of_char, symbol_of_key
from desktop_agent.x11.xkb import KeyboardExtension, KeyboardState

# Names by the keyboard's modifier bits; NumLock is locked and not held.
_MODIFIER_NAMES = {0x01: "shift", 0x04: "ctrl", 0x08: "alt", 0x40: "super", 0x80: "altgr"}
_SAME_KEY = {"sysrq": "printscreen"}  # the same key under Alt


class Watch(Protocol):
    """Who must know of every key that is down."""

    def pressing_key(self, code: int) -> None:
        """Note a key before its press leaves; InputError when it cannot be noted: then it is not pressed."""

    def released_key(self, code: int) -> None:
        """Note that the release of a key has left."""

    def changing_locks(self, group: int, locks: int) -> None:
        """Note the keyboard's group and locked modifiers before they are changed."""

    def restored_locks(self) -> None:
        """Note that group and locks are as they were."""


class X11Keyboard:
    """The keys of one X display."""

    def __init__(
        self, connection: Connection, extension: KeyboardExtension, borrowed: BorrowedCodes, watch: Watch
    ) -> None:
        self._connection = connection
        self._watch = watch
        self._extension = extension
        self._borrowed = borrowed
        self._codes_down: dict[str, tuple[int, ...]] = {}

    def check(self, keys: tuple[str, ...]) -> None:
        """Raise UnknownKeyError for the first key that this keyboard cannot press."""
        with self._connection.errors():
            keymap, state = self._extension.keymap(), self._extension.state()
        for name in keys:
            # A modifier on a borrowed keycode would be none.
            there = _stroke_and_locks(keymap, name, state)[0] is not None
            if not there and (name in MODIFIERS or not keymap.spare_codes()):
                raise UnknownKeyError(f"This keyboard has no key “{name}”.", "Use another key or a menu.")

    def taken(self, keys: tuple[str, ...]) -> str:
        """Return a sentence when another program takes this chord; InputError when the server acts on it itself."""
        with self._connection.errors():
            keymap, state = self._extension.keymap(), self._extension.state()
        last = next((name for name in reversed(keys) if name not in MODIFIERS), keys[-1])
        stroke = _stroke(keymap, last, state)
        return who_takes(self._connection, keymap, state, keys, stroke) if stroke else ""

    def key(self, name: str, *, down: bool) -> None:
        """Press or release one key by name; what was pressed is what is released, even if the layout has changed."""
        with self._connection.errors():
            if down:
                self._press(name)
            else:
                for code in reversed(self._codes_down.pop(name, ())):
                    self.code(code, down=False)

    def lacking_key(self, name: str, *, down: bool) -> bool:
        """Press or release a key that the layout does not have as it is now; do nothing and return False for others."""
        with self._connection.errors():
            state = self._extension.state()
            lacks = _stroke(self._extension.keymap(), name, state) is None if down else name in self._codes_down
        if lacks:
            self.key(name, down=down)
        return lacks

    def code(self, code: int, *, down: bool) -> None:
        """Press or release one keycode."""
        if down:
            self._watch.pressing_key(code)
        xtest.fake_input(self._connection.display, X.KeyPress if down else X.KeyRelease, code)
        self._connection.flush()
        if not down:
            self._watch.released_key(code)

    def modifiers_down(self) -> tuple[str, ...]:
        """Return the names of the modifiers that are held down now."""
        with self._connection.errors():
            held = self._extension.state().held
        return tuple(name for bit, name in _MODIFIER_NAMES.items() if held & bit)

    def _press(self, name: str) -> None:
        self.check((name,))
        state = self._extension.state()
        stroke, locks = _stroke_and_locks(self._extension.keymap(), name, state)
        if stroke is None:
            self._borrowed.lend((symbol_of_key(name) or symbol_of_char(name),))
            stroke, locks = _stroke(self._extension.keymap(), name, state), 0
        if stroke is None:
            raise UnknownKeyError(f"This keyboard has no key “{name}”.", "Use another key or a menu.")
        codes = self._extension.keymap().codes_for(stroke.modifiers & ~state.held)
        self._codes_down[name] = (*codes, stroke.code)
        for code in codes:
            self.code(code, down=True)
        if stroke.group == state.group and not locks:
            self.code(stroke.code, down=True)
            return
        self._watch.changing_locks(state.group, state.locked)
        self._extension.lock(group=stroke.group, affect=locks, locks=locks)
        self.code(stroke.code, down=True)
        self._extension.lock(group=state.group, affect=locks, locks=0)
        self._connection.flush()
        self._watch.restored_locks()


def _stroke_and_locks(keymap: Keymap, name: str, state: KeyboardState) -> tuple[Stroke | None, int]:
    """Return how to press a key, and what to lock for that moment: the keypad has its digits under NumLock."""
    found = _stroke(keymap, name, state)
    if found is not None or len(name) == 1:
        return found, 0
    return _stroke(keymap, name, replace(state, locked=state.locked | NUM_LOCK)), NUM_LOCK


def _stroke(keymap: Keymap, name: str, state: KeyboardState) -> Stroke | None:
    groups = [state.group, *(group for group in range(keymap.groups) if group != state.group)]
    locked = state.locked & ~LOCK
    symbol = symbol_of_key(_SAME_KEY.get(name, name))
    for group in groups:
        found = keymap.symbol(symbol, group, locked) if symbol else keymap.char(name, group, locked)
        if found is not None:
            # A named key means the same in every group: no need to switch.
            return Stroke(found.code, found.modifiers, state.group) if symbol else found
    return None
