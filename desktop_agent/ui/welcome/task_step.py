"""The end of the first start: words on the first task before it begins, and on what came of it afterwards."""

from __future__ import annotations

import json
from pathlib import Path

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from desktop_agent.core.display_text import visible
from desktop_agent.presence.promises import promises
from desktop_agent.record.wording import status_wording
from desktop_agent.run.result import RunResult
from desktop_agent.ui.qt.widgets import set_state, text_label

_PRACTICE = (
    "A practice form opens on this screen, and the offline model fills it in, which takes one to two minutes.",
    "Nothing leaves this computer, and nothing is really ordered.",
)
_ASKS = (
    "Before it presses “Send”, a card asks you, and a note beside it explains the card. Approve or refuse: try either.",
)
_STARTING = "The practice form is being opened…"
_SENT = "The form was filled in for {name}, and “Send” was pressed because you approved it."
_KEPT = "The form was filled in for {name}. “Send” was not pressed."
_AFTER = (
    "The report shows every step with its picture. It is kept in History, too.",
    "Now write a task of your own.",
)
_LONGEST, _GAP_PX = 60, 14


class TaskStep(QWidget):
    """A few sentences, which `begin` and `end` replace."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(_GAP_PX)
        self._labels: tuple[QLabel, ...] = ()
        self._say(*_PRACTICE, promises().meanwhile, *_ASKS)

    def begin(self) -> None:
        """Say that it begins."""
        self._say(_STARTING)

    def fail(self) -> None:
        """Offer it again."""
        self._say(*_PRACTICE, promises().meanwhile, *_ASKS)

    def end(self, outcome: RunResult, order: Path) -> None:
        """Say how the task ended, and what the form holds by its own word."""
        wording = status_wording(outcome.status, outcome.message)
        self._say(wording.text, *filter(None, [_held(order)]), *_AFTER)
        set_state(self._labels[0], "role", wording.tone)

    def _say(self, *sentences: str) -> None:
        for label in self._labels:
            label.hide()
            label.deleteLater()
        self._labels = tuple(text_label(sentence) for sentence in sentences)
        for label in self._labels:
            self._column.addWidget(label)


def _held(order: Path) -> str:
    """Say what the form has written; empty where it has written nothing."""
    try:
        written = json.loads(order.read_text(encoding="utf-8"))
        return (_SENT if written["sent"] else _KEPT).format(name=visible(str(written["name"]), _LONGEST))
    except (OSError, ValueError, KeyError, TypeError):
        return ""
