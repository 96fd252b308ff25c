"""The windows that a card asks for: to edit, to give a reason, to type digits; and a yes that a held chord proves."""

from __future__ import annotations

import secrets
from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFormLayout, QPlainTextEdit, QSpinBox, QWidget

from desktop_agent.core.actions.action import Action, edit_action, points_of, text_of
from desktop_agent.core.actions.keys import chord_text
from desktop_agent.core.decisions.decision import Answer, Edited, Question, Rejected
from desktop_agent.core.pictures import ImagePoint, Rect
from desktop_agent.core.presence import Presence
from desktop_agent.core.texts.message import Message, gettext, visible
from desktop_agent.ui.approval.card import Card
from desktop_agent.ui.approval.card_body import letters
from desktop_agent.ui.approval.card_words import whole_text
from desktop_agent.ui.approval.crop import Crop
from desktop_agent.ui.approval.secondary_window import DigitsWindow, SecondaryWindow, reason_window
from desktop_agent.ui.proof.guard import Guard, ProofOptions
from desktop_agent.ui.proof.guarded_window import Challenge, GuardedWindow, ProvenButton
from desktop_agent.ui.qt.widgets import set_state, text_label

THREE_WRONG = Message("The wrong digits were entered three times.")
_NOTICE_LINES = 3


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
        self._question = question
        self._card = card
        self._presence = presence
        self._options = options
        self._give = give
        self._mark = mark
        self._chosen: Answer | None = None  # the button pressed last, for which the chord is to be held
        self._challenge = Challenge(secrets.randbelow)
        self._guarded: GuardedWindow | None = None
        self.window: SecondaryWindow | None = None
        self._card.rows.edit_wanted.connect(self._open_edit_window)
        self._card.rows.reason_wanted.connect(self._open_reason_window)
        self._card.rows.proof_wanted.connect(self._prove)

    @property
    def asks_for_digits(self) -> bool:
        """Whether the person is typing digits."""
        return isinstance(self.window, DigitsWindow)

    def prove_by(self, options: ProofOptions, hint: str) -> None:
        """Have a yes proved in another way from here on, also what is being edited, which shows the hint."""
        self._options = options
        self._chosen = None
        if isinstance(self.window, EditWindow):
            self.window.prove_by(options, hint)

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
        window = self.window
        self.window = None
        if self._guarded is not None:
            self._guarded.end()
            self._guarded = None
        self._card.show_digits("")
        return () if window is None else (window.end(),)

    def held(self) -> Answer | None:
        """Return the yes that a person gives by holding the chord, to what they see: the edited action, or a button's.

        What no button has been pressed for is the main button's, where a chord may say that.
        """
        rows = self._card.rows
        proof = self._options.proof
        if not self._options.chord or proof not in {"device", "touch", "chord"}:
            return None
        if isinstance(self.window, EditWindow) and proof == "chord":
            return self.window.held(self._options.chord)
        answer = self._chosen or (rows.main_yes if rows.may_answer_by_chord else None)
        may_approve = self.window is None and answer is not None
        return answer if may_approve and self._card.guard.chord(self._options.chord) else None

    def _prove(self, answer: Answer, words: str) -> None:
        if self._options.proof != "chord":
            self._open_digits_window(answer)
            return
        self._chosen = answer
        self._card.choose(words)

    def _open_edit_window(self) -> None:
        self.close()
        guarded = GuardedWindow(self._presence)
        edit = EditWindow(self._question, guarded.guard, self._options)
        edit.answered.connect(self._give)
        edit.digits_wanted.connect(self._open_digits_window)
        edit.pointed.connect(self._mark)
        edit.closed.connect(lambda: self._mark(None))
        self._open(edit, edit.first_field)
        guarded.begin(edit)
        self._guarded = guarded

    def _open_reason_window(self) -> None:
        self.close()
        window = reason_window()
        window.sent.connect(lambda words: self._give(Rejected(words)))
        self._open(window, window.field)

    def _open_digits_window(self, answer: Answer) -> None:
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


