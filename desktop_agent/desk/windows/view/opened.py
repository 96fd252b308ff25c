"""The window of a desk that a person has opened to look around on: they see it, and work it after *Take over*."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_agent.core.message import Message
from desktop_agent.core.translation import tr
from desktop_agent.desk.windows.view.panel import DeskPanel
from desktop_agent.host.protocol import DeskOpened
from desktop_agent.lib.window_bounds import keep_on_screen

TITLE = Message("Desktop Agent — Side desk")
_MARGIN = 12
_BESIDE = 140  # rows for the buttons and their sentence


class OpenedDesk(QWidget):
    """The desk's panel alone: there is no run that would have to be paused for it."""

    closed = Signal()

    def __init__(self, sight: DeskOpened) -> None:
        """Show a desk that is up."""
        super().__init__()
        self.setWindowTitle(tr(TITLE))
        self.panel = DeskPanel(lambda: None, lambda: None, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        column.addWidget(self.panel)
        self.panel.show_desk(sight)
        self.panel.follow(paused=True)
        keep_on_screen(self, QSize(sight.size[0] + 2 * _MARGIN, sight.size[1] + _BESIDE))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Let go of the desk."""
        self.panel.end(leaves=False)
        self.closed.emit()
