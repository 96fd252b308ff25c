"""Presses keys through XTEST on whatever layout is active.

A character or a named key that the layout lacks gets a borrowed keycode. A character that only another group of the
layout has is pressed with that group locked for the moment of the press: the application then gets exactly that symbol,
however its toolkit treats groups. XSendEvent is never used: programs may ignore it, and some do.

The user's settings are obeyed and stay. A modifier is locked instead of held where its key would do more than that:
with Sticky Keys on, a key pressed with a held modifier switches them off; with layouts that are switched by two
modifiers, the second one switches. Delays of Slow Keys and Bounce Keys are respected.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from Xlib import X, error
from Xlib.ext import xtest

from desktop_agent.core.actions.keys import MODIFIERS
from desktop_agent.core.errors import InputError, UnknownKeyError, UntypableTextError
from desktop_agent.core.texts.message import Message
from desktop_agent.input.backend import KeyboardLeftError
from desktop_agent.platforms.x11.clients import Clients
from desktop_agent.platforms.x11.connection import Connection
from desktop_agent.platforms.x11.keyboard_grab import KeyboardGrabs
from desktop_agent.platforms.x11.keysyms import OF_THE_SERVER, symbol_of_char, symbol_of_key
from desktop_agent.platforms.x11.xkb import (
    LOCK,
    LOOKED_UP_WITHIN_S,
    NUM_LOCK,
    KeyboardExtension,
    KeyboardState,
    KeyFilters,
    Keymap,
    Stroke,
)

if TYPE_CHECKING:
    from desktop_agent.platforms.x11.input.held_keys import HeldKeys

_MODIFIER_BITS = {"shift": 0x01, "ctrl": 0x04, "alt": 0x08, "super": 0x40, "altgr": 0x80}  # NumLock is never held
_KEYPAD = "kp"
_SAME_KEY = {"sysrq": "printscreen"}  # the same key under Alt
LONGEST_FILTER_S = 2.0  # for one key
_BOUNCED_S = 0.02  # the server's clock counts whole milliseconds, and begins when it has the release
_ACCEPTED_WITHIN_S = 1.0  # after the delay of Slow Keys, on a busy machine
_POLL_S = 0.005


@dataclass(frozen=True, slots=True)
class _HeldKey:
    """The keys that are down for one named key, and the modifier bits that are locked for it."""

    codes: tuple[int, ...] = ()
    locks: int = 0
    unlocked: int = 0  # the locks for other keys that were lifted once this one was pressed


class KeyRestriction:
    """The only program that may receive keys: that of the top-level window that they are for."""

    def __init__(self, clients: Clients, grabs: KeyboardGrabs) -> None:
        self._clients = clients
        self._grabs = grabs
        self._window: int | None = None
        self._program: tuple[int, int] | None = None
        self._has = 0  # the last window of that program that had the keyboard

    def take(self, window: int | None) -> None:
        """Restrict keys to the program of a top-level window; None lifts that."""
        self._window = window
        self._program = None
        self._has = 0

    def follow_focus(self) -> bool:
        """Return whether keys go to that program now; False where another one has the keyboard to itself."""
        focus = self._grabs.window_with_keys(self._clients.with_keyboard())
        if self._window is None or focus is None:
            return focus is not None
        if focus.id == self._has:
            return True
        if self._clients.top_level(focus).id == self._window:
            self._program = self._clients.identity(focus.id)
        elif self._program is None or not self._clients.is_of(focus.id, *self._program):
            return False
        self._has = focus.id
        return True


class X11Keyboard:
    """The keys of one X display."""

    def __init__(
        self,
        connection: Connection,
        extension: KeyboardExtension,
        borrowed: BorrowedCodes,
        record: HeldKeys,
    ) -> None:
        self._connection = connection
        self._record = record
        self._restriction = KeyRestriction(Clients(connection), KeyboardGrabs(connection))
        self._extension = extension
        self._borrowed = borrowed
        self._held: dict[str, _HeldKey] = {}
        self._filters = KeyFilters()
        self._lone: tuple[str, int] | None = None  # a modifier that is only locked, as nothing was pressed with it yet
        self._released = (0, 0.0)  # the key that was released last, and when

    def check(self, keys: tuple[str, ...]) -> None:
        """Raise UnknownKeyError for the first key that this keyboard cannot press."""
        with self._connection.errors():
            keymap = self._extension.keymap()
            state = self.state()
            if any(name.startswith(_KEYPAD) for name in keys):
                _check_keypad(self._extension.filters())
        for name in keys:
            _check_key(name, keymap, state)

    def taker_of(self, keys: tuple[str, ...]) -> str:
        """Return a sentence when another program takes this chord; InputError when the server acts on it itself.

        A program that has grabbed a chord for the whole desktop, such as a window manager for its shortcuts, gets it
        instead of the window: the server shows that by refusing us the same grab. Chords of the server itself
        (consoles, grabs) give symbols of their own.
        """
        with self._connection.errors():
            keymap = self._extension.keymap()
            state = self.state()
        last = next((name for name in reversed(keys) if name not in MODIFIERS), keys[-1])
        stroke = _stroke(keymap, last, state)
        chord = "+".join(keys)
        if stroke is None:
            return ""
        modifiers = sum(_MODIFIER_BITS.get(name, 0) for name in set(keys)) | stroke.modifiers | state.held
        if keymap.symbol_under(stroke.code, stroke.group, modifiers | state.locked) in OF_THE_SERVER:
            raise InputError(
                Message("The display server handles {chord} itself, so no program receives it.", chord=chord),
                Message("Use another chord or a menu."),
            )
        if not _is_grabbed(self._connection, stroke.code, modifiers | state.locked):
            return ""
        return Message(
            "Another program on this desktop has the shortcut {chord} and received it in place of the window in front.",
            chord=chord,
        )

    def key(self, name: str, *, down: bool) -> None:
        """Press or release one key by name; what was pressed is what is released, even if the layout has changed."""
        with self._connection.errors():
            if down:
                self._press(name)
            else:
                self._release(self._held.pop(name, _HeldKey()))
                if self._lone is not None and self._lone[0] == name:
                    self._tap_lone_modifier(self._lone[1])
                if name in MODIFIERS:
                    self._extension.unlatch()

    def restrict_keys(self, window: int | None) -> None:
        """Let keys go only to the program of this window; None lifts that."""
        with self._connection.errors():
            self._restriction.take(window)

    def keys_arrive(self) -> bool:
        """Return whether that program has the keyboard."""
        with self._connection.errors():
            return self._restriction.follow_focus()

    def lacking_key(self, name: str, *, down: bool) -> bool:
        """Press or release a key that the layout lacks; for any other key do nothing and return False."""
        with self._connection.errors():
            state = self.state()
            lacks = _stroke(self._extension.keymap(), name, state) is None if down else name in self._held
        if lacks:
            self.key(name, down=down)
        return lacks

    def code(self, code: int, *, down: bool) -> None:
        """Press or release one keycode; with Slow Keys, return when the press counts."""
        if down:
            if not self._restriction.follow_focus():
                raise KeyboardLeftError
            self._await_bounce(code)
            self._record.record_key_press(code)
        xtest.fake_input(self._connection.display, X.KeyPress if down else X.KeyRelease, code)
        self._connection.flush()
        if not down:
            self._record.record_key_release(code)
            if self._filters.bounce_s:
                self._connection.sync()  # the server counts from there
            self._released = (code, time.monotonic())
        elif self._filters.slow_s:
            self._await_slow(code)

    def read_filters(self) -> KeyFilters:
        """Return the accessibility settings that keys go by from now on; InputError where each key would take long."""
        filters = self._extension.filters()
        longest = max(filters.slow_s, filters.bounce_s)
        if longest > LONGEST_FILTER_S:
            raise InputError(
                Message(
                    "On this desktop, each key takes {seconds} s (slow keys or bounce keys are on).",
                    seconds=round(longest, 1),
                ),
                Message("Use the pointer instead."),
            )
        self._filters = filters
        return filters

    def state(self) -> KeyboardState:
        """Return the keyboard's state; modifiers that are locked here instead of held count as held."""
        now = self._extension.state()
        ours = self._locks()
        return KeyboardState(now.held | ours, now.locked & ~ours, now.group)

    def changing_locks(self, state: KeyboardState) -> None:
        """Write down the user's group and locks before they are changed."""
        self._record.changing_locks(state.group, state.locked)

    def restored_locks(self) -> None:
        """Write down that they have been restored, unless something is locked for a key that is held."""
        if not self._locks():
            self._record.restored_locks()

    def use_modifiers(self) -> None:
        """Note that the pointer is used: a held modifier is then no longer a tap by itself."""
        self._lone = None

    def modifiers_down(self) -> tuple[str, ...]:
        """Return the names of the modifiers that are held down now."""
        with self._connection.errors():
            held = self.state().held
        return tuple(name for name, bit in _MODIFIER_BITS.items() if held & bit)

    def _press(self, name: str) -> None:
        filters = self.read_filters()
        if name.startswith(_KEYPAD):
            _check_keypad(filters)
        if name not in MODIFIERS:
            self._extension.unlatch()
        self._lone = None
        keymap = self._extension.keymap()
        state = self.state()
        _check_key(name, keymap, state)
        stroke, locks = _stroke_and_locks(keymap, name, state)
        if stroke is None:
            self._borrowed.lend((symbol_of_key(name) or symbol_of_char(name),))
            keymap = self._extension.keymap()
            stroke = _stroke(keymap, name, state)
            locks = state.locked
        if stroke is None:
            raise _no_key(name)
        is_modifier = keymap.is_modifier(stroke.code, state.group, state.held | state.locked)
        if name in MODIFIERS and (filters.sticky or not is_modifier):
            self._lock(name, _MODIFIER_BITS[name], state)
            self._lone = (name, stroke.code) if is_modifier else None
            return
        codes, locked_for = keymap.modifiers_to_hold(
            stroke.modifiers & ~state.held, stroke.group, state.held | locks, locks_all=filters.sticky
        )
        self._held[name] = _HeldKey((*codes, stroke.code))
        if locked_for:
            self._lock(name, locked_for, state)
        for code in codes:
            self.code(code, down=True)
        if (stroke.group, locks) == (state.group, state.locked):
            self.code(stroke.code, down=True)
            self._restore_group(keymap, state)
            if filters.sticky:
                self._unlock_held(name)
            return
        self.changing_locks(state)
        changed = locks ^ state.locked
        self._extension.lock(group=stroke.group, affect=changed, locks=locks & changed)
        try:
            self.code(stroke.code, down=True)
        finally:
            self._extension.lock(group=state.group, affect=changed, locks=state.locked & changed)
            self._connection.flush()
            self.restored_locks()
        if filters.sticky:
            self._unlock_held(name)

    def _release(self, held: _HeldKey) -> None:
        for code in reversed(held.codes):
            self.code(code, down=False)
        again = held.unlocked & self._locks()
        if held.locks or again:
            self._extension.lock(affect=held.locks | again, locks=again)
            self._connection.flush()
            self.restored_locks()

    def _lock(self, name: str, bits: int, state: KeyboardState) -> None:
        """Lock modifiers for a named key; the user's own locks stay."""
        self.changing_locks(state)
        locks = bits & ~state.locked
        self._held[name] = replace(self._held.get(name, _HeldKey()), locks=locks)
        self._extension.lock(affect=locks, locks=locks)
        self._connection.flush()

    def _unlock_held(self, name: str) -> None:
        """Lift the locks once a key is down, as Sticky Keys do, so that its release ends the modifier."""
        locks = self._locks()
        self._held[name] = replace(self._held[name], unlocked=locks)
        self._extension.lock(affect=locks, locks=0)
        self._connection.flush()

    def _tap_lone_modifier(self, code: int) -> None:
        """Press and release a modifier that nothing was pressed with, for programs that wait for just that."""
        self._lone = None
        self.code(code, down=True)
        self.code(code, down=False)

    def _locks(self) -> int:
        return reduce(or_, (held.locks for held in self._held.values()), 0)

    def _restore_group(self, keymap: Keymap, before: KeyboardState) -> None:
        """Put the group back where a key has switched it: what the server does at a key is not all in its symbols."""
        if keymap.groups > 1 and self._extension.state().group != before.group:
            self._extension.lock(group=before.group)
            self._connection.flush()

    def _await_bounce(self, code: int) -> None:
        if not self._filters.bounce_s or code != self._released[0]:
            return
        wait_s = self._released[1] + self._filters.bounce_s + _BOUNCED_S - time.monotonic()
        if wait_s > 0:
            time.sleep(wait_s)

    def _await_slow(self, code: int) -> None:
        """Return when the server takes a key for pressed; InputError when it doesn't."""
        until = time.monotonic() + self._filters.slow_s + _ACCEPTED_WITHIN_S
        while not self._connection.display.query_keymap()[code // 8] >> code % 8 & 1:
            if time.monotonic() > until:
                raise InputError(
                    Message("The desktop didn't accept a key (slow keys are on)."),
                    Message("Look at the screen before you continue."),
                )
            time.sleep(_POLL_S)


def _check_keypad(filters: KeyFilters) -> None:
    """Raise InputError for keys of the keypad where they work the pointer."""
    if filters.mouse:
        raise InputError(
            Message("On this desktop, keypad keys move the pointer and click (mouse keys are on)."),
            Message("Use the equivalent key elsewhere on the keyboard."),
        )


def _check_key(name: str, keymap: Keymap, state: KeyboardState) -> None:
    """Raise UnknownKeyError for a key that this keyboard cannot press."""
    # A modifier on a borrowed keycode would be none.
    exists = _stroke_and_locks(keymap, name, state)[0] is not None
    if not exists and (name in MODIFIERS or not keymap.spare_codes()):
        raise _no_key(name)


def _no_key(name: str) -> UnknownKeyError:
    return UnknownKeyError(
        Message("This keyboard has no “{name}” key.", name=name), Message("Use another key or a menu.")
    )


def _stroke_and_locks(keymap: Keymap, name: str, state: KeyboardState) -> tuple[Stroke | None, int]:
    """Return how to press a key, and which locks must be on meanwhile.

    NumLock decides what a key of the keypad is. Shift does, too, but a program would take it for a part of the chord.
    """
    found = _stroke(keymap, name, state)
    if len(name) == 1 or (found is not None and not found.modifiers):
        return found, state.locked
    turned = replace(state, locked=state.locked ^ NUM_LOCK)
    other = _stroke(keymap, name, turned)
    if other is not None and (found is None or not other.modifiers):
        return other, turned.locked
    return found, state.locked


def _stroke(keymap: Keymap, name: str, state: KeyboardState) -> Stroke | None:
    symbol = symbol_of_key(_SAME_KEY.get(name, name))
    if not symbol:
        return keymap.char_in_any_group(name, state)
    in_groups = (keymap.symbol(symbol, group, state.locked & ~LOCK) for group in keymap.groups_from(state.group))
    stroke = next(filter(None, in_groups), None)
    # A named key means the same in every group: no need to switch.
    return stroke and replace(stroke, group=state.group)


def _is_grabbed(connection: Connection, code: int, modifiers: int) -> bool:
    root = connection.display.screen().root
    refused = error.CatchError(error.BadAccess)
    with connection.errors():
        root.grab_key(code, modifiers, 0, X.GrabModeAsync, X.GrabModeAsync, onerror=refused)
        root.ungrab_key(code, modifiers)
        connection.display.sync()
    return refused.get_error() is not None


class BorrowedCodes:
    """The spare keycodes in use on one display.

    Every change of the mapping makes window managers grab all their keys again (measured on Debian 12: 0.8 s of
    openbox's time for one change of 38 keycodes, and one round for each request). So all characters go in one request,
    and the keycodes are emptied late: a program looks up a key when it reads the event, and the key must still be
    there.
    """

    def __init__(self, connection: Connection, extension: KeyboardExtension) -> None:
        self._connection = connection
        self._extension = extension
        self._codes: tuple[int, ...] = ()
        self._lent_at = 0.0

    def room(self) -> int:
        """Return how many characters fit at once."""
        with self._connection.errors():
            spare = set(self._extension.keymap().spare_codes()) | set(self._codes)
        return 2 * len(spare)

    def lend(self, symbols: tuple[int, ...]) -> None:
        """Assign each symbol to a spare keycode, in one change; UntypableTextError if too few are spare."""
        self.give_back()
        with self._connection.errors():
            spare = self._extension.keymap().spare_codes()
            if len(symbols) > 2 * len(spare):
                raise UntypableTextError(
                    Message(
                        "The keyboard layout doesn't include {symbols} of the text's characters and has "
                        "room for only {part}.",
                        symbols=len(symbols),
                        part=2 * len(spare),
                    ),
                    Message("Enter the text in smaller parts."),
                )
            pairs = [symbols[n : n + 2] for n in range(0, len(symbols), 2)]
            self._codes = spare[: len(pairs)]
            self._extension.set_symbols(dict(zip(self._codes, pairs, strict=True)))
            self._connection.sync()
        self._lent_at = time.monotonic()

    def touch(self) -> None:
        """Remember that a spare keycode has just been pressed."""
        self._lent_at = time.monotonic()

    def give_back(self) -> None:
        """Empty the keycodes again, once programs have had time to look them up."""
        if self._codes:
            time.sleep(max(0.0, self._lent_at + LOOKED_UP_WITHIN_S - time.monotonic()))
            codes = self._codes
            self._codes = ()
            with self._connection.errors():
                self._extension.set_symbols(dict.fromkeys(codes, ()))
                self._connection.sync()
