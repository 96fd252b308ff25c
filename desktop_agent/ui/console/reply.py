"""The console's answer field: shown while the model asks something in words, which stand in a box of their own."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from desktop_agent.core.display_text import foreign
from desktop_agent.core.translation import tr
from desktop_agent.ui.approval.card_body import others_box
from desktop_agent.ui.approval.secondary_window import LONGEST_QUESTION
from desktop_agent.ui.qt.scrolling import Page, Scrolling
from desktop_agent.ui.qt.widgets import text_button, text_label
from desktop_agent.ui.session.bridge import WordsQuestion


class ReplyPanel(QFrame):
    """The model's question, as plain text, and a line for the answer."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start hidden."""
        super().__init__(parent)
        self._open: WordsQuestion | None = None
        self._words = QVBoxLayout()
        self._words.setContentsMargins(0, 0, 0, 0)
        self._line = QLineEdit(self)
        self._line.setAccessibleName(tr("Your answer"))
        self._line.setPlaceholderText(tr("Your answer"))
        self._send = text_button("Send answer", self._answer)
        self.setProperty("role", "panel")
        self._lay_out()
        self._line.returnPressed.connect(self._answer)
        self._line.textChanged.connect(lambda text: self._send.setEnabled(bool(text.strip())))
        self.hide()

    def ask(self, question: WordsQuestion) -> None:
        """Show a question and take the keyboard focus."""
        self._open = question
        self._empty()
        self._words.addWidget(others_box((("The model", foreign(question.text, LONGEST_QUESTION)),)))
        self._line.clear()
        self._send.setEnabled(False)
        self.show()
        self._line.setFocus()

    def close_question(self) -> None:
        """Hide the panel: the question was answered, or the run has ended."""
        self._open = None
        self.hide()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.addWidget(self._line, 1)
        row.addWidget(self._send)
        row.addWidget(text_button("No answer", self._decline))
        words = Page()
        words.setLayout(self._words)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 6, 8, 6)
        column.addWidget(text_label("The model asks:", "muted"))
        column.addWidget(Scrolling(words, "What the model asks"))
        column.addLayout(row)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def _empty(self) -> None:
        while (item := self._words.takeAt(0)) is not None:
            if (box := item.widget()) is not None:
                box.deleteLater()

    def _answer(self) -> None:
        if self._open is not None and self._line.text().strip():
            self._open.answer(self._line.text())

    def _decline(self) -> None:
        if self._open is not None:
            self._open.answer(None)
