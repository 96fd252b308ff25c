"""The button that opens the window in which a run's how-to is edited and written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.core.message import Message
from desktop_agent.ui.qt.bring import bring
from desktop_agent.ui.qt.widgets import PushButton, text_button

if TYPE_CHECKING:
    from desktop_agent.studio.windows.howto.window import GuideWindow


class GuideButton(QObject):
    """`button` is shown once there is a run to make a how-to of; `failed` tells a DesktopAgentError."""

    failed = Signal(object)

    def __init__(self, parent: QObject | None = None, button: PushButton | None = None) -> None:
        """Start hidden; `button` is one that a window has made already."""
        super().__init__(parent)
        self._folder: Path | None = None
        self._windows: dict[Path, GuideWindow] = {}
        self.button = button or text_button(Message("Guide…"), name=Message("Make a guide of this run"))
        self.button.clicked.connect(lambda *_: self.open())
        self.offer(None)

    def offer(self, folder: Path | None) -> None:
        """Offer the how-to of the run in a folder, or none."""
        self._folder = folder
        self.button.setVisible(folder is not None)

    def open(self, show: Callable[[Path], GuideWindow] | None = None) -> None:
        """Show the window for the run, the one that is open already if there is one."""
        from desktop_agent.studio.windows.howto.window import open_guide

        folder = self._folder
        if folder is None:
            return
        if folder in self._windows:
            bring(self._windows[folder])
            return
        try:
            window = (show or open_guide)(folder)
        except DesktopAgentError as error:
            self.failed.emit(error)
            return
        self._windows[folder] = window
        window.destroyed.connect(lambda *_: self._windows.pop(folder, None))
