"""A “Save As” window whose texts say “Save”, too, in Qt: `python saving_qt.py LOG [button]`.

LOG gets each press of the button. Without the word there is no button.
"""

import sys
from pathlib import Path

from PySide6.QtWidgets import (
    QApplication,
    QGroupBox,
    QLabel,
    QMainWindow,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

app = QApplication(sys.argv)
window = QMainWindow()
window.setWindowTitle("Save As")
window.resize(500, 420)
middle = QWidget()
window.setCentralWidget(middle)
parts = QVBoxLayout(middle)


def note() -> None:
    with Path(sys.argv[1]).open("a") as log:
        log.write("Save\n")


parts.addWidget(QLabel("<h2>Save</h2>"))
group = QGroupBox("Save")
QVBoxLayout(group).addWidget(QLabel("Where it was found"))
parts.addWidget(group)
parts.addWidget(QPlainTextEdit("Save the whales"))
if "button" in sys.argv:
    button = QPushButton("Save")
    button.clicked.connect(note)
    parts.addWidget(button)
window.statusBar().showMessage("Save")
window.show()
sys.exit(app.exec())
