"""The window in which a person types the digits that the card shows."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit

from desktop_agent.ui.approval.secondary_window import SecondaryWindow
from desktop_agent.ui.proof.challenge import DIGITS, Challenge
from desktop_agent.ui.qt.widgets import text_button, text_label


class DigitsWindow(SecondaryWindow):
    """The field for the digits; `right` and `over` end it, `changed` says that the card has to show new ones."""

    right = Signal()
    over = Signal()
    changed = Signal()

    def __init__(self, challenge: Challenge) -> None:
        super().__init__("Confirm with digits", "Type the four digits that the card shows.")
        self._challenge = challenge
        # On a small screen the card has to make room for this window.
        self._digits = text_label("", "title")
        self._digits.hide()
        self.rows.addWidget(self._digits)
        self.field = QLineEdit()
        self.field.setAccessibleName("Digits")
        self.field.setMaxLength(DIGITS + 3)
        self.field.returnPressed.connect(self._try)
        self.rows.addWidget(self.field)
        self._notice = text_label("", "warn")
        self.close_with(text_button("Confirm", self._try, role="primary"), notice=self._notice)

    def show_digits(self, digits: str) -> None:
        """Show the digits here as well; empty: the card shows them."""
        self._digits.setText(" ".join(digits))
        if self._digits.isHidden() == bool(digits):
            self._digits.setVisible(bool(digits))
            self.grow()

    def _try(self) -> None:
        outcome = self._challenge.attempt(self.field.text())
        self.field.clear()
        if outcome == "right":
            self.right.emit()
        elif outcome == "over":
            self.over.emit()
        else:
            self._notice.setText("Those were not the digits. The card shows new ones.")
            self.changed.emit()
