"""The button that opens the receipt of the desk on which a run worked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.record.recording import RecordedRun
from desktop_agent.ui.qt.bring import bring
from desktop_agent.ui.qt.widgets import PushButton

if TYPE_CHECKING:
    from desktop_agent.desk.windows.receipt.window import ReceiptWindow


class ReceiptButton(QObject):
    """Shown where a run had a desk that has ended; `failed` tells a DesktopAgentError."""

    failed = Signal(object)

    def __init__(self, parent: QObject, button: PushButton) -> None:
        """Start hidden."""
        super().__init__(parent)
        self._desk = ""
        self._windows: dict[str, ReceiptWindow] = {}
        self.button = button
        self.button.clicked.connect(lambda *_: self.open())
        self.offer_of(None)

    def offer_of(self, run: RecordedRun | None) -> None:
        """Offer the receipt of the desk of a run that is over, if it had one."""
        started = run.started if run is not None and run.summary.status != "running" else None
        self._desk = started.desk if started is not None else ""
        self.button.setVisible(bool(self._desk))

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
