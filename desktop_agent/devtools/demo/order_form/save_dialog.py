"""The demo app's own dialog that asks for a file name, so that it is the same on every system."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from desktop_agent.lib.window_bounds import keep_on_screen

_NOT_IN_A_NAME = set('/\\\0:*?"<>|')


class SaveDialog(QDialog):
    """Asks for a name; `named` carries it once Save is pressed."""

    named = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Save the order — Demo order")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self._field = QLineEdit()
        self._field.setAccessibleName("File name")
        self._save = QPushButton("Save")
        self._save.setObjectName("primary")
        self._save.setAccessibleName("Save")
        self._save.setDefault(True)
        self._save.setEnabled(False)
        self._field.textChanged.connect(self._judge)
        self._save.clicked.connect(self._finish)
        self._arrange()
        keep_on_screen(self, QSize(440, self.sizeHint().height()))

    def _arrange(self) -> None:
        label = QLabel("File name")
        label.setBuddy(self._field)
        cancel = QPushButton("Cancel")
        cancel.setAccessibleName("Cancel")
        cancel.setAutoDefault(False)
        cancel.clicked.connect(self.reject)
        entry, buttons, column = QHBoxLayout(), QHBoxLayout(), QVBoxLayout(self)
        entry.addWidget(label)
        entry.addWidget(self._field)
        entry.setSpacing(12)
        buttons.addStretch()
        buttons.addWidget(cancel)
        buttons.addWidget(self._save)
        column.setContentsMargins(20, 20, 20, 16)
        column.setSpacing(20)
        column.addLayout(entry)
        column.addLayout(buttons)

    def _judge(self, text: str) -> None:
        name = text.strip()
        self._save.setEnabled(bool(name.strip(".")) and not _NOT_IN_A_NAME & set(name))

    def _finish(self) -> None:
        self.named.emit(self._field.text().strip())
        self.accept()
