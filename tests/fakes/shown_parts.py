"""The parts that all windows are made of, in one window: each role of a text, each button, each field."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QFrame,
    QGridLayout,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QProgressBar,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from desktop_agent.lib.window_bounds import keep_on_screen
from desktop_agent.ui.qt.layout import WrapRow
from desktop_agent.ui.qt.widgets import ComboBox, IconButton, text_button, text_label
from desktop_agent.ui.status.state_icon import state_icon
from desktop_agent.ui.status.states import WORDS

_TEXTS = ("title", "heading", "", "muted", "ok", "warn", "bad", "badge")
_BUTTONS = ("", "primary", "yes", "no", "safest")


def parts() -> QWidget:
    window = QWidget()
    window.setWindowTitle("Parts")
    grid = QGridLayout(window)
    grid.setContentsMargins(24, 24, 24, 24)
    grid.setHorizontalSpacing(24)
    grid.setVerticalSpacing(12)
    grid.setColumnStretch(1, 1)
    rows = {
        "Texts": _row(*(text_label(role or "text", role, wraps=False) for role in _TEXTS)),
        "Buttons": _row(*(text_button(role or "plain", role=role) for role in _BUTTONS), _off()),
        "With icons": _row(IconButton("Pause", "pause"), IconButton("Stop run", "stop"), IconButton("Delete", "trash")),
        "Fields": _column(_line("A line of text"), _line("What could stand here", example=True), _text()),
        "Choices": _row(_choice(), _check("On", on=True), _check("Off", on=False), *_radios()),
        "Lists": _list(),
        "Frames": _row(_frame("panel"), _frame("inset")),
        "Progress": _progress(),
        "States": _row(*(_state(state) for state in WORDS)),
    }
    for number, (name, part) in enumerate(rows.items()):
        grid.addWidget(text_label(name, "muted", wraps=False), number, 0)
        grid.addWidget(part, number, 1)
    keep_on_screen(window, QSize(860, 640))
    window.show()
    return window


def _row(*widgets: QWidget) -> QWidget:
    row = QWidget()
    row.setLayout(WrapRow(*widgets))
    return row


def _column(*widgets: QWidget) -> QWidget:
    column = QWidget()
    layout = QVBoxLayout(column)
    layout.setContentsMargins(0, 0, 0, 0)
    for one in widgets:
        layout.addWidget(one)
    return column


def _off() -> QWidget:
    button = text_button("not now")
    button.setEnabled(False)
    return button


def _line(text: str, *, example: bool = False) -> QLineEdit:
    line = QLineEdit("" if example else text)
    line.setPlaceholderText(text if example else "")
    return line


def _text() -> QPlainTextEdit:
    text = QPlainTextEdit("Several lines of text\nin a field of their own")
    text.setFixedHeight(64)
    return text


def _choice() -> ComboBox:
    choice = ComboBox()
    choice.addItems(["A choice", "Another one"])
    return choice


def _check(text: str, *, on: bool) -> QCheckBox:
    box = QCheckBox(text)
    box.setChecked(on)
    return box


def _radios() -> tuple[QRadioButton, QRadioButton]:
    one, other = QRadioButton("One of two"), QRadioButton("The other")
    group = QButtonGroup(one)
    group.addButton(one)
    group.addButton(other)
    one.setChecked(True)
    return one, other


def _list() -> QListWidget:
    names = QListWidget()
    names.setProperty("role", "pages")
    names.ensurePolished()
    names.addItems(["A page", "Another page"])
    names.setCurrentRow(0)
    names.setFixedSize(200, 84)
    return names


def _frame(role: str) -> QFrame:
    frame = QFrame()
    frame.setProperty("role", role)
    inside = QVBoxLayout(frame)
    inside.addWidget(text_label(f"{role}: what belongs together", wraps=False))
    return frame


def _progress() -> QProgressBar:
    bar = QProgressBar()
    bar.setTextVisible(False)
    bar.setValue(40)
    return bar


def _state(state: str) -> QWidget:
    button = text_button(state)
    button.setIcon(state_icon(state))  # type: ignore[arg-type]  # a key of WORDS
    return button
