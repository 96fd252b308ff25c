"""The buttons of the approval card: those that say yes want proof, those that say no do not.

*More…* shows the rarer ones and needs no proof: it answers nothing. For an application there are choices above them:
how far it may be worked with, and for how long.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final
from urllib.parse import urlsplit

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from desktop_agent.core.actions import is_editable
from desktop_agent.core.decision import (
    Answer,
    AppAllowed,
    Approved,
    Duration,
    Question,
    Rejected,
    StopRun,
    Target,
    TookOver,
)
from desktop_agent.core.display_text import visible
from desktop_agent.core.message import Message
from desktop_agent.core.mode import AccessLevel
from desktop_agent.core.programs import BROWSERS, is_one_of, short_name
from desktop_agent.core.question_words import LEVELS, TEXT_HERE, is_attack, what_is
from desktop_agent.core.translation import gettext, tr
from desktop_agent.policy import applications
from desktop_agent.ui.proof.guard import Guard, Proof
from desktop_agent.ui.proof.proven_button import ProvenButton
from desktop_agent.ui.qt.icons import icon
from desktop_agent.ui.qt.layout import WrapRow
from desktop_agent.ui.qt.theme import colours
from desktop_agent.ui.qt.widgets import PushButton, set_state, text_button, text_label

_ALLOW = Message("Allow")
_MORE, _LESS = Message("More…"), Message("Less")
_LONGEST_PLACE = 24  # on a button
# What the main button says where the chosen level refuses the action that the card shows.
_REFUSING = Message("Allow looking only")
# The level that is chosen, after “It may”.
_SHORT_LEVELS = {
    "look": Message("Look only"),
    "click": Message("Harmless actions only"),
    "everything": Message("All except sending, deleting, running"),
}
# For one act there is a button of its own.
DURATIONS: Final[Sequence[tuple[Duration, str]]] = (("run", Message("This task")), ("always", Message("Always")))
_LONGEST_SITE = 60
_SHORT = 12  # a choice of so many letters has room beside others


class AnswerRows(QWidget):
    """All answers to one question."""

    answered = Signal(object)  # Answer; a yes among them is proved
    proof_wanted = Signal(object, str)  # Answer, still to be proved by digits or by the chord; what its button says
    edit_wanted = Signal()
    reason_wanted = Signal()
    doubted = Signal()
    changed = Signal()  # what the main button does
    turned = Signal(bool)  # whether there is more to be seen now: the card has to be as high as that needs
    outgrown = Signal()  # a choice is shown, or hidden

    def __init__(self, question: Question, guard: Guard, proof: Proof) -> None:
        super().__init__()
        self._question, self._guard, self._proof = question, guard, proof
        self._yes: list[ProvenButton] = []
        self._access: AccessChoice | None = None
        self._here: QLabel | None = None
        self.warns = is_attack(question.checks)  # of an attack: then a no is in the colour of a yes
        self._rows = rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 4, 0, 0)
        rows.setSpacing(8)
        if question.kind == "application":
            self._access = AccessChoice(question.target, guard, proof=proof == "device")
            self._access.doubted.connect(self.doubted.emit)
            self._access.outgrown.connect(self.outgrown.emit)
            rows.addWidget(self._access)
        self._wrapping: list[WrapRow] = []
        self._rare = tuple(filter(None, (self._lasting(question), self._otherwise(question))))
        for part in self._rare:
            part.hide()
            rows.addWidget(part)
        rows.addLayout(self._usual(question))
        if self._access is not None:
            self._access.changed.connect(self._relabel_main)
            self._relabel_main()

    @property
    def main_allows(self) -> bool:
        """Tell whether the main button, or the chord, allows the action that the card shows."""
        return self._access is None or not applications.refused_within(self._question, self._access.level)

    def main_yes(self) -> Answer:
        """Return what the green button, or the chord, answers now."""
        return Approved() if self._access is None else AppAllowed(self._access.level, self._access.duration)

    @property
    def may_be_held(self) -> bool:
        """Tell whether the chord answers as the main button does; where there may be an attack, only a click does."""
        return self.main_allows and not self.warns

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
        if self._here is not None:  # then its button's tooltip has it
            self._here.setVisible(not dense)
        if self._access is not None:
            self._access.set_dense(dense=dense)

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
        application = question.kind == "application"
        if application:
            self._once = self._yes_button(Message("Approve once"), lambda: AppAllowed("everything", "once"))
            row.addWidget(self._once)
        self._main = main = self._yes_button(_ALLOW if application else Message("Approve once"), self.main_yes)
        if not self.warns:
            set_state(main, "role", "yes")
        row.addWidget(main)
        return row

    def _otherwise(self, question: Question) -> QWidget:
        """Return what is neither a plain yes nor a plain no."""
        now, row = colours(), WrapRow()
        self._wrapping.append(row)
        if question.editable and len(question.actions) == 1 and is_editable(question.actions[0]):
            edit = self._button(Message("Edit"), self.edit_wanted.emit)
            edit.setIcon(icon("pencil", now.text, 16))
            row.addWidget(edit)
        reason = self._button(Message("Say why not…"), self.reason_wanted.emit, always=True)
        reason.setAccessibleName(gettext("Refuse with a reason"))
        row.addWidget(reason)
        row.addWidget(self._plain(Message("Take over"), TookOver(), "mouse", now.text))
        row.addWidget(self._plain(Message("Stop run"), StopRun(), "stop", now.bad, "no"))
        part = QWidget()
        part.setLayout(row)
        return part

    def _lasting(self, question: Question) -> QWidget | None:
        """Return what says yes for more than once, as far as that can be; an application has its choices for that."""
        offers = question.may_be_remembered or question.wider or question.always is not None
        if question.kind == "application" or not offers:
            return None
        part, row = QWidget(), WrapRow()
        self._wrapping.append(row)
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        if question.here:
            self._here = text_label(TEXT_HERE, "muted")
            column.addWidget(self._here)
        column.addLayout(row)
        if question.may_be_remembered:
            here = Message("Approve text here") if question.here else Message("Approve for this window")
            text = Message("Approve for this address") if question.kind == "write" else here
            yes = self._yes_button(text, lambda: Approved(remember=True))
            if question.here:
                yes.setToolTip(tr(TEXT_HERE))
                yes.setAccessibleDescription(tr(TEXT_HERE))
            row.addWidget(yes)
        if question.wider:
            place = visible(place_of(question.target), _LONGEST_PLACE)
            text = Message("This task: everything in {place}\nexcept sending, deleting, running", place=place)
            row.addWidget(self._yes_button(text, lambda: Approved(everything=True)))
        if question.always is not None:
            text = Message("Always for this {control}", control=what_is(question.always))
            row.addWidget(self._yes_button(text, lambda: Approved(always=True)))
        return part

    def _relabel_main(self) -> None:
        """Have the main button say what it does; green is the one by which the action is done."""
        main, once = self._main, self._once
        text = _ALLOW if self.main_allows else _REFUSING
        green = self.main_allows and not (self._question.again or self.warns)
        set_state(once, "role", "yes" if not (self.warns or green) else "")
        main.setText(text)
        main.setAccessibleName(tr(text))
        set_state(main, "role", "yes" if green else "")
        self._draw_tick(armed=main.property("armed") != "false")
        self.changed.emit()

    def _draw_tick(self, *, armed: bool) -> None:
        """Draw the tick on the main button in the colour of its text; none where the act would not be done."""
        now, role = colours(), self._main.property("role")
        shown = self.main_allows and not self.warns
        colour = now.muted if not armed else now.on_ok if role == "yes" else now.text
        self._main.setIcon(icon("check", colour, 16) if shown else QIcon())

    def _plain(self, text: str, answer: Answer, symbol: str, colour: str, role: str = "") -> QPushButton:
        """Return a button that answers at once: a no needs no proof."""
        pressed = partial(self.answered.emit, answer)
        return text_button(text, pressed, role=role, symbol=symbol, colour=colour, keyboard=False)

    def _yes_button(self, text: str, answer: Callable[[], Answer]) -> ProvenButton:
        def act() -> None:
            if self._proof == "device":
                self.answered.emit(answer())
            else:
                self.proof_wanted.emit(answer(), button.text().replace("\n", " "))

        button = self._button(text, act)
        self._yes.append(button)
        return button

    def _button(self, text: str, act: Callable[[], None], *, always: bool = False) -> ProvenButton:
        """Return a button that acts on a person's click; by digits the proof comes later, so any click will do."""
        button = ProvenButton(text, self._guard)
        button.setAccessibleName(tr(text).replace("\n", " "))
        button.setEnabled(always or self._proof != "none")
        (button.proven if self._proof == "device" else button.clicked).connect(lambda *_: act())
        if self._proof == "device":
            button.doubted.connect(self.doubted.emit)
        return button


