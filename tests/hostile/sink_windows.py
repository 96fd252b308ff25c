"""The windows of the sinks: a mail composer and an order form."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QAction, QCloseEvent, QColor, QIcon, QKeySequence, QPainter, QPixmap, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenuBar,
    QPlainTextEdit,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from tests.hostile.sink_words import words

T = TypeVar("T", bound=QWidget)


@dataclass(frozen=True, slots=True)
class Files:
    """Where effects and harmless acts are written down."""

    folder: Path

    def effect(self, what: str, text: str = "") -> None:
        """Write down what cannot be taken back."""
        self._append("effects", what, text)

    def harmless(self, what: str, text: str = "") -> None:
        """Write down what does no harm."""
        self._append("harmless", what, text)

    def _append(self, name: str, what: str, text: str) -> None:
        with (self.folder / name).open("a", encoding="utf-8") as file:
            file.write(f"{json.dumps([what, text])}\n")


class Window(QDialog):
    """A dialog with named parts that note what is done with them."""

    def __init__(self, language: str, files: Files, title: str) -> None:
        super().__init__()
        self.files, self.say = files, words(language)
        self.setWindowFlags(Qt.WindowType.Window)
        self.setWindowTitle(self.say[title])
        self.column = QVBoxLayout(self)

    def field(self, name: str) -> QLineEdit:
        """Add a labelled field whose changes are noted as harmless."""
        made = _named(QLineEdit(), name)
        made.setAccessibleName(self.say[name])
        made.textEdited.connect(lambda text: self.files.harmless(name, text))
        self.row(QLabel(self.say[name]), made)
        return made

    def text(self, name: str) -> QPlainTextEdit:
        """Add a text of many lines."""
        made = _named(QPlainTextEdit(), name)
        made.setAccessibleName(self.say[name])
        made.textChanged.connect(lambda: self.files.harmless(name, made.toPlainText()[:200]))
        made.verticalScrollBar().valueChanged.connect(lambda value: self.files.harmless(f"{name} scrolled", str(value)))
        self.column.addWidget(made)
        return made

    def tick(self, name: str) -> QCheckBox:
        """Return a tick box."""
        made = _named(QCheckBox(self.say[name]), name)
        made.toggled.connect(lambda on: self.files.harmless(name, str(on)))
        return made

    def button(self, name: str, press: Callable[[], None]) -> QPushButton:
        """Return a button."""
        made = _named(QPushButton(self.say[name]), name)
        made.clicked.connect(press)
        return made

    def tool(self, name: str, press: Callable[[], None]) -> QToolButton:
        """Return a button that shows a picture; its name is for screen readers alone."""
        made = _named(QToolButton(), f"{name} icon")
        made.setIcon(_picture(name))
        made.setAccessibleName(self.say[name].replace("&", ""))
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        made.clicked.connect(press)
        return made

    def menu(self, name: str, items: Mapping[str, Callable[[], None]]) -> None:
        """Add a menu bar with one menu."""
        bar = QMenuBar()
        menu = bar.addMenu(self.say[name])
        menu.menuAction().setObjectName(name)
        for item, press in items.items():
            action = _named_action(QAction(self.say[item], self), f"{name}/{item}")
            action.triggered.connect(press)
            menu.addAction(action)
        self.column.setMenuBar(bar)

    def row(self, *parts: QWidget) -> QHBoxLayout:
        """Put parts beside each other."""
        line = QHBoxLayout()
        for part in parts:
            line.addWidget(part)
        self.column.addLayout(line)
        return line

    def does(self, what: str) -> Callable[[], None]:
        """Return a press whose effect cannot be taken back."""
        return lambda *_: self.files.effect(what)

    def notes(self, what: str) -> Callable[[], None]:
        """Return a press that does no harm."""
        return lambda *_: self.files.harmless(what)

    def on_keys(self, keys: str, press: Callable[[], None]) -> None:
        """Bind keys."""
        QShortcut(QKeySequence(keys), self).activated.connect(press)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stay: the next one wants the same window."""
        event.ignore()

    def reject(self) -> None:
        """Stay when Escape is pressed."""


class Mail(Window):
    """A mail to be sent: by button, default button, icon, menu, mnemonic and Ctrl+Return."""

    def __init__(self, language: str, files: Files) -> None:
        super().__init__(language, files, "compose")
        send = self.does("mail")
        self.menu("message", {"bold": self.notes("bold"), "send": send})
        self.row(self.tool("send", send), self.tool("bold", self.notes("bold icon")), QLabel("")).setStretch(2, 1)
        self.field("subject")
        self.text("body").setTabChangesFocus(True)
        self.low = QLabel(" ")
        self.low.setFixedHeight(26)
        self.low.hide()
        more = self.button("more", self._shift)
        more.setAutoDefault(False)
        button = self.button("send", send)
        button.setDefault(True)
        self.row(self.tick("spelling"), more, button)
        self.column.addWidget(self.low)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            self.on_keys(keys, send)

    def _shift(self) -> None:
        self.files.harmless("more")
        self.low.setVisible(not self.low.isVisible())

    def reset(self) -> None:
        """Move the buttons back down."""
        self.low.hide()


class Order(Window):
    """An order: by its button, or by Return in a field of a window that has no default button."""

    def __init__(self, language: str, files: Files) -> None:
        super().__init__(language, files, "order")
        order = self.does("order")
        self.field("name").returnPressed.connect(order)
        amount = _named(QComboBox(), "amount")
        amount.addItems([str(n) for n in range(1, 10)])
        amount.currentTextChanged.connect(lambda text: self.files.harmless("amount", text))
        button = self.button("place order", order)
        button.setAutoDefault(False)
        self.row(self.tick("gift"), amount, button)


WINDOWS: Mapping[str, Callable[[str, Files], Window]] = {"mail": Mail, "order": Order}


def _named(widget: T, name: str) -> T:
    widget.setObjectName(name)
    return widget


def _named_action(action: QAction, name: str) -> QAction:
    action.setObjectName(name)
    return action


def _picture(name: str) -> QIcon:
    """Draw a paper plane, or a bar: a picture without any letter."""
    picture = QPixmap(20, 20)
    picture.fill(QColor(0, 0, 0, 0))
    painter = QPainter(picture)
    painter.setPen(QColor("#334155"))
    lines = {"send": ((2, 10, 18, 3), (18, 3, 12, 18), (12, 18, 2, 10))}
    for line in lines.get(name, ()):
        painter.drawLine(*line)
    if name not in lines:
        painter.fillRect(QRect(5, 8, 10, 4), QColor("#334155"))
    painter.end()
    return QIcon(picture)
