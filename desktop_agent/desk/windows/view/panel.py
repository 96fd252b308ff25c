"""The desk in the console: its screen, and the buttons to take it over and give it back.

The run is paused before mouse and keyboard go to the desk; all keys are released before the run goes on.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QVBoxLayout, QWidget

from desktop_agent.core.texts.display_text import visible
from desktop_agent.core.texts.message import Message, sentences
from desktop_agent.core.texts.translation import gettext, tr
from desktop_agent.desk.view.hand_words import LET_GO, PUT, TAKE
from desktop_agent.desk.windows.view.hand_link import HandLink, HandOrder
from desktop_agent.desk.windows.view.screen import DeskScreen
from desktop_agent.lib.window_bounds import keep_on_screen
from desktop_agent.runtime.protocol.messages import DeskOpened
from desktop_agent.ui.qt.layout import WrapRow
from desktop_agent.ui.qt.widgets import text_button, text_label

TAKEN_OVER = Message("You took over the side desk.")
_WATCHING = Message("Your mouse and keyboard don't control the desk until you take it over.")
_PAUSING = Message("You'll get control as soon as the run pauses.")
_YOURS = Message(
    "While the pointer is over the live video, your mouse and keyboard control the desk. To return "
    "control, press Ctrl+Alt+Enter."
)
_LEFT = Message("None of its changes take effect until you review and approve them.")
_PUT = Message("The text is on the desk clipboard. To paste it there, press Ctrl+V.")
_COPIED = Message("The text is on your clipboard.")
_NOTHING_HERE = Message("There is no text on your clipboard.")
_NOTHING_THERE = Message("There is no text on the desk clipboard.")
_NOBODY = Message("No program on the desk provided the clipboard's text.")
_LEAVES = Message("This text will be copied to the desk, where every program can read it:")
_COMES = Message("This text comes from the desk and will replace the contents of your clipboard:")
_CODES = Message("Invisible characters are shown as codes.")
_HINT_LINES = 2
Phase = Literal["watching", "pausing", "yours", "returning"]
MOST_LETTERS = 100_000
_LINES = 3
TITLE = Message("Desktop Agent — Side desk")
_MARGIN = 12
_CONTROLS_PX = 140  # rows for the buttons and their sentence


class DeskPanel(QWidget):
    """Shows and operates the desk of a run; `pause` and `resume` only request what `follow` then reports."""

    changed_hands = Signal()  # ask `is_taken`
    receipt_wanted = Signal(str)  # of the desk with this name, which has ended

    def __init__(self, pause: Callable[[], None], resume: Callable[[], None], parent: QWidget | None = None) -> None:
        """Start without a desk; `pause` and `resume` act on the run."""
        super().__init__(parent)
        self._pause = pause
        self._resume = resume
        self._sight: DeskOpened | None = None
        self._hand: HandLink | None = None
        self._phase: Phase = "watching"
        self._left = ""  # the desk that is over, and has left a receipt
        self._is_decided = False  # changes of that receipt are applied or discarded
        self._paused = False
        self._started = False
        self._ready = False
        self.view = DeskScreen(self)
        self.crossing = CrossingPanel(self)
        self._hint = text_label(_WATCHING, "muted")
        self._hint.setMinimumHeight(_HINT_LINES * self.fontMetrics().lineSpacing())
        self._take = text_button(Message("Take over"), self._begin, role="primary")
        self._give = text_button(Message("Give back"), self.give_back, role="primary")
        self._paste = text_button(Message("Paste into the desk…"), self._offer_paste)
        self._receipt = text_button(Message("View its changes…"), lambda: self.receipt_wanted.emit(self._left))
        self._copy = text_button(Message("Copy from the desk…"), lambda: self._ask((TAKE,)))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.view, 1)
        column.addLayout(WrapRow(self._take, self._give, self._paste, self._copy, self._receipt))
        for widget in (self._hint, self.crossing):
            column.addWidget(widget)
        self.view.ordered.connect(self._send_orders)
        self.view.given_back.connect(self.give_back)
        self.crossing.closed.connect(self._go_on)
        self._update_controls("")

    @property
    def is_taken(self) -> bool:
        """Return whether the person has the desk."""
        return self._phase in {"yours", "returning"}

    def show_desk(self, sight: DeskOpened) -> None:
        """Show a desk that is up."""
        self.end()
        self._sight = sight
        self._left = ""
        self._is_decided = False
        self.view.show_desk(sight.picture, sight.size)
        self._update_controls("")

    def follow(self, *, paused: bool) -> None:
        """Note whether the run is paused."""
        self._paused = paused
        if self._phase == "pausing":
            self._take_desk()
        elif self._phase == "yours" and not paused:  # it was let go on elsewhere
            self._give_up_desk("")

    def give_back(self) -> None:
        """Release everything on the desk, then let the run go on."""
        if self._phase != "yours" or self._hand is None:
            return
        self._phase = "returning"
        self.view.give_back()
        self._hand.ask((LET_GO,))
        self._update_controls("")

    def end(self, *, leaves: bool = True) -> None:
        """End the view: the last picture stays, and the receipt is offered if the desk `leaves` one."""
        self._give_up_desk("")
        if self._sight is not None:
            self._left = self._sight.id if leaves else ""
        self._sight = None
        self.view.close_desk()
        self._update_controls("")

    def say(self, words: str) -> None:
        """Show a message below the picture."""
        self._update_controls(words)

    def note_decision(self, desk: str, is_decided: bool) -> None:  # noqa: FBT001 - of a signal
        """Note whether changes of a desk, by its id, are applied or discarded; of another desk it says nothing."""
        if desk == self._left:
            self._is_decided = is_decided
            self._update_controls("")

    def forget(self) -> None:
        """Remove everything of the last desk."""
        self.end()
        self._left = ""
        self.view.forget()
        self._update_controls("")

    def _begin(self) -> None:
        if self._phase != "watching" or self._sight is None:
            return
        self._phase = "pausing"
        self._started = False
        self._ready = False
        hand = HandLink(self._sight.display, self._sight.xauthority, self)
        self._hand = hand
        hand.failed.connect(self._on_failure)
        hand.let_go.connect(self._on_given_back)
        hand.ready.connect(self._be_ready)
        hand.put.connect(lambda: self._update_controls(_PUT))
        hand.taken.connect(self._offer_copy)
        self._update_controls("")
        if not self._paused:
            self._pause()
        self._take_desk()

    def _take_desk(self) -> None:
        """Give the desk to the person once the run is paused and the hand is ready, which has released all keys."""
        if not self._paused or self._hand is None:
            return
        if not self._started:
            self._started = True
            self._hand.begin()
        if not self._ready:
            return
        self._phase = "yours"
        self.view.take()
        self.changed_hands.emit()
        self._update_controls("")

    def _be_ready(self) -> None:
        self._ready = True
        if self._phase == "pausing":
            self._take_desk()

    def _on_given_back(self) -> None:
        if self._phase == "returning":
            self._give_up_desk("")
            self._resume()

    def _give_up_desk(self, why: str) -> None:
        """Take the desk from the person; the hand releases everything as it ends."""
        if self._phase == "watching":
            return
        self._phase = "watching"
        self.view.give_back()
        self.crossing.drop()
        if self._hand is not None:
            self._hand.end()
            self._hand.deleteLater()
            self._hand = None
        self.changed_hands.emit()
        self._update_controls(why)

    def _on_failure(self, why: str) -> None:
        self._give_up_desk(sentences(Message("You can't work on the desk from here."), why))

    def _send_orders(self, orders: list[HandOrder]) -> None:
        if self._hand is not None and self._phase == "yours":
            self._hand.tell(*orders)

    def _offer_paste(self) -> None:
        text = QGuiApplication.clipboard().text()
        if self._can_cross(text, _NOTHING_HERE):
            valid_text = text.encode(errors="replace").decode()
            self.crossing.offer(
                _LEAVES, Message("Paste into the desk"), valid_text, lambda: self._ask((PUT, valid_text))
            )
            self._update_controls("")

    def _offer_copy(self, text: str | None) -> None:
        if text is None:
            self._update_controls(_NOBODY)
        elif self._phase == "yours" and self._can_cross(text, _NOTHING_THERE):
            self.crossing.offer(_COMES, Message("Copy from the desk"), text, lambda: self._copied(text))
            self._update_controls("")

    def _copied(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self._update_controls(_COPIED)

    def _go_on(self) -> None:
        self._update_controls("")
        if self._phase == "yours":
            self.view.setFocus()

    def _can_cross(self, text: str, nothing: str) -> bool:
        if text and len(text) <= MOST_LETTERS:
            self._update_controls("")
            return True
        self._update_controls(
            Message(
                "This text has {text} characters, but no more than {most_letters} can be transferred.",
                text=len(text),
                most_letters=MOST_LETTERS,
            )
            if text
            else nothing
        )
        return False

    def _ask(self, order: HandOrder) -> None:
        if self._hand is not None and self._phase == "yours":
            self._hand.ask(order)

    def _update_controls(self, words: str) -> None:
        """Show the buttons of the current phase, and a message or else the phase's own."""
        yours = self.is_taken
        self._take.setVisible(not yours and not self._left)
        self._take.setEnabled(self._sight is not None and self._phase == "watching")
        self._receipt.setVisible(bool(self._left))
        for button in (self._give, self._paste, self._copy):
            button.setVisible(yours and (button is self._give or self.crossing.isHidden()))
            button.setEnabled(self._phase == "yours")
        left_hint = _LEFT if self._left and not self._is_decided else ""
        holds: dict[Phase, str] = {
            "watching": left_hint if self._sight is None else _WATCHING,
            "pausing": _PAUSING,
            "yours": _YOURS,
            "returning": _YOURS,
        }
        self._hint.setText(words or holds[self._phase])
        self._hint.setVisible(bool(self._hint.text()) and self.crossing.isHidden())


