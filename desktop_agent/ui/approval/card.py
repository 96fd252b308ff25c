"""The card that asks about one act, and the buttons by which a person answers it.

It decides nothing: it shows the question, has its guard judge each click, and emits the answer.

*More…* shows the rarer ones and needs no proof: it answers nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QIcon, QMouseEvent, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLayout, QPushButton, QVBoxLayout, QWidget

from desktop_agent.core.actions.action import is_editable
from desktop_agent.core.actions.keys import chord_text
from desktop_agent.core.decisions.decision import Answer, AppAllowed, Approved, Question, Rejected, StopRun, TookOver
from desktop_agent.core.decisions.question_words import control_word, is_attack, is_blind
from desktop_agent.core.texts.message import Message, gettext, sentences, tr
from desktop_agent.ui.approval.card_body import ActLine, CardBody
from desktop_agent.ui.approval.card_words import card_words, duration_text
from desktop_agent.ui.overlay.windows import float_over_all, paint_background
from desktop_agent.ui.proof.guard import COVERED, Guard, ProofOptions
from desktop_agent.ui.proof.guarded_window import ProvenButton
from desktop_agent.ui.qt.icons import icon, pixmap
from desktop_agent.ui.qt.layout import Density, WrapRow, column_of
from desktop_agent.ui.qt.theme import colours
from desktop_agent.ui.qt.widgets import polish, set_state, stop_button, text_button, text_label

TITLE = Message("Approve this action? — Desktop Agent")
WIDTH = 512
_WORTH_SAYING_S = 5  # of waiting
CANNOT = Message(
    "You can't approve here because this display can't tell your clicks from a program's. To approve by "
    "typing digits instead, run: desktop-agent config set person.approve_with challenge"
)

UNNOTICED = Message(
    "The desktop doesn't report your touch at the moment. To approve, press a button, then type the digits that this "
    "window will show."
)


class Card(QWidget):
    """One question; `rows` has the buttons, and the signals of what the person chose.

    Its title is what is asked, or that this may be an attack. What is not judged each time is behind *More…*.
    `names_off`: programs name nothing here, as the desktop's accessibility is off.
    """

    outgrown = Signal()  # it wants to be higher or lower now

    def __init__(self, question: Question, guard: Guard, options: ProofOptions, *, names_off: bool = False) -> None:
        super().__init__()
        float_over_all(self, TITLE, opens_fields=True)
        self.setAccessibleName(tr(TITLE))
        self.setFixedWidth(WIDTH)
        self.guard = guard
        guard.prove_by(options.proof)
        self._options = options
        self._grip: QPoint | None = None
        self._menu = False
        self._covered = False
        self._more = False
        self._notice_text = ""
        self._is_unnoticed = False
        self._chosen = ""  # what the button says that was pressed, and is still to be proved
        words = card_words(question)
        self._notice = text_label("", "muted")
        # Room for any notice: a card that grew would restart its waiting time.
        self._notice.setMinimumHeight(2 * self._notice.fontMetrics().lineSpacing())
        self._digits = text_label("", "title")
        self._digits.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._digits.setMinimumHeight(26)
        if options.proof != "digits":  # `setVisible(True)` would show it as a window: it has no parent yet
            self._digits.hide()
        self._waiting = text_label(Message("Waiting for you"), "muted")
        self.body = CardBody(question, words, names_off=names_off)
        self.rows = AnswerRows(question, guard)
        self._title = ActLine(words.title, alarm=words.attack)
        self._head = _head(self._title, alarm=words.attack)
        self._lay_out()
        self.rows.doubted.connect(self.show_notice)
        self.rows.turned.connect(self._show_more)
        self.show_state(0.0, covered=False)

    def _lay_out(self) -> None:
        column = column_of(self, self._head, self.body, spacing=8, margins=(20, 16, 20, 16), room=self.body)
        self._column = column
        for widget in (self._waiting, self._notice, self._digits, self.rows):
            column.addWidget(widget)
        self._density = Density(self, column)
        self._show_waiting()

    def _show_more(self, more: bool) -> None:  # noqa: FBT001  what the signal carries
        self._more = more
        self.body.show_more(more=more)
        self.outgrown.emit()

    def _show_waiting(self) -> None:
        """Show for how long the run has been waiting; what is left of a time for the answer is always shown."""
        roomy = self._more and not self._density.dense
        self._waiting.setVisible(roomy or self._options.within_s is not None)

    def show_notice(self) -> None:
        """Say why no yes counts now, or why the last press did not, until the next one; else how to answer."""
        why = self.guard.why_not if self._options.by_click else ""
        sentence = COVERED if self._covered else why or self.hint()
        if sentence != self._notice_text:
            self._notice_text = sentence
            self._notice.setText(sentence)

    def show_digits(self, digits: str) -> None:
        """Show digits that nothing but this window shows."""
        self._digits.setText(Message("Type these digits:  {digits}", digits=" ".join(digits)) if digits else "")

    def show_state(self, waiting_s: float, *, covered: bool) -> None:
        """Show how long the run has been waiting, what is left, and whether a yes would count now."""
        lines = []
        if waiting_s >= _WORTH_SAYING_S:
            lines.append(Message("Waiting for your answer: {waiting_s}.", waiting_s=duration_text(waiting_s)))
        if (within := self._options.within_s) is not None:
            left = duration_text(max(0.0, within - waiting_s))
            lines.append(Message("Will be refused automatically in {duration_text}.", duration_text=left))
        self._waiting.setText(sentences(*lines))
        self._covered = covered
        self.rows.show_armed(self.guard.arming.armed and not covered)
        self.show_notice()

    def prove_by(self, options: ProofOptions, *, is_unnoticed: bool) -> None:
        """Have a yes proved in another way; `is_unnoticed` if that is because no touch is noticed at the moment."""
        self._options = options
        self._is_unnoticed = is_unnoticed
        self._chosen = ""
        self.guard.prove_by(options.proof)
        self._digits.setVisible(options.proof == "digits")
        self.show_notice()
        self.outgrown.emit()

    def show_menu(self, *, is_open: bool) -> None:
        """Show that a program has a menu open: it gets the first click, and closes."""
        self._menu = is_open
        self.show_notice()

    def choose(self, words: str) -> None:
        """Take the button by what it says for which the chord is to be held; empty: the main one."""
        if words != self._chosen:
            self.guard.arming.disturbed()
        self._chosen = words
        self.show_notice()

    def hint(self) -> str:
        """Return how to answer here."""
        chord = chord_text(self._options.chord)
        if self._options.proof == "chord":
            return self._hint_of_chord(chord)
        if self._menu and self._options.by_click:
            by_chord = chord and self._options.by_chord
            instead = Message("To approve with the menu open, hold {chord}.", chord=chord) if by_chord else ""
            return sentences(Message("A menu is open, so your first click will only close it."), instead)
        if self._options.proof == "none":
            return CANNOT
        if self._options.proof == "digits":
            if self._is_unnoticed:
                return UNNOTICED
            return Message("To approve, type the digits that this window will show.")
        if self.rows.warns:
            return Message("To approve, click with your own mouse.")
        if not chord or not self._options.by_chord:
            return Message("Click with your own mouse to approve.")
        return Message("Click with your own mouse to approve, or hold {chord}.", chord=chord)

    def _hint_of_chord(self, chord: str) -> str:
        if self._chosen:
            return Message("Hold {chord} on your own keyboard to confirm “{chosen}”.", chord=chord, chosen=self._chosen)
        if not self.rows.may_answer_by_chord:
            return Message("To approve, press a button, then hold {chord} on your own keyboard.", chord=chord)
        if self._is_unnoticed:
            return Message(
                "The desktop doesn't report your touch at the moment. To approve, hold {chord} on your own keyboard.",
                chord=chord,
            )
        return Message(
            "To approve, hold {chord} on your own keyboard. Clicks don't approve anything here.", chord=chord
        )

    def fit(self, within: QRect) -> QSize:
        """Return the size that shows as much as fits; the picture shrinks before the text scrolls.

        It is higher than the room where that has no place for the buttons and two lines.
        """
        polish(self)
        width = min(WIDTH, within.width())
        self.setFixedWidth(width)
        missing = 0
        for dense in (False, True):
            self.body.shrink_picture(0)
            self._set_density(dense=dense)
            missing = self.body.shrink_picture(self._unscrolled_height(width) - within.height())
            if not missing:
                break
        self.body.hide_picture_if_that_fits(missing)
        high = min(within.height(), self._unscrolled_height(width))
        self._column.activate()  # else it may be no lower than it had to be so far
        return QSize(width, max(high, self.minimumHeight()))

    def _set_density(self, *, dense: bool) -> None:
        self._density.set(dense=dense)
        self.rows.set_dense(dense=dense)
        self._title.set_dense(dense=dense)
        self._show_waiting()

    def _unscrolled_height(self, width: int) -> int:
        """Return how high it would be if nothing scrolled."""
        margins = self._column.contentsMargins()
        self.body.resize(width - margins.left() - margins.right(), self.body.height())
        # Layouts remember what a child has asked for, and these ask again.
        for part in (self.body, self.rows):
            part.updateGeometry()
        for layout in (self._head, self._column):
            layout.invalidate()
        return self._column.totalHeightForWidth(width)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the background, the border and the watermark."""
        paint_background(self)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the card by its ground."""
        self._grip = event.position().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Let the person move it."""
        if self._grip is not None:
            self.move(event.globalPosition().toPoint() - self._grip)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go of the card."""
        self._grip = None

    def closeEvent(self, event: QCloseEvent) -> None:
        """Take a closed card as a no; hiding it is not closing it."""
        self.rows.answered.emit(Rejected())


def _head(title: QWidget, *, alarm: bool) -> QLayout:
    shield = QLabel()
    shield.setPixmap(pixmap("shield", colours().bad if alarm else colours().warn, 24, 2.0))
    row = QHBoxLayout()
    row.setSpacing(8)
    row.addWidget(shield, 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(title, 1)
    return row


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
        self._rare = tuple(filter(None, (self._lasting_rows(question), self._other_answers(question))))
        for part in self._rare:
            part.hide()
            rows.addWidget(part)
        rows.addLayout(self._usual_row(question))

    @property
    def may_answer_by_chord(self) -> bool:
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

    def _usual_row(self, question: Question) -> WrapRow:
        """Return the row that is always there: no, more, and yes."""
        now = colours()
        colour, role = (now.on_bad, "safest") if self.warns else (now.bad, "no")
        self.more = text_button(_MORE, self.turn, keyboard=False)
        row = WrapRow(self._plain_answer_button(Message("Refuse"), Rejected(), "cross", colour, role), self.more, None)
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

    def _other_answers(self, question: Question) -> QWidget:
        """Return what is neither a plain yes nor a plain no."""
        now = colours()
        row = WrapRow()
        self._wrapping.append(row)
        if question.editable and len(question.actions) == 1 and is_editable(question.actions[0]):
            edit = self._window_button(Message("Edit"), self.edit_wanted.emit)
            edit.setIcon(icon("pencil", now.text, 16))
            row.addWidget(edit)
        reason = self._window_button(Message("Say why not…"), self.reason_wanted.emit)
        reason.setEnabled(True)
        reason.setAccessibleName(gettext("Refuse with a reason"))
        row.addWidget(reason)
        row.addWidget(self._plain_answer_button(Message("Take over"), TookOver(), "mouse", now.text))
        row.addWidget(stop_button(partial(self.answered.emit, StopRun())))
        part = QWidget()
        part.setLayout(row)
        return part

    def _lasting_rows(self, question: Question) -> QWidget | None:
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

    def _plain_answer_button(self, text: str, answer: Answer, symbol: str, colour: str, role: str = "") -> QPushButton:
        """Return a button that answers at once: a no needs no proof."""
        pressed = partial(self.answered.emit, answer)
        return text_button(text, pressed, role=role, symbol=symbol, colour=colour, keyboard=False)

    def _yes_button(self, text: str, answer: Answer) -> ProvenButton:
        button = self._button(text, partial(self.answered.emit, answer))
        button.unproven.connect(lambda: self.proof_wanted.emit(answer, button.text()))
        self._yes.append(button)
        return button

    def _window_button(self, text: str, act: Callable[[], None]) -> ProvenButton:
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
        yield Message("Always for this {control}", control=control_word(question.always)), Approved(always=True)
