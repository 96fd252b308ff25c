"""A small Qt form for the tests, in a process of its own: what it holds is written to a file, which is the oracle."""

import json
import sys
from pathlib import Path

from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QMainWindow,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

COUNTRIES = (
    "Argentina Australia Austria Belgium Brazil Canada Chile Denmark Egypt Finland France Germany Greece Iceland "
    "India Ireland Italy Japan Kenya Mexico Norway Poland Portugal Spain Sweden Turkey Vietnam"
).split()


class OrderForm(QMainWindow):
    """Fields, boxes, lists and buttons; `pressed` holds the names of buttons and menu entries, in order."""

    def __init__(self, state: Path) -> None:
        super().__init__()
        self._state = state
        self._pressed: list[str] = []
        self.setWindowTitle("Test order")
        self.name, self.city, self.notes = QLineEdit(), QLineEdit("Paris"), QPlainTextEdit()
        self.country, self.sizes = QComboBox(), QComboBox()
        self.country.addItems(COUNTRIES)
        self.sizes.addItems(["Small", "Medium", "Large"])
        self.gift, self.news = QCheckBox("Gift wrap"), QCheckBox("Newsletter")
        self.news.setChecked(True)
        self.post, self.courier = QRadioButton("By post"), QRadioButton("By courier")
        self.post.setChecked(True)
        self.list = QListWidget()
        self.list.addItems([f"Item number {n}" for n in range(1, 61)])
        self.list.setMaximumHeight(140)
        self._lay_out()
        self._connect()
        self.write()

    def _lay_out(self) -> None:
        self._menu = self.menuBar().addMenu("File")
        self.menuBar().addMenu("Help")
        for entry in ("New", "Save", "Save As...", "Print..."):
            self._menu_entry(entry)
        form, boxes, radios, buttons = QFormLayout(), QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        self.notes.setMaximumHeight(80)
        for label, widget in (("Full name:", self.name), ("City:", self.city), ("Country:", self.country),
                              ("Size:", self.sizes), ("Notes:", self.notes)):  # fmt: skip
            form.addRow(label, widget)
        for row, box in ((boxes, self.gift), (boxes, self.news), (radios, self.post), (radios, self.courier)):
            row.addWidget(box)
        for text in ("Cancel", "Check stock", "Send order"):
            button = QPushButton(text)
            button.clicked.connect(lambda _=False, text=text: self._press(text))
            buttons.addWidget(button)
        column = QVBoxLayout()
        for part in (form, boxes, radios):
            column.addLayout(part)
        column.addWidget(QLabel("Things in stock"))
        column.addWidget(self.list)
        column.addLayout(buttons)
        centre = QWidget()
        centre.setLayout(column)
        self.setCentralWidget(centre)

    def _menu_entry(self, text: str) -> None:
        self._menu.addAction(text).triggered.connect(lambda: self._press(text))

    def _connect(self) -> None:
        for field in (self.name, self.city, self.notes):
            field.textChanged.connect(self.write)
        for combo in (self.country, self.sizes):
            combo.currentTextChanged.connect(self.write)
        for box in (self.gift, self.news, self.post, self.courier):
            box.toggled.connect(self.write)
        self.list.currentTextChanged.connect(self.write)

    def _press(self, text: str) -> None:
        self._pressed.append(text)
        self.write()

    def write(self) -> None:
        """Write what the form holds, whole or not at all."""
        chosen = self.list.currentItem()
        held = {
            "name": self.name.text(), "city": self.city.text(), "notes": self.notes.toPlainText(),
            "country": self.country.currentText(), "size": self.sizes.currentText(), "gift": self.gift.isChecked(),
            "news": self.news.isChecked(), "courier": self.courier.isChecked(),
            "item": chosen.text() if chosen else "", "pressed": self._pressed,
        }  # fmt: skip
        part = self._state.with_suffix(".part")
        part.write_text(json.dumps(held))
        part.replace(self._state)


def _dark() -> QPalette:
    palette = QPalette(QColor(45, 45, 48))
    palette.setColor(QPalette.ColorRole.Base, QColor(30, 30, 30))
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.WindowText, QPalette.ColorRole.ButtonText):
        palette.setColor(role, QColor(230, 230, 230))
    return palette


if __name__ == "__main__":
    app = QApplication(sys.argv[:1])
    app.setStyle("Fusion")
    if "dark" in sys.argv[2:]:
        app.setPalette(_dark())
    window = OrderForm(Path(sys.argv[1]))
    window.resize(560, 620)
    window.move(int(sys.argv[3]), int(sys.argv[4]))
    window.show()
    sys.exit(app.exec())
