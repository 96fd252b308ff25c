"""The buttons of the approval card: those that say yes want proof, those that say no do not."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from PySide6.QtCore import Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QLayout, QPushButton, QVBoxLayout, QWidget

from desktop_agent.core.decision import AccessLevel, Answer, AppAllowed, Approved, Case, Duration, Question, Refuse
from desktop_agent.policy import applications
from desktop_agent.ui.approval.card_choice import ChoiceRow
from desktop_agent.ui.approval.edit import may_be_edited
from desktop_agent.ui.proof.guard import Guard, Proof
from desktop_agent.ui.proof.proven_button import ProvenButton
from desktop_agent.ui.qt.icons import icon
from desktop_agent.ui.qt.theme import colours
from desktop_agent.ui.qt.widgets import set_state, text_button
from desktop_agent.ui.qt.wrap_row import WrapRow

REACHES = {"look": "Look only", "click": "Click", "everything": "Everything"}
_ALLOW = "Allow"
# What the main button says where so little is allowed that the action shown is refused.
_REFUSING: dict[AccessLevel, str] = {"look": "Let it look; refuse this", "click": "Let it click; refuse this"}
LASTINGS = {"run": "This run", "always": "Always"}  # for one action there is a button of its own


class AnswerRows(QWidget):
    """All answers to one question."""

    approved = Signal(object)  # Answer, proved
    digits_wanted = Signal(object)  # Answer, still to be proved by digits
    edit_wanted = Signal()
    reason_wanted = Signal()
    refused = Signal()
    taken_over = Signal()
    stopped = Signal()
    doubted = Signal(str)
    changed = Signal()  # what the main button does

    def __init__(self, question: Question, guard: Guard, proof: Proof) -> None:
        super().__init__()
        self._question, self._guard, self._proof = question, guard, proof
        self._yes: list[ProvenButton] = []
        self._reach: ChoiceRow | None = None
        self._lasting: ChoiceRow | None = None
        self._rows = rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 4, 0, 0)
        rows.setSpacing(8)
        if question.kind == "application":
            self._reach = self._choice(
                "What it may do", REACHES, "look" if applications.sensitive(question.target.window) else "everything"
            )
            self._lasting = self._choice("For how long", LASTINGS, "run")
            rows.addWidget(self._reach)
            rows.addWidget(self._lasting)
        rows.addLayout(self._approving(question))
        rows.addLayout(self._refusing())
        if self._reach is not None:
            self._reach.changed.connect(self._tell_main)
            # As wide as its longest words: with another choice nothing moves under the pointer.
            self._main.setMinimumWidth(max(_width(self._main, text) for text in (_ALLOW, *_REFUSING.values())))
            self._tell_main()

    @property
    def main_does(self) -> bool:
        """Tell whether the main button, or the chord, does not refuse the action that is shown."""
        return self._reach is None or not refused_within(self._question, cast("AccessLevel", self._reach.chosen))

    def main_yes(self) -> Answer:
        """Return what the green button, or the chord, answers now."""
        if self._reach is None or self._lasting is None:
            return Approved()
        return AppAllowed(cast("AccessLevel", self._reach.chosen), cast("Duration", self._lasting.chosen))

    def show_armed(self, armed: bool) -> None:  # noqa: FBT001  one word of state, as Qt's own setters
        """Show whether a yes would count now."""
        for button in self._yes:
            button.show_armed(armed)

    def _choice(self, label: str, names: dict[str, str], chosen: str) -> ChoiceRow:
        made = ChoiceRow(label, names, chosen, self._guard, proof=self._proof == "device")
        made.doubted.connect(self.doubted.emit)
        return made

    def set_dense(self, *, dense: bool) -> None:
        """Put the lines closer together, or apart again."""
        self._rows.setContentsMargins(0, 0 if dense else 4, 0, 0)
        self._rows.setSpacing(4 if dense else 8)

    def _approving(self, question: Question) -> QLayout:
        row = WrapRow()
        if question.editable and len(question.actions) == 1 and may_be_edited(question.actions[0]):
            edit = self._button("Edit", self.edit_wanted.emit)
            edit.setIcon(icon("pencil", colours().text, 16))
            row.addWidget(edit)
        row.spring()
        application = question.kind == "application"
        if application:
            row.addWidget(self._yes_button("Approve once", lambda: AppAllowed("everything", "once")))
        elif question.may_stand:
            row.addWidget(self._yes_button("Approve for this window", lambda: Approved(standing=True)))
        self._main = main = self._yes_button(_ALLOW if application else "Approve once", self.main_yes)
        main.setIcon(icon("check", colours().on_ok, 16))
        set_state(main, "role", "yes")
        row.addWidget(main)
        return row

    def _tell_main(self) -> None:
        """Have the main button say what it does; it is green only where the action that is shown will be done."""
        main, reach = self._main, "" if self._reach is None else self._reach.chosen
        text = _ALLOW if self.main_does else _REFUSING[cast("AccessLevel", reach)]
        green = self.main_does and not self._question.again
        main.setText(text)
        main.setAccessibleName(text)
        set_state(main, "role", "yes" if green else "")
        main.setIcon(icon("check", colours().on_ok if green else colours().text, 16) if self.main_does else QIcon())
        self.changed.emit()

    def _refusing(self) -> QLayout:
        now = colours()
        refuse = text_button("Refuse", self.refused.emit, role="no", symbol="cross", colour=now.bad, keyboard=False)
        reason = self._button("Say why…", self.reason_wanted.emit, always=True)
        reason.setAccessibleName("Refuse with a reason")
        over = text_button("Take over", self.taken_over.emit, symbol="mouse", colour=now.text, keyboard=False)
        stop = text_button("Stop run", self.stopped.emit, role="no", symbol="stop", colour=now.bad, keyboard=False)
        return WrapRow(refuse, reason, None, over, stop)

    def _yes_button(self, text: str, answer: Callable[[], Answer]) -> ProvenButton:
        signal = self.approved if self._proof == "device" else self.digits_wanted
        made = self._button(text, lambda: signal.emit(answer()))
        self._yes.append(made)
        return made

    def _button(self, text: str, act: Callable[[], None], *, always: bool = False) -> ProvenButton:
        """Return a button that acts on a person's click; by digits the proof comes later, so any click will do."""
        made = ProvenButton(text, self._guard)
        made.setAccessibleName(text)
        made.setEnabled(always or self._proof != "none")
        (made.proven if self._proof == "device" else made.clicked).connect(lambda *_: act())
        if self._proof == "device":
            made.doubted.connect(self.doubted.emit)
        return made


def refused_within(question: Question, reach: AccessLevel) -> bool:
    """Tell whether an action that a card shows would be refused by the very leave that is given on it."""
    cases = (Case(action, question.frame.viewport, question.target, reach=reach) for action in question.actions)
    return any(isinstance(applications.judge(case, asks=False), Refuse) for case in cases)


def _width(button: QPushButton, text: str) -> int:
    button.setText(text)
    button.ensurePolished()
    return button.sizeHint().width()
