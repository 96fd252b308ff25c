"""What a person says to a run: the answer to the model's question, words in between, and how to resume.

The model's own words stand in a box of their own, and nothing that is written here approves anything.
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from desktop_agent.core.display_text import foreign, visible
from desktop_agent.core.earlier_run import EarlierRun
from desktop_agent.core.message import Message, sentences
from desktop_agent.core.translation import gettext, tr
from desktop_agent.host.resume import Resumption
from desktop_agent.record.spans import time_of
from desktop_agent.record.wording import status_wording
from desktop_agent.ui.approval.card_body import others_box
from desktop_agent.ui.approval.secondary_window import LONGEST_QUESTION
from desktop_agent.ui.qt.layout import Page, Scrolling, WrapRow, column_of, row_of
from desktop_agent.ui.qt.widgets import set_state, text_button, text_label
from desktop_agent.ui.session.bridge import WordsQuestion

_ASK = Message("Message the model (this doesn't approve anything)")
_ASK_FOR_STEPS = Message('Steps to add after the others, such as: click "OK"')
_LONGEST_UNTOLD = 80
_LONGEST = 300
_LOOK = Message("Check the screen: only you can tell whether it happened.")
_MAY_LOOK = Message("You can say whether it happened. If you don't, the model will check.")


class ReplyPanel(QFrame):
    """The model's question, as plain text, and a line for the answer."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._open: WordsQuestion | None = None
        self._words = QVBoxLayout()
        self._words.setContentsMargins(0, 0, 0, 0)
        self._line = QLineEdit(self)
        self._line.setAccessibleName(gettext("Your answer"))
        self._line.setPlaceholderText(gettext("Your answer"))
        self._send = text_button(Message("Send answer"), self._answer)
        self.setProperty("role", "panel")
        self._lay_out()
        self._line.returnPressed.connect(self._answer)
        self._line.textChanged.connect(lambda text: self._send.setEnabled(bool(text.strip())))
        self.hide()

    def ask(self, question: WordsQuestion) -> None:
        """Show a question and take the keyboard focus."""
        self._open = question
        self._empty()
        self._words.addWidget(others_box(((Message("The model"), foreign(question.text, LONGEST_QUESTION)),)))
        self._line.clear()
        self._send.setEnabled(False)
        self.show()
        self._line.setFocus()

    def close_question(self) -> None:
        """Hide the panel: the question was answered, or the run has ended."""
        self._open = None
        self.hide()

    def _lay_out(self) -> None:
        row = row_of(None, self._line, self._send, text_button(Message("No answer"), self._decline), room=self._line)
        words = Page()
        words.setLayout(self._words)
        column_of(
            self,
            text_label(Message("The model asks:"), "muted"),
            Scrolling(words, Message("The model's question")),
            row,
            margins=(8, 6, 8, 6),
        )
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def _empty(self) -> None:
        while (item := self._words.takeAt(0)) is not None:
            if (box := item.widget()) is not None:
                box.deleteLater()

    def _answer(self) -> None:
        if self._open is not None and self._line.text().strip():
            self._open.answer(self._line.text())

    def _decline(self) -> None:
        if self._open is not None:
            self._open.answer(None)


class AfterLine(QFrame):
    """A line for what is to be done next, after a run has ended: its model is told what was said and done."""

    wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._line = QLineEdit(self)
        self._line.setAccessibleName(gettext("Now also"))
        self._line.setPlaceholderText(gettext("Add a follow-up task. The model knows what happened in this run."))
        row_of(self, self._line, text_button(Message("Go on"), self._say), room=self._line)
        self._line.returnPressed.connect(self._say)
        self.hide()

    def _say(self) -> None:
        words = self._line.text().strip()
        if words:
            self._line.clear()
            self.wanted.emit(words)


