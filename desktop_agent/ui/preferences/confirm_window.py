"""Lets what somebody else has changed in the settings count: the changed lines, and a yes that only a person gives."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QPaintEvent

from desktop_agent.core.message import Message
from desktop_agent.core.translation import gettext, tr
from desktop_agent.ui.approval.card_body import letters
from desktop_agent.ui.approval.card_words import whole_text
from desktop_agent.ui.approval.secondary_window import SecondaryWindow
from desktop_agent.ui.proof.guard import Proof
from desktop_agent.ui.proof.guarded_window import GuardedWindow
from desktop_agent.ui.proof.proven_button import ProvenButton
from desktop_agent.ui.qt.widgets import set_state, text_label

LET_COUNT = Message("Let these changes count")
_LOOK_MS, _MOST_PX, _NOTICE_LINES = 100, 260, 2
_NO_PROOF = Message("Here your click can't be told from a program's. Type at a terminal: desktop-agent config confirm")


class ConfirmWindow(SecondaryWindow):
    """`proven`: a person's own click says yes. Where none can be proved it says what to do instead."""

    proven = Signal()

    def __init__(self, lines: Sequence[str], guarded: GuardedWindow, proof: Proof) -> None:
        guard = guarded.guard
        super().__init__(
            Message("Confirm changes"),
            Message("Changed since you last saved it here:"),
            disturbed=guard.arming.disturbed,
        )
        self._guarded, self._proof = guarded, proof
        box = letters("\n".join(whole_text(line) for line in lines), _MOST_PX)
        box.setAccessibleName(gettext("Changed lines"))
        self.rows.addWidget(box)
        self._notice = text_label("" if proof == "device" else _NO_PROOF, "warn")
        # Room for any notice: a window that grew would move the button from under the pointer.
        self._notice.setMinimumHeight(_NOTICE_LINES * self._notice.fontMetrics().lineSpacing())
        self._yes = ProvenButton(LET_COUNT, guard)
        self._yes.setAccessibleName(tr(LET_COUNT))
        self._yes.setEnabled(proof == "device")
        self._yes.proven.connect(self.proven.emit)
        self._yes.doubted.connect(self._tell)
        set_state(self._yes, "role", "yes")
        self.close_with(self._yes, notice=self._notice)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._look)
        self._timer.start(_LOOK_MS)

    def _look(self) -> None:
        self._guarded.look()
        self._yes.show_armed(self._guarded.guard.arming.armed)
        if self._proof == "device":
            self._tell()

    def _tell(self) -> None:
        self._notice.setText(self._guarded.guard.why_not)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw no watermark: a run hides this window as it hides Settings, and does not wait for it."""
