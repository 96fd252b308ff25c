"""The last page of Welcome: what does not work on this computer, and a first task with what came of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QVBoxLayout, QWidget

from desktop_agent.core.display_text import visible
from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.core.message import Message, template
from desktop_agent.host.accessibility import Lasts, said_of
from desktop_agent.presence.promises import promises
from desktop_agent.record.wording import status_wording
from desktop_agent.run.result import RunResult
from desktop_agent.ui.offers import Finding
from desktop_agent.ui.qt.background_task import BackgroundTask
from desktop_agent.ui.qt.layout import column_of
from desktop_agent.ui.qt.widgets import set_state, text_button, text_label
from desktop_agent.ui.welcome.checkup import ALL_WELL, LOOKING, RunChecks, add_finding

_PRACTICE = (
    Message(
        "A practice form opens on this screen, and the built-in model fills it in, which takes one or "
        "two minutes. Nothing leaves this computer, and nothing is actually ordered."
    ),
)
_ASKS = (
    Message(
        "Before it presses “Send”, a card asks for your approval, and a note next to the card explains "
        "it. Try approving or refusing."
    ),
)
_STARTING = Message("Opening the practice form…")
_SENT = template("The form was filled in for {name}, and “Send” was pressed because you approved it.")
_KEPT = template("The form was filled in for {name}, but “Send” wasn't pressed.")
_AFTER = (Message("The report shows every step with a screenshot. You can also find it in History."),)
_LONGEST = 60
_STEP_GAP_PX = 12
# What Welcome asks itself, before or after.
_ELSEWHERE = frozenset({"program", "key", "provider", "keyring", "privacy"})
_NAMES = "names"
_IN_PART = Message("These parts don't fully work on this computer:")
_ASK = Message("Turn accessibility on?")
_REASON = Message(
    "While it's off, most programs don't report the names of their buttons and fields, so you're asked "
    "more often, and a question can't always name the control that would be pressed. Screen readers use "
    "it, and nothing changes visually. Open programs may need to be restarted."
)


class TryPage(QWidget):
    """Looks at this computer as soon as it is made; `begin` and `end` replace what it says of the task."""

    switched = Signal()  # accessibility was turned on, or it could not be

    def __init__(self, look: RunChecks, *, checks: bool, practises: bool, parent: QWidget | None = None) -> None:
        """Take what checks this computer, and whether it is to be checked and a task is offered."""
        super().__init__(parent)
        self._offers = (*_PRACTICE, promises().meanwhile, *_ASKS) if practises else ()
        self._task = QVBoxLayout()
        self._task.setSpacing(_STEP_GAP_PX)
        self._labels: tuple[QLabel, ...] = ()
        self.computer = ComputerCheck(look) if checks else None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(_STEP_GAP_PX)
        if self.computer is not None:
            self.computer.switched.connect(self.switched)
            column.addWidget(self.computer)
        column.addLayout(self._task)
        self._say(*self._offers)

    def begin(self) -> None:
        """Say that the task begins."""
        self._say(_STARTING)

    def fail(self) -> None:
        """Offer it again."""
        self._say(*self._offers)

    def end(self, outcome: RunResult, order: Path) -> None:
        """Say how the task ended, and what the form holds by its own word."""
        if self.computer is not None:
            self.computer.hide()
        wording = status_wording(outcome.status, outcome.message)
        self._say(wording.text, *filter(None, [_held(order)]), *_AFTER)
        set_state(self._labels[0], "role", wording.tone)

    def _say(self, *sentences: str) -> None:
        for label in self._labels:
            label.hide()
            label.deleteLater()
        self._labels = tuple(text_label(sentence) for sentence in sentences)
        for label in self._labels:
            self._task.addWidget(label)


def _held(order: Path) -> str:
    """Say what the form has written; empty where it has written nothing."""
    try:
        written = json.loads(order.read_text(encoding="utf-8"))
        return Message(_SENT if written["sent"] else _KEPT, name=visible(str(written["name"]), _LONGEST))
    except (OSError, ValueError, KeyError, TypeError):
        return ""


class ComputerCheck(QWidget):
    """Looks as soon as it is made; only what needs a person's attention is shown."""

    switched = Signal()  # or it could not be

    def __init__(self, look: RunChecks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = text_label(LOOKING)
        self._switch_box, self._answer = QFrame(self), text_label()
        self._asking = (text_label(_ASK, "heading"), text_label(_REASON))
        self._switch = text_button(Message("Turn accessibility on"), self._turn_on)
        self._turn: Callable[[], object] = lambda: None
        self._list = QWidget(self)
        self._lay_out()
        self._looking, self._switching = BackgroundTask(self), BackgroundTask(self)
        self._looking.done.connect(self._show)
        self._looking.failed.connect(self._fail)
        self._switching.done.connect(self._show_switched)
        self._looking.start(look)

    def _lay_out(self) -> None:
        self._switch_box.setProperty("role", "inset")
        inside = column_of(self._switch_box, *self._asking, margins=None)
        inside.addWidget(self._switch, 0, Qt.AlignmentFlag.AlignLeft)
        inside.addWidget(self._answer)
        self._answer.hide()
        self._switch_box.hide()
        self._column = column_of(self, self._switch_box, self._words, self._list)

    def _fail(self, error: DesktopAgentError) -> None:
        self._words.setText(str(error))

    def _show(self, findings: Sequence[Finding]) -> None:
        wrong = [one for one in findings if one.state != "works" and one.name not in _ELSEWHERE]
        for one in wrong:
            if one.name == _NAMES and one.turn_on is not None:
                self._turn = one.turn_on
                self._switch_box.show()
        listed = [one for one in wrong if one.name != _NAMES or one.turn_on is None]
        self._words.setText(_IN_PART if listed else ALL_WELL)
        grid = QGridLayout(self._list)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setColumnStretch(2, 1)
        for row, one in enumerate(listed):
            add_finding(grid, row, one)

    def _turn_on(self) -> None:
        self._switch.setEnabled(False)
        self._switching.start(self._turn)

    def _show_switched(self, lasts: Lasts) -> None:
        for asked in (*self._asking, self._switch):
            asked.setVisible(lasts == "stays off")
        self._switch.setEnabled(True)
        self._answer.setText(said_of(lasts))
        set_state(self._answer, "role", "bad" if lasts == "stays off" else "ok")
        self._answer.show()
        self.switched.emit()
