"""A small Qt form for the tests, in a process of its own, to be read from the screen."""

import sys

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
    """Fields, boxes, lists and buttons."""

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle("Test order")
        self.name = QLineEdit()
        self.city = QLineEdit("Paris")
        self.notes = QPlainTextEdit()
        self.country = QComboBox()
        self.sizes = QComboBox()
        self.country.addItems(COUNTRIES)
        self.sizes.addItems(["Small", "Medium", "Large"])
        self.gift = QCheckBox("Gift wrap")
        self.news = QCheckBox("Newsletter")
        self.news.setChecked(True)
        self.post = QRadioButton("By post")
        self.courier = QRadioButton("By courier")
        self.post.setChecked(True)
        self.list = QListWidget()
        self.list.addItems([f"Item number {n}" for n in range(1, 61)])
        self.list.setMaximumHeight(140)
        self._lay_out()

    def _lay_out(self) -> None:
        self.menuBar().addMenu("File")
        self.menuBar().addMenu("Help")
        form = QFormLayout()
        boxes = QHBoxLayout()
        radios = QHBoxLayout()
        buttons = QHBoxLayout()
        self.notes.setMaximumHeight(80)
        for label, widget in (("Full name:", self.name), ("City:", self.city), ("Country:", self.country),
                              ("Size:", self.sizes), ("Notes:", self.notes)):  # fmt: skip
            form.addRow(label, widget)
        for row, box in ((boxes, self.gift), (boxes, self.news), (radios, self.post), (radios, self.courier)):
            row.addWidget(box)
        for text in ("Cancel", "Check stock", "Send order"):
            buttons.addWidget(QPushButton(text))
        column = QVBoxLayout()
        for part in (form, boxes, radios):
            column.addLayout(part)
        column.addWidget(QLabel("Things in stock"))
        column.addWidget(self.list)
        column.addLayout(buttons)
        centre = QWidget()
        centre.setLayout(column)
        self.setCentralWidget(centre)


def _dark() -> QPalette:
    palette = QPalette(QColor(45, 45, 48))
    palette.setColor(QPalette.ColorRole.Base, QColor(30, 30, 30))
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.WindowText, QPalette.ColorRole.ButtonText):
        palette.setColor(role, QColor(230, 230, 230))
    return palette


if __name__ == "__main__":
    app = QApplication(sys.argv[:1])
    app.setStyle("Fusion")
    if "dark" in sys.argv[1:]:
        app.setPalette(_dark())
    window = OrderForm()
    window.resize(560, 620)
    window.move(140, 50)
    window.show()
    sys.exit(app.exec())
