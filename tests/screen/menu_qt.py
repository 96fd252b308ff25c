"""A Qt window with a menu bar whose items have chords: `python -m tests.screen.menu_qt`."""

import sys

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication, QMainWindow, QPlainTextEdit

TITLE = "Window with a menu bar"
# By menu: each item's label and its keys, as Qt writes them.
MENUS = {
    "&File": {"&Run": "Ctrl+E", "Recent &Files": "", "&Reload": "F5"},
    "Selectio&n": {"&Uppercase": "Ctrl+Shift+U", "&Split": "Ctrl+T, Ctrl+S", "Twice": "Ctrl+D"},
    "&View": {"Twice": "Ctrl+D"},
}


def main() -> None:
    """Show it."""
    app = QApplication(sys.argv)
    window = QMainWindow()
    window.setWindowTitle(TITLE)
    for title, items in MENUS.items():
        menu = window.menuBar().addMenu(title)
        for label, keys in items.items():
            menu.addAction(label).setShortcut(QKeySequence(keys))
    window.setCentralWidget(QPlainTextEdit())
    window.resize(600, 400)
    window.show()
    app.exec()


if __name__ == "__main__":
    main()
