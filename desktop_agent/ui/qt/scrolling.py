"""The part of a window that scrolls on a small screen, so that the buttons below it never have to."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QWidget

from desktop_agent.core.translation import tr

_LEAST_LINES = 2
_LEAST_PX = 80


class Page(QWidget):
    """The content: text that wraps asks for no more height than it needs at its width."""

    def minimumSizeHint(self) -> QSize:
        """Leave out a height that depends on the width: Qt guesses it from a width of its own."""
        least, layout = super().minimumSizeHint(), self.layout()
        wraps = layout is not None and layout.hasHeightForWidth()
        return QSize(least.width(), 0 if wraps else least.height())


class Scrolling(QScrollArea):
    """As high as its content if there is room, and no wider than its window; text in it wraps."""

    def __init__(self, inside: Page, name: str = "", parent: QWidget | None = None) -> None:
        """Show a widget that has a layout; `name` is for those who cannot see it."""
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.setAccessibleName(tr(name))
        self._inside = inside
        self.setWidget(inside)

    def fill(self) -> Scrolling:
        """Take all the room that is left, also where there is more of it than is needed; return itself."""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        return self

    def sizeHint(self) -> QSize:
        """Return the size at which nothing needs to scroll."""
        inside, preferred, layout = self._inside, self._inside.sizeHint(), self._inside.layout()
        shown = self.testAttribute(Qt.WidgetAttribute.WA_Resized)
        width = max(self.width(), inside.minimumSizeHint().width()) if shown else preferred.width()
        if layout is None or not layout.hasHeightForWidth():
            return QSize(width, preferred.height())
        return QSize(width, layout.totalHeightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Return how small it may get: a few lines, or all that there is."""
        least = _LEAST_LINES * self.fontMetrics().lineSpacing()
        return QSize(_LEAST_PX, min(least, self.sizeHint().height()))

    def event(self, event: QEvent) -> bool:
        """Decide anew whether a bar is needed when the content has changed."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._settle_bar()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Ask for another height at another width."""
        self._settle_bar()
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def _settle_bar(self) -> None:
        """Hide the bar if everything fits without it: Qt keeps one that only makes itself necessary."""
        room, policy = self.maximumViewportSize(), Qt.ScrollBarPolicy
        high = self._inside.heightForWidth(room.width())
        fits = 0 <= high <= room.height()
        self.setVerticalScrollBarPolicy(policy.ScrollBarAlwaysOff if fits else policy.ScrollBarAsNeeded)
