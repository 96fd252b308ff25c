"""Input that a person makes at their own keyboard and mouse, sent to another X display with its meaning unchanged.

A key arrives as its symbol, since two keyboards may have different layouts: it is typed on the layout of this display,
with the modifiers that it needs there and without the others, and gets a spare keycode where the layout lacks it. A key
that can't be had even so is an error: nothing is left out silently. Keys are tapped; only modifiers and buttons are
held, and `release_all` releases everything, whichever program holds it.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from Xlib import X
from Xlib.ext import xtest

from desktop_agent.core.errors import UnknownKeyError
from desktop_agent.core.texts.message import Message
from desktop_agent.platforms.x11.connection import Connection
from desktop_agent.platforms.x11.keysyms import OF_THE_SERVER, char_of_symbol, name_of_symbol, symbol_of_key
from desktop_agent.platforms.x11.xkb import LOOKED_UP_WITHIN_S, KeyboardExtension, KeyboardState, Keymap, Stroke

HELD = ("ctrl", "shift", "alt", "super")
BUTTONS = range(1, 10)
_WHEEL = {(0, -1): 4, (0, 1): 5, (-1, 0): 6, (1, 0): 7}
_MOST_NOTCHES = 20


class ForwardedInput:
    """Mouse and keyboard of a display, by XTEST."""

    def __init__(self, connection: Connection) -> None:
        """Use a connection; InputDeniedError where the display has no keyboard extension."""
        self._connection = connection
        with connection.errors():
            self._keyboard = KeyboardExtension(connection.display)
        self._held: dict[str, int] = {}  # modifiers, and the key of each
        self._buttons: set[int] = set()
        self._lent: dict[int, int] = {}  # symbols, and the spare key of each
        self._lent_at = 0.0  # when one of these was pressed last

    def move(self, x: int, y: int) -> None:
        """Move the pointer."""
        self._fake(X.MotionNotify, 0, x, y)

    def button(self, number: int, *, down: bool) -> None:
        """Press or release a button; any other number does nothing."""
        if number in BUTTONS:
            (self._buttons.add if down else self._buttons.discard)(number)
            self._fake(X.ButtonPress if down else X.ButtonRelease, number)

    def turn(self, right: int, down: int) -> None:
        """Turn the wheel by so many notches."""
        for way, count in (((1 if right > 0 else -1, 0), abs(right)), ((0, 1 if down > 0 else -1), abs(down))):
            for _ in range(min(count, _MOST_NOTCHES)):
                self._fake(X.ButtonPress, _WHEEL[way])
                self._fake(X.ButtonRelease, _WHEEL[way])

    def hold(self, modifier: str, *, down: bool) -> None:
        """Hold or release a modifier, one of `HELD`; UnknownKeyError where the layout lacks it."""
        if not down:
            code = self._held.pop(modifier, 0)
            if code:
                self._key(code, down=False)
        elif modifier in HELD and modifier not in self._held:
            keymap, state = self._keymap_and_state()
            stroke = keymap.symbol(symbol_of_key(modifier), state.group, 0)
            if stroke is None:
                raise _no_key(modifier)
            self._held[modifier] = stroke.code
            self._key(stroke.code, down=True)

    def tap(self, symbol: int) -> None:
        """Press and release the key of a symbol, with the modifiers that are held; UnknownKeyError if that can't be."""
        keymap, state = self._keymap_and_state()
        stroke = _stroke(keymap, state, symbol) or self._borrow_key(keymap, state, symbol)
        with self._exact_modifiers(keymap, state, stroke, symbol):
            self._key(stroke.code, down=True)
            self._key(stroke.code, down=False)

    def release_all(self) -> None:
        """Release every key and button that is down, and return once the server has done so."""
        with self._connection.errors():
            keys = self._connection.display.query_keymap()
            mask = int(self._connection.display.screen().root.query_pointer().mask)
        for code in (8 * n + bit for n, byte in enumerate(keys) for bit in range(8) if byte & 1 << bit):
            self._key(code, down=False)
        for number in self._buttons | {n for n in range(1, 6) if mask & X.Button1Mask << (n - 1)}:
            self._fake(X.ButtonRelease, number)
        self._held = {}
        self._buttons = set()
        self._connection.sync()

    def close(self) -> None:
        """Release everything, and empty the spare keys."""
        self.release_all()
        self._unmap_spare_keys()

    def _keymap_and_state(self) -> tuple[Keymap, KeyboardState]:
        with self._connection.errors():
            return self._keyboard.keymap(), self._keyboard.state()

    def _borrow_key(self, keymap: Keymap, state: KeyboardState, symbol: int) -> Stroke:
        """Assign a symbol that the layout lacks to a spare key; UnknownKeyError where no key can be had for it."""
        if symbol not in self._lent:
            spare = keymap.spare_codes() or self._unmap_spare_keys()
            if not spare or symbol in OF_THE_SERVER:
                raise _no_key(name_of_symbol(symbol))
            with self._connection.errors():
                self._keyboard.set_symbols({spare[0]: (symbol,)})
            self._lent[symbol] = spare[0]
        self._lent_at = time.monotonic()
        return Stroke(self._lent[symbol], 0, state.group)

    def _unmap_spare_keys(self) -> tuple[int, ...]:
        """Empty the spare keys that were assigned, once programs have had time to look them up, and return them."""
        codes = tuple(self._lent.values())
        self._lent = {}
        if codes:
            time.sleep(max(0.0, self._lent_at + LOOKED_UP_WITHIN_S - time.monotonic()))
            with self._connection.errors():
                self._keyboard.set_symbols(dict.fromkeys(codes, ()))
            self._connection.sync()
        return codes

    @contextmanager
    def _exact_modifiers(self, keymap: Keymap, state: KeyboardState, stroke: Stroke, symbol: int) -> Iterator[None]:
        """Hold the modifiers that choose this symbol inside of the block, and none that would choose another one."""
        in_force = state.held | state.locked
        choosing = sum(keymap.modifier_codes)
        fits = keymap.symbol_under(stroke.code, stroke.group, in_force) == symbol
        lacking = 0 if fits else stroke.modifiers & ~state.held
        surplus = 0 if fits else state.held & choosing & ~stroke.modifiers
        with self._active_group(state, stroke):
            for code in keymap.modifier_codes_for(surplus):
                self._key(code, down=False)
            for code in keymap.modifier_codes_for(lacking):
                self._key(code, down=True)
            yield
            for code in keymap.modifier_codes_for(lacking):
                self._key(code, down=False)
            for code in keymap.modifier_codes_for(surplus):
                self._key(code, down=True)

    @contextmanager
    def _active_group(self, state: KeyboardState, stroke: Stroke) -> Iterator[None]:
        """Activate the layout that has the symbol inside of the block, if the active one lacks it."""
        if stroke.group == state.group:
            yield
            return
        with self._connection.errors():
            self._keyboard.lock(group=stroke.group)
            yield
            self._keyboard.lock(group=state.group)

    def _key(self, code: int, *, down: bool) -> None:
        self._fake(X.KeyPress if down else X.KeyRelease, code)

    def _fake(self, kind: int, detail: int, x: int = 0, y: int = 0) -> None:
        with self._connection.errors():
            xtest.fake_input(self._connection.display, kind, detail, x=x, y=y)
            self._connection.flush()


def _stroke(keymap: Keymap, state: KeyboardState, symbol: int) -> Stroke | None:
    """Return the stroke for a symbol, or for another one that types the same, in the first group that has it."""
    char = char_of_symbol(symbol)
    for group in keymap.groups_from(state.group):
        stroke = keymap.symbol(symbol, group, state.locked)
        stroke = stroke or (keymap.char(char, group, state.locked) if char else None)
        if stroke is not None:
            return stroke
    return None


def _no_key(name: str) -> UnknownKeyError:
    return UnknownKeyError(
        Message("This keyboard has no “{name}” key.", name=name), Message("Use another key or a menu.")
    )
