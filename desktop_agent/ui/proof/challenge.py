"""Proof by digits, where nothing tells a person's hand from a program's: type the four that only the card shows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QPushButton

from desktop_agent.ui.approval.card_body import words_label
from desktop_agent.ui.approval.secondary_window import SecondWindow

DIGITS, TRIES = 4, 3
ChallengeResult = Literal["right", "wrong", "over"]


class Challenge:
    """One question's digits: new ones after each wrong try, and an end after `TRIES`; `draw` makes a number below."""

    def __init__(self, draw: Callable[[int], int]) -> None:
        self._draw = draw
        self._left = TRIES
        self.digits = self._new()

    def attempt(self, typed: str) -> ChallengeResult:
        """Judge what was typed."""
        if self._left <= 0:
            return "over"
        if "".join(typed.split()) == self.digits:
            self._left = 0
            return "right"
        self._left -= 1
        self.digits = self._new()
        return "wrong" if self._left else "over"

    def _new(self) -> str:
        return f"{self._draw(10**DIGITS):0{DIGITS}}"


class DigitsWindow(SecondWindow):
    """The field for the digits; `right` and `over` end it, `changed` says that the card has to show new ones."""

    right = Signal()
    over = Signal()
    changed = Signal()

    def __init__(self, challenge: Challenge) -> None:
        super().__init__("Confirm with digits", "Type the four digits that the card shows.")
        self._challenge = challenge
        # On a small screen the card has to make room for this window.
        self._digits = words_label("", "title")
        self._digits.hide()
        self.rows.addWidget(self._digits)
        self.field = QLineEdit()
        self.field.setAccessibleName("Digits")
        self.field.setMaxLength(DIGITS + 3)
        self.field.returnPressed.connect(self._try)
        self.rows.addWidget(self.field)
        self._told = words_label("", "warn")
        confirm = QPushButton("Confirm")
        confirm.setProperty("role", "primary")
        confirm.clicked.connect(lambda *_: self._try())
        self.close_with(confirm, told=self._told)

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
            self._told.setText("Those were not the digits. The card shows new ones.")
            self.changed.emit()
