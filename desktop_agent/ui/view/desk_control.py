"""Whose hands a desk is in: the buttons below its picture by which a person takes it over and gives it back.

The run is paused before mouse and keyboard go to the desk; everything is released there before the run goes on.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.core.texts.message import Message
from desktop_agent.runtime import slices
from desktop_agent.runtime.protocol.messages import DeskOpened
from desktop_agent.ui.qt.background_task import BackgroundTask
from desktop_agent.ui.qt.layout import WrapRow, column_of
from desktop_agent.ui.qt.widgets import text_button, text_label
from desktop_agent.ui.view.desk_input import DeskInput
from desktop_agent.ui.view.stage import Stage

TAKEN_OVER = Message("You took over the side desk.")
_WATCHING = Message("Your mouse and keyboard don't control the desk until you take it over.")
_PAUSING = Message("You'll get control as soon as the run pauses.")
_YOURS = Message(
    "While the pointer is over the live video, your mouse and keyboard control the desk. To return "
    "control, press Ctrl+Alt+Enter."
)
_HINT_LINES = 2
# What may follow what: watching, pausing, starting (the hand), yours, returning, watching. Called off while the hand
# starts, that hand is still to end.
Phase = Literal["watching", "pausing", "starting", "called off", "yours", "returning"]


class DeskControl(QWidget):
    """The buttons for the desk on a stage; `pause` and `resume` only request what `follow` then reports."""

    changed_hands = Signal()  # ask `is_taken`
    _reported = Signal(object)  # of the hand, from a thread of its own

    def __init__(
        self, stage: Stage, pause: Callable[[], None], resume: Callable[[], None], parent: QWidget | None = None
    ) -> None:
        """Start hidden, without a desk; `pause` and `resume` act on the run."""
        super().__init__(parent)
        self._pause = pause
        self._resume = resume
        self._desk: DeskOpened | None = None
        self._hand: slices.remote_hand.RemoteHand | None = None
        self._phase: Phase = "watching"
        self._paused = False
        self._input = DeskInput(stage, self)
        self._starting = BackgroundTask(self)
        self._returning = BackgroundTask(self)
        self._hint = text_label(_WATCHING, "muted")
        self._hint.setMinimumHeight(_HINT_LINES * self.fontMetrics().lineSpacing())
        self._take = text_button(Message("Take over"), self._begin, role="primary")
        self._give = text_button(Message("Give back"), self.give_back, role="primary")
        column_of(self, WrapRow(self._take, self._give), self._hint, spacing=4)
        self._input.given_back.connect(self.give_back)
        self._reported.connect(self._on_report)
        self._starting.done.connect(self._on_started)
        self._starting.failed.connect(self._on_failure)
        self._returning.done.connect(lambda _: self._on_returned())
        self._returning.failed.connect(lambda _: self._on_returned())
        self.end()

    @property
    def is_taken(self) -> bool:
        """Return whether the person has the desk."""
        return self._phase in {"yours", "returning"}

    @property
    def desk(self) -> DeskOpened | None:
        """Return the desk that is up."""
        return self._desk

    def begin(self, desk: DeskOpened | None) -> None:
        """Offer to take over a desk; None: it is still opening."""
        self._release("")
        self._desk = desk
        self.show()
        self._update("")

    def end(self) -> None:
        """Offer nothing: the desk is over, or there is none."""
        self._release("")
        self._desk = None
        self.hide()

    def follow(self, *, paused: bool) -> None:
        """Note whether the run is paused."""
        self._paused = paused
        if paused and self._phase == "pausing":
            self._start()
        elif not paused and self._phase in {"starting", "yours"}:  # it was let go on elsewhere
            self._release("")

    def give_back(self) -> None:
        """Release everything on the desk, then let the run go on."""
        hand = self._hand
        if self._phase != "yours" or hand is None:
            return
        self._phase = "returning"
        self._hand = None
        self._input.end()
        self._returning.start(hand.give_back)
        self._update("")

    def _begin(self) -> None:
        if self._phase != "watching" or self._desk is None:
            return
        self._phase = "pausing"
        self._update("")
        if self._paused:
            self._start()
        else:
            self._pause()

    def _start(self) -> None:
        desk = self._desk
        if desk is not None:
            self._phase = "starting"
            self._starting.start(lambda: slices.remote_hand.RemoteHand(desk, self._reported.emit))

    def _on_started(self, hand: slices.remote_hand.RemoteHand) -> None:
        if self._phase != "starting":
            hand.end()
            self._phase = "watching"
        else:
            self._phase = "yours"
            self._hand = hand
            self._input.begin(hand)
            self.changed_hands.emit()
        self._update("")

    def _on_report(self, report: slices.remote_hand.HandReport) -> None:
        if report.has_ended:
            self._release(report.words)
        elif self._phase == "yours":
            self._update(report.words)

    def _on_failure(self, error: DesktopAgentError) -> None:
        self._phase = "watching"
        self._update(error.window_text)

    def _on_returned(self) -> None:
        if self._phase == "returning":
            self._phase = "watching"
            self.changed_hands.emit()
            self._update("")
            self._resume()

    def _release(self, words: str) -> None:
        """Take the desk from the person; the hand releases everything as it ends."""
        if self._phase in {"watching", "called off"}:
            return
        was_taken = self.is_taken
        self._phase = "called off" if self._phase == "starting" else "watching"
        self._input.end()
        if self._hand is not None:
            self._hand.end()
            self._hand = None
        if was_taken:
            self.changed_hands.emit()
        self._update(words)

    def _update(self, words: str) -> None:
        """Show the button of the current phase, and some words or else the phase's own."""
        self._take.setVisible(not self.is_taken)
        self._take.setEnabled(self._desk is not None and self._phase == "watching")
        self._give.setVisible(self.is_taken)
        self._give.setEnabled(self._phase == "yours")
        hint = _YOURS if self.is_taken else _PAUSING
        self._hint.setText(words or (_WATCHING if self._phase == "watching" else hint))
