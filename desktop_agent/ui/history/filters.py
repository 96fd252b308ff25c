"""Cuts the list of runs down: by how they ended, by their size and by what they cost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QSizePolicy, QVBoxLayout, QWidget

from desktop_agent.core.message import Message
from desktop_agent.core.translation import tr
from desktop_agent.record.filter import RunFilter
from desktop_agent.record.wording import RunStatus, file_size, money, status_wording
from desktop_agent.ui.qt.wrap_row import WrapRow

_ENDINGS: Sequence[RunStatus] = (
    *("completed", "partly", "rehearsed", "failed", "stopped", "limit", "blocked", "running", "cut off"),
)
_BROKEN_OFF = frozenset({"cut off", "stopped", "failed", "limit"})
_BYTES = (10**6, 10**7, 10**8)
_COSTS = (0.01, 0.1, 1.0)  # USD


class RunFilterRow(QWidget):
    """Two choices; `wanted` is what they come to."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start with nothing left out."""
        super().__init__(parent)
        endings = [(tr("Any ending"), frozenset[str]()), (tr("Can be resumed"), _BROKEN_OFF)]
        endings += [(status_wording(status).word, frozenset({status})) for status in _ENDINGS]
        sizes = [(tr("Any size or cost"), RunFilter())]
        sizes += [
            (Message("{least} or more", least=file_size(least)), RunFilter(least_bytes=least)) for least in _BYTES
        ]
        sizes += [(Message("{least} or more", least=money(least)), RunFilter(least_cost=least)) for least in _COSTS]
        self.ending, self.sum = self._choice("Ending", endings), self._choice("Size or cost", sizes)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(WrapRow(self.ending, self.sum, spacing=4))

    @property
    def wanted(self) -> RunFilter:
        """Return what a run has to be."""
        least: RunFilter = self.sum.currentData()
        return replace(least, statuses=self.ending.currentData())

    @property
    def leaves_out(self) -> bool:
        """Tell whether any run may be left out."""
        return self.wanted != RunFilter()

    def _choice(self, name: str, choices: Sequence[tuple[str, object]]) -> QComboBox:
        box = QComboBox(self)
        box.setAccessibleName(tr(name))
        for text, value in choices:
            box.addItem(tr(text), value)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(9)
        box.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        box.currentIndexChanged.connect(lambda _: self.changed.emit())
        return box
