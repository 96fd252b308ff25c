"""“You have the mouse”: the sign with the way to hand the computer back."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal

from desktop_agent.core.describe import visible
from desktop_agent.core.geometry import Rect
from desktop_agent.core.presence import Presence
from desktop_agent.ui.buttons import ProvenButton, plain_button, set_state
from desktop_agent.ui.card_body import words_label
from desktop_agent.ui.ended import end_window
from desktop_agent.ui.pill import PillWindow
from desktop_agent.ui.places import pixels_of
from desktop_agent.ui.stacking import Stacking
from desktop_agent.ui.theme import colours
from desktop_agent.ui.watched import Watched

YOURS = "You have the mouse"
LONGEST_REASON = 120


class Banner(PillWindow):
    """The sign with `Resume`, which wants proof where that can be had, and `Stop run`, which does not."""

    resumed = Signal()

    def __init__(self, reason: str, presence: Presence, monitor: Rect, stop: Callable[[], None]) -> None:
        super().__init__()
        self._watched = Watched(presence)
        self._told = words_label(visible(reason, LONGEST_REASON), "muted")
        self._told.setMinimumWidth(min(260, self._told.sizeHint().width()))
        self.add(self._told)
        resume = ProvenButton("Resume", self._watched.guard)
        resume.setAccessibleName("Resume")
        if presence.tells_source:
            resume.proven.connect(self.resumed.emit)
            resume.doubted.connect(self._told.setText)
        else:
            resume.clicked.connect(lambda *_: self.resumed.emit())
        set_state(resume, "role", "primary")
        end = plain_button("Stop run", "stop", colours().bad)
        end.clicked.connect(lambda *_: stop())
        self.add(resume)
        self.add(end)
        self.show_state("paused", YOURS, monitor)
        self.show()
        self._watched.begin(self)

    def end(self) -> Rect:
        """Take it off the screen; returns which pixels were covered."""
        box = pixels_of(self)
        self._watched.end()
        end_window(self)
        Stacking().sync()
        return box
