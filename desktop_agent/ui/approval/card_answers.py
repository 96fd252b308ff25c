"""The buttons of the approval card: those that say yes want proof, those that say no do not.

*More…* shows the rarer ones and needs no proof: it answers nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from desktop_agent.core.actions.action import is_editable
from desktop_agent.core.decisions.decision import Answer, AppAllowed, Approved, Question, Rejected, StopRun, TookOver
from desktop_agent.core.decisions.question_words import is_attack, is_blind, what_is
from desktop_agent.core.texts.message import Message, gettext, tr
from desktop_agent.ui.proof.guard import Guard
from desktop_agent.ui.proof.proven_button import ProvenButton
from desktop_agent.ui.qt.icons import icon
from desktop_agent.ui.qt.layout import WrapRow
from desktop_agent.ui.qt.theme import colours
from desktop_agent.ui.qt.widgets import set_state, stop_button, text_button

_MORE = Message("More…")
_LESS = Message("Less")
_FOR_TASK = Message("Approve for this task")


class AnswerRows(QWidget):
    """All answers to one question."""

    answered = Signal(object)  # Answer; a yes among them is proved
    proof_wanted = Signal(object, str)  # Answer, still to be proved by digits or by the chord; what its button says
    edit_wanted = Signal()
    reason_wanted = Signal()
    doubted = Signal()
    turned = Signal(bool)  # whether there is more to be seen now: the card has to be as high as that needs

    def __init__(self, question: Question, guard: Guard) -> None:
        super().__init__()
        self._guard = guard
        self.main_yes = _main_yes(question)
        self._yes: list[ProvenButton] = []
        self.warns = is_attack(question.checks)  # of an attack: then a no is in the colour of a yes
        rows = QVBoxLayout(self)
        self._rows = rows
        rows.setContentsMargins(0, 4, 0, 0)
        rows.setSpacing(8)
        self._wrapping: list[WrapRow] = []
        self._rare = tuple(filter(None, (self._lasting(question), self._otherwise(question))))
        for part in self._rare:
            part.hide()
            rows.addWidget(part)
        rows.addLayout(self._usual(question))

    @property
    def may_be_held(self) -> bool:
        """Return whether the chord answers as the main button does; where there may be an attack, only a click does."""
        return not self.warns

    def show_armed(self, armed: bool) -> None:  # noqa: FBT001  one word of state, as Qt's own setters
        """Show whether a yes would count now."""
        for button in self._yes:
            button.show_armed(armed)
        self._draw_tick(armed=armed)

    def set_dense(self, *, dense: bool) -> None:
        """Put the lines closer together, or apart again."""
        self._rows.setContentsMargins(0, 0 if dense else 4, 0, 0)
        self._rows.setSpacing(3 if dense else 8)
        for row in self._wrapping:
            row.setSpacing(4 if dense else 8)

    def turn(self) -> None:
        """Show the rarer answers, or hide them; nothing is answered by it."""
        more = self._rare[-1].isHidden()
        for part in self._rare:
            part.setVisible(more)
        self.more.setText(_LESS if more else _MORE)
        self.more.setAccessibleName(self.more.text())
        self.turned.emit(more)

    def _usual(self, question: Question) -> WrapRow:
        """Return the row that is always there: no, more, and yes."""
        now = colours()
        colour, role = (now.on_bad, "safest") if self.warns else (now.bad, "no")
        self.more = text_button(_MORE, self.turn, keyboard=False)
        row = WrapRow(self._plain(Message("Refuse"), Rejected(), "cross", colour, role), self.more, None)
        if question.kind == "application":
            row.addWidget(self._yes_button(Message("Approve once"), AppAllowed("work", "once")))
            self._main = self._yes_button(Message("Allow"), self.main_yes)
        elif question.place is not None:
            row.addWidget(self._yes_button(Message("Approve once"), Approved()))
            self._main = self._yes_button(_FOR_TASK, self.main_yes)
        else:
            self._main = self._yes_button(Message("Approve once"), self.main_yes)
        row.addWidget(self._main)
        if not self.warns:
            set_state(self._main, "role", "yes")
        return row

    def _otherwise(self, question: Question) -> QWidget:
        """Return what is neither a plain yes nor a plain no."""
        now = colours()
        row = WrapRow()
        self._wrapping.append(row)
        if question.editable and len(question.actions) == 1 and is_editable(question.actions[0]):
            edit = self._opener(Message("Edit"), self.edit_wanted.emit)
            edit.setIcon(icon("pencil", now.text, 16))
            row.addWidget(edit)
        reason = self._opener(Message("Say why not…"), self.reason_wanted.emit)
        reason.setEnabled(True)
        reason.setAccessibleName(gettext("Refuse with a reason"))
        row.addWidget(reason)
        row.addWidget(self._plain(Message("Take over"), TookOver(), "mouse", now.text))
        row.addWidget(stop_button(partial(self.answered.emit, StopRun())))
        part = QWidget()
        part.setLayout(row)
        return part

    def _lasting(self, question: Question) -> QWidget | None:
        """Return what answers for more than once, as far as that can be."""
        answers = tuple(_lasting_answers(question))
        if not answers:
            return None
        part = QWidget()
        row = WrapRow(*(self._yes_button(text, answer) for text, answer in answers))
        self._wrapping.append(row)
        part.setLayout(row)
        return part

    def _draw_tick(self, *, armed: bool) -> None:
        """Draw the tick on the main button in the colour of its text; none where there may be an attack."""
        palette = colours()
        if not armed:
            colour = palette.muted
        elif self._main.property("role") == "yes":
            colour = palette.on_ok
        else:
            colour = palette.text
        self._main.setIcon(QIcon() if self.warns else icon("check", colour, 16))

    def _plain(self, text: str, answer: Answer, symbol: str, colour: str, role: str = "") -> QPushButton:
        """Return a button that answers at once: a no needs no proof."""
        pressed = partial(self.answered.emit, answer)
        return text_button(text, pressed, role=role, symbol=symbol, colour=colour, keyboard=False)

    def _yes_button(self, text: str, answer: Answer) -> ProvenButton:
        button = self._button(text, partial(self.answered.emit, answer))
        button.unproven.connect(lambda: self.proof_wanted.emit(answer, button.text()))
        self._yes.append(button)
        return button

    def _opener(self, text: str, act: Callable[[], None]) -> ProvenButton:
        """Return a button that opens a window: by digits the proof comes later, so any click will do."""
        button = self._button(text, act)
        button.unproven.connect(act)
        return button

    def _button(self, text: str, act: Callable[[], None]) -> ProvenButton:
        """Return a button that acts on a person's proven click."""
        button = ProvenButton(text, self._guard)
        button.setAccessibleName(tr(text))
        button.proven.connect(act)
        button.doubted.connect(self.doubted.emit)
        return button


def _main_yes(question: Question) -> AppAllowed | Approved:
    """Return what the main button answers: where the question is about a whole place, that lasts for the task."""
    if question.kind == "application":
        return AppAllowed("work", "run")
    return Approved(remember=question.place is not None)


def _lasting_answers(question: Question) -> Iterator[tuple[str, Answer]]:
    if question.kind == "application" and not is_blind(question):
        yield Message("Look only"), AppAllowed("look", "run")
        yield Message("Always"), AppAllowed("work", "always")
    if question.may_be_remembered and question.place is None:
        yield _FOR_TASK, Approved(remember=True)
    if question.always is not None:
        yield Message("Always for this {control}", control=what_is(question.always)), Approved(always=True)
