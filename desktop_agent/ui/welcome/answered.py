"""A question of the first start that is answered: a line, and the way back to it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from desktop_agent.core.message import Message
from desktop_agent.core.translation import tr
from desktop_agent.ui.qt import icons, theme
from desktop_agent.ui.qt.widgets import text_button, text_label
from desktop_agent.ui.qt.wrap_row import WrapRow


class AnsweredLine(QWidget):
    """What was asked, what was answered, and the button that leads back."""

    def __init__(self, question: str, verb: str, change: Callable[[], object], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sign, self._answer = QLabel(), text_label(role="muted", wraps=False)
        self._doubt = text_label(role="warn")
        button = text_button(verb, change, name=f"{verb}: {question}")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        row = WrapRow(self._sign, text_label(question, "heading", wraps=False), self._answer, None, button)
        column.addLayout(row)
        column.addWidget(self._doubt)

    def show_answer(self, answer: str, doubt: str = "") -> None:
        """Show what was answered, and what speaks against taking it for settled."""
        sign, role, name = ("alert", "warn", "Not tried yet") if doubt else ("check", "ok", "Answered")
        self._sign.setPixmap(icons.pixmap(sign, getattr(theme.colours(), role)))
        self._sign.setAccessibleName(tr(name))
        self._answer.setText(answer)
        self._doubt.setText(Message("Not tried yet: {doubt}", doubt=doubt) if doubt else "")
        self._doubt.setVisible(bool(doubt))
