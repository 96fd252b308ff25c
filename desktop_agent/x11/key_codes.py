"""Finds the key codes of a named key on the current layout."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop_agent.x11.keysyms import symbol_of_char, symbol_of_key

if TYPE_CHECKING:
    from Xlib.display import Display

# Keys that there are two of.
_TWINS = {
    "ctrl": (0xFFE3, 0xFFE4),
    "shift": (0xFFE1, 0xFFE2),
    "alt": (0xFFE9, 0xFFEA),
    "super": (0xFFEB, 0xFFEC),
    "enter": (0xFF0D, 0xFF8D),
}


class KeyLayout:
    """The keys of one display; `read` is for one thread, `codes` for any."""

    def __init__(self) -> None:
        self._codes: dict[int, frozenset[int]] = {}

    def read(self, display: Display) -> None:
        """Read the layout."""
        first = display.display.info.min_keycode
        table = display.get_keyboard_mapping(first, display.display.info.max_keycode - first + 1)
        codes: dict[int, set[int]] = {}
        for code, symbols in enumerate(table, first):
            for symbol in filter(None, symbols):
                codes.setdefault(int(symbol), set()).add(code)
        self._codes = {symbol: frozenset(some) for symbol, some in codes.items()}

    def codes(self, name: str) -> frozenset[int]:
        """Return the codes of a key, named as in `core.keys`; none where the layout does not have it."""
        symbols = _TWINS.get(name) or (symbol_of_key(name) or symbol_of_char(name),)
        return frozenset().union(*(self._codes.get(symbol, frozenset()) for symbol in symbols))
