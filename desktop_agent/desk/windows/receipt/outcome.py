"""The strip over a receipt: what came of taking over, with its undo, and the question before all is thrown away."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from desktop_agent.core.message import Message
from desktop_agent.core.translation import tr
from desktop_agent.record.wording import counted
from desktop_agent.ui.qt.widgets import Label, set_state, text_button, text_label
from desktop_agent.ui.qt.wrap_row import WrapRow

_MOST_REFUSED = 6  # lines
_KEPT = "Your old versions are kept for 30 days."


class OutcomeStrip(QFrame):
    """Hidden until there is something to say or to ask."""

    undo_wanted = Signal()
    finish_wanted = Signal()
    discard_wanted = Signal()

    def __init__(self) -> None:
        """Start hidden."""
        super().__init__()
        self.setProperty("role", "panel")
        self._words = text_label(role="heading", selectable=True)
        self._more = text_label(selectable=True)
        self.undo = text_button("Undo", self.undo_wanted.emit, name="Undo what was taken over")
        self.finish = text_button("Finish it", self.finish_wanted.emit, role="primary")
        self.discard = text_button("Discard for good", self._discard, role="no")
        self.keep = text_button("Keep for now", self.hide)
        column = QVBoxLayout(self)
        column.addLayout(WrapRow(self._words, None, self.undo, self.finish, self.discard, self.keep))
        column.addWidget(self._more)
        self.hide()

    def tell_taken(self, number: int, refused: Sequence[str], *, may_undo: bool) -> None:
        """Say how much was taken over, and what was not, each in a translated line."""
        changes = counted(number, "change")
        self._tell(tr(Message("Taken over: {changes}.", changes=changes)), refused, good=not refused)
        if number and may_undo:
            self._more.show_foreign("\n".join(filter(None, (self._more.text(), tr(_KEPT)))))
            self._more.show()
        self.undo.setVisible(may_undo)

    def tell_undone(self, number: int, refused: Sequence[str]) -> None:
        """Say how much was taken back."""
        changes = counted(number, "change")
        self._tell(tr(Message("Taken back: {changes}.", changes=changes)), refused, good=not refused)

    def tell_thrown_away(self) -> None:
        """Say that nothing of it is left."""
        self._tell(tr("Thrown away. Your files are as they were."), (), good=True)

    def tell_earlier(self) -> None:
        """Say that something was taken over before."""
        self._tell(tr("Something of this desk was taken over already."), (), good=True)
        self.undo.show()

    def tell_cut_off(self) -> None:
        """Say that a taking over was cut off, and ask what is to become of it."""
        self._tell(tr("Taking over was cut off before its end."), (), good=False)
        self.finish.show()
        self.undo.show()

    def ask_to_discard(self, number: int) -> None:
        """Ask before all is thrown away."""
        changes = counted(number, "change")
        self._tell(
            tr(Message("This throws away for good: {changes}.", changes=changes)),
            (tr("What you have taken over stays."),),
            good=False,
        )
        self.discard.show()
        self.keep.show()
        self.keep.setFocus()

    def _tell(self, words: str, more: Sequence[str], *, good: bool) -> None:
        for button in (self.undo, self.finish, self.discard, self.keep):
            button.hide()
        self._words.show_foreign(words)
        set_state(self._words, "role", "ok" if good else "warn")
        _fill(self._more, more)
        self.show()

    def _discard(self) -> None:
        self.hide()
        self.discard_wanted.emit()


def _fill(label: Label, lines: Sequence[str]) -> None:
    rest = len(lines) - _MOST_REFUSED
    shown = [*lines[:_MOST_REFUSED], *((tr(Message("… and {rest} more", rest=rest)),) if rest > 0 else ())]
    label.show_foreign("\n".join(shown))
    label.setVisible(bool(shown))
