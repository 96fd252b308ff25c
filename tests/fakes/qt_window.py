"""A Qt window: a field, and an area that notes the pointer."""

import json
import sys

from PySide6.QtCore import QEvent, QObject, QSocketNotifier, Qt
from PySide6.QtGui import QInputEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QVBoxLayout, QWidget

KINDS = {
    QEvent.Type.MouseButtonPress: ("press", 1), QEvent.Type.MouseButtonDblClick: ("press", 2),
    QEvent.Type.MouseButtonRelease: ("release", 1), QEvent.Type.MouseMove: ("motion", 1),
}  # fmt: skip
_MODIFIERS = (
    ("shift", Qt.KeyboardModifier.ShiftModifier), ("ctrl", Qt.KeyboardModifier.ControlModifier),
    ("alt", Qt.KeyboardModifier.AltModifier),
)  # fmt: skip


class Window(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle("Qt fields")
        self.seen: list[dict[str, object]] = []
        self.field, self.area = QPlainTextEdit(), QWidget()
        self.field.setTabChangesFocus(False)
        self.area.setMouseTracking(True)
        self.area.installEventFilter(self)
        column = QVBoxLayout(self)
        for part in (self.field, self.area):
            column.addWidget(part, 1)
        self.resize(900, 560)
        self.show()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        held = [name for name, bit in _MODIFIERS if isinstance(event, QInputEvent) and event.modifiers() & bit]
        if isinstance(event, QMouseEvent) and event.type() in KINDS:
            kind, count = KINDS[event.type()]
            at, number = event.position(), event.button().value
            note = {"x": int(at.x()), "y": int(at.y()), "button": {0: 0, 1: 1, 2: 3, 4: 2}.get(number, number)}
            self.seen.append({"kind": kind, "count": count, "held": held} | note)
        elif isinstance(event, QWheelEvent):
            turned = event.angleDelta()
            self.seen.append({"kind": "wheel", "dx": -turned.x(), "dy": -turned.y(), "held": held})
        return False

    def obey(self, order: str) -> dict[str, object]:
        if order == "empty":
            self.field.clear()
        elif order == "forget":
            self.seen.clear()
        elif order == "seen":
            return {"seen": self.seen}
        elif order == "places":
            return {"places": {"field": self._box(self.field), "area": self._box(self.area)}}
        return {"text": self.field.toPlainText(), "focus": self.field.hasFocus() and self.isActiveWindow()}

    def _box(self, part: QWidget) -> list[int]:
        at = part.mapTo(self, part.rect().topLeft())
        return [at.x(), at.y(), part.width(), part.height()]


def read() -> None:
    line = sys.stdin.readline()
    if not line:
        app.quit()
        return
    sys.stdout.write(f"{json.dumps(window.obey(json.loads(line)['order']))}\n")
    sys.stdout.flush()


app = QApplication(sys.argv)
window = Window()
orders = QSocketNotifier(0, QSocketNotifier.Type.Read)
orders.activated.connect(lambda *_: read())
sys.exit(app.exec())