class EditWindow(SecondaryWindow):
    """One action, with fields for its text or its point, never for another kind of action; `action` returns it."""

    answered = Signal(object)  # Edited, proved
    digits_wanted = Signal(object)  # Edited, still to be proved by digits; by the chord it is proved in here
    pointed = Signal(object)  # ImagePoint: where it would press now

    def __init__(self, question: Question, guard: Guard, options: ProofOptions) -> None:
        super().__init__(Message("Edit before approving"), Message("Change it, then approve."))
        self._action = question.actions[0]
        self._guard = guard
        guard.prove_by(options.proof)
        self._options = options
        self._text: QPlainTextEdit | None = None
        self._spins: tuple[QSpinBox, ...] = ()  # x and y of the point, if there is one
        text = text_of(self._action)
        if text is not None:
            self._text = self._text_field(text)
            self._show_letters()
        if points_of(self._action):
            self._add_point_fields(question)
        self._notice = text_label("", "warn")
        # Room for any notice: a window that grew would move the button from under the pointer.
        self._notice.setMinimumHeight(_NOTICE_LINES * self._notice.fontMetrics().lineSpacing())
        self._hold = ""  # what to do, where no click is a yes by itself
        self._yes = ProvenButton(Message("Approve this instead"), guard)
        self._yes.setAccessibleName(gettext("Approve this instead"))
        set_state(self._yes, "role", "yes")
        self._yes.proven.connect(lambda: self.answered.emit(Edited(self.action())))
        self._yes.doubted.connect(self._show_notice)
        self._yes.unproven.connect(self._ask_for_proof)
        self.add_button_row(self._yes, notice=self._notice)

    @property
    def first_field(self) -> QWidget:
        """Return where the keyboard goes first."""
        return self._text or next(iter(self._spins), self)

    def action(self) -> Action:
        """Return the action as it has been made now."""
        return edit_action(self._action, None if self._text is None else self._text.toPlainText(), self._point())

    def held(self, chord: tuple[str, ...]) -> Answer | None:
        """Return the yes to what stands here if a person holds the chord for it."""
        return Edited(self.action()) if self._guard.chord(chord) else None

    def show_armed(self) -> None:
        """Show whether a yes would count now, and why not, or why the last press did not count."""
        self._yes.show_armed(self._guard.arming.armed)
        self._show_notice()

    def prove_by(self, options: ProofOptions, hint: str) -> None:
        """Have a yes proved in another way from here on, and show the hint."""
        self._options = options
        self._hold = hint
        self._guard.prove_by(options.proof)
        self._show_notice()

    def _show_notice(self) -> None:
        self._notice.setText(self._guard.why_not if self._options.by_click else self._hold)

    def _ask_for_proof(self) -> None:
        """Ask for the chord or for digits, where no click is a yes."""
        if self._options.proof == "chord":
            chord = chord_text(self._options.chord)
            self._hold = Message("To approve this instead, hold {chord} on your own keyboard.", chord=chord)
            self._show_notice()
        else:
            self.digits_wanted.emit(Edited(self.action()))

    def _text_field(self, text: str) -> QPlainTextEdit:
        field = QPlainTextEdit()
        field.setPlainText(text)
        field.setAccessibleName(gettext("Text"))
        field.setTabChangesFocus(True)
        field.setMinimumHeight(90)
        field.textChanged.connect(self._guard.arming.disturbed)
        field.textChanged.connect(self._show_letters)
        self.rows.addWidget(field, 1)
        self._letters = letters("")
        self._letters.setFixedHeight(76)
        self.rows.addWidget(self._letters)
        return field

    def _show_letters(self) -> None:
        """Show what the field hides: control and bidi characters, in the order in which they will be typed."""
        text = self._text.toPlainText() if self._text is not None else ""
        plain = text.replace("\n", "")
        self._letters.setPlainText(whole_text(text))
        self._letters.setVisible(visible(plain, len(plain)) != plain)

    def _add_point_fields(self, question: Question) -> None:
        at = points_of(self._action)[0]
        size = question.frame.viewport.image
        crop = Crop(question.frame, (self._action,))
        crop.pointed.connect(self._show_point)
        self.rows.addWidget(text_label(Message("Click in the screenshot, or enter the coordinates."), "muted"))
        self.rows.addWidget(crop)
        form = QFormLayout()
        self._spins = (_spin(at.x, size.width), _spin(at.y, size.height))
        for name, spin in zip("xy", self._spins, strict=True):
            spin.setAccessibleName(gettext("{name} coordinate of the point", name=name))
            spin.valueChanged.connect(lambda _value: self._mark_point(crop))
            form.addRow(gettext("{name} (pixels in the screenshot)", name=name), spin)
        self.rows.addLayout(form)

    def _show_point(self, at: ImagePoint) -> None:
        for value, spin in zip((at.x, at.y), self._spins, strict=True):
            spin.setValue(value)

    def _point(self) -> ImagePoint | None:
        return ImagePoint(*(spin.value() for spin in self._spins)) if self._spins else None

    def _mark_point(self, crop: Crop) -> None:
        point = self._point()
        if point is not None:
            crop.point_at(point)
            self.pointed.emit(point)
        self._guard.arming.disturbed()


def _spin(value: int, size: int) -> QSpinBox:
    spin = QSpinBox()
    spin.setRange(0, size - 1)
    spin.setValue(value)
    return spin
