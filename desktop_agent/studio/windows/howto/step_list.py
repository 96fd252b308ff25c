"""The steps of a how-to as a list: a tick says whether one is in it, and dragging or two buttons change their order."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from desktop_agent.core.display_text import visible
from desktop_agent.core.translation import tr
from desktop_agent.studio.howto.edits import EditedStep
from desktop_agent.studio.howto.emphasis import plain
from desktop_agent.studio.howto.instruction import Instruction
from desktop_agent.ui.qt.widgets import text_button
from desktop_agent.ui.qt.wrap_row import WrapRow

_STEP = Qt.ItemDataRole.UserRole
_LONGEST = 200


class StepList(QWidget):
    """Holds the steps; `chosen` tells that another one is selected, `changed` that something is not as it was."""

    chosen = Signal()
    changed = Signal()

    def __init__(self) -> None:
        """Start empty."""
        super().__init__()
        self.view = QListWidget()
        self.view.setAccessibleName(tr("Steps"))
        self.view.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.view.setWordWrap(True)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setSpacing(4)
        self._up = text_button("Up", lambda: self.shift(-1), name="Move the step up")
        self._down = text_button("Down", lambda: self.shift(1), name="Move the step down")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.view, 1)
        layout.addLayout(WrapRow(self._up, self._down))
        self.view.currentRowChanged.connect(lambda *_: self._follow())
        self.view.itemChanged.connect(lambda *_: self.changed.emit())
        self.view.model().rowsMoved.connect(lambda *_: self._moved())

    def show_steps(self, steps: Sequence[EditedStep]) -> None:
        """Show these steps, the first one selected."""
        self.view.blockSignals(True)  # noqa: FBT003 - Qt's own way
        self.view.clear()
        for each in steps:
            item = QListWidgetItem()
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Unchecked if each.left_out else Qt.CheckState.Checked)
            item.setData(_STEP, each.step)
            self.view.addItem(item)
        self._number()
        self.view.blockSignals(False)  # noqa: FBT003
        self.view.setCurrentRow(0)
        self._follow()

    @property
    def steps(self) -> tuple[EditedStep, ...]:
        """Return the steps as they are now."""
        items = (self.view.item(row) for row in range(self.view.count()))
        return tuple(EditedStep(_step(item), item.checkState() != Qt.CheckState.Checked) for item in items)

    @property
    def current(self) -> Instruction | None:
        """Return the selected step."""
        item = self.view.currentItem()
        return _step(item) if item else None

    def rename(self, step: Instruction) -> None:
        """Put a step in the place of the selected one."""
        item = self.view.currentItem()
        if self.current not in {None, step}:
            item.setData(_STEP, step)
            self._number()
            self.changed.emit()

    def shift(self, way: int) -> None:
        """Move the selected step by one place."""
        row = self.view.currentRow()
        if 0 <= row < self.view.count() and 0 <= row + way < self.view.count():
            self.view.insertItem(row + way, self.view.takeItem(row))
            self.view.setCurrentRow(row + way)
            self._moved()

    def _moved(self) -> None:
        self._number()
        self._follow()
        self.changed.emit()

    def _follow(self) -> None:
        row = self.view.currentRow()
        self._up.setEnabled(row > 0)
        self._down.setEnabled(0 <= row < self.view.count() - 1)
        self.chosen.emit()

    def _number(self) -> None:
        was = self.view.blockSignals(True)  # noqa: FBT003
        for row in range(self.view.count()):
            item = self.view.item(row)
            item.setText(f"{row + 1}.  {visible(plain(_step(item).text), _LONGEST)}")
        self.view.blockSignals(was)


def _step(item: QListWidgetItem) -> Instruction:
    step: object = item.data(_STEP)
    if not isinstance(step, Instruction):
        raise TypeError(step)
    return step
