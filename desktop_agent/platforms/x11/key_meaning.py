"""What a key means on a layout: its name for a chord, the character that it types, or the accent that it begins."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_agent.core.keys import main_key
from desktop_agent.platforms.x11.keymap import Keymap
from desktop_agent.platforms.x11.keysyms import char_of_symbol, named_keys

# Modifiers as every layout of today has them: bits of a core event's state.
_HELD = {0x01: "shift", 0x04: "ctrl", 0x08: "alt", 0x40: "super"}
# Keys that there are two of, or that stand for another one while a modifier is held.
_ALSO = {
    0xFFE2: "shift", 0xFFE4: "ctrl", 0xFFE7: "alt", 0xFFE8: "alt", 0xFFEA: "alt", 0xFFEC: "super", 0xFE11: "altgr",
    0xFE20: "tab",
}  # fmt: skip
# The accents of dead keys, as the marks that Unicode puts after a letter (source: X11's keysymdef.h).
_DEAD = {
    0xFE50: "\u0300", 0xFE51: "\u0301", 0xFE52: "\u0302", 0xFE53: "\u0303", 0xFE54: "\u0304", 0xFE55: "\u0306",
    0xFE56: "\u0307", 0xFE57: "\u0308", 0xFE58: "\u030a", 0xFE59: "\u030b", 0xFE5A: "\u030c", 0xFE5B: "\u0327",
    0xFE5C: "\u0328", 0xFE60: "\u0323", 0xFE61: "\u0309", 0xFE62: "\u031b",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class KeyMeaning:
    """A key as `core.keys` names it, what it types, the accent it begins, and the modifiers that were held."""

    key: str  # empty for a key that has no name here
    char: str
    accent: str
    held: tuple[str, ...]


def meaning_of(keymap: Keymap, code: int, group: int, modifiers: int) -> KeyMeaning:
    """Return what a key means while a group is active and these modifier bits are in force."""
    held = held_by(modifiers)
    symbol = keymap.symbol_under(code, group, modifiers)
    plain = keymap.symbol_under(code, group, 0)
    key = _name(symbol, named_only=True) or _name(plain) or _name(symbol)
    if len(key) == 1 and not key.isascii():
        # On a keyboard of another script, programs take a chord's letter from the layout that has Latin ones.
        others = (_name(keymap.symbol_under(code, other, 0)) for other in keymap.groups_from(group))
        key = next((one for one in others if len(one) == 1 and one.isascii()), key)
    char = "" if {"ctrl", "alt", "super"} & set(held) else _typed(symbol)
    return KeyMeaning(key, char, _DEAD.get(symbol, ""), held)


def held_by(state: int) -> tuple[str, ...]:
    """Return the modifiers that are held by the state of an event."""
    return tuple(name for bit, name in _HELD.items() if state & bit)


def _typed(symbol: int) -> str:
    char = char_of_symbol(symbol)
    if char:
        return char
    of_keypad = main_key(_name(symbol, named_only=True))
    return of_keypad if len(of_keypad) == 1 else ""


def _name(symbol: int, *, named_only: bool = False) -> str:
    name = _ALSO.get(symbol) or named_keys().get(symbol, "")
    if name or named_only:
        return "" if named_only and name == "space" else name
    return char_of_symbol(symbol).lower()
