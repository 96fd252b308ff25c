"""A small form in Qt for the replays: `python -m tests.bench.replays.windows parcel FILE LABEL`.

LABEL is what one of its buttons is called. What was done is written to FILE.
"""

import json
import signal
import sys
from pathlib import Path

from PySide6.QtCore import QTimer
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


def parcel(out: Path, label: str) -> QWidget:
    """Return a form that notes each thing that is done to it, in order."""
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


def main() -> int:
    """Show the window until it is closed."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    app = QApplication(["replayed"])
    app.setStyle("Fusion")
    window = parcel(Path(sys.argv[2]), sys.argv[3])
    window.show()
    QTimer.singleShot(0, lambda: print("ready", flush=True))
    return app.exec()


if __name__ == "__main__":
    sys.exit(main())
