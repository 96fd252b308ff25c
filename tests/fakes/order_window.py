"""A Qt form that keeps what was filled in: `python -m tests.fakes.order_window FILE`; it prints where its parts are.

One line of JSON: the place of each part, from the corner of the window. Save writes the file, as JSON.
"""

import json
import sys
from pathlib import Path

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QLineEdit,
    QListWidget,
    QPushButton,
    QScrollArea,
    QSlider,
    QVBoxLayout,
    QWidget,
)

TITLE = "Order window"
SIZES = ("small", "middling", "large")
_TALL = 900  # so that Save is below what is seen


class _Form(QWidget):
    """The form, which is scrolled."""

    def __init__(self, file: Path) -> None:
        super().__init__()
        self._file = file
        self.setFixedSize(560, _TALL)
        self.name, self.gift, self.sizes = QLineEdit(), QCheckBox("Gift wrap"), QListWidget()
        self.slider, save = QSlider(Qt.Orientation.Horizontal), QPushButton("Save")
        self.sizes.addItems(SIZES)
        self.slider.setRange(0, 100)
        self._chosen: list[str] = []
        self.sizes.itemDoubleClicked.connect(lambda item: self._chosen.append(item.text()))
        save.setMinimumHeight(160)
        save.clicked.connect(self._keep)
        column = QVBoxLayout(self)
        for part in (self.name, self.gift, self.sizes, self.slider):
            column.addWidget(part)
        column.addStretch()
        column.addWidget(save)

    def places(self) -> dict[str, tuple[QWidget, QPoint]]:
        """Say where the parts are that are seen at first, each on its widget."""
        row = self.sizes.visualItemRect(self.sizes.item(SIZES.index("large"))).center()
        middle = self.slider.height() // 2
        return {
            "name": (self.name, self.name.rect().center()),
            "gift": (self.gift, QPoint(12, self.gift.height() // 2)),  # beside its words nothing takes a click
            "large": (self.sizes.viewport(), row),
            "knob": (self.slider, QPoint(6, middle)),
            "end": (self.slider, QPoint(self.slider.width() - 2, middle)),
        }

    def _keep(self) -> None:
        told = {"name": self.name.text(), "gift": self.gift.isChecked(), "far": self.slider.value()}
        self._file.write_text(json.dumps(told | {"chosen": self._chosen}), encoding="utf-8")


def main(file: Path) -> None:
    """Show the form until it is closed."""
    app = QApplication(sys.argv)
    form, window = _Form(file), QScrollArea()
    window.setWindowTitle(TITLE)
    window.setWidget(form)
    window.resize(600, 500)
    window.show()

    def tell() -> None:
        places = {part: widget.mapTo(window, at) for part, (widget, at) in form.places().items()}
        # Once all is scrolled, the button is at the bottom.
        places["save"] = QPoint(280, window.height() - 90)
        sys.stdout.write(json.dumps({part: [at.x(), at.y()] for part, at in places.items()}) + "\n")
        sys.stdout.flush()

    QTimer.singleShot(0, tell)
    app.exec()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
