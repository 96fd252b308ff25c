"""A long form in a window that scrolls, with a field in a colour of its own.

`python -m tests.screen.scrolled_window` shows it until it is closed.
"""

import sys

from PySide6.QtWidgets import QApplication, QFrame, QLineEdit, QScrollArea, QWidget

TITLE = "Account"


def main() -> None:
    """Show it until it is closed."""
    app = QApplication(sys.argv)
    form, field, mark = QWidget(), QLineEdit(), QFrame()
    form.setFixedSize(700, 3000)
    form.setStyleSheet("background: #ffffff")
    mark.setParent(form)
    mark.setGeometry(0, 0, 20, 3000)
    mark.setStyleSheet("background: #20a040")
    field.setParent(form)
    field.setGeometry(100, 400, 300, 40)
    field.setAccessibleName("Number")
    field.setStyleSheet("background: #c81e8b; border: none")
    area = QScrollArea()
    area.setWindowTitle(TITLE)
    area.setWidget(form)
    area.setGeometry(40, 60, 740, 700)
    area.show()
    area.activateWindow()
    field.setFocus()
    app.exec()


if __name__ == "__main__":
    main()
