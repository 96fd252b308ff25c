"""A Qt window with one control that acts, and says so: `qt_window.py KIND LABEL [TEXT]`."""

import sys

from PyQt5.QtCore import Qt
from PyQt5.QtGui import QKeyEvent
from PyQt5.QtWidgets import QApplication, QCheckBox, QLabel, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

KIND, LABEL, TEXT = (*sys.argv[1:4], "")[:3]


def act(*_: object) -> None:
    print(f"effect {LABEL}", flush=True)


class Sends(QPlainTextEdit):  # type: ignore[misc]  # PyQt5 ships no types
    """A text of many lines in which Return sends, as in chats."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key_Return, Qt.Key_Enter}:
            act()
        else:
            super().keyPressEvent(event)


app = QApplication([])
shown = QWidget()
inside = QVBoxLayout(shown)
if TEXT:
    inside.addWidget(QLabel(TEXT))
if KIND == "sends":
    control = Sends()
else:
    control = QCheckBox(LABEL) if KIND == "check" else QPushButton(LABEL)
    control.clicked.connect(act)
control.setAccessibleName(LABEL)
inside.addWidget(control)
control.setFocus()
shown.setWindowTitle("Orders")
shown.resize(420, 240)
shown.show()
app.exec()