class TalkLine(QFrame):
    """A line and its button, and what the model has not been told yet."""

    said = Signal(str)
    resumed = Signal()  # the words are the person's last before the run goes on

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._untold: list[str] = []
        self._paused = False
        self._line = QLineEdit(self)
        self._line.setAccessibleName(gettext("Message to the model"))
        self._send = text_button(Message("Tell the model"), self._say)
        self._waiting = text_label(role="muted")
        row = row_of(None, self._line, self._send, room=self._line)
        column_of(self, row, self._waiting)
        self._line.returnPressed.connect(self._say)
        self._line.textChanged.connect(self._follow_text)
        self.begin(plain_steps=False)
        self.hide()

    @property
    def has_keyboard(self) -> bool:
        """Tell whether something would be written here."""
        return self.window().focusWidget() is self._line

    def begin(self, *, plain_steps: bool) -> None:
        """Forget what was said to the last run; a model for `plain_steps` understands nothing else."""
        self._line.clear()
        self._line.setPlaceholderText(tr(_ASK_FOR_STEPS if plain_steps else _ASK))
        self._untold.clear()
        self._show()

    def follow(self, *, hears: bool, paused: bool) -> None:
        """Be there while the run hears; while it is paused, words let it go on."""
        self._paused = paused
        self.setVisible(hears)
        self._show()

    def take_keyboard(self) -> None:
        """Have the cursor in the line."""
        self._line.setFocus()

    def told(self, text: str) -> None:
        """Note that the model is told something now."""
        if text in self._untold:
            self._untold.remove(text)
        self._show()

    def _say(self) -> None:
        words = self._line.text().strip()
        if not words:
            return
        self._untold.append(words)
        self._line.clear()
        self._show()
        self.said.emit(words)
        if self._paused:
            self.resumed.emit()

    def _show(self) -> None:
        self._send.setText(Message("Tell and resume") if self._paused else Message("Tell the model"))
        quoted = ", ".join(f"“{visible(text, _LONGEST_UNTOLD)}”" for text in self._untold)
        self._waiting.setText(Message("The model will get this with the next screenshot: {quoted}", quoted=quoted))
        self._waiting.setVisible(bool(quoted))
        self._follow_text()

    def _follow_text(self) -> None:
        self._send.setEnabled(bool(self._line.text().strip()))


class ResumePanel(QFrame):
    """Says how far the run was, and takes the person's word; it starts nothing by itself."""

    resumed = Signal(object)  # Resumption, with what the person says of the act that may have happened
    left = Signal(object)  # Resumption

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._offer: Resumption | None = None
        self._what, self._last = text_label(role="heading"), text_label()
        self._half, self._say = text_label(role="warn"), text_label(role="muted")
        self._plain = text_button(Message("Resume run"), self._resume)
        self._was_done = text_button(Message("It happened: resume"), lambda: self._resume(was_done=True))
        self._was_not = text_button(Message("It didn't happen: resume"), lambda: self._resume(was_done=False))
        self.setProperty("role", "panel")
        self.setAccessibleName(gettext("An interrupted run"))
        page = Page()
        words, column = QVBoxLayout(page), QVBoxLayout(self)
        words.setContentsMargins(0, 0, 0, 0)
        for label in (self._what, self._last, self._half, self._say):
            words.addWidget(label)
        column.addWidget(Scrolling(page))
        column.addLayout(
            WrapRow(self._plain, self._was_done, self._was_not, text_button(Message("Not now"), self._leave))
        )
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.hide()

    @property
    def offer(self) -> Resumption | None:
        """Return the run that is offered."""
        return self._offer

    def show_offer(self, offer: Resumption, note: str = "") -> None:
        """Offer to go on with a run; `note` is what else is to be known, such as a limit that it has reached."""
        self._offer = offer
        half = offer.uncertain
        self._what.setText(_told(offer))
        self._last.setText(sentences(_done_last(offer.earlier), note))
        self._last.setVisible(bool(self._last.text()))
        words = visible(half.words, _LONGEST) if half else ""
        self._half.setText(
            Message("Step {step} may or may not have happened: {words}", step=half.step, words=words) if half else ""
        )
        self._say.setText(_LOOK if offer.needs_a_word else _MAY_LOOK)
        for widget in (self._half, self._say, self._was_done, self._was_not):
            widget.setVisible(half is not None)
        self._plain.setVisible(not offer.needs_a_word)
        set_state(self._half, "role", "warn")
        self.show()

    def take_back(self) -> None:
        """Offer nothing."""
        self._offer = None
        self.hide()

    def _resume(self, *, was_done: bool | None = None) -> None:
        offer = self._offer
        if offer is not None:
            self.resumed.emit(offer.told(was_done))

    def _leave(self) -> None:
        offer = self._offer
        self.take_back()
        if offer is not None:
            self.left.emit(offer)


def _told(offer: Resumption) -> str:
    task = next((line for line in offer.summary.task.splitlines() if line.strip()), "")
    at = time_of(offer.summary.started)
    when = Message(", started at {at}", at=format(at.astimezone(), "%H:%M")) if at else ""
    return Message(
        "“{longest}”: {word}{when}",
        longest=visible(task.strip(), _LONGEST),
        word=status_wording(offer.summary.status).word,
        when=when,
    )


def _done_last(earlier: EarlierRun) -> str:
    done = earlier.done
    return Message("Done last: {words}.", words=done[-1].words) if done else Message("Nothing has been done yet.")
