"""What a key that the person presses in the view becomes on the desk: a symbol, not a place on a keyboard."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from desktop_agent.platforms.x11.keysyms import char_of_symbol, symbol_of_char

HandOrder = tuple[object, ...]
_HELD = {
    Qt.Key.Key_Control: "ctrl",
    Qt.Key.Key_Shift: "shift",
    Qt.Key.Key_Alt: "alt",
    Qt.Key.Key_Meta: "super",
    Qt.Key.Key_Super_L: "super",
    Qt.Key.Key_Super_R: "super",
}
_CHORD = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
# Modifiers, locks and the accents that wait for a letter: each is in what comes of it.
_NOT_TAPPED = ((0xFE01, 0xFE14), (0xFE50, 0xFE94), (0xFF7E, 0xFF80), (0xFFE1, 0xFFEF))


def orders_for(event: QKeyEvent, *, down: bool) -> list[HandOrder]:
    """Return what the hand is told of a key that goes down, or up."""
    held = _HELD.get(Qt.Key(event.key())) if event.key() in _HELD_NUMBERS else None
    if held:
        return [] if event.isAutoRepeat() else [("hold", held, down)]
    symbol = _symbol(event) if down else 0
    return [("tap", symbol)] if symbol else []


def orders_for_text(text: str) -> list[HandOrder]:
    """Return what the hand is told of a text that an input method has made."""
    return [("tap", symbol_of_char(char)) for char in text if char.isprintable()]


def _symbol(event: QKeyEvent) -> int:
    symbol, key, text = event.nativeVirtualKey(), event.key(), event.text()
    if any(first <= symbol < end for first, end in _NOT_TAPPED):
        return 0
    if not symbol:
        return symbol_of_char(text) if len(text) == 1 and text.isprintable() else 0
    typed = char_of_symbol(symbol)
    if event.modifiers() & _CHORD and typed and not typed.isascii() and Qt.Key.Key_A <= key <= Qt.Key.Key_Z:
        # A shortcut on a keyboard of another script: Qt says which Latin letter it has.
        return key + (0 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else ord("a") - ord("A"))
    return symbol


_HELD_NUMBERS = frozenset(int(key) for key in _HELD)
