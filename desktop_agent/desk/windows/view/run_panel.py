"""The panel of a run's side desk: it can pause that run, and offers the receipt at its end."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.desk.windows.view.panel import TAKEN_OVER, DeskPanel
from desktop_agent.runtime.registry import Offer
from desktop_agent.ui.session.bridge import Bridge


class DeskBesideRun(QObject):
    """Shows the desk of a bridge's run, if it has one."""

    resized = Signal()  # ask `wants_room`

    def __init__(self, bridge: Bridge, parent: QWidget) -> None:
        """Start with no desk."""
        super().__init__(parent)
        self._bridge = bridge
        self._receipts: list[QWidget] = []  # windows that are open
        panel = DeskPanel(partial(bridge.pause, TAKEN_OVER), bridge.resume, parent)
        self._panel = panel
        panel.changed_hands.connect(self.resized)
        panel.receipt_wanted.connect(self._show_receipt)
        bridge.desk_up.connect(panel.show_desk)

    @property
    def widget(self) -> DeskPanel:
        """Return the panel."""
        return self._panel

    @property
    def wants_room(self) -> bool:
        """Return whether the panel needs more room, as the person has the desk."""
        return self._panel.is_taken

    def begin(self) -> bool:
        """Forget the last desk; return whether the run works on one."""
        self._panel.forget()
        if self._bridge.desk is not None:
            self._panel.show_desk(self._bridge.desk)
        return self._bridge.on_desk

    def follow(self) -> None:
        """Pass on whether the run is paused."""
        self._panel.follow(paused=self._bridge.running and self._bridge.state == "paused")

    def end(self) -> None:
        """Offer the receipt if the run has begun."""
        self._panel.end(leaves=self._bridge.folder is not None)

    def _show_receipt(self, desk: str) -> None:
        from desktop_agent.desk.receipt.change_set import desk_changes
        from desktop_agent.desk.windows.receipt.window import open_changes

        try:
            window = open_changes(desk_changes(desk))
        except DesktopAgentError as error:
            self._panel.say(str(error))
            return
        self._receipts.append(window)
        window.decided.connect(partial(self._panel.note_decision, desk))
        window.destroyed.connect(lambda: self._receipts.remove(window))


OFFER = Offer(DeskBesideRun)
