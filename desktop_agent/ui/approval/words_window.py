"""A window for words: the reason for a refusal, or the answer to a question of the model."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QPlainTextEdit

from desktop_agent.core.describe import visible
from desktop_agent.ui.approval.secondary_window import SecondaryWindow
from desktop_agent.ui.qt.widgets import text_button, text_label

LONGEST_QUESTION = 1000


class WordsWindow(SecondaryWindow):
    """Asks for words; `sent` carries them. Ctrl+Enter sends."""

    sent = Signal(str)

    def __init__(self, title: str, heading: str, send: str, question: str = "") -> None:
        super().__init__(title, heading)
        if question:
            self.rows.addWidget(text_label(f"“{visible(question, LONGEST_QUESTION)}”", "muted"))
        self.field = QPlainTextEdit()
        self.field.setAccessibleName("Your words")
        self.field.setTabChangesFocus(True)
        self.field.setMinimumHeight(84)
        self.rows.addWidget(self.field, 1)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self._send)
        self.close_with(text_button(send, self._send, role="primary"))

    def _send(self) -> None:
        self.sent.emit(self.field.toPlainText().strip())


def reason_window() -> WordsWindow:
    """Return the window that asks why something is refused."""
    return WordsWindow("Refuse with a reason", "What should the model know or do instead?", "Refuse")


def reply_window(question: str) -> WordsWindow:
    """Return the window that shows what the model asks, in its words."""
    return WordsWindow("The model asks", "The model asks:", "Answer", question)
