"""The console's offer to go on with a run that was broken off: what was done last, and what is not certain."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout, QWidget

from desktop_agent.core.display_text import visible
from desktop_agent.core.earlier_run import EarlierRun
from desktop_agent.core.message import Message
from desktop_agent.core.translation import tr
from desktop_agent.host.resume import Resumption
from desktop_agent.record.spans import moment
from desktop_agent.record.wording import status_wording
from desktop_agent.ui.qt.scrolling import Page, Scrolling
from desktop_agent.ui.qt.widgets import set_state, text_button, text_label
from desktop_agent.ui.qt.wrap_row import WrapRow

_LONGEST = 300
_LOOK = "Look at the screen: whether it happened, only you can tell."
_MAY_LOOK = "You may say whether it happened; else the model looks."


class ResumePanel(QFrame):
    """Says how far the run was, and takes the person's word; it starts nothing by itself."""

    resumed = Signal(object)  # Resumption, with what the person says of the act that may have happened
    left = Signal(object)  # Resumption

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start hidden."""
        super().__init__(parent)
        self._offer: Resumption | None = None
        self._what, self._last = text_label(role="heading"), text_label()
        self._half, self._say = text_label(role="warn"), text_label(role="muted")
        self._plain = text_button("Resume run", self._resume)
        self._was_done = text_button("It happened: resume", lambda: self._resume(was_done=True))
        self._was_not = text_button("It did not happen: resume", lambda: self._resume(was_done=False))
        self.setProperty("role", "panel")
        self.setAccessibleName(tr("A run that was broken off"))
        page = Page()
        words, column = QVBoxLayout(page), QVBoxLayout(self)
        words.setContentsMargins(0, 0, 0, 0)
        for label in (self._what, self._last, self._half, self._say):
            words.addWidget(label)
        column.addWidget(Scrolling(page))
        column.addLayout(WrapRow(self._plain, self._was_done, self._was_not, text_button("Not now", self._leave)))
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
        self._last.setText(" ".join(filter(None, (_done_last(offer.earlier), note))))
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
    at = moment(offer.summary.started)
    when = Message(", begun at {at}", at=format(at.astimezone(), "%H:%M")) if at else ""
    return f"“{visible(task.strip(), _LONGEST)}”: {status_wording(offer.summary.status).word}{when}"


def _done_last(earlier: EarlierRun) -> str:
    done = earlier.done
    return Message("Done last: {words}.", words=visible(done[-1].words, _LONGEST)) if done else "Nothing was done yet."
