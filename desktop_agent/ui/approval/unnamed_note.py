"""What the card says where a program does not name what is pressed: that nobody knows, and how to mend that."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_agent.core.answer_words import NAMES_ARE_OFF
from desktop_agent.host.accessibility import said_of, turn_accessibility_on
from desktop_agent.ui.qt.background_task import BackgroundTask
from desktop_agent.ui.qt.widgets import text_button, text_label


class UnnamedNote(QWidget):
    """The sentence, and where accessibility is off a button that turns it on."""

    def __init__(self, caution: str, *, names_off: bool) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        if caution:
            column.addWidget(text_label(caution, "warn"))
        self._task = BackgroundTask(self)
        self._task.done.connect(self._show)
        self._state = text_label(NAMES_ARE_OFF, "muted")
        self._switch = text_button("Turn accessibility on", self._turn_on, keyboard=False)
        if names_off:
            column.addWidget(self._state)
            column.addWidget(self._switch, 0, Qt.AlignmentFlag.AlignLeft)

    def _turn_on(self) -> None:
        self._switch.setEnabled(False)
        self._task.start(lambda: said_of(turn_accessibility_on()))

    def _show(self, words: object) -> None:
        self._state.setText(str(words))
