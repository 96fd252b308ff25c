"""A text in one line, as much of it as there is room for; and tooltips that show what others have written."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QLabel, QSizePolicy, QWidget

from desktop_agent.core.display_text import visible

_LONGEST = 2_000


class OneLine(QLabel):
    """Plain text that is never wrapped, shown as it is; line breaks in it are spaces.

    `tip` is shown while the pointer rests on it.
    """

    def __init__(self, text: str, tip: str, role: str) -> None:
        super().__init__()
        self._whole = " ".join(text.split())
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self._whole)
        set_tip(self, tip)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show what there is room for."""
        super().resizeEvent(event)
        shown = visible(self._whole, _LONGEST)
        self.setText(self.fontMetrics().elidedText(shown, Qt.TextElideMode.ElideRight, event.size().width()))

    def sizeHint(self) -> QSize:
        """Ask for a line, and for no width."""
        return QSize(0, self.fontMetrics().lineSpacing())

    def minimumSizeHint(self) -> QSize:
        """Ask for a line, and for no width."""
        return self.sizeHint()


def set_tip(widget: QWidget, text: str) -> None:
    """Show a text while the pointer rests on a widget; whoever wrote it, it is shown as it is, and wraps."""
    lines = [escape(visible(line, _LONGEST)) for line in text[:_LONGEST].splitlines()]
    widget.setToolTip(f"<p>{'<br>'.join(lines)}</p>" if text else "")


def hide_tips() -> None:
    """Take every tooltip off the screen at once; Qt by itself leaves it there for a while."""
    for one in QApplication.topLevelWidgets():
        if one.windowType() == Qt.WindowType.ToolTip:
            one.hide()
