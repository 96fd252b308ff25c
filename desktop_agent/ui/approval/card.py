"""The approval card: what the agent would do, where, why, and the buttons to answer; it never takes the keyboard.

It decides nothing: it shows the question, has its guard judge each click, and emits the answer.
"""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QMouseEvent, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLayout, QWidget

from desktop_agent.core.actions.keys import chord_text
from desktop_agent.core.decisions.decision import Question, Rejected
from desktop_agent.core.texts.message import Message, sentences, tr
from desktop_agent.ui.approval.act_line import ActLine
from desktop_agent.ui.approval.card_answers import AnswerRows
from desktop_agent.ui.approval.card_body import CardBody
from desktop_agent.ui.approval.card_words import card_words, duration_text
from desktop_agent.ui.overlay.floating import float_over_all, paint_background
from desktop_agent.ui.proof.guard import COVERED, Guard, ProofOptions
from desktop_agent.ui.qt.icons import pixmap
from desktop_agent.ui.qt.layout import Density, column_of
from desktop_agent.ui.qt.theme import colours
from desktop_agent.ui.qt.widgets import polish, text_label

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
        if not self.rows.may_be_held:
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
            missing = self.body.shrink_picture(self._height(width) - within.height())
            if not missing:
                break
        self.body.leave_picture_out(missing)
        high = min(within.height(), self._height(width))
        self._column.activate()  # else it may be no lower than it had to be so far
        return QSize(width, max(high, self.minimumHeight()))

    def _set_density(self, *, dense: bool) -> None:
        self._density.set(dense=dense)
        self.rows.set_dense(dense=dense)
        self._title.set_dense(dense=dense)
        self._show_waiting()

    def _height(self, width: int) -> int:
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
