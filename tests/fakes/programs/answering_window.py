"""A window with two buttons: `python -m tests.fakes.programs.answering_window`."""

import sys

from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget

TITLE = "Answering window"


def main() -> int:
    app = QApplication(sys.argv)
    app.setApplicationName("answering-window")
    window = QWidget(windowTitle=TITLE)
    column = QVBoxLayout(window)
    for name in ("at once", "never"):
        column.addWidget(QPushButton(name))
    window.resize(900, 560)
    window.show()
    return app.exec()


if __name__ == "__main__":
    sys.exit(main())
