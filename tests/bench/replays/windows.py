"""A small form in Qt for the replays: `python -m tests.bench.replays.windows parcel FILE LABEL`.

LABEL is what one of its buttons is called. What was done is written to FILE.
"""

import json
import signal
import sys
from pathlib import Path

from PySide6.QtWidgets import QApplication, QComboBox, QFormLayout, QLineEdit, QPushButton, QWidget


def parcel(out: Path, label: str) -> QWidget:
    """Return a form that notes each press in it, in order."""
    window = QWidget()
    noted = list[str]()
    window.setWindowTitle("Parcel label")
    who = QLineEdit()
    kind = QComboBox()
    form = QFormLayout(window)
    kind.addItems(["Letter", "Small parcel", "Large parcel", "Pallet"])
    form.addRow("Receiver", who)
    form.addRow("Kind", kind)

    def note(name: str) -> None:
        noted.append(f"{name}: {who.text()}, {kind.currentText()}")
        out.write_text(json.dumps(noted))

    for name in ("Clear", "Print", label):
        button = QPushButton(name)
        form.addRow(button)
        button.clicked.connect(lambda _=False, name=name: note(name))
    window.resize(520, 420)
    return window


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    app = QApplication(["replayed"])
    app.setStyle("Fusion")
    shown = parcel(Path(sys.argv[2]), sys.argv[3])
    shown.show()
    sys.exit(app.exec())
