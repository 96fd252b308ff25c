"""The buttons of the approval card: those that say yes want proof, those that say no do not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import cast

from PySide6.QtCore import Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QHBoxLayout, QLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from desktop_agent.core.decision import (
    AccessLevel,
    Answer,
    AppAllowed,
    Approved,
    Case,
    Duration,
    Question,
    Refuse,
    Rejected,
    StopRun,
    TookOver,
)
from desktop_agent.policy import applications
from desktop_agent.ui.approval.edit import is_editable
from desktop_agent.ui.proof.guard import Guard, Proof
from desktop_agent.ui.proof.proven_button import ProvenButton
from desktop_agent.ui.qt.icons import icon
from desktop_agent.ui.qt.theme import colours
from desktop_agent.ui.qt.widgets import set_state, text_button, text_label
from desktop_agent.ui.qt.wrap_row import WrapRow

_ACCESS = {"look": "Look only", "click": "Click", "everything": "Everything"}
_ALLOW = "Allow"
# What the main button says where the chosen level refuses the action that the card shows.
_REFUSING: dict[AccessLevel, str] = {"look": "Let it look; refuse this", "click": "Let it click; refuse this"}
_DURATIONS = {"run": "This run", "always": "Always"}  # for one action there is a button of its own


class AnswerRows(QWidget):
    """All answers to one question."""

    answered = Signal(object)  # Answer; a yes among them is proved
    digits_wanted = Signal(object)  # Answer, still to be proved by digits
    edit_wanted = Signal()
    reason_wanted = Signal()
    doubted = Signal(str)
    changed = Signal()  # what the main button does

    def __init__(self, question: Question, guard: Guard, proof: Proof) -> None:
        super().__init__()
        self._question, self._guard, self._proof = question, guard, proof
        self._yes: list[ProvenButton] = []
        self._access: _ChoiceRow | None = None
        self._duration: _ChoiceRow | None = None
        self._rows = rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 4, 0, 0)
        rows.setSpacing(8)
        if question.kind == "application":
            self._access = self._choice(
                "What it may do", _ACCESS, "look" if applications.sensitive(question.target.window) else "everything"
            )
            self._duration = self._choice("For how long", _DURATIONS, "run")
            rows.addWidget(self._access)
            rows.addWidget(self._duration)
        rows.addLayout(self._approving(question))
        rows.addLayout(self._refusing())
        if self._access is not None:
            self._access.changed.connect(self._relabel_main)
            # As wide as its longest words: with another choice nothing moves under the pointer.
            self._main.setMinimumWidth(max(_width(self._main, text) for text in (_ALLOW, *_REFUSING.values())))
            self._relabel_main()

    @property
    def main_allows(self) -> bool:
        """Tell whether the main button, or the chord, allows the action that the card shows."""
        return self._access is None or not refused_within(self._question, cast("AccessLevel", self._access.chosen))

    def main_yes(self) -> Answer:
        """Return what the green button, or the chord, answers now."""
        if self._access is None or self._duration is None:
            return Approved()
        return AppAllowed(cast("AccessLevel", self._access.chosen), cast("Duration", self._duration.chosen))

    def show_armed(self, armed: bool) -> None:  # noqa: FBT001  one word of state, as Qt's own setters
        """Show whether a yes would count now."""
        for button in self._yes:
            button.show_armed(armed)

    def _choice(self, label: str, names: dict[str, str], chosen: str) -> _ChoiceRow:
        row = _ChoiceRow(label, names, chosen, self._guard, proof=self._proof == "device")
        row.doubted.connect(self.doubted.emit)
        return row

    def set_dense(self, *, dense: bool) -> None:
        """Put the lines closer together, or apart again."""
        self._rows.setContentsMargins(0, 0 if dense else 4, 0, 0)
        self._rows.setSpacing(4 if dense else 8)

    def _approving(self, question: Question) -> QLayout:
        row = WrapRow()
        if question.editable and len(question.actions) == 1 and is_editable(question.actions[0]):
            edit = self._button("Edit", self.edit_wanted.emit)
            edit.setIcon(icon("pencil", colours().text, 16))
            row.addWidget(edit)
        row.spring()
        application = question.kind == "application"
        if application:
            row.addWidget(self._yes_button("Approve once", lambda: AppAllowed("everything", "once")))
        elif question.may_be_remembered:
            row.addWidget(self._yes_button("Approve for this window", lambda: Approved(remember=True)))
        self._main = main = self._yes_button(_ALLOW if application else "Approve once", self.main_yes)
        main.setIcon(icon("check", colours().on_ok, 16))
        set_state(main, "role", "yes")
        row.addWidget(main)
        return row

    def _relabel_main(self) -> None:
        """Have the main button say what it does; it is green only where the action will be done."""
        main, level = self._main, "" if self._access is None else self._access.chosen
        text = _ALLOW if self.main_allows else _REFUSING[cast("AccessLevel", level)]
        green = self.main_allows and not self._question.again
        main.setText(text)
        main.setAccessibleName(text)
        set_state(main, "role", "yes" if green else "")
        main.setIcon(icon("check", colours().on_ok if green else colours().text, 16) if self.main_allows else QIcon())
        self.changed.emit()

    def _refusing(self) -> QLayout:
        now = colours()

        def button(text: str, answer: Answer, symbol: str, colour: str, role: str = "") -> QPushButton:
            pressed = partial(self.answered.emit, answer)
            return text_button(text, pressed, role=role, symbol=symbol, colour=colour, keyboard=False)

        reason = self._button("Say why…", self.reason_wanted.emit, always=True)
        reason.setAccessibleName("Refuse with a reason")
        return WrapRow(
            button("Refuse", Rejected(), "cross", now.bad, "no"),
            reason,
            None,
            button("Take over", TookOver(), "mouse", now.text),
            button("Stop run", StopRun(), "stop", now.bad, "no"),
        )

    def _yes_button(self, text: str, answer: Callable[[], Answer]) -> ProvenButton:
        signal = self.answered if self._proof == "device" else self.digits_wanted
        button = self._button(text, lambda: signal.emit(answer()))
        self._yes.append(button)
        return button

    def _button(self, text: str, act: Callable[[], None], *, always: bool = False) -> ProvenButton:
        """Return a button that acts on a person's click; by digits the proof comes later, so any click will do."""
        button = ProvenButton(text, self._guard)
        button.setAccessibleName(text)
        button.setEnabled(always or self._proof != "none")
        (button.proven if self._proof == "device" else button.clicked).connect(lambda *_: act())
        if self._proof == "device":
            button.doubted.connect(self.doubted.emit)
        return button


