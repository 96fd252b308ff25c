"""A keyboard layout as data, which key gives which symbol; and the keyboard's state and layouts by XKB.

The terms are XKB's: a key has up to four groups (layouts), each with a type by which modifiers choose a level (column)
of its symbols.

Layouts of requests and replies are those of the XKB protocol specification, appendix D.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import TYPE_CHECKING

from Xlib.protocol import rq

from desktop_agent.core.errors import InputDeniedError
from desktop_agent.core.texts.message import Message
from desktop_agent.platforms.x11.keysyms import char_of_symbol

if TYPE_CHECKING:
    from Xlib.display import Display


LOCK = 0x02
NUM_LOCK = 0x10
# Shift, Control, Meta, Alt, Super and Hyper, and those of the third and fifth level; 0 is a level without a symbol.
_MODIFIER_SYMBOLS = {0, 0xFE03, 0xFE11, *range(0xFFE1, 0xFFEF)} - {0xFFE5, 0xFFE6}


@dataclass(frozen=True, slots=True)
class KeyType:
    """How modifiers choose a level; combinations not listed choose level 0."""

    modifiers: int  # the relevant ones, a bit each
    levels: Mapping[int, int]  # exact modifiers -> level


@dataclass(frozen=True, slots=True)
class LayoutKey:
    """One key: for each group its type and its symbols by level; `wrap` is XKB's byte on groups it does not have."""

    code: int
    groups: tuple[tuple[KeyType, tuple[int, ...]], ...]
    wrap: int = 0

    def group(self, group: int) -> int:
        """Return the group that the key uses while `group` is active."""
        count = len(self.groups)
        if group < count:
            return group
        if self.wrap & 0x40:
            return count - 1
        if self.wrap & 0x80:
            redirect = (self.wrap >> 4) & 0x03
            return redirect if redirect < count else 0
        return group % count


@dataclass(frozen=True, slots=True)
class Stroke:
    """A key to press, the modifiers (bits) that must be down with it, and the group that must be active."""

    code: int
    modifiers: int
    group: int


@dataclass(frozen=True, slots=True)
class KeyboardState:
    """The keyboard's state now: bits of the modifiers held and locked, and the active group."""

    held: int
    locked: int
    group: int


@dataclass(frozen=True, slots=True)
class KeyFilters:
    """The keyboard's accessibility settings (AccessX): what the server makes of keys before programs get them."""

    sticky: bool = False  # a modifier that was pressed and released counts for the next key
    mouse: bool = False  # the keypad works the pointer
    slow_s: float = 0.0  # a key counts once it is held for so long
    bounce_s: float = 0.0  # the key that was released last doesn't count for so long

    @property
    def is_set(self) -> bool:
        """Return whether the modifiers of typed characters are better locked than pressed.

        A key pressed while a modifier is down switches Sticky Keys off. The other filters would delay each press.
        """
        return self.sticky or bool(self.slow_s or self.bounce_s)

    def wait_s(self, text: str) -> float:
        """Return how long the keys of a text have to wait."""
        folded = text.casefold()
        doubled = sum(first == second for first, second in pairwise(folded))
        return len(folded) * self.slow_s + doubled * self.bounce_s


