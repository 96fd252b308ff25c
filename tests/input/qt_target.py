"""A Qt program that writes what reaches it to a file: `python -m tests.input.qt_target FILE`.

Its upper half is a text field, its lower half a plain surface.
"""

import json
import sys
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeySequence, QMouseEvent, QShortcut, QWheelEvent
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QVBoxLayout, QWidget

TITLE = "Qt target"
_MOUSE = {
    QEvent.Type.MouseButtonPress: "press",
    QEvent.Type.MouseButtonRelease: "release",
    QEvent.Type.MouseButtonDblClick: "double",
    QEvent.Type.MouseMove: "move",
}


class Target(QObject):
    def __init__(self, out: Path) -> None:
        super().__init__()
        self._out = out
        self._seen: list[dict[str, object]] = []
        self.window = QWidget(windowTitle=TITLE)
        self.field = QPlainTextEdit()
        self.field.setTabChangesFocus(False)
        self.field.textChanged.connect(self._write)
        self.surface = QWidget()
        self.surface.setMouseTracking(True)
        self.surface.installEventFilter(self)
        layout = QVBoxLayout(self.window)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.field, 1)
        layout.addWidget(self.surface, 1)
        for sequence in ("Ctrl+S", "Ctrl+Shift+S", "Ctrl++", "F5", "Alt+Shift+F10"):
            shortcut = QShortcut(QKeySequence(sequence), self.window)
            shortcut.activated.connect(lambda sequence=sequence: self._note(kind="shortcut", name=sequence))
        self.window.resize(640, 480)
        self.window.show()
        self._write()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QMouseEvent) and event.type() in _MOUSE:
            at = event.globalPosition()
            held = event.modifiers()
            self._note(
                kind=_MOUSE[event.type()], button=event.button().name, x=int(at.x()), y=int(at.y()),
                ctrl=bool(held & Qt.KeyboardModifier.ControlModifier),
            )  # fmt: skip
        elif isinstance(event, QWheelEvent):
            self._note(kind="wheel", dx=event.angleDelta().x(), dy=event.angleDelta().y())
        return False

    def _note(self, **what: object) -> None:
        self._seen.append(what)
        self._write()

    def _write(self) -> None:
        whole = {"text": self.field.toPlainText(), "seen": self._seen}
        part = self._out.with_suffix(".part")
        part.write_text(json.dumps(whole))
        part.replace(self._out)


if __name__ == "__main__":
    app = QApplication(sys.argv)
    target = Target(Path(sys.argv[1]))
    sys.exit(app.exec())
