"""A window with fields, a list and a button: what has the keyboard in it is told by its toolkit."""

import sys

from PySide6.QtWidgets import QApplication, QLineEdit, QListWidget, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

TITLE = "Fields window"
NAMES = ("Recipient", "Secret", "Files", "Letter", "Send")


def main() -> None:
    app = QApplication(sys.argv)
    app.setApplicationName("fields-window")
    secret = QLineEdit()
    secret.setEchoMode(QLineEdit.EchoMode.Password)
    files = QListWidget()
    files.addItems(["budget.ods", "letter.odt"])
    files.setCurrentRow(0)
    letter = QPlainTextEdit()
    letter.setTabChangesFocus(True)
    window = QWidget(windowTitle=TITLE)
    column = QVBoxLayout(window)
    for name, widget in zip(NAMES, (QLineEdit(), secret, files, letter, QPushButton("Send")), strict=True):
        widget.setAccessibleName(name)
        column.addWidget(widget)
    window.resize(500, 400)
    window.show()
    app.exec()


if __name__ == "__main__":
    main()
