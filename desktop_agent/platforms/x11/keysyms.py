"""X11 key symbols: the number of each named key, and the character of each symbol.

A symbol above 0x01000000 is a Unicode character. The older ones are byte tables that follow the character sets of
their time, a page each, with the exceptions listed here (source: the keysym table of the X protocol, appendix A).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from contextlib import suppress
from functools import lru_cache

from desktop_agent.core.actions.keys import NAMED, key_name
from desktop_agent.core.errors import UnknownKeyError

UNICODE = 0x01000000
_LATIN1 = frozenset((*range(0x20, 0x7F), *range(0xA0, 0x100)))
_UPPER_HALF = 0xA0  # all the tables have but Latin-1, whose lower half is ASCII
# What the server acts on and no program gets (source: XF86keysym.h, "special action keys"; of keysymdef.h
# Terminate_Server, and what makes keys do other things: ISO_Group_Latch to ISO_Last_Group_Lock, AccessX_Enable and on,
# Pointer_Left and on).
OF_THE_SERVER = frozenset({
    *range(0x1008FE00, 0x1008FF00), 0xFED5, *range(0xFE06, 0xFE10), *range(0xFE70, 0xFE7B), *range(0xFEE0, 0xFEFE),
})  # fmt: skip
_CODECS = {
    0x00: "iso8859-1",
    0x01: "iso8859-2",
    0x02: "iso8859-3",
    0x03: "iso8859-4",
    0x05: "iso8859-6",
    0x06: "koi8-r",
    0x07: "iso8859-7",
    0x0C: "iso8859-8",
    0x0D: "tis-620",
    0x13: "iso8859-15",
}
_EXCEPTIONS = {
    **{0x6A1 + n: char for n, char in enumerate("ђѓёєѕіїјљњћќґўџ№ЂЃЁЄЅІЇЈЉЊЋЌҐЎЏ")},
    **{0x7A1 + n: char for n, char in enumerate("ΆΈΉΊΪ\0ΌΎΫ\0Ώ\0\0΅―\0άέήίϊΐόύϋΰώ")},
    0x7D2: "Σ",
    0x7D3: "\0",
    0x7F2: "σ",
    0x7F3: "ς",
    0x20AC: "€",
    0xAD0: "‘",
    0xAD1: "’",
    0xAD2: "“",
    0xAD3: "”",
    0xAFD: "‚",
    0xAFE: "„",
    0xAAA: "–",
    0xAA9: "—",
    0xAAE: "…",
    0xAC9: "™",
    0xAE6: "•",
}
# Where X has two keys of a name, or none that is called so: the left one, and the one on keyboards.
_CHOSEN = {"super": 0xFFEB, "space": 0x20, "browserrefresh": 0x1008FF73}


@lru_cache(maxsize=1)
def _symbols() -> Mapping[str, int]:
    """Return the symbol of each key with a name in `core.actions.keys`, which knows X's names as well."""
    from Xlib.keysymdef import miscellany, xf86, xkb

    found = dict(_CHOSEN)
    for group in (miscellany, xkb, xf86):
        for name, symbol in vars(group).items():
            with suppress(UnknownKeyError):
                found.setdefault(key_name(name.removeprefix("XK_").removesuffix("_L")), symbol)
    return {name: found[name] for name in NAMED}


def symbol_of_key(name: str) -> int:
    """Return the symbol of a key named as in `core.actions.keys`; 0 for a character, which has `symbol_of_char`."""
    return _symbols().get(name, 0)


def symbol_of_char(char: str) -> int:
    """Return the symbol for a character on every keyboard: its Latin-1 number, else its Unicode one."""
    return ord(char) if ord(char) in _LATIN1 else UNICODE + ord(char)


@lru_cache(maxsize=1)
def named_keys() -> Mapping[int, str]:
    """Return the name of each symbol that belongs to a named key, as in `core.actions.keys`."""
    return {symbol: name for name, symbol in _symbols().items()}


def name_of_symbol(symbol: int) -> str:
    """Return what a key is called: its character or its name as in `core.actions.keys`, else the symbol's number."""
    return char_of_symbol(symbol) or named_keys().get(symbol) or f"{symbol:#x}"


@lru_cache(maxsize=4096)
def char_of_symbol(symbol: int) -> str:
    """Return the character that a symbol types; empty for keys that type none, dead keys, and the keypad."""
    if UNICODE <= symbol <= UNICODE + 0x10FFFF:
        return _printable(chr(symbol - UNICODE))
    if symbol in _EXCEPTIONS:
        return _printable(_EXCEPTIONS[symbol])
    codec = _CODECS.get(symbol >> 8)
    if codec is None or symbol & 0xFF not in _LATIN1 or (symbol >> 8 and symbol & 0xFF < _UPPER_HALF):
        return ""
    return _printable(bytes([symbol & 0xFF]).decode(codec, "ignore"))


def _printable(char: str) -> str:
    # Joiners and variation selectors are typed like anything else.
    return "" if not char or unicodedata.category(char) in {"Cc", "Cs", "Cn"} else char
