"""The row of buttons over History: those that can do something now, and the sum of the run that is shown."""

from __future__ import annotations

from PySide6.QtCore import Qt

from desktop_agent.core.translation import tr
from desktop_agent.ui.qt.widgets import IconButton, text_label
from desktop_agent.ui.qt.wrap_row import WrapRow

_NARROW_PX = 560  # of width


class HistoryBar(WrapRow):
    """First what can be done with the runs selected, then what holds the run under way, while there is one.

    Each button keeps its place while it has nothing to do: no other comes under a pointer that is about to press.
    """

    def __init__(self) -> None:
        """Start with nothing to do."""
        super().__init__()
        self._live = self._has_run = self._is_narrow = False
        self.resume, self.pause = IconButton("Resume", "play"), IconButton("Pause", "pause")
        self.stop = IconButton("Stop run", "stop")
        self.go_on = IconButton("Resume run", "play")
        self.again, self.report = IconButton("Run again", "again"), IconButton("Open report", "page")
        self.guide = IconButton("Guide…", "list")
        self.film, self.keep = IconButton("Film…", "film"), IconButton("Keep always", "shield")
        self.receipt = IconButton("Receipt…", "check")
        self.folder, self.delete = IconButton("Open folder", "folder"), IconButton("Delete", "trash")
        self.for_selected = (
            self.report, self.guide, self.film, self.folder, self.keep, self.delete, self.receipt, self.again,
            self.go_on,
        )  # fmt: skip
        self._only_wide = (self.guide, self.film, self.keep)
        for each in self.for_selected:
            _keep_place(each, kept=True)
        self.show_kept(kept=True)
        width = self.keep.sizeHint().width()
        self.show_kept(kept=False)
        self.keep.setMinimumWidth(max(width, self.keep.sizeHint().width()))
        self._sum = text_label(role="muted", selectable=True)
        self._sum.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        for each in (*self.for_selected, self.resume, self.pause, self.stop):
            each.hide()
            self.addWidget(each)
        self.spring()
        self.addWidget(self._sum)

    def set_live(self, *, live: bool, paused: bool, may_resume: bool) -> None:
        """Show what holds the run under way; `may_resume` tells whether it goes on from here."""
        self.resume.setVisible(live and paused and may_resume)
        self.pause.setVisible(live and not paused)
        self.stop.setVisible(live)
        self._live = live

    def follow(self, *, has_run: bool, may_go_on: bool, may_repeat: bool, may_delete: bool) -> None:
        """Show what can be done with the runs that are selected."""
        self.go_on.setVisible(may_go_on and not self._live)
        self.again.setVisible(may_repeat and not self._live)  # one run at a time
        self.report.setVisible(has_run)
        self._has_run = has_run
        self._show_what_fits()
        self.folder.setVisible(has_run)
        self.delete.setVisible(may_delete)

    def make_room(self, width: int) -> None:
        """Leave what has no room in a narrow window to the list's menu."""
        self._is_narrow = width < _NARROW_PX
        self._show_what_fits()

    @property
    def in_menu(self) -> list[IconButton]:
        """Return the buttons that can do something now, also those that have no room."""
        return [
            each for each in self.for_selected if not each.isHidden() or (each in self._only_wide and self._has_run)
        ]

    def show_kept(self, *, kept: bool) -> None:
        """Show what the button does that keeps the run."""
        words = "Keep no longer" if kept else "Keep always"
        self.keep.setText(words)
        self.keep.setAccessibleName(tr(words))

    def _show_what_fits(self) -> None:
        # A narrow window has no room for places without a button; what comes and goes stands last there, too.
        for each in self.for_selected:
            _keep_place(each, kept=each is self.report or not self._is_narrow)
        for each in self._only_wide:
            each.setVisible(self._has_run and not self._is_narrow)

    def tell(self, text: str) -> None:
        """Show a line beside the buttons."""
        self._sum.setText(text)


def _keep_place(button: IconButton, *, kept: bool) -> None:
    room = button.sizePolicy()
    room.setRetainSizeWhenHidden(kept)
    button.setSizePolicy(room)
