"""The button that opens the receipt of the desk on which a run worked."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.core.message import Message
from desktop_agent.record.recording import RecordedRun
from desktop_agent.ui.offers import ButtonPlace
from desktop_agent.ui.qt.sway_places import bring

if TYPE_CHECKING:
    from desktop_agent.desk.windows.receipt.window import ReceiptWindow


TEXT = NAME = Message("Receipt…")
SYMBOL = "check"
EVERY_RUN = False


def create(place: ButtonPlace) -> ReceiptButton:
    """Connect the button of a window (`ui/offers.py`)."""
    receipt = ReceiptButton(place.parent)
    place.button.clicked.connect(lambda *_: receipt.open())
    receipt.failed.connect(place.failed)
    return receipt


class ReceiptButton(QObject):
    """Offered where a run had a desk that has ended; `failed` tells a DesktopAgentError."""

    failed = Signal(object)

    def __init__(self, parent: QObject) -> None:
        """Start with no run."""
        super().__init__(parent)
        self._desk = ""
        self._windows: dict[str, ReceiptWindow] = {}

    def offer(self, folder: Path | None, run: RecordedRun | None = None) -> bool:
        """Offer the receipt of the desk of a run that is over, if it had one."""
        started = run.started if run is not None and run.summary.status != "running" else None
        self._desk = started.desk if started is not None else ""
        return bool(self._desk)

    def stop(self) -> None:
        """Do nothing: a window that is open belongs to the person."""

    def open(self) -> None:
        """Show the window, the one that is open already if there is one."""
        from desktop_agent.desk.windows.receipt.window import open_receipt

        desk = self._desk
        if desk in self._windows:
            bring(self._windows[desk])
            return
        try:
            window = open_receipt(desk)
        except DesktopAgentError as error:
            self.failed.emit(error)
            return
        self._windows[desk] = window
        window.destroyed.connect(lambda *_: self._windows.pop(desk, None))
