"""The customer's half of the demo app: text fields, a combo box and check boxes in the order of the seed."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QStyledItemDelegate,
    QVBoxLayout,
    QWidget,
)

from desktop_agent.demo.order_form.theme import AppLayout


class FieldLabel(QLabel):
    """Names a field; a click on the name goes to the field, as on a web page."""

    def __init__(self, name: str, field: QWidget) -> None:
        super().__init__(name)
        self._field = field
        self.setBuddy(field)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Give the keyboard to the field."""
        self._field.setFocus()
        event.accept()


class CustomerForm(QFrame):
    """Shows the fields and returns their content."""

    def __init__(self, layout: AppLayout, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._text = {name: QLineEdit() for name in ("Name", "E-mail", "Street")}
        self._note = QPlainTextEdit()
        self._shipping = QComboBox()
        self._shipping.addItems(list(layout.shipping))
        # Only with this delegate does the style sheet's line height apply.
        self._shipping.setItemDelegate(QStyledItemDelegate(self._shipping))
        self._gift_wrap = QCheckBox("Gift wrap")
        self._newsletter = QCheckBox("Newsletter")
        self._newsletter.setChecked(True)
        self._prepare_note()
        self._name_controls()
        self._arrange(layout)

    def order(self) -> Order:
        """Return the current content of the fields."""
        name, email, street = (field.text() for field in self._text.values())
        order = Order(name=name, email=email, street=street, note=self._note.toPlainText())
        return replace(
            order,
            shipping=self._shipping.currentText(),
            gift_wrap=self._gift_wrap.isChecked(),
            newsletter=self._newsletter.isChecked(),
        )

    def start(self) -> None:
        """Put the caret into the first text field."""
        self._text["Name"].setFocus()

    def _prepare_note(self) -> None:
        self._note.setTabChangesFocus(True)

    def _name_controls(self) -> None:
        boxes = (self._gift_wrap, self._newsletter)
        fields = {**self._text, "Note": self._note, "Shipping": self._shipping}
        for name, control in [*fields.items(), *((box.text(), box) for box in boxes)]:
            control.setAccessibleName(name)

    def _arrange(self, layout: AppLayout) -> None:
        options = QHBoxLayout()
        options.setSpacing(28)
        options.addWidget(self._gift_wrap)
        options.addWidget(self._newsletter)
        options.addStretch()
        rows = QFormLayout()
        above = QFormLayout.RowWrapPolicy.WrapAllRows
        rows.setRowWrapPolicy(above if layout.labels_above else QFormLayout.RowWrapPolicy.DontWrapRows)
        rows.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        rows.setHorizontalSpacing(16)
        controls = {**self._text, "Note": self._note, "Shipping": self._shipping}
        for name in layout.fields:
            if name in controls:
                rows.addRow(FieldLabel(name, controls[name]), controls[name])
            elif layout.labels_above:
                rows.addRow(options)
            else:
                rows.addRow("", options)
        self._rows = rows
        self._gap = 6 if layout.labels_above else 14
        self._stack(rows)
        self.space(1.0)

    def space(self, air: float) -> None:
        """Leave more or less room around everything."""
        self._rows.setVerticalSpacing(round(self._gap * air))
        self._column.setContentsMargins(round(16 * air), round(12 * air), round(16 * air), round(14 * air))
        self._column.setSpacing(round(12 * air))
        two_lines = round(2.5 * self._note.fontMetrics().lineSpacing()) + round(10 * air)
        self._note.setFixedHeight(max(two_lines, round(112 * air)))

    def _stack(self, rows: QFormLayout) -> None:
        heading = QLabel("Customer")
        heading.setObjectName("heading")
        column = QVBoxLayout(self)
        self._column = column
        column.addWidget(heading)
        column.addLayout(rows)
        column.addStretch()


@dataclass(frozen=True, slots=True)
class Order:
    """The entered order, and whether it was saved and sent."""

    name: str = ""
    email: str = ""
    street: str = ""
    note: str = ""
    shipping: str = ""
    gift_wrap: bool = False
    newsletter: bool = True
    basket: tuple[str, ...] = ()
    saved_as: str | None = None
    sent: bool = False

    def write(self, path: Path) -> None:
        """Write the order as JSON, atomically: a reader sees the old file or the new one."""
        temporary = path.with_name(f".{path.name}.{os.getpid()}")
        temporary.write_text(json.dumps(asdict(self), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        temporary.replace(path)
