"""A window with a field for words: why something is refused, or the answer to what the model asks."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QPlainTextEdit, QPushButton

from desktop_agent.core.describe import visible
from desktop_agent.ui.approval.secondary_window import SecondaryWindow
from desktop_agent.ui.qt.widgets import text_label

LONGEST_QUESTION = 1000


class WordsWindow(SecondaryWindow):
    """Asks for a sentence; `said` carries it. Ctrl+Enter sends."""

    said = Signal(str)

    def __init__(self, title: str, heading: str, send: str, question: str = "") -> None:
        super().__init__(title, heading)
        if question:
            self.rows.addWidget(text_label(f"“{visible(question, LONGEST_QUESTION)}”", "muted"))
        self.field = QPlainTextEdit()
        self.field.setAccessibleName("Your words")
        self.field.setTabChangesFocus(True)
        self.field.setMinimumHeight(84)
        self.rows.addWidget(self.field, 1)
        button = QPushButton(send)
        button.setProperty("role", "primary")
        button.clicked.connect(lambda *_: self._send())
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self._send)
        self.close_with(button)

    def _send(self) -> None:
        self.said.emit(self.field.toPlainText().strip())


def reason_window() -> WordsWindow:
    """Return the window that asks why something is refused."""
    return WordsWindow("Refuse with a reason", "What should the model know or do instead?", "Refuse")


def reply_window(question: str) -> WordsWindow:
    """Return the window that shows what the model asks, in its words."""
    return WordsWindow("The model asks", "The model asks:", "Answer", question)
