"""The secondary window of a question, one at a time: to edit, to refuse with a reason, to type digits."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import TYPE_CHECKING

from desktop_agent.core.decision import Answer, Question, Rejected
from desktop_agent.core.geometry import Rect
from desktop_agent.core.presence import Presence
from desktop_agent.ui.approval.card import Card
from desktop_agent.ui.approval.digits_window import DigitsWindow
from desktop_agent.ui.approval.edit import EditWindow
from desktop_agent.ui.approval.secondary_window import SecondaryWindow
from desktop_agent.ui.approval.words_window import reason_window
from desktop_agent.ui.proof.challenge import Challenge
from desktop_agent.ui.proof.guard import Proof
from desktop_agent.ui.proof.guarded_window import GuardedWindow

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

THREE_WRONG = "The digits were wrong three times."


class SecondaryWindows:
    """Opens the windows that a card asks for; `give` gets their answers. For Qt's thread."""

    def __init__(self, question: Question, card: Card, presence: Presence, proof: Proof) -> None:
        self._question, self._card, self._presence, self._proof = question, card, presence, proof
        self._challenge = Challenge(secrets.randbelow)
        self._guarded: GuardedWindow | None = None
        self.window: SecondaryWindow | None = None

    def wire(self, give: Callable[[Answer], None]) -> None:
        """Open windows when the card asks for them."""
        self._give = give
        self._card.rows.edit_wanted.connect(self._edit)
        self._card.rows.reason_wanted.connect(self._reason)
        self._card.rows.digits_wanted.connect(self._digits)

    def show_armed(self) -> None:
        """Show whether a yes would count in the window that edits."""
        if isinstance(self.window, EditWindow) and self._guarded is not None:
            self.window.show_armed(self._guarded.guard.arming.armed)

    def show_digits(self, *, beside: bool) -> None:
        """Show the digits above their field too, where the card is hidden to make room for it."""
        if isinstance(self.window, DigitsWindow):
            self.window.show_digits(self._challenge.digits if beside else "")

    def close(self) -> tuple[Rect, ...]:
        """Close the open window; return the pixels it covered."""
        window, self.window = self.window, None
        if self._guarded is not None:
            self._guarded.end()
            self._guarded = None
        self._card.show_digits("")
        return () if window is None else (window.end(),)

    def _edit(self) -> None:
        self.close()
        guarded = GuardedWindow(self._presence)
        edit = EditWindow(self._question, guarded.guard, self._proof)
        edit.answered.connect(self._give)
        edit.digits_wanted.connect(self._digits)
        self._open(edit, edit.first_field)
        guarded.begin(edit)
        self._guarded = guarded

    def _reason(self) -> None:
        self.close()
        window = reason_window()
        window.sent.connect(lambda words: self._give(Rejected(words)))
        self._open(window, window.field)

    def _digits(self, answer: Answer) -> None:
        self.close()
        window = DigitsWindow(self._challenge)
        window.right.connect(lambda: self._give(answer))
        window.over.connect(lambda: self._give(Rejected(THREE_WRONG)))
        window.changed.connect(lambda: self._card.show_digits(self._challenge.digits))
        window.changed.connect(lambda: self.show_digits(beside=not self._card.isVisible()))
        self._open(window, window.field)
        self._card.show_digits(self._challenge.digits)

    def _open(self, window: SecondaryWindow, field: QWidget) -> None:
        self.window = window
        window.closed.connect(self.close)
        window.open_beside(self._card, field)