class CrossingPanel(QFrame):
    """Shows one text, and transfers it once the person agrees."""

    closed = Signal()  # the text crosses, or nothing does

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start hidden."""
        super().__init__(parent)
        self._go: Callable[[], None] = lambda: None
        self._what = text_label(role="heading")
        self._note = text_label(_CODES, "warn")
        self._text = QPlainTextEdit(self)
        self._text.setReadOnly(True)
        self._text.setTabChangesFocus(True)
        self._text.setAccessibleName(gettext("Text to transfer"))
        self._text.setFixedHeight(self._text.fontMetrics().lineSpacing() * _LINES + 12)
        self._let = text_button("", self._let_across, role="primary")
        self.setProperty("role", "panel")
        column = QVBoxLayout(self)
        for widget in (self._what, self._text, self._note):
            column.addWidget(widget)
        column.addLayout(
            WrapRow(self._let, text_button(Message("Cancel"), self._cancel, name=Message("Let nothing across")))
        )
        self.hide()

    def offer(self, what: str, yes: str, text: str, go: Callable[[], None]) -> None:
        """Show a text; `go` moves it once the person presses the button that says `yes`."""
        visible_text = "\n".join(visible(line, MOST_LETTERS) for line in text.split("\n"))
        self._go = go
        self._what.setText(what)
        self._let.setText(tr(yes))
        self._let.setAccessibleName(tr(yes))
        self._text.setPlainText(visible_text)
        self._note.setVisible(visible_text != text)
        self.show()
        self._let.setFocus()

    def drop(self) -> None:
        """Cancel the transfer."""
        self._go = lambda: None
        self._text.clear()
        self.hide()

    def _let_across(self) -> None:
        go = self._go
        self.drop()
        self.closed.emit()
        go()

    def _cancel(self) -> None:
        self.drop()
        self.closed.emit()


class OpenedDesk(QWidget):
    """The desk's panel in a window of its own, for a desk without a run."""

    closed = Signal()

    def __init__(self, sight: DeskOpened) -> None:
        """Show a desk that is up."""
        super().__init__()
        self.setWindowTitle(tr(TITLE))
        self.panel = DeskPanel(lambda: None, lambda: None, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        column.addWidget(self.panel)
        self.panel.show_desk(sight)
        self.panel.follow(paused=True)
        keep_on_screen(self, QSize(sight.size[0] + 2 * _MARGIN, sight.size[1] + _CONTROLS_PX))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Let go of the desk."""
        self.panel.end(leaves=False)
        self.closed.emit()
