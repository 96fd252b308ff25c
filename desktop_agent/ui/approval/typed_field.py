"""A field of many lines that tells the letters that a person types into it from all that changes it otherwise.

Who types a letter has read it. Anything else puts text there that nobody may have read: a paste, keys of another
program, an assistive program, an input method.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit

_TAKES_AWAY = {Qt.Key.Key_Backspace, Qt.Key.Key_Delete}
_BREAKS = {Qt.Key.Key_Return, Qt.Key.Key_Enter}
_PLAIN = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier


class TypedField(QPlainTextEdit):
    """Emits `changed_unread` for every change but a single letter that a hand has typed or taken away.

    `by_hand` tells of a key, by its code and the display server's time, whether a physical device pressed it.
    """

    changed_unread = Signal()

    def __init__(self, text: str, by_hand: Callable[[int, int], bool]) -> None:
        super().__init__()
        self.setPlainText(text)
        self._by_hand = by_hand
        self._in_key = False
        self.textChanged.connect(self._changed)

    def _changed(self) -> None:
        if not self._in_key:
            self.changed_unread.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Judge what a key has made of the text."""
        before, cursor = self.toPlainText(), self.textCursor()
        expected = _after(before, cursor, event)
        self._in_key = True
        super().keyPressEvent(event)
        self._in_key = False
        after = self.toPlainText()
        is_own = after in expected and self._by_hand(event.nativeScanCode(), event.timestamp())
        if after != before and not is_own:
            self.changed_unread.emit()


def _after(text: str, cursor: QTextCursor, event: QKeyEvent) -> tuple[str, ...]:
    """Return what a text may be once a key has entered or taken away one letter; nothing for any other key."""
    if event.modifiers() & ~_PLAIN:
        return ()
    start, end = cursor.selectionStart(), cursor.selectionEnd()
    rest = text[end:]
    if event.key() in _TAKES_AWAY:
        return (text[:start] + rest,) if start != end else (text[: max(start - 1, 0)] + rest, text[:start] + rest[1:])
    typed = "\n" if event.key() in _BREAKS else event.text()
    return (text[:start] + typed + rest,) if len(typed) == 1 and (typed == "\n" or typed.isprintable()) else ()
