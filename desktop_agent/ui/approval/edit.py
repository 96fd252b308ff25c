"""Edits an action before it is approved: another text or another point, never another kind of action."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFormLayout, QPlainTextEdit, QSpinBox, QWidget

from desktop_agent.core.actions import Action, points_of
from desktop_agent.core.decision import Answer, Edited, Question
from desktop_agent.core.display_text import visible
from desktop_agent.core.edited_action import edit_action, text_of
from desktop_agent.core.geometry import ImagePoint
from desktop_agent.core.keys import chord_text
from desktop_agent.core.message import Message
from desktop_agent.core.translation import tr
from desktop_agent.ui.approval.card_body import letters
from desktop_agent.ui.approval.card_words import whole_text
from desktop_agent.ui.approval.crop import Crop
from desktop_agent.ui.approval.secondary_window import SecondaryWindow
from desktop_agent.ui.approval.typed_field import TypedField
from desktop_agent.ui.proof.guard import Guard, ProofOptions
from desktop_agent.ui.proof.proven_button import ProvenButton
from desktop_agent.ui.qt.widgets import set_state, text_label

_NOTICE_LINES = 3


class EditWindow(SecondaryWindow):
    """One action, with fields for what may be changed; `action` returns it as it has been changed."""

    answered = Signal(object)  # Edited, proved
    digits_wanted = Signal(object)  # Edited, still to be proved by digits; by the chord it is proved in here
    pointed = Signal(object)  # ImagePoint: where it would press now

    def __init__(self, question: Question, guard: Guard, options: ProofOptions) -> None:
        super().__init__("Edit before approving", "Change it, then approve.", disturbed=guard.arming.disturbed)
        self._action, self._guard = question.actions[0], guard
        self._by_device = options.proof == "device"
        self._text: QPlainTextEdit | None = None
        self._spins: tuple[QSpinBox, ...] = ()  # x and y of the point, if there is one
        text = text_of(self._action)
        if text is not None:
            self._text = self._text_field(text)
            self._show_letters()
        if points_of(self._action):
            self._point_fields(question)
        self._notice = text_label("", "warn")
        # Room for any notice: a window that grew would move the button from under the pointer.
        self._notice.setMinimumHeight(_NOTICE_LINES * self._notice.fontMetrics().lineSpacing())
        self._hold = ""  # what to do once the button has been pressed, where the chord proves a yes
        self._yes = ProvenButton("Approve this instead", guard)
        self._yes.setAccessibleName(tr("Approve this instead"))
        set_state(self._yes, "role", "yes")
        if self._by_device:
            self._yes.proven.connect(lambda: self.answered.emit(Edited(self.action())))
            self._yes.doubted.connect(self._tell)
        elif options.proof == "chord":
            self._yes.clicked.connect(lambda *_: self._tell_chord(chord_text(options.chord)))
        else:
            self._yes.clicked.connect(lambda *_: self.digits_wanted.emit(Edited(self.action())))
        self.close_with(self._yes, notice=self._notice)

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
        self._tell()

    def _tell(self) -> None:
        guard = self._guard
        self._notice.setText(guard.why_not if self._by_device else guard.arming.why_upset or self._hold)

    def _tell_chord(self, chord: str) -> None:
        self._hold = Message("To approve this instead, hold {chord} on your own keyboard.", chord=chord)
        self._tell()

    def _text_field(self, text: str) -> QPlainTextEdit:
        field = TypedField(text, self._guard.typed)
        field.setAccessibleName(tr("Text"))
        field.setTabChangesFocus(True)
        field.setMinimumHeight(90)
        field.changed_unread.connect(self._guard.arming.disturbed)
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

    def _point_fields(self, question: Question) -> None:
        at, size = points_of(self._action)[0], question.frame.viewport.image
        crop = Crop(question.frame, (self._action,))
        crop.pointed.connect(self._pointed)
        self.rows.addWidget(text_label("Click in the picture, or type the point.", "muted"))
        self.rows.addWidget(crop)
        form = QFormLayout()
        self._spins = (_spin(at.x, size.width), _spin(at.y, size.height))
        for name, spin in zip("xy", self._spins, strict=True):
            spin.setAccessibleName(tr(Message("{name} of the point", name=name)))
            spin.valueChanged.connect(lambda _value: self._moved(crop))
            form.addRow(tr(Message("{name} (pixels of the picture)", name=name)), spin)
        self.rows.addLayout(form)

    def _pointed(self, at: ImagePoint) -> None:
        for value, spin in zip((at.x, at.y), self._spins, strict=True):
            spin.setValue(value)

    def _point(self) -> ImagePoint | None:
        return ImagePoint(*(spin.value() for spin in self._spins)) if self._spins else None

    def _moved(self, crop: Crop) -> None:
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
