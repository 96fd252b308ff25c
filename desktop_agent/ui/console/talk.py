"""The console's line for words to the model, while a run is on: it gets them with the next picture."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop_agent.core.display_text import visible
from desktop_agent.core.message import Message
from desktop_agent.core.translation import tr
from desktop_agent.ui.qt.widgets import text_button, text_label

_ASK = "Tell the model something; that approves nothing"
_ASK_FOR_STEPS = 'Further steps, done after the others: click "OK"'
_LONGEST = 80


class TalkLine(QFrame):
    """A line and its button, and what the model has not been told yet."""

    said = Signal(str)
    resumed = Signal()  # the words are the person's last before the run goes on

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start hidden."""
        super().__init__(parent)
        self._untold: list[str] = []
        self._paused = False
        self._line = QLineEdit(self)
        self._line.setAccessibleName(tr("Words for the model"))
        self._send = text_button("Tell the model", self._say)
        self._waiting = text_label(role="muted")
        row = QHBoxLayout()
        row.addWidget(self._line, 1)
        row.addWidget(self._send)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(row)
        column.addWidget(self._waiting)
        self._line.returnPressed.connect(self._say)
        self._line.textChanged.connect(self._follow_text)
        self.begin(plain_steps=False)
        self.hide()

    @property
    def has_keyboard(self) -> bool:
        """Tell whether something would be written here."""
        return self.window().focusWidget() is self._line

    def begin(self, *, plain_steps: bool) -> None:
        """Forget what was said to the last run; a model for `plain_steps` understands nothing else."""
        self._line.clear()
        self._line.setPlaceholderText(tr(_ASK_FOR_STEPS if plain_steps else _ASK))
        self._untold.clear()
        self._show()

    def follow(self, *, hears: bool, paused: bool) -> None:
        """Be there while the run hears; while it is paused, words let it go on."""
        self._paused = paused
        self.setVisible(hears)
        self._show()

    def take_keyboard(self) -> None:
        """Have the cursor in the line."""
        self._line.setFocus()

    def told(self, text: str) -> None:
        """Note that the model is told something now."""
        if text in self._untold:
            self._untold.remove(text)
        self._show()

    def _say(self) -> None:
        words = self._line.text().strip()
        if not words:
            return
        self._untold.append(words)
        self._line.clear()
        self._show()
        self.said.emit(words)
        if self._paused:
            self.resumed.emit()

    def _show(self) -> None:
        self._send.setText("Tell and resume" if self._paused else "Tell the model")
        quoted = ", ".join(f"“{visible(text, _LONGEST)}”" for text in self._untold)
        self._waiting.setText(Message("The model gets this with the next picture: {quoted}", quoted=quoted))
        self._waiting.setVisible(bool(quoted))
        self._follow_text()

    def _follow_text(self) -> None:
        self._send.setEnabled(bool(self._line.text().strip()))
