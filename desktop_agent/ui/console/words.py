"""A person's messages to a run: the answer to the model's question, other messages, and how to resume.

The model's own words are in a separate box, and no text entered here approves anything.
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLineEdit, QSizePolicy, QWidget

from desktop_agent.core.texts.message import Message, foreign, gettext, sentences, tr, visible
from desktop_agent.record.spans import time_of
from desktop_agent.record.wording import status_wording
from desktop_agent.runtime.continuation import Resumption
from desktop_agent.ui.approval.card_body import foreign_text_box
from desktop_agent.ui.approval.secondary_window import LONGEST_QUESTION
from desktop_agent.ui.qt.layout import Page, Scrolling, WrapRow, column_of, row_of
from desktop_agent.ui.qt.widgets import text_button, text_label
from desktop_agent.ui.session.bridge import WordsQuestion

_ASK = Message("Message the model (this doesn't approve anything)")
AFTER = Message("Add a follow-up task. The model knows what happened in this run.")
_ASK_FOR_STEPS = Message('Steps to add after the others, such as: click "OK"')
_LONGEST_PENDING = 80
_LONGEST = 300
_NO_ACT_YET = Message("Nothing has been done yet.")
_LOOK = Message("Check the screen: only you can tell whether it happened.")
_MAY_LOOK = Message("You can say whether it happened. If you don't, the model will check.")


class WordsLine(QFrame):
    """A text field and its button, which is disabled while the field is empty; `others` are widgets after it."""

    said = Signal(str)

    def __init__(self, name: str, send: str, hint: str = "", *others: QWidget) -> None:
        super().__init__()
        self.field = QLineEdit()
        self.field.setAccessibleName(tr(name))
        self.field.setPlaceholderText(tr(hint))
        self.button = text_button(send, self._say)
        self.button.setEnabled(False)
        row_of(self, self.field, self.button, *others, room=self.field)
        self.field.returnPressed.connect(self._say)
        self.field.textChanged.connect(lambda text: self.button.setEnabled(bool(text.strip())))

    def _say(self) -> None:
        if words := self.field.text().strip():
            self.field.clear()
            self.said.emit(words)


class ReplyPanel(QFrame):
    """The model's question as plain text, and a field for the answer."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._open: WordsQuestion | None = None
        page = Page()
        self._words = column_of(page)
        none = text_button(Message("No answer"), lambda: self._answer(None))
        self._line = WordsLine(Message("Your answer"), Message("Send answer"), Message("Your answer"), none)
        self._line.said.connect(self._answer)
        self.setProperty("role", "panel")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        question = Scrolling(page, Message("The model's question"))
        asks = text_label(Message("The model asks:"), "muted")
        column_of(self, asks, question, self._line, margins=(8, 6, 8, 6))
        self.hide()

    def ask(self, question: WordsQuestion) -> None:
        """Show a question and take the keyboard focus."""
        self._open = question
        while (item := self._words.takeAt(0)) is not None:
            if (box := item.widget()) is not None:
                box.deleteLater()
        self._words.addWidget(foreign_text_box(((Message("The model"), foreign(question.text, LONGEST_QUESTION)),)))
        self._line.field.clear()
        self.show()
        self._line.field.setFocus()

    def _answer(self, words: str | None) -> None:
        if self._open is not None:
            self._open.answer(words)


