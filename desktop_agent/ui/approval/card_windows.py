"""The windows that a card asks for: to edit, to give a reason, to type digits; and a yes that a held chord proves."""

from __future__ import annotations

import secrets
from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from desktop_agent.core.decision import Answer, Question, Rejected
from desktop_agent.core.geometry import ImagePoint, Rect
from desktop_agent.core.presence import Presence
from desktop_agent.ui.approval.card import Card
from desktop_agent.ui.approval.edit import EditWindow
from desktop_agent.ui.approval.secondary_window import DigitsWindow, SecondaryWindow, reason_window
from desktop_agent.ui.proof.challenge import Challenge
from desktop_agent.ui.proof.guard import ProofOptions
from desktop_agent.ui.proof.guarded_window import GuardedWindow

THREE_WRONG = "The digits were wrong three times."


class CardWindows:
    """Opens the windows that a card asks for; `give` gets their answers."""

    def __init__(
        self,
        question: Question,
        card: Card,
        presence: Presence,
        options: ProofOptions,
        give: Callable[[Answer], None],
        mark: Callable[[ImagePoint | None], None],
    ) -> None:
        self._question, self._card, self._presence, self._options, self._give = question, card, presence, options, give
        self._mark = mark
        self._chosen: Answer | None = None  # the button pressed last, for which the chord is to be held
        self._card.rows.changed.connect(self._choose_none)
        self._challenge = Challenge(secrets.randbelow)
        self._guarded: GuardedWindow | None = None
        self.window: SecondaryWindow | None = None
        self._card.rows.edit_wanted.connect(self._edit)
        self._card.rows.reason_wanted.connect(self._reason)
        self._card.rows.proof_wanted.connect(self._prove)

    def show_armed(self) -> None:
        """Show whether a yes would count in the window that edits."""
        if isinstance(self.window, EditWindow) and self._guarded is not None:
            self._guarded.look()
            self.window.show_armed()

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

    def held(self) -> Answer | None:
        """Return the yes that a person gives by holding the chord, to what they see: the edited action, or a button's.

        What no button has been pressed for is the main button's, where a chord may say that.
        """
        rows, proof = self._card.rows, self._options.proof
        if not self._options.chord or proof not in {"device", "chord"}:
            return None
        if isinstance(self.window, EditWindow) and proof == "chord":
            return self.window.held(self._options.chord)
        answer = self._chosen or (rows.main_yes() if rows.may_be_held else None)
        may_approve = self.window is None and answer is not None
        return answer if may_approve and self._card.guard.chord(self._options.chord) else None

    def _prove(self, answer: Answer, words: str) -> None:
        if self._options.proof != "chord":
            self._digits(answer)
            return
        self._chosen = answer
        self._card.choose(words)

    def _choose_none(self) -> None:
        self._chosen = None

    def _edit(self) -> None:
        self.close()
        guarded = GuardedWindow(self._presence)
        edit = EditWindow(self._question, guarded.guard, self._options)
        edit.answered.connect(self._give)
        edit.digits_wanted.connect(self._digits)
        edit.pointed.connect(self._mark)
        edit.closed.connect(lambda: self._mark(None))
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
