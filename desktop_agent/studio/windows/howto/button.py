"""The button that opens the window in which a run's how-to is edited and written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.core.message import Message
from desktop_agent.record.recording import RecordedRun
from desktop_agent.ui.offers import ButtonPlace
from desktop_agent.ui.qt.sway_places import bring

if TYPE_CHECKING:
    from desktop_agent.studio.windows.howto.window import GuideWindow


TEXT, NAME = Message("How-to…"), Message("Make a how-to of this run")
SYMBOL = "list"
EVERY_RUN = True


def create(place: ButtonPlace) -> GuideButton:
    """Connect the button of a window (`ui/offers.py`)."""
    guide = GuideButton(place.parent)
    place.button.clicked.connect(lambda *_: guide.open())
    guide.failed.connect(place.failed)
    return guide


class GuideButton(QObject):
    """Opens one window for each run; `failed` tells a DesktopAgentError."""

    failed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder: Path | None = None
        self._windows: dict[Path, GuideWindow] = {}

    def offer(self, folder: Path | None, run: RecordedRun | None = None) -> bool:
        """Offer the how-to of the run in a folder, or none."""
        self._folder = folder
        return folder is not None

    def stop(self) -> None:
        """Do nothing: a window that is open belongs to the person."""

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
