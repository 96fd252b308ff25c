"""The console's answer field: shown while the model asks something in words."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from desktop_agent.ui.qt.scrolling import Page, Scrolling
from desktop_agent.ui.session.bridge import WordsQuestion


class ReplyPanel(QFrame):
    """The model's question, as plain text, and a line for the answer."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start hidden."""
        super().__init__(parent)
        self._asked: WordsQuestion | None = None
        self._question = QLabel(self)
        self._question.setTextFormat(Qt.TextFormat.PlainText)
        self._question.setWordWrap(True)
        self._line = QLineEdit(self)
        self._line.setAccessibleName("Your answer")
        self._line.setPlaceholderText("Your answer")
        self._send = QPushButton("Send answer", self)
        self._none = QPushButton("No answer", self)
        self.setProperty("role", "panel")
        self._lay_out()
        self._line.returnPressed.connect(self._answer)
        self._line.textChanged.connect(lambda text: self._send.setEnabled(bool(text.strip())))
        self._send.clicked.connect(self._answer)
        self._none.clicked.connect(self._decline)
        self.hide()

    def ask(self, asked: WordsQuestion) -> None:
        """Show a question and take the keyboard."""
        self._asked = asked
        self._question.setText(f"The model asks: {asked.text}")
        self._line.clear()
        self._send.setEnabled(False)
        self.show()
        self._line.setFocus()

    def close_question(self) -> None:
        """Hide it: the question is answered, or the run is over."""
        self._asked = None
        self.hide()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.addWidget(self._line, 1)
        row.addWidget(self._send)
        row.addWidget(self._none)
        words = Page()
        inside = QVBoxLayout(words)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self._question)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 6, 8, 6)
        column.addWidget(Scrolling(words, "What the model asks"))
        column.addLayout(row)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def _answer(self) -> None:
        if self._asked is not None and self._line.text().strip():
            self._asked.answer(self._line.text())

    def _decline(self) -> None:
        if self._asked is not None:
            self._asked.answer(None)