class TalkLine(QFrame):
    """A field for messages to the model, and those that it hasn't received yet."""

    said = Signal(str)
    resumed = Signal()  # the message is the person's last before the run resumes

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._pending: list[str] = []
        self._paused = False
        self._line = WordsLine(Message("Message to the model"), Message("Tell the model"))
        self._waiting = text_label(role="muted")
        column_of(self, self._line, self._waiting)
        self._line.said.connect(self._say)
        self.begin(plain_steps=False)
        self.hide()

    @property
    def has_keyboard(self) -> bool:
        """Return whether the field has the focus."""
        return self.window().focusWidget() is self._line.field

    def begin(self, *, plain_steps: bool) -> None:
        """Delete the messages to the last run; with `plain_steps`, the model only understands plain steps."""
        self._line.field.clear()
        self._line.field.setPlaceholderText(tr(_ASK_FOR_STEPS if plain_steps else _ASK))
        self._pending.clear()
        self._show()

    def follow(self, *, hears: bool, paused: bool) -> None:
        """Show the field while the run `hears` messages; while it is paused, a message resumes it."""
        self._paused = paused
        self.setVisible(hears)
        self._line.button.setText(Message("Tell and resume") if paused else Message("Tell the model"))

    def take_keyboard(self) -> None:
        """Focus the field."""
        self._line.field.setFocus()

    def receive(self, text: str) -> None:
        """Remove a message that the model has received."""
        if text in self._pending:
            self._pending.remove(text)
        self._show()

    def _say(self, words: str) -> None:
        self._pending.append(words)
        self._show()
        self.said.emit(words)
        if self._paused:
            self.resumed.emit()

    def _show(self) -> None:
        quoted = ", ".join(f"“{visible(text, _LONGEST_PENDING)}”" for text in self._pending)
        self._waiting.setText(Message("The model will get this with the next screenshot: {quoted}", quoted=quoted))
        self._waiting.setVisible(bool(quoted))


class ResumePanel(QFrame):
    """An offer to resume an interrupted run, with its progress; it starts nothing by itself."""

    resumed = Signal(object)  # Resumption, with the person's answer about the uncertain act
    left = Signal(object)  # Resumption

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._offer: Resumption | None = None
        self._what = text_label(role="heading")
        self._last = text_label()
        self._half = text_label(role="warn")
        self._say = text_label(role="muted")
        self._resume_button = text_button(Message("Resume run"), self._resume)
        self._happened_button = text_button(Message("It happened: resume"), lambda: self._resume(was_done=True))
        self._not_happened_button = text_button(
            Message("It didn't happen: resume"), lambda: self._resume(was_done=False)
        )
        self.setProperty("role", "panel")
        self.setAccessibleName(gettext("An interrupted run"))
        page = Page()
        column_of(page, self._what, self._last, self._half, self._say)
        later = text_button(Message("Not now"), self._dismiss_offer)
        column_of(
            self,
            Scrolling(page),
            WrapRow(self._resume_button, self._happened_button, self._not_happened_button, later),
            margins=None,
        )
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.hide()

    def show_offer(self, offer: Resumption, note: str = "") -> None:
        """Offer to resume a run; `note` is a further fact, such as a limit that it has reached."""
        self._offer = offer
        half = offer.uncertain
        self._what.setText(_summary(offer))
        acts = offer.earlier.done
        last = Message("Done last: {words}.", words=acts[-1].words) if acts else _NO_ACT_YET
        self._last.setText(sentences(last, note))
        self._last.setVisible(bool(self._last.text()))
        words = visible(half.words, _LONGEST) if half else ""
        self._half.setText(
            Message("Step {step} may or may not have happened: {words}", step=half.step, words=words) if half else ""
        )
        self._say.setText(_LOOK if offer.needs_answer else _MAY_LOOK)
        for widget in (self._half, self._say, self._happened_button, self._not_happened_button):
            widget.setVisible(half is not None)
        self._resume_button.setVisible(not offer.needs_answer)
        self.show()

    def take_back(self) -> None:
        """Hide the offer."""
        self._offer = None
        self.hide()

    def _resume(self, *, was_done: bool | None = None) -> None:
        if self._offer is not None:
            self.resumed.emit(self._offer.answered(was_done))

    def _dismiss_offer(self) -> None:
        offer = self._offer
        self.take_back()
        if offer is not None:
            self.left.emit(offer)


def _summary(offer: Resumption) -> str:
    task = next((line for line in offer.summary.task.splitlines() if line.strip()), "")
    at = time_of(offer.summary.started)
    return Message(
        "“{longest}”: {word}{when}",
        longest=visible(task.strip(), _LONGEST),
        word=status_wording(offer.summary.status, offer.summary.message).word,
        when=Message(", started at {at}", at=format(at.astimezone(), "%H:%M")) if at else "",
    )