class _ChoiceRow(QWidget):
    """One of a few, chosen by a person's own click.

    The buttons are not checkable: an assistive program can toggle what is, without a click.
    """

    doubted = Signal(str)
    changed = Signal()

    def __init__(self, label: str, names: Mapping[str, str], chosen: str, guard: Guard, *, proof: bool) -> None:
        super().__init__()
        self._label = label
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        head = text_label(label, "muted")
        head.setFixedWidth(104)
        row.addWidget(head)
        self._buttons = {name: ProvenButton(text, guard) for name, text in names.items()}
        for name, button in self._buttons.items():
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            (button.proven if proof else button.clicked).connect(lambda *_, name=name: self.choose(name))
            button.doubted.connect(self.doubted.emit)
            row.addWidget(button)
        self.choose(chosen)

    def choose(self, name: str) -> None:
        """Make one the chosen one."""
        self.chosen = name
        for other, button in self._buttons.items():
            set_state(button, "chosen", "true" if other == name else "false")
            button.setAccessibleName(f"{self._label}: {button.text()}")
            button.setAccessibleDescription("chosen" if other == name else "not chosen")
        self.changed.emit()


def refused_within(question: Question, level: AccessLevel) -> bool:
    """Tell whether an action that a card shows would be refused at the access level chosen on it."""
    cases = (Case(action, question.frame.viewport, question.target, reach=level) for action in question.actions)
    return any(isinstance(applications.judge(case, asks=False), Refuse) for case in cases)


def _width(button: QPushButton, text: str) -> int:
    button.setText(text)
    button.ensurePolished()
    return button.sizeHint().width()
