"""The question whether it works here: what does not, and the switch that lets programs name their buttons."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.host.accessibility import Lasts, said_of
from desktop_agent.ui.qt.background_task import BackgroundTask
from desktop_agent.ui.qt.widgets import set_state, text_button, text_label
from desktop_agent.ui.welcome.checkup import ALL_WELL, LOOKING, RunChecks, add_finding

if TYPE_CHECKING:
    from desktop_agent.devtools.doctor import Finding

# What the conversation asks itself, before or after.
_ELSEWHERE = frozenset({"program", "key", "provider", "keyring", "privacy"})
_NAMES = "names"
_IN_PART = "The rest works. What is listed here does not, or only in part:"
_ASK = "Turn accessibility on?"
_REASON = (
    "Accessibility is off on this desktop. While it is off, most programs do not say what their buttons and fields are "
    "called: you are asked more often, and a question can't always name what would be pressed. It is what screen "
    "readers use, and changes nothing that you see. Programs that are open may have to be started again."
)


class ComputerStep(QWidget):
    """Looks as soon as it is made; only what needs a person's attention is shown."""

    switched = Signal()  # or it could not be

    def __init__(self, look: RunChecks, parent: QWidget | None = None) -> None:
        """Take what checks this computer."""
        super().__init__(parent)
        self.summary = ""
        self._words = text_label(LOOKING)
        self._switch_box, self._answer = QFrame(self), text_label()
        self._asking = (text_label(_ASK, "heading"), text_label(_REASON))
        self._switch = text_button("Turn accessibility on", self._turn_on)
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
        inside = QVBoxLayout(self._switch_box)
        for label in self._asking:
            inside.addWidget(label)
        inside.addWidget(self._switch, 0, Qt.AlignmentFlag.AlignLeft)
        inside.addWidget(self._answer)
        self._answer.hide()
        self._switch_box.hide()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        for widget in (self._switch_box, self._words, self._list):
            self._column.addWidget(widget)

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
        self.summary = "Works, except for what is listed there" if listed else "Works"
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
