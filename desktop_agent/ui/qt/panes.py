"""Resizable panes: side by side, or one below the other where the window is narrow."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QWidget

_LEAST_PX = 120  # of height, for each
_BETWEEN_PX = 10


class Panes(QSplitter):
    """Divides its width by `shares`; below `narrow_px` the panes are stacked."""

    def __init__(
        self, panes: Sequence[QWidget], shares: Sequence[int], *, stretch: Sequence[int] = (), narrow_px: int = 640
    ) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._narrow_px, self._shares = narrow_px, list(shares)
        for number, pane in enumerate(panes):
            if pane.layout() is None:  # else its layout has a minimum
                pane.setMinimumHeight(_LEAST_PX)
            self.addWidget(pane)
            self.setStretchFactor(number, (stretch or shares)[number])
        self.setChildrenCollapsible(False)
        self.setHandleWidth(_BETWEEN_PX)
        self.setSizes(self._shares)

    def share(self, shares: Sequence[int]) -> None:
        """Divide the room otherwise."""
        self._shares = list(shares)
        self.setSizes(self._shares)

    def sizeHint(self) -> QSize:
        """Ask for no more height than is needed: what is scrolled should be little."""
        return QSize(super().sizeHint().width(), self.minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Turn when it becomes narrow, or wide again."""
        super().resizeEvent(event)
        way = Qt.Orientation.Vertical if event.size().width() < self._narrow_px else Qt.Orientation.Horizontal
        if way != self.orientation():
            self.setOrientation(way)
            self.setSizes(self._shares)
