"""What stands beside the timeline: the picture of the run, or its side desk, and how much of its limits it has used."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_agent.core.errors import DesktopAgentError
from desktop_agent.core.events import Stamped
from desktop_agent.desk.windows.view.panel import TAKEN_OVER, DeskPanel
from desktop_agent.record.proposal import RecordedProposal
from desktop_agent.record.story import Row
from desktop_agent.ui.console.live import LivePicture
from desktop_agent.ui.console.meters import Meters
from desktop_agent.ui.qt.widgets import text_label
from desktop_agent.ui.session.bridge import Bridge

_CAPTION_LINES = 2


class RunSide(QWidget):
    """It shows what it is told of a bridge's run; the desk's buttons hold that run."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        """Start with an empty picture."""
        super().__init__(parent)
        self._bridge = bridge
        self.picture, self._meters = LivePicture(self), Meters(self)
        self.desk = DeskPanel(partial(bridge.pause, TAKEN_OVER), bridge.resume, self)
        self._caption, self._receipts = text_label(), list[QWidget]()  # windows that are open
        self._caption.setMinimumHeight(_CAPTION_LINES * self.fontMetrics().lineSpacing())
        self._meters.setVisible(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        for widget, stretch in ((self.picture, 1), (self.desk, 1), (self._caption, 0), (self._meters, 0)):
            column.addWidget(widget, stretch)
        self._show_desk(on_desk=False)
        self._caption.setVisible(False)
        self.desk.changed_hands.connect(self._give_room)
        self.desk.receipt_wanted.connect(self._show_receipt)
        bridge.desk_up.connect(self.desk.show_desk)

    def begin(self) -> None:
        """Begin with another run."""
        self.picture.clear()
        self.desk.forget()
        self._show_desk(on_desk=self._bridge.on_desk)
        if self._bridge.desk is not None:
            self.desk.show_desk(self._bridge.desk)
        self._meters.begin()
        self._meters.setVisible(True)
        self._caption.setVisible(False)

    def take(self, stamped: Stamped) -> None:
        """Take the next event of the run."""
        self._meters.take(stamped)

    def follow(self) -> None:
        """Show the state of the bridge."""
        self._meters.follow(self._bridge.state)
        self.desk.follow(paused=self._bridge.running and self._bridge.state == "paused")

    def end(self) -> None:
        """The run is over."""
        self.desk.end(leaves=self._bridge.folder is not None)

    def show_file(self, file: Path | None) -> None:
        """Show the picture that the model sees."""
        self.picture.show_file(file)

    def show_offer(self, file: Path | None) -> None:
        """Show the last picture of a run that can be resumed."""
        self._show_desk(on_desk=False)
        self.picture.show_file(file)

    def show_action(self, row: Row, proposal: RecordedProposal) -> None:
        """Mark where something is done, and say what."""
        self.picture.mark(proposal.action, row.text, proposal.given_up)
        self._caption.show_foreign(row.line)
        self._caption.setVisible(True)

    def _show_receipt(self, desk: str) -> None:
        from desktop_agent.desk.windows.receipt.window import open_receipt

        try:
            window = open_receipt(desk)
        except DesktopAgentError as error:
            self.desk.say(str(error))
            return
        self._receipts.append(window)
        window.destroyed.connect(lambda: self._receipts.remove(window))

    def _give_room(self) -> None:
        for widget in (self._caption, self._meters):
            widget.setVisible(not self.desk.is_taken)

    def _show_desk(self, *, on_desk: bool) -> None:
        self.picture.setVisible(not on_desk)
        self.desk.setVisible(on_desk)