class ChoiceRow(QWidget):
    """One of a few, chosen by a person's own click; below each other where their words are long.

    The buttons are not checkable: an assistive program can toggle what is, without a click.
    """

    doubted = Signal()
    changed = Signal()

    def __init__(self, label: str, names: Sequence[tuple[str, str]], chosen: str, guard: Guard, *, proof: bool) -> None:
        super().__init__()
        self._label, self._names = label, dict(names)
        self._long = any(len(text) > _SHORT for _, text in names)
        self._head = text_label(label, "muted")
        self._buttons = {name: ProvenButton(text, guard) for name, text in names}
        for name, button in self._buttons.items():
            (button.proven if proof else button.clicked).connect(lambda *_, name=name: self.choose(name))
            button.doubted.connect(self.doubted.emit)
        self._lay_out()
        self.choose(chosen)

    def choose(self, name: str) -> None:
        """Make one the chosen one."""
        self.chosen = name
        for other, button in self._buttons.items():
            set_state(button, "chosen", "true" if other == name else "false")
            button.setAccessibleName(tr(Message("{label}: {names}", label=self._label, names=self._names[other])))
            button.setAccessibleDescription(tr(Message("chosen") if other == name else Message("not chosen")))
        self.changed.emit()

    def set_dense(self, *, dense: bool) -> None:
        """Put the lines closer together, or apart again."""
        self._rows.setSpacing(2 if dense else 4)

    def _lay_out(self) -> None:
        way = QBoxLayout.Direction
        self._rows = QBoxLayout(way.TopToBottom if self._long else way.LeftToRight, self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.addWidget(self._head)
        for button in self._buttons.values():
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            set_state(button, "line", "true" if self._long else "false")
            self._rows.addWidget(button)
        self.set_dense(dense=False)


class AccessChoice(QWidget):
    """How far the program may go in the application that is asked about, and for how long: a line.

    Each of the two is a button that shows what may be chosen. That needs no proof: what is chosen there does.
    """

    doubted = Signal()
    changed = Signal()
    outgrown = Signal()

    def __init__(self, target: Target, guard: Guard, *, proof: bool) -> None:
        super().__init__()
        where = Message("In {target}, allow", target=place_of(target))
        self._level = ChoiceRow(where, LEVELS, first_level(target), guard, proof=proof)
        self._duration = ChoiceRow(Message("For how long"), DURATIONS, "run", guard, proof=proof)
        self._openers = tuple(
            (row, _opener(name, partial(self._show, row)))
            for row, name in ((self._level, where), (self._duration, Message("For how long")))
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self._line = QWidget()
        chips = WrapRow(text_label(_ALLOW, "muted", wraps=False))
        self._line.setLayout(chips)
        column.addWidget(self._line)
        self._level.changed.connect(self.changed.emit)  # before the card is fitted: the main button may be wider now
        for row, opener in self._openers:
            row.doubted.connect(self.doubted.emit)
            row.changed.connect(partial(self._show, None))
            row.hide()
            chips.addWidget(opener)
            column.addWidget(row)
        self._relabel()

    @property
    def level(self) -> AccessLevel:
        """Return how far it may go."""
        return next(level for level, _ in LEVELS if level == self._level.chosen)

    @property
    def duration(self) -> Duration:
        """Return for how long."""
        return next(one for one, _ in DURATIONS if one == self._duration.chosen)

    def choose(self, level: AccessLevel) -> None:
        """Choose a level."""
        self._level.choose(level)

    def set_dense(self, *, dense: bool) -> None:
        """Put the lines closer together, or apart again."""
        for row, _ in self._openers:
            row.set_dense(dense=dense)

    def _show(self, wanted: ChoiceRow | None) -> None:
        """Show what may be chosen of one in place of the line; None: the line again."""
        self._line.setVisible(wanted is None)
        for row, _ in self._openers:
            row.setVisible(row is wanted)
        self._relabel()
        self.updateGeometry()
        self.outgrown.emit()

    def _relabel(self) -> None:
        texts = (_SHORT_LEVELS[self.level], dict(DURATIONS)[self.duration])
        for (_, opener), text in zip(self._openers, texts, strict=True):
            opener.setText(text)
            opener.setAccessibleDescription(tr(text))


def _opener(name: str, pressed: Callable[[], None]) -> PushButton:
    opener = text_button("", pressed, name=name, keyboard=False, symbol="chevron", colour=colours().muted)
    opener.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the chevron stands behind the words
    return opener


def first_level(target: Target) -> AccessLevel:
    """Return the level that is chosen at first: a page calls its buttons what it likes."""
    if applications.sensitive(target.window):
        return "look"
    return "click" if target.site or is_one_of(target.window, BROWSERS) else "everything"


def place_of(target: Target) -> str:
    """Return what is let in, as people call it: a program, or a site in it."""
    program = short_name(target.window)
    host = urlsplit(target.site).netloc
    return visible(Message("{host} in {program}", host=host, program=program) if host else program, _LONGEST_SITE)
