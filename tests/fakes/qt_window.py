"""A Qt window with a field; each line of JSON on stdin is an order, answered on stdout."""

import json
import sys

from PySide6.QtCore import QSocketNotifier
from PySide6.QtWidgets import QApplication, QPlainTextEdit

app = QApplication(sys.argv)
field = QPlainTextEdit()
field.setWindowTitle("Qt fields")
field.resize(900, 560)
field.show()


def read() -> None:
    line = sys.stdin.readline()
    if not line:
        app.quit()
        return
    if json.loads(line)["order"] == "empty":
        field.clear()
    sys.stdout.write(f"{json.dumps({'text': field.toPlainText()})}\n")
    sys.stdout.flush()


orders = QSocketNotifier(0, QSocketNotifier.Type.Read)
orders.activated.connect(lambda *_: read())
sys.exit(app.exec())
