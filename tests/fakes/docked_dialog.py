"""A Qt window with a field, and a dialog inside of it that asks one thing: `python -m tests.fakes.docked_dialog`."""

import sys

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

TITLE = "Docked dialog"


def main() -> int:
    """Show it."""
    app = QApplication(sys.argv)
    window = QWidget()
    window.setWindowTitle(TITLE)
    window.resize(1000, 640)  # too large for a question of its own
    column = QVBoxLayout(window)
    field = QLineEdit()
    field.setAccessibleName("Filter")
    column.addWidget(field)
    asks = QDialog(window)
    asks.setWindowFlags(Qt.WindowType.Widget)
    inside = QVBoxLayout(asks)
    inside.addWidget(QLabel("Keep the changes?"))
    for name in ("Keep", "Drop"):
        button = QPushButton(name)
        button.setAutoDefault(False)
        inside.addWidget(button)
    column.addWidget(asks)
    window.show()
    field.setFocus()
    return app.exec()


if __name__ == "__main__":
    sys.exit(main())