class Keymap:
    """The layout of a keyboard; `modifier_codes` has the key that holds each modifier bit down."""

    def __init__(self, keys: tuple[LayoutKey, ...], modifier_codes: Mapping[int, int], groups: int) -> None:
        self.modifier_codes = dict(modifier_codes)
        self.groups = groups
        self._keys = keys
        self._found: dict[tuple[int, int], tuple[dict[int, Stroke], dict[str, Stroke]]] = {}

    def symbol(self, symbol: int, group: int, locked: int) -> Stroke | None:
        """Return how to get a symbol in a group while the `locked` modifier bits are on."""
        return self._stroke_tables(group, locked)[0].get(symbol)

    def char(self, char: str, group: int, locked: int) -> Stroke | None:
        """Return how to type a character in a group while the `locked` modifier bits are on."""
        return self._stroke_tables(group, locked)[1].get(char)

    def groups_from(self, active: int) -> tuple[int, ...]:
        """Return all groups, the active one first."""
        return (active, *(group for group in range(self.groups) if group != active))

    def char_in_any_group(self, char: str, state: KeyboardState) -> Stroke | None:
        """Return how to type a character without CapsLock, in the first group that has it; the active one is first."""
        strokes = (self.char(char, group, state.locked & ~LOCK) for group in self.groups_from(state.group))
        return next(filter(None, strokes), None)

    def symbol_under(self, code: int, group: int, modifiers: int) -> int:
        """Return the symbol that a key gives while these modifier bits are in force; 0 for none."""
        return next((_symbol(key, group, modifiers) for key in self._keys if key.code == code), 0)

    def modifier_codes_for(self, modifiers: int) -> tuple[int, ...]:
        """Return the keys to hold for these modifier bits."""
        return tuple(code for bit, code in sorted(self.modifier_codes.items()) if modifiers & bit)

    def modifiers_to_hold(
        self, modifiers: int, group: int, held: int, *, locks_all: bool = False
    ) -> tuple[tuple[int, ...], int]:
        """Return the keys to hold for these modifier bits, and the bits to lock since their keys wouldn't hold them."""
        if locks_all:
            return (), modifiers
        codes = list[int]()
        locks = 0
        for bit, code in sorted(self.modifier_codes.items()):
            if modifiers & bit:
                if self.is_modifier(code, group, held):
                    codes.append(code)
                else:
                    locks |= bit
                held |= bit
        return tuple(codes), locks

    def is_modifier(self, code: int, group: int, modifiers: int) -> bool:
        """Return whether a key is still a modifier while these bits are in force: two may switch the group together."""
        return self.symbol_under(code, group, modifiers) in _MODIFIER_SYMBOLS

    def spare_codes(self) -> tuple[int, ...]:
        """Return the codes of keys that carry no symbol at all."""
        used = {key.code for key in self._keys if any(any(symbols) for _, symbols in key.groups)}
        return tuple(key.code for key in self._keys if key.code not in used)

    def _stroke_tables(self, group: int, locked: int) -> tuple[dict[int, Stroke], dict[str, Stroke]]:
        if (group, locked) not in self._found:
            symbols: dict[int, Stroke] = {}
            chars: dict[str, Stroke] = {}
            for symbol, stroke in self._strokes(group, locked):
                symbols.setdefault(symbol, stroke)
                chars.setdefault(char_of_symbol(symbol), stroke)
            chars.pop("", None)
            self._found[group, locked] = symbols, chars
        return self._found[group, locked]

    def _strokes(self, group: int, locked: int) -> Iterator[tuple[int, Stroke]]:
        bits = sorted(self.modifier_codes)
        # Fewest modifiers first: a character with a key of its own is never typed by a combination.
        for pressed in (sum(some) for count in range(len(bits) + 1) for some in combinations(bits, count)):
            for key in self._keys:
                symbol = _symbol(key, group, pressed | locked)
                if symbol:
                    yield symbol, Stroke(key.code, pressed, group)


def _symbol(key: LayoutKey, group: int, modifiers: int) -> int:
    if not key.groups:
        return 0
    kind, symbols = key.groups[key.group(group)]
    level = kind.levels.get(modifiers & kind.modifiers, 0)
    return symbols[level] if level < len(symbols) else 0


CORE_KEYBOARD = 0x100
_OF_KEYBOARD = struct.pack("=HH", CORE_KEYBOARD, 0)
_SYMBOLS = 0x02
_TYPES_SYMBOLS_MODIFIERS = 0x01 | 0x02 | 0x04  # the modifier map is a separate part
# of the controls that are enabled
_SLOW_KEYS = 0x02
_BOUNCE_KEYS = 0x04
_STICKY_KEYS = 0x08
_MOUSE_KEYS = 0x10
_ALL_MODIFIERS = 0xFF
_LEVEL3 = 0xFE03
_LEVEL5 = 0xFE11
_SHIFT_L = 0xFFE1
LOOKED_UP_WITHIN_S = 0.3  # a program looks up a key when it reads the event: until then its symbol has to stay


_REQUEST = rq.Struct(rq.Card8("opcode"), rq.Card8("minor"), rq.RequestLength(), rq.Binary("body"))


