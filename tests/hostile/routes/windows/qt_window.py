"""A Qt window with one control that acts, and says so: `qt_window.py KIND LABEL [TEXT]`."""

import sys
from collections.abc import Callable

from PyQt5.QtCore import Qt, pyqtBoundSignal
from PyQt5.QtGui import QKeyEvent, QMouseEvent, QPainter
from PyQt5.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QDial,
    QLabel,
    QLineEdit,
    QListWidget,
    QMainWindow,
    QPlainTextEdit,
    QPushButton,
    QScrollBar,
    QSlider,
    QTableWidget,
    QTableWidgetItem,
    QTabWidget,
    QToolButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

KIND, LABEL, TEXT = (*sys.argv[1:4], "")[:3]


SIGNALS = {
    "cell check": "itemChanged", "tree expand": "itemExpanded", "tab": "currentChanged", "combo": "activated",
    "slider": "valueChanged", "scroll bar": "valueChanged", "dial": "valueChanged", "search": "textEdited",
    "text": "textChanged", "field return": "returnPressed", "check": "toggled",
}  # fmt: skip


def act(*_: object) -> None:
    print(f"effect {LABEL}", flush=True)


def table() -> QTableWidget:
    made = QTableWidget(3, 2)
    made.setHorizontalHeaderLabels([LABEL, "Amount"])
    for row in range(3):
        item = QTableWidgetItem(LABEL if row == 1 else f"Row {row}")
        if KIND == "cell check":
            item.setCheckState(Qt.Unchecked)
        made.setItem(row, 0, item)
    return made


def signal_of(widget: QWidget) -> pyqtBoundSignal:
    if KIND == "header":
        return widget.horizontalHeader().sectionClicked
    return getattr(widget, SIGNALS.get(KIND, "clicked"))


class Painted(QWidget):  # type: ignore[misc]  # PyQt5 ships no types
    """A picture of a button, painted."""

    def paintEvent(self, _event: object) -> None:
        painter = QPainter(self)
        painter.drawRect(20, 20, 200, 40)
        painter.drawText(60, 45, LABEL)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if 20 <= event.x() <= 220 and 20 <= event.y() <= 60:
            act()


class Clickable(QLabel):  # type: ignore[misc]  # PyQt5 ships no types
    """Words that act when pressed."""

    def mousePressEvent(self, _event: object) -> None:
        act()


class Keyed(QListWidget):  # type: ignore[misc]  # PyQt5 ships no types
    """Rows that act on keys."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text() in {"y", "d", "!", "s"} or event.key() in {Qt.Key_Delete, Qt.Key_Backspace, Qt.Key_Return}:
            act()
        super().keyPressEvent(event)

    def wheelEvent(self, event: object) -> None:
        if TEXT == "wheel":
            act()


class Sends(QPlainTextEdit):  # type: ignore[misc]  # PyQt5 ships no types
    """A text of many lines in which Return sends, as in chats."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key_Return, Qt.Key_Enter}:
            act()
        else:
            super().keyPressEvent(event)


def filled(widget: QWidget) -> QWidget:
    if isinstance(widget, QComboBox):
        widget.addItems(["One", LABEL, "Three"])
    elif isinstance(widget, QListWidget):
        widget.addItems(["Row 0", LABEL, "Row 2"])
    elif isinstance(widget, QTreeWidget):
        item = QTreeWidgetItem([LABEL])
        item.addChild(QTreeWidgetItem(["below"]))
        widget.addTopLevelItem(item)
    elif isinstance(widget, QTabWidget):
        widget.addTab(QLabel("Overview"), "Overview")
        widget.addTab(QLabel("More"), LABEL)
    elif isinstance(widget, QSlider | QDial | QScrollBar):
        widget.setRange(0, 100)
        widget.setValue(50)
    if not isinstance(widget, Painted):
        widget.setAccessibleName(LABEL)
    return widget


MADE: dict[str, Callable[[], QWidget]] = {
    "button": lambda: QPushButton(LABEL), "check": lambda: QCheckBox(LABEL), "label": lambda: Clickable(LABEL),
    "painted": Painted, "cell check": table, "header": table, "keys": Keyed, "tree expand": QTreeWidget,
    "tab": QTabWidget, "combo": QComboBox, "slider": lambda: QSlider(Qt.Horizontal), "dial": QDial,
    "scroll bar": lambda: QScrollBar(Qt.Horizontal), "search": QLineEdit, "field return": QLineEdit,
    "text": QPlainTextEdit, "sends": Sends, "tool": QToolButton,
}  # fmt: skip

app = QApplication([])
if KIND == "menu bar":
    shown: QWidget = QMainWindow()
    bar = shown.menuBar()
    bar.addAction(LABEL).triggered.connect(act)
    bar.addMenu("Other").addAction("Nothing")
else:
    shown = QWidget()
    inside = QVBoxLayout(shown)
    if TEXT:
        inside.addWidget(QLabel(TEXT))
    widget = filled(MADE[KIND]())
    if KIND == "tool":
        widget.setText(LABEL)
    if KIND not in {"painted", "label", "sends", "keys"}:
        signal_of(widget).connect(act)
    inside.addWidget(widget)
    widget.setFocus()
shown.setWindowTitle("Orders")
shown.resize(420, 240)
shown.show()
app.exec()
