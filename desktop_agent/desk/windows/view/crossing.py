"""Text that is to cross between a desk's clipboard and the person's: shown as it is before it moves."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QVBoxLayout, QWidget

from desktop_agent.core.message import Message
from desktop_agent.core.translation import tr
from desktop_agent.ui.qt.widgets import text_button, text_label
from desktop_agent.ui.qt.wrap_row import WrapRow

MOST_LETTERS = 100_000
_LINES = 3
_HIDDEN = frozenset({"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"})
_SEEN = frozenset("\n")
# Letters and marks that Unicode calls printable and that nobody sees.
_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\u00a0") | {chr(n) for n in range(0xFE00, 0xFE10)}


class CrossingPanel(QFrame):
    """Shows one text, and lets it across once the person says so."""

    closed = Signal()  # the text crosses, or nothing does

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start hidden."""
        super().__init__(parent)
        self._go: Callable[[], None] = lambda: None
        self._what, self._note = text_label(role="heading"), text_label(role="warn")
        self._text = QPlainTextEdit(self)
        self._text.setReadOnly(True)
        self._text.setTabChangesFocus(True)
        self._text.setAccessibleName(tr("The text that crosses"))
        self._text.setFixedHeight(self._text.fontMetrics().lineSpacing() * _LINES + 12)
        self._let = text_button("", self._let_across, role="primary")
        self.setProperty("role", "panel")
        column = QVBoxLayout(self)
        for widget in (self._what, self._text, self._note):
            column.addWidget(widget)
        column.addLayout(WrapRow(self._let, text_button("Cancel", self._cancel, name="Let nothing across")))
        self.hide()

    def offer(self, what: str, yes: str, text: str, go: Callable[[], None]) -> None:
        """Show a text; `go` moves it once the person presses the button that says `yes`."""
        shown, hidden = written_out(text)
        self._go = go
        self._what.setText(what)
        self._let.setText(yes)
        self._let.setAccessibleName(tr(yes))
        self._text.setPlainText(shown)
        self._note.setText(
            Message("Written out: {hidden} characters that nobody sees.", hidden=hidden) if hidden else ""
        )
        self._note.setVisible(bool(hidden))
        self.show()
        self._let.setFocus()

    def drop(self) -> None:
        """Let nothing across."""
        self._go = lambda: None
        self._text.clear()
        self.hide()

    def _let_across(self) -> None:
        go = self._go
        self.drop()
        self.closed.emit()
        go()

    def _cancel(self) -> None:
        self.drop()
        self.closed.emit()


def written_out(text: str) -> tuple[str, int]:
    """Return a text in which what nobody would see is written out, and how many characters that is."""
    parts = [f"‹U+{ord(char):04X}›" if is_hidden(char) else char for char in text]
    return "".join(parts), sum(map(is_hidden, text))


def is_hidden(char: str) -> bool:
    """Tell whether a character would not be seen, or would move others about."""
    return char not in _SEEN and (unicodedata.category(char) in _HIDDEN or char in _BLANK)