class _RequestWithReply(rq.ReplyRequest):  # type: ignore[misc]  # python-xlib has no types
    _request = _REQUEST
    _reply = rq.Struct(
        rq.ReplyCode(), rq.Card8("detail"), rq.Card16("sequence_number"), rq.ReplyLength(), rq.Binary("body")
    )


class _RequestWithoutReply(rq.Request):  # type: ignore[misc]  # python-xlib has no types
    _request = _REQUEST


# Requests by their numbers, and the layouts of the parts that are used here.
_USE_EXTENSION = 0
_GET_STATE = 4
_LATCH_LOCK_STATE = 5
_GET_CONTROLS = 6
_GET_MAP = 8
_SET_MAP = 9
_GET_GEOMETRY = 19
_SET_GEOMETRY = 20
_LATCH_LOCK = struct.Struct("=H6BxBH")  # device; locks, group and latches: which, and how
_MAP = struct.Struct("=2xBB3xBxBHB12xB6x")  # least and greatest code; types; first key, symbols, keys; modifier keys
_NEW_MAP = struct.Struct("=HHHBB2xBBH18x")  # device, parts, flags, codes as above, symbols: first, keys, total
# Name, whether a geometry exists, width, height, properties, colors, shapes, sections, doodads, aliases, two colors.
_SHAPE = struct.Struct("=IBx8HBB")
_NEW_SHAPE = struct.Struct("=HBBI6HBB2x")


class KeyboardExtension:
    """XKB on one connection; InputDeniedError when the display does not have it."""

    def __init__(self, display: Display) -> None:
        self._display = display
        extension = display.query_extension("XKEYBOARD")
        if extension is None:
            raise InputDeniedError(
                Message("This display has no keyboard extension."), Message("Use an X server with XKEYBOARD.")
            )
        self._opcode = int(extension.major_opcode)
        self._query(_USE_EXTENSION, struct.pack("=HH", 1, 0))
        self._seen: tuple[bytes, Keymap] | None = None

    def state(self) -> KeyboardState:
        """Return the keyboard's state now."""
        base, locked, group = struct.unpack_from("=xBxBB", self._query(_GET_STATE, _OF_KEYBOARD))
        return KeyboardState(base, locked, group)

    def filters(self) -> KeyFilters:
        """Return the accessibility settings that the server applies to keys before programs receive them."""
        slow_ms, bounce_ms, enabled = struct.unpack_from("=16xHH28xI", self._query(_GET_CONTROLS, _OF_KEYBOARD))
        return KeyFilters(
            sticky=bool(enabled & _STICKY_KEYS),
            mouse=bool(enabled & _MOUSE_KEYS),
            slow_s=slow_ms / 1000 if enabled & _SLOW_KEYS else 0.0,
            bounce_s=bounce_ms / 1000 if enabled & _BOUNCE_KEYS else 0.0,
        )

    def unlatch(self) -> None:
        """Release modifiers that were pressed before and would count for the next key (StickyKeys)."""
        self._send(_LATCH_LOCK_STATE, _LATCH_LOCK.pack(CORE_KEYBOARD, 0, 0, 0, 0, _ALL_MODIFIERS, 0, 0, 0))

    def lock(self, *, group: int | None = None, affect: int = 0, locks: int = 0) -> None:
        """Activate a group, and lock or unlock the modifier bits in `affect`."""
        has_group = group is not None
        self._send(_LATCH_LOCK_STATE, _LATCH_LOCK.pack(CORE_KEYBOARD, affect, locks, has_group, group or 0, 0, 0, 0, 0))

    def keymap(self) -> Keymap:
        """Return the current layout; the same object until it changes."""
        reply = self._raw_keymap()
        if self._seen is None or self._seen[0] != reply:
            self._seen = reply, _parse(reply)
        return self._seen[1]

    def set_symbols(self, symbols: Mapping[int, tuple[int, ...]]) -> None:
        """Give each keycode its symbols (two levels, all groups; none empties it), all in one request."""
        reply = self._raw_keymap()
        first = min(symbols)
        last = max(symbols)
        entries = dict(_entries(reply))
        for code, pair in symbols.items():
            # The first two key types are fixed by the protocol: one level, and two chosen by Shift.
            head = (min(1, max(0, len(pair) - 1)), 0, 0, 0, min(1, len(pair)), len(pair), len(pair))
            entries[code] = struct.pack(f"=BBBBBBH{len(pair)}I", *head, *pair)
        body = b"".join(entries[code] for code in range(first, last + 1))
        total = sum(struct.unpack_from("=6xH", entries[code])[0] for code in range(first, last + 1))
        least, greatest, *_ = _MAP.unpack_from(reply)
        codes = (least, greatest, first, last - first + 1, total)
        self._send(_SET_MAP, _NEW_MAP.pack(CORE_KEYBOARD, _SYMBOLS, 0, *codes) + body)
        self._announce()

    def _announce(self) -> None:
        """Have every program read the layout again, by setting the keyboard's geometry to what it is.

        Chromium reads the layout again only for NewKeyboardNotify, which a new geometry sends; without it, it would
        use the old symbols.
        """
        reply = self._query(_GET_GEOMETRY, _OF_KEYBOARD + bytes(4))
        name, is_known, width, height, properties, colors, shapes, sections, *others = _SHAPE.unpack_from(reply)
        if is_known:
            numbers = (shapes, sections, name, width, height, properties, colors, *others)
            self._send(_SET_GEOMETRY, _NEW_SHAPE.pack(CORE_KEYBOARD, *numbers) + reply[_SHAPE.size :])

    def _raw_keymap(self) -> bytes:
        return self._query(_GET_MAP, struct.pack("=HH20x", CORE_KEYBOARD, _TYPES_SYMBOLS_MODIFIERS))

    def _query(self, minor: int, body: bytes) -> bytes:
        return bytes(_RequestWithReply(display=self._display.display, opcode=self._opcode, minor=minor, body=body).body)

    def _send(self, minor: int, body: bytes) -> None:
        _RequestWithoutReply(display=self._display.display, opcode=self._opcode, minor=minor, body=body)


