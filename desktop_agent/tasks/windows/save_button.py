"""The button that saves what a run was told to do as a task."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.core.message import Message
from desktop_agent.record.recording import RecordedRun
from desktop_agent.tasks.saved.from_run import has_task, is_in_words
from desktop_agent.ui.offers import ButtonPlace
from desktop_agent.ui.qt.sway_places import bring

if TYPE_CHECKING:
    from desktop_agent.tasks.windows.save_window import SaveWindow

TEXT, NAME = Message("Save as task…"), Message("Save as a task, to be done again")
SYMBOL = "plus"
EVERY_RUN = False


def create(place: ButtonPlace) -> SaveButton:
    """Connect the button of a window (`ui/offers.py`)."""
    save = SaveButton(place.parent)
    place.button.clicked.connect(lambda *_: save.open())
    save.failed.connect(place.failed)
    return save


class SaveButton(QObject):
    """Opens one window at a time; `failed` tells a DesktopAgentError."""

    failed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder: Path | None = None
        self._window: SaveWindow | None = None

    def offer(self, folder: Path | None, run: RecordedRun | None = None) -> bool:
        """Offer the task of the run in a folder, if that has one in words."""
        # History asks each second, and has read the run by then.
        offers = is_in_words(run.started) if run and run.started else folder is not None and has_task(folder)
        self._folder = folder if offers else None
        return self._folder is not None

    def stop(self) -> None:
        """Do nothing: a window that is open belongs to the person."""

    def open(self) -> None:
        """Show the window for the run, in place of that for another."""
        from desktop_agent.tasks.windows.save_window import open_save_window

        if self._folder is None:
            return
        if self._window is not None:
            self._window.close()
        try:
            window = self._window = open_save_window(self._folder)
        except DesktopAgentError as error:
            self.failed.emit(error)
            return
        window.destroyed.connect(lambda *_: self._forget(window))
        bring(window)

    def _forget(self, window: SaveWindow) -> None:
        if self._window is window:
            self._window = None
