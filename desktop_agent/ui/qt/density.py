"""Makes the layout of a window denser where it has too little height for text and buttons."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QMargins, QObject
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QPushButton, QWidget

from desktop_agent.ui.qt.widgets import set_state

_LOW_PX = 400
_MARGIN_PX, _GAP_PX = 8, 4  # the watermark in a window's corner stays free


class Density:
    """Makes a window's outer layout and its buttons dense, and wide again as they were."""

    def __init__(self, window: QWidget, column: QBoxLayout) -> None:
        """Take the current layout as the wide one."""
        self._window, self._column = window, column
        self._margins, self._gap = column.contentsMargins(), column.spacing()
        self.dense = False

    def set(self, *, dense: bool) -> None:
        """Make the window dense, or wide again."""
        if dense == self.dense:
            return
        self.dense = dense
        for button in self._window.findChildren(QPushButton):
            set_state(button, "dense", "true" if dense else "false")
        margins = QMargins(_MARGIN_PX, _MARGIN_PX, _MARGIN_PX, _MARGIN_PX)
        self._column.setContentsMargins(margins if dense else self._margins)
        self._column.setSpacing(_GAP_PX if dense else self._gap)


class FollowsHeight(QObject):
    """Makes a window dense while it is low; a `small` window, while its screen is low."""

    def __init__(self, window: QWidget, column: QBoxLayout, *, small: bool = False) -> None:
        super().__init__(window)
        self._window, self._small, self._density = window, small, Density(window, column)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look at each new size."""
        if isinstance(event, QResizeEvent):
            high = self._window.screen().availableGeometry().height() if self._small else event.size().height()
            self._density.set(dense=high < _LOW_PX)
        return super().eventFilter(watched, event)
