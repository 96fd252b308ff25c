"""Fields with a text in each, and their names for screen readers alone, in Qt: `python named_fields_qt.py FILE`.

FILE gets the texts, a line each, whenever one of them changes.
"""

import sys
from pathlib import Path

from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

TEXTS = {"Name": "Ann", "Street": "12 High Road"}
app = QApplication(sys.argv)
window = QWidget(windowTitle="Contact")
window.resize(500, 300)
parts = QVBoxLayout(window)
fields = list[QLineEdit]()


def note() -> None:
    Path(sys.argv[1]).write_text("\n".join(field.text() for field in fields))


for name, text in TEXTS.items():
    field = QLineEdit(text)
    field.setAccessibleName(name)
    field.textChanged.connect(note)
    fields.append(field)
    parts.addWidget(field)
window.show()
sys.exit(app.exec())