def _parse(reply: bytes) -> Keymap:
    _, _, type_count, *_, modifier_count = _MAP.unpack_from(reply)
    types, at = _types(reply, type_count)
    keys: list[LayoutKey] = []
    for code, entry in _entries(reply):
        keys.append(_key(entry, code, types))
        at += len(entry)
    held_by = dict(_pairs(reply[at:], modifier_count))
    return Keymap(tuple(keys), _modifier_codes(keys, held_by), max((len(key.groups) for key in keys), default=1))


def _types(body: bytes, count: int) -> tuple[list[KeyType], int]:
    types = []
    at = _MAP.size
    for _ in range(count):
        mask, _, _, _, entries, preserve = struct.unpack_from("=BBHBBB", body, at)
        at += 8
        found = (struct.unpack_from("=BBB", body, at + 8 * n) for n in range(entries))
        types.append(KeyType(mask, {modifiers: level for active, modifiers, level in found if active}))
        at += entries * (12 if preserve else 8)
    return types, at


def _entries(reply: bytes) -> Iterator[tuple[int, bytes]]:
    _, _, type_count, first, _, key_count, _ = _MAP.unpack_from(reply)
    at = _types(reply, type_count)[1]
    for code in range(first, first + key_count):
        (count,) = struct.unpack_from("=6xH", reply, at)
        yield code, reply[at : at + 8 + 4 * count]
        at += 8 + 4 * count


def _key(entry: bytes, code: int, types: list[KeyType]) -> LayoutKey:
    *kinds, info, width, count = struct.unpack_from("=BBBBBBH", entry)
    symbols = struct.unpack_from(f"={count}I", entry, 8)
    groups = tuple((types[kinds[n]], symbols[n * width : (n + 1) * width]) for n in range(info & 0x0F))
    return LayoutKey(code, groups, info & 0xF0)


def _pairs(body: bytes, count: int) -> Iterator[tuple[int, int]]:
    for n in range(count):
        yield body[2 * n], body[2 * n + 1]


def _modifier_codes(keys: list[LayoutKey], held_by: dict[int, int]) -> dict[int, int]:
    found: dict[int, int] = {}
    for wanted in (_SHIFT_L, _LEVEL3, _LEVEL5):
        for key in keys:
            bit = held_by.get(key.code, 0)
            # The symbol at the base of every group: a key that is level 3 on one layout only is no sure hold.
            if bit and key.groups and all(symbols[:1] == (wanted,) for _, symbols in key.groups):
                found.setdefault(bit, key.code)
                break
    return found
