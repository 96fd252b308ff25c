"""The question where a key is kept on a computer whose keyring cannot keep it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QButtonGroup, QRadioButton, QWidget

from desktop_agent.core.texts.message import Message, gettext, template, tr
from desktop_agent.runtime.provider.keys import KeyPlace
from desktop_agent.ui.qt.layout import column_of
from desktop_agent.ui.qt.widgets import text_label

_INDENT_PX = 24
_SESSION = Message(
    "It's kept in memory and forgotten when you quit Desktop Agent. You'll have to enter it again next time."
)
_IN_FILE = template(
    "It's stored unencrypted in {path}. Other users can't open that file, but programs that you run can."
)


class KeyPlaceChoice(QWidget):
    """Hidden until there is trouble with the keyring; `place` is where a key goes."""

    def __init__(self, file: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._trouble = text_label(role="warn")
        self._session = QRadioButton(gettext("For this session only"))
        self._file = QRadioButton(gettext("In a file that only you can read"))
        self._session.setChecked(True)
        self._group = QButtonGroup(self)
        column = column_of(self, self._trouble, text_label(Message("Where should the key be stored?"), "heading"))
        for button, about in ((self._session, _SESSION), (self._file, Message(_IN_FILE, path=file))):
            button.setAccessibleName(button.text())
            button.setAccessibleDescription(tr(about))
            described = text_label(about, "muted")
            described.setIndent(_INDENT_PX)
            self._group.addButton(button)
            column.addWidget(button)
            column.addWidget(described)
        self.hide()

    @property
    def place(self) -> KeyPlace:
        """Return where the key goes: the keyring, while nothing speaks against it."""
        if self.isHidden():
            return "keyring"
        return "file" if self._file.isChecked() else "session"

    def show_trouble(self, trouble: str) -> None:
        """Ask because of some trouble with the keyring; without any, ask nothing."""
        self._trouble.setText(trouble)
        self.setVisible(bool(trouble))
