"""The part of a window that scrolls where the screen is small, so that the buttons below it never have to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QWidget

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

_LEAST_LINES = 3
_LEAST_PX = 80


class Scrolling(QScrollArea):
    """As high as what is in it where there is room, and no wider than its window; words in it wrap."""

    def __init__(self, inside: QWidget, name: str = "", parent: QWidget | None = None) -> None:
        """Show a widget that has a layout; `name` is for those who cannot see it."""
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.setAccessibleName(name)
        self._inside = inside
        self.setWidget(inside)

    def fill(self) -> Scrolling:
        """Take all the room that is left, also where there is more of it than is needed; return itself."""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        return self

    def sizeHint(self) -> QSize:
        """Return the size at which nothing needs to scroll."""
        inside, wanted, layout = self._inside, self._inside.sizeHint(), self._inside.layout()
        width = max(self.width(), inside.minimumSizeHint().width()) if self.isVisible() else wanted.width()
        if layout is None or not layout.hasHeightForWidth():
            return QSize(width, wanted.height())
        return QSize(width, layout.totalHeightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Return how small it may get: a few lines, or all that there is."""
        least = _LEAST_LINES * self.fontMetrics().lineSpacing()
        return QSize(_LEAST_PX, min(least, self.sizeHint().height()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Ask for another height at another width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()
