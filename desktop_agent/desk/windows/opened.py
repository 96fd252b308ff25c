"""The window of a desk to look around on: its picture, and the buttons to take it over and give it back."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QWidget

from desktop_agent.core.texts.message import Message, tr
from desktop_agent.lib.window_bounds import keep_on_screen
from desktop_agent.runtime.protocol.messages import DeskOpened
from desktop_agent.ui.qt.layout import column_of
from desktop_agent.ui.view.desk_control import DeskControl
from desktop_agent.ui.view.stage import Stage

_TITLE = Message("Desktop Agent — Side desk")
_MARGIN = 12
_CONTROLS_PX = 140  # rows for the buttons and their sentence


class OpenedDesk(QWidget):
    """Shows a desk that is up; no run works on it."""

    closed = Signal()

    def __init__(self, desk: DeskOpened) -> None:
        super().__init__()
        self.setWindowTitle(tr(_TITLE))
        self.stage = Stage(self)
        self.control = DeskControl(self.stage, lambda: None, lambda: None, self)
        margins = (_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        column_of(self, self.stage, self.control, margins=margins, room=self.stage)
        self.stage.show_desk(desk)
        self.control.begin(desk)
        self.control.follow(paused=True)
        keep_on_screen(self, QSize(desk.size[0] + 2 * _MARGIN, desk.size[1] + _CONTROLS_PX))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Let go of the desk."""
        self.control.end()
        self.stage.freeze_desk()
        self.closed.emit()
