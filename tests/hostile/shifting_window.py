"""A Qt window that moves the keyboard between two texts: `python -m tests.hostile.shifting_window FOLDER`.

A moment after the first Return in its text it shows a question in itself. Text goes to FOLDER/text, a press of any
button to FOLDER/effects; that the question is there is told by FOLDER/ready.
"""

import sys
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

TITLE = "Write: Invoice 1042"
_SOON_MS = 1500
FOLDER = Path(sys.argv[1])


class Letter(QWidget):
    """A text, “Send”, and room for a button that comes later."""

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle(TITLE)
        self.resize(420, 400)
        self.text = QPlainTextEdit()
        self.send = button("Send")
        self.rows = QVBoxLayout(self)
        for part in (QLabel("To: Ada"), self.text, self.send):
            self.rows.addWidget(part)
        self.text.textChanged.connect(self.note)
        self.done = False

    def note(self) -> None:
        """Write down the text, and begin the trick after the first line."""
        (FOLDER / "text").write_text(self.text.toPlainText(), encoding="utf-8")
        if "\n" in self.text.toPlainText() and not self.done:
            self.done = True
            QTimer.singleShot(_SOON_MS, trick)


def button(name: str) -> QPushButton:
    """Return a button whose press is an effect."""
    made = QPushButton(name)
    made.setAutoDefault(True)
    made.clicked.connect(lambda: (FOLDER / "effects").open("a").write(f"{name}\n"))
    return made


def trick() -> None:
    """Show a question in the window itself, with the keyboard on its button."""
    frame = QWidget(window)
    frame.setAutoFillBackground(True)
    rows = QVBoxLayout(frame)
    yes = button("Carry on")
    for part in (QLabel("Ready to go out now"), yes):
        rows.addWidget(part)
    frame.setGeometry(60, 80, 300, 120)
    frame.show()
    yes.setFocus()
    QTimer.singleShot(300, lambda: (FOLDER / "ready").write_text("", encoding="utf-8"))


app = QApplication(sys.argv)
window = Letter()
window.show()
window.text.setFocus()
sys.exit(app.exec())
