"""Two windows in Qt for the replays: the demo's order form in a given look, and a small form of its own.

`python -m tests.bench.replays.windows order|parcel FILE LABEL light|dark`. LABEL is what one of its controls is called.
What was done is written to FILE.
"""

import json
import signal
import sys
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QFormLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop_agent.devtools.demo.order_form.theme import layout_of, use_theme, without_motion
from desktop_agent.devtools.demo.order_form.window import OrderWindow


def order(out: Path, label: str, *, dark: bool) -> QWidget:
    """Return the order form, with a check box that is called so."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    layout = replace(layout_of(3), dark=dark, font_px=14, width=1000, height=640)
    use_theme(app, dark=dark, font_px=layout.font_px)
    without_motion(app)
    window = OrderWindow(layout, out)
    (box,) = (each for each in window.findChildren(QCheckBox) if each.text() == "Gift wrap")
    box.setText(label)
    return window


def parcel(out: Path, label: str, *, dark: bool) -> QWidget:
    """Return a form that notes each thing that is done to it, in order."""
    if dark:
        QApplication.setPalette(_dark())
    window, noted = QWidget(), list[str]()
    window.setWindowTitle("Parcel label")

    def note(text: str) -> None:
        noted.append(text)
        out.write_text(json.dumps(noted))

    who, what, kind = QLineEdit(), QPlainTextEdit(), QComboBox()
    kind.addItems(["Letter", "Small parcel", "Large parcel", "Pallet"])
    express, buttons = QCheckBox("Express"), [QPushButton(name) for name in ("Clear", "Print", label)]
    names = {button: button.text() for button in buttons}
    form = QFormLayout()
    for caption, widget in (("Receiver", who), ("Contents", what), ("Kind", kind), ("", express)):
        form.addRow(caption, widget)
    whole = QVBoxLayout(window)
    whole.addLayout(form)
    for button, name in names.items():
        whole.addWidget(button)
        button.clicked.connect(lambda _=False, name=name: note(f"{name}: {who.text()}, {kind.currentText()}"))
    express.toggled.connect(lambda on: note(f"Express {on}"))
    window.resize(520, 420)
    return window


def _dark() -> QPalette:
    palette = QPalette()
    for role, colour in (("Window", "#2b2b2b"), ("Base", "#1e1e1e"), ("Button", "#3a3a3a")):
        palette.setColor(QPalette.ColorRole[role], QColor(colour))
    for role in ("WindowText", "Text", "ButtonText"):
        palette.setColor(QPalette.ColorRole[role], QColor("#eeeeee"))
    return palette


class Pressed(QObject):
    """Writes which control each press of the mouse went to, by the name that it has for people."""

    def __init__(self, out: Path) -> None:
        super().__init__()
        self._out = out

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note it, and let it pass."""
        if event.type() == QEvent.Type.MouseButtonPress and isinstance(watched, QWidget):
            name = watched.accessibleName() or getattr(watched, "text", lambda: "")() or type(watched).__name__
            with self._out.open("a") as file:
                file.write(f"{name}\n")
        return False


def main() -> int:
    """Show the window until it is closed."""
    which, out, label, theme = sys.argv[1:]
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    app = QApplication(["replayed"])
    app.setStyle("Fusion")
    window = {"order": order, "parcel": parcel}[which](Path(out), label, dark=theme == "dark")
    pressed = Pressed(Path(out).with_suffix(".pressed"))
    app.installEventFilter(pressed)
    window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    window.show()
    QTimer.singleShot(0, lambda: print("ready", flush=True))
    return app.exec()


if __name__ == "__main__":
    sys.exit(main())
