"""What a person can tell the program to do: one set of actions for the tray's menu and the control window."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence

from desktop_agent.ui import icons, theme
from desktop_agent.ui.states import WORDS, State

_RUNNING: frozenset[State] = frozenset({"thinking", "acting", "waiting", "paused"})


class Actions(QObject):
    """The actions; who listens to them decides what they do."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Make them, for a program that does nothing yet."""
        super().__init__(parent)
        self.status = self._made(WORDS["idle"], "idle")
        self.status.setEnabled(False)
        self.new_task = self._made("New task…", "plus", "Ctrl+N")
        self.hold = self._made("Pause", "pause")
        self.stop = self._made("Stop", "stop")
        self.history = self._made("History", "history")
        self.settings = self._made("Settings", "gear")
        self.check = self._made("Check this computer", "check")
        self.quit = self._made("Quit", "cross", "Ctrl+Q")
        self.follow("idle")

    def all(self) -> tuple[QAction, ...]:
        """Return what can be chosen, in the menu's order."""
        return (self.new_task, self.hold, self.stop, self.history, self.settings, self.check, self.quit)

    def follow(self, state: State, *, running: bool = False) -> None:
        """Say what is going on; only what makes sense now can be chosen."""
        self.status.setText(WORDS[state])
        running = running or state in _RUNNING
        resumes = state == "paused"
        self.hold.setText("Resume" if resumes else "Pause")
        self.hold.setIcon(icons.icon("play" if resumes else "pause", theme.colours().text))
        self.hold.setEnabled(running and state != "waiting")
        self.stop.setEnabled(running)

    def _made(self, text: str, name: str, keys: str = "") -> QAction:
        action = QAction(icons.icon(name, theme.colours().text), text, self)
        if keys:
            action.setShortcut(QKeySequence(keys))
        return action
