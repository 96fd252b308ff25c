"""A Qt window: a field, and an area that notes where it is pressed.

Each line of JSON on stdin is an order, answered on stdout.
"""

import json
import sys

from PySide6.QtCore import QSocketNotifier
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QVBoxLayout, QWidget


class Area(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[dict[str, object]] = []

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.seen.append({"kind": "press", "x": int(event.position().x()), "y": int(event.position().y())})


def obey(order: str) -> dict[str, object]:
    if order == "empty":
        field.clear()
    if order == "places":
        box = area.geometry()
        return {"places": {"area": [box.x(), box.y(), box.width(), box.height()]}}
    return {"text": field.toPlainText(), "focus": field.hasFocus() and window.isActiveWindow(), "seen": area.seen}


def read() -> None:
    line = sys.stdin.readline()
    if not line:
        app.quit()
        return
    sys.stdout.write(f"{json.dumps(obey(json.loads(line)['order']))}\n")
    sys.stdout.flush()


app = QApplication(sys.argv)
window = QWidget(windowTitle="Qt fields")
field = QPlainTextEdit()
area = Area()
column = QVBoxLayout(window)
for part in (field, area):
    column.addWidget(part, 1)
window.resize(900, 560)
window.show()
orders = QSocketNotifier(0, QSocketNotifier.Type.Read)
orders.activated.connect(lambda *_: read())
sys.exit(app.exec())
