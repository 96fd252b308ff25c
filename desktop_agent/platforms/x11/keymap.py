"""A keyboard layout as data: which key gives a symbol or character, under which modifiers and in which group.

The terms are XKB's: a key has up to four groups (layouts), each with a type by which modifiers choose a level (column)
of its symbols.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations, pairwise

from desktop_agent.platforms.x11.keysyms import char_of_symbol

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
        return self._tables(group, locked)[0].get(symbol)

    def char(self, char: str, group: int, locked: int) -> Stroke | None:
        """Return how to type a character in a group while the `locked` modifier bits are on."""
        return self._tables(group, locked)[1].get(char)

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

    def holds_for(
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

    def _tables(self, group: int, locked: int) -> tuple[dict[int, Stroke], dict[str, Stroke]]:
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
