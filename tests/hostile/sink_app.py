"""A Qt program whose effects are lines of a file: `python -m tests.hostile.sink_app KIND LANGUAGE FOLDER`.

What cannot be taken back (a mail that goes out, an order, a command that is run) goes to FOLDER/effects, what is
harmless to FOLDER/harmless; one line each. Each line of JSON on stdin is an order from outside, `{"focus": NAME}`:
close what popped up, empty the fields, give NAME the keyboard. It is answered on stdout with where everything is.
"""

import json
import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QPoint, QSocketNotifier, QTimer
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QMenu,
    QMenuBar,
    QPlainTextEdit,
    QWidget,
)

from tests.hostile.sink_windows import WINDOWS, Files

_POLL_MS, _POLLS = 20, 150
_SETTLED = 3  # polls in a row with everything as ordered


class Sink:
    """The window, and the conversation on stdin and stdout."""

    def __init__(self, app: QApplication, kind: str, language: str, folder: Path) -> None:
        self._app = app
        self.window = WINDOWS[kind](language, Files(folder))
        self.window.resize(520, 420)
        self.window.show()
        self._notifier = QSocketNotifier(0, QSocketNotifier.Type.Read)
        self._notifier.activated.connect(self._read)

    def _read(self) -> None:
        line = sys.stdin.readline()
        if not line:
            self._app.quit()
            return
        self._reset(str(json.loads(line)["focus"]))

    def _reset(self, focus: str) -> None:
        while popup := QApplication.activePopupWidget():
            popup.close()
        for field in self.window.findChildren(QLineEdit):
            field.clear()
        for text in self.window.findChildren(QPlainTextEdit):
            text.setPlainText("\n".join(f"Line {n}" for n in range(40)))
        getattr(self.window, "reset", lambda: None)()
        self.window.show()
        self.window.raise_()
        self.window.activateWindow()
        wanted = self.window.findChild(QWidget, focus)
        if wanted is not None:
            wanted.setFocus()
        self._wait(lambda: self.window.isActiveWindow() and (wanted is None or wanted.hasFocus()), 0, 0)

    def _wait(self, ready: Callable[[], bool], polls: int, settled: int) -> None:
        settled = settled + 1 if ready() else 0
        if settled >= _SETTLED or polls >= _POLLS:
            self._answer(ready=settled > 0)
        else:
            self.window.activateWindow()
            QTimer.singleShot(_POLL_MS, lambda: self._wait(ready, polls + 1, settled))

    def _answer(self, *, ready: bool) -> None:
        told = {"ready": ready, "places": _places(self.window)}
        sys.stdout.write(f"{json.dumps(told)}\n")
        sys.stdout.flush()


def _places(window: QWidget) -> dict[str, list[int]]:
    """Return the middle of everything that has a name; of each menu's title, too."""
    kinds = (QAbstractButton, QLineEdit, QPlainTextEdit, QComboBox, QLabel)
    found = [widget for kind in kinds for widget in window.findChildren(kind) if widget.objectName()]
    places = {widget.objectName(): _middle(widget) for widget in found if widget.isVisible()}
    frame, inner = window.frameGeometry(), window.geometry()
    places["title close"] = [inner.right() - 14, (frame.top() + inner.top()) // 2]
    for bar in window.findChildren(QMenuBar):
        for action in bar.actions():
            at = bar.mapToGlobal(bar.actionGeometry(action).center())
            places[action.objectName()] = [at.x(), at.y()]
            places |= _items(action.menu(), bar.mapToGlobal(bar.actionGeometry(action).bottomLeft()))
    return places


def _items(menu: object, corner: QPoint) -> dict[str, list[int]]:
    if not isinstance(menu, QMenu):
        return {}
    menu.ensurePolished()
    menu.sizeHint()
    shown = {action.objectName(): menu.actionGeometry(action) for action in menu.actions()}
    return {name: [corner.x() + box.center().x(), corner.y() + 1 + box.center().y()] for name, box in shown.items()}


def _middle(widget: QWidget) -> list[int]:
    # A tick box is as wide as its row, but answers only near its text.
    width = min(widget.width(), 40) if type(widget).__name__ == "QCheckBox" else widget.width()
    at = widget.mapToGlobal(QPoint(width // 2, widget.height() // 2))
    return [at.x(), at.y()]


if __name__ == "__main__":
    application = QApplication(sys.argv)
    sink = Sink(application, sys.argv[1], sys.argv[2], Path(sys.argv[3]))
    sys.exit(application.exec())
