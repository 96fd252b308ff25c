"""A login form with a field that shows its text and one that shows dots, and a window in a colour of its own.

`python -m tests.fakes.programs.login_window FILE [PASSWORD]`: FILE has, as JSON, again and again, what stands in the
fields, which has the caret, where they are on the screen and in the form, and how often they were there.
"""

import json
import sys
from collections import Counter
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QVBoxLayout, QWidget

TITLE = "Login form"
HIDDEN_TITLE = "Vault of accounts"
COLOUR = 0xC81E8B
FORM = (40, 60, 500, 240)
HIDDEN = (640, 300, 400, 300)


def main() -> None:
    app = QApplication(sys.argv)
    file = Path(sys.argv[1])
    clear = QLineEdit()
    dots = QLineEdit("".join(sys.argv[2:]))
    dots.setEchoMode(QLineEdit.EchoMode.Password)

    seen = Counter[object]()

    def write() -> None:
        places = [(one.mapToGlobal(one.rect().topLeft()), one.size()) for one in (clear, dots)]
        boxes = tuple((at.x(), at.y(), size.width(), size.height()) for at, size in places)
        seen[boxes] += 1
        inside = [(one.mapTo(form, one.rect().topLeft()).toTuple(), one.size().toTuple()) for one in (clear, dots)]
        new = file.with_suffix(".new")
        state: dict[str, object] = {"typed": [clear.text(), dots.text()], "caret": [clear.hasFocus(), dots.hasFocus()]}
        new.write_text(json.dumps(state | {"boxes": boxes, "inside": inside, "times": seen[boxes]}), "utf-8")
        new.replace(file)

    form = QWidget(windowTitle=TITLE)
    column = QVBoxLayout(form)
    for name, field in (("Number", clear), ("Password", dots)):
        field.setAccessibleName(name)
        field.setMinimumHeight(40)
        column.addWidget(QLabel(name))
        column.addWidget(field)
    column.addStretch(1)
    vault = QWidget(windowTitle=HIDDEN_TITLE)
    vault.setStyleSheet(f"background-color: #{COLOUR:06x}")
    for window, place in ((vault, HIDDEN), (form, FORM)):
        window.setGeometry(*place)
        window.show()
    form.activateWindow()
    timer = QTimer()
    timer.timeout.connect(write)
    timer.start(20)
    app.exec()


if __name__ == "__main__":
    main()
