"""Shows a difference line by line: what is new in one colour, what is gone in another."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QColor, QSyntaxHighlighter, QTextDocument
from PySide6.QtWidgets import QPlainTextEdit

from desktop_agent.core.translation import tr
from desktop_agent.ui.qt.theme import colours, mono_font

_LEAST_LINES = 4


class DiffView(QPlainTextEdit):
    """Read-only; plain text, whatever the lines hold."""

    def __init__(self) -> None:
        """Start empty."""
        super().__init__()
        self.setProperty("role", "mono")
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
        self.setFont(mono_font())
        self.setMinimumHeight(_LEAST_LINES * self.fontMetrics().lineSpacing())
        self.setAccessibleName(tr("How it differs"))
        self._colours = _DiffColours(self.document())

    def show_lines(self, lines: Sequence[str]) -> None:
        """Show these lines, each of which begins with “+”, “-”, “ ” or “@@”."""
        self.setPlainText("\n".join(lines))


class _DiffColours(QSyntaxHighlighter):
    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)

    def highlightBlock(self, text: str) -> None:
        now = colours()
        colour = {"+": now.ok, "-": now.bad, "@": now.muted}.get(text[:1])
        if colour:
            self.setFormat(0, len(text), QColor(colour))
